import Testing

@testable import Facts

/// The one list of picture formats.
@Suite struct PictureFormatTests {
    @Test(
        arguments: [
            ("jpeg", [0xFF, 0xD8, 0xFF, 0xE0]), ("png", [0x89, 0x50, 0x4E, 0x47, 13]), ("gif", Array("GIF89a".utf8)),
            ("webp", Array("RIFF....WEBPVP8 ".utf8)), ("avif", Array("....ftypavif".utf8)),
            ("avif", Array("....ftypavis".utf8)),
        ] as [(String, [UInt8])])
    func filesAreToldByTheirFirstBytes(name: String, bytes: [UInt8]) {
        #expect(PictureFormat.all.filter { $0.begins(bytes) }.map(\.name) == [name])
        #expect(PictureFormat.isPicture(bytes))
        for count in 0..<3 { #expect(!PictureFormat.isPicture(bytes.prefix(count))) }
    }

    @Test func otherBytesAreNoPictures() {
        for text in ["", "<svg>", "RIFF....WAVE", "....ftypmp42", "%PDF-1.4", "BM"] {
            #expect(!PictureFormat.isPicture(Array(text.utf8)), "\(text)")
        }
    }

    @Test func mediaTypesCountInAnyCase() {
        for type in ["image/jpeg", "IMAGE/JPG", "image/png", "image/webp", "image/gif"] {
            #expect(PictureFormat.isDecoded(mediaType: type))
        }
        for type in ["", "image/svg+xml", "image/bmp", "text/html", "jpeg"] {
            #expect(!PictureFormat.isDecoded(mediaType: type))
        }
        #expect(PictureFormat.isDecoded(mediaType: "image/avif") == PictureFormat(named: "avif")?.isDecoded)
    }

    @Test func namesAndSuffixes() {
        #expect(PictureFormat.all.map(\.name) == ["jpeg", "png", "webp", "gif", "avif"])
        #expect(PictureFormat.names == "'jpeg', 'png', 'webp', 'gif', 'avif'")
        #expect(PictureFormat.suffix(ofFormat: "jpeg") == "jpg")
        #expect(PictureFormat.suffix(ofFormat: "webp") == "webp")
        #expect(PictureFormat.suffix(ofFormat: "tiff") == "tiff")
        #expect(PictureFormat(named: "tiff") == nil)
    }
}
