import Facts
import Testing

@testable import Imaging

@Suite struct SniffedFormatTests {
    private func sniff(_ bytes: [UInt8]) -> SniffedFormat { bytes.withUnsafeBytes { SniffedFormat(sniffing: $0) } }

    private func sniff(_ text: String) -> SniffedFormat { sniff(Array(text.utf8)) }

    @Test func ownFormatsAreSeen() throws {
        for image in try OwnImage.all() {
            let format = try #require(sniff(image.bytes).decodable, "\(image)")
            #expect(image.name.hasSuffix(PictureFormat.suffix(ofFormat: format.rawValue)))
        }
    }

    @Test func otherPicturesAreNamed() {
        #expect(sniff("\0\0\0\u{18}ftypavif\0\0\0\0") == .avif)
        #expect(sniff("\0\0\0\u{18}ftypmif1\0\0\0\0mif1avif") == .avif)
        #expect(sniff("\0\0\0\u{18}ftypheic\0\0\0\0") == .heic)
        #expect(sniff("\0\0\0\u{18}ftypisom\0\0\0\0") == .mp4)
        #expect(sniff("BM123456") == .bmp)
        #expect(sniff([0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8]) == .tiff)
        #expect(sniff([0, 0, 1, 0, 1, 0]) == .ico)
        #expect(sniff("<svg xmlns='http://www.w3.org/2000/svg'/>") == .svg)
        #expect(sniff("<?xml version='1.0'?>\n<svg/>") == .svg)
        #expect(SniffedFormat.allCases.filter(\.isImage).count == 15)
    }

    @Test func pagesAreNoPictures() {
        #expect(sniff("\u{FEFF}\n <!DOCTYPE HTML><title>404</title>") == .html)
        #expect(sniff("<?xml version='1.0'?><rss/>") == .xml)
        #expect(sniff("{\"error\": 404}") == .json)
        #expect(sniff("RIFF\0\0\0\0WAVEfmt ") == .riff)
        #expect(sniff("GIF88a") == .unknown)
        #expect(sniff([]) == .unknown)
    }
}
