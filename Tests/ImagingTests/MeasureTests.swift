import Facts
import TestKit
import Testing

@testable import Imaging

/// The arithmetic of the facts: colour, luma, entropy, sharpness, resampling, hashes; expectations by hand or by Pillow.
@Suite struct MeasureTests {
    private func luma(_ pixels: [UInt8], _ layout: RowLayout, width: Int) -> (luma: [UInt8], average: AverageColor) {
        var totals = ColorTotals()
        var out = [UInt8](repeating: 0, count: width)
        out.withUnsafeMutableBufferPointer { out in
            pixels.withUnsafeBufferPointer { pixels in
                if let source = pixels.baseAddress, let target = out.baseAddress {
                    totals.add(source, layout, width, luma: target)
                }
            }
        }
        return (out, totals.average)
    }

    /// `convert("L")` of Pillow.
    @Test func lumaIsPillows() {
        let rgb: [UInt8] = [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255, 10, 200, 30, 1, 2, 3]
        #expect(luma(rgb, .rgb, width: 6).luma == [76, 150, 29, 255, 124, 2])
        let rgba = stride(from: 0, to: 18, by: 3).flatMap { Array(rgb[$0..<$0 + 3]) + [7 as UInt8] }
        #expect(luma(rgba, .rgba, width: 6).luma == [76, 150, 29, 255, 124, 2])
        #expect(luma(rgb, .rgb, width: 6).average == AverageColor(red: 87, green: 119, blue: 91))
    }

    @Test func everyLayoutHasItsLuma() {
        #expect(luma([5, 9], .gray, width: 2).luma == [5, 9])
        #expect(
            luma([5, 1, 9, 2], .gray16, width: 2).luma == [5, 9]
                && luma([5, 1, 9, 2], .grayAlpha, width: 2).luma == [5, 9])
        #expect(luma([5, 1, 2, 3, 9, 4, 5, 6], .grayAlpha16, width: 2).luma == [5, 9])
        #expect(luma([5, 1, 2, 9, 4, 5], .yCbCr, width: 2).luma == [5, 9])
        #expect(luma([5, 9], .gray, width: 2).average == AverageColor(red: 7, green: 7, blue: 7))
        #expect(
            [RowLayout.gray, .gray16, .grayAlpha, .grayAlpha16, .rgb, .rgba, .yCbCr, .cmyk].map(\.stride) == [
                1, 2, 2, 4, 3, 4, 3, 4,
            ])
        #expect(
            [RowLayout.gray, .gray16, .grayAlpha, .grayAlpha16, .rgb, .rgba, .yCbCr, .cmyk].map(\.hasAlpha) == [
                false, false, true, true, false, true, false, false,
            ])
    }

    /// JFIF's conversion: white, black, and the primaries as T.871 has them.
    @Test(arguments: [
        (255, 128, 128, 255, 255, 255), (0, 128, 128, 0, 0, 0), (76, 85, 255, 254, 0, 0), (150, 44, 21, 0, 255, 1),
        (29, 255, 107, 0, 0, 254), (128, 128, 128, 128, 128, 128),
    ])
    func meansOfYCbCr(y: Double, blue: Double, red: Double, r: Int, g: Int, b: Int) {
        let color = ColorTotals.rgb(luma: y, blue: blue, red: red)
        #expect(
            abs(Int(color.red) - r) <= 1 && abs(Int(color.green) - g) <= 1 && abs(Int(color.blue) - b) <= 1, "\(color)")
    }

    /// Pillow's `convert("RGB")` of inks 0 0 0 0, 255 0 0 0 and 10 20 30 40, stored Adobe's way.
    @Test func inksBecomeColours() {
        func rgb(_ inks: [UInt8]) -> [UInt8] {
            inks.map { 255 - $0 }.withUnsafeBufferPointer { stored in
                guard let base = stored.baseAddress else { return [] }
                let color = CMYK.rgb(base)
                return [color.red, color.green, color.blue]
            }
        }
        #expect(
            rgb([0, 0, 0, 0]) == [255, 255, 255] && rgb([255, 0, 0, 0]) == [0, 255, 255]
                && rgb([10, 20, 30, 40]) == [207, 198, 190])
        #expect(rgb([0, 0, 0, 255]) == [0, 0, 0] && rgb([255, 255, 255, 255]) == [0, 0, 0])
    }

    @Test func entropyIsThatOfTheHistogram() {
        func entropy(_ pixels: [UInt8]) -> Double { LumaRaster(width: pixels.count, height: 1, pixels: pixels).entropy }
        #expect(entropy([7, 7, 7, 7]) == 0 && entropy([0, 255]) == 1 && entropy([0, 1, 2, 3]) == 2)
        #expect(
            abs(entropy([0, 0, 0, 1]) - 0.811_278_124) < 1e-9 && abs(entropy((0...255).map { UInt8($0) }) - 8) < 1e-12)
    }

    /// One bright pixel in the middle of 5 x 5: the Laplacian is -4v once, v four times, else 0, over nine inner pixels.
    @Test func sharpnessIsTheVarianceOfTheLaplacian() {
        var pixels = [UInt8](repeating: 0, count: 25)
        pixels[12] = 100
        #expect(abs(LumaRaster(width: 5, height: 5, pixels: pixels).sharpness - 200_000.0 / 9) < 1e-9)
        #expect(LumaRaster(width: 2, height: 9, pixels: [UInt8](repeating: 3, count: 18)).sharpness == 0)
        let ramp = (0..<64).map { UInt8($0 % 8 * 10) }
        #expect(LumaRaster(width: 8, height: 8, pixels: ramp).sharpness == 0)
        // A row longer than the 1024 pixels that are summed at once.
        let long = (0..<3 * 3000).map { UInt8($0 % 3000 % 2 * 200) }
        #expect(LumaRaster(width: 3000, height: 3, pixels: long).sharpness == 160_000)
    }

    static let plane: [UInt8] = [
        0, 38, 78, 120, 164, 210, 2, 52, 104, 158, 123, 181, 241, 47, 20, 86, 154, 133, 205, 23, 8, 86, 75, 157, 150,
        236, 233, 232, 68, 71, 167, 174, 183, 29, 42, 57, 74, 93, 205,
        228,
    ]

    /// 8 x 5 to 4 x 4 and 3 x 2 to 4 x 4 by Pillow 12 (`BILINEAR`, `LANCZOS`).
    @Test func resamplingIsPillows() {
        let small = LumaRaster(width: 8, height: 5, pixels: Self.plane)
        #expect(
            Resampler.resize(small, side: 4, kernel: .triangle) == [
                53, 116, 150, 53, 139, 139, 98, 77, 179, 167, 79, 138, 123, 91, 97, 188,
            ])
        #expect(
            Resampler.resize(small, side: 4) == [
                35, 125, 176, 34, 139, 139, 88, 66, 193, 183, 51, 154, 122, 85, 98, 203,
            ])
        let tiny = LumaRaster(width: 3, height: 2, pixels: [0, 128, 255, 64, 32, 200])
        #expect(
            Resampler.resize(tiny, side: 4) == [0, 63, 217, 255, 16, 49, 175, 245, 54, 30, 121, 223, 82, 16, 79, 206])
        #expect(
            Resampler.resize(tiny, side: 4, kernel: .triangle) == [
                0, 80, 176, 255, 16, 71, 156, 241, 48, 53, 115, 214, 64, 44, 95, 200,
            ])
        #expect(
            Resampler.resize(LumaRaster(width: 7, height: 3, pixels: [UInt8](repeating: 9, count: 21)), side: 5)
                == [UInt8](repeating: 9, count: 25))
    }

    @Test func hashesOfPlainRasters() {
        #expect(PerceptualHash.hash(LumaRaster(width: 0, height: 0, pixels: [])) == 0)
        #expect(
            PerceptualHash.isFlat(
                PerceptualHash.hash(LumaRaster(width: 40, height: 40, pixels: [UInt8](repeating: 77, count: 1600)))))
        #expect(
            PerceptualHash.isFlat(0) && PerceptualHash.isFlat(1 << 63) && !PerceptualHash.isFlat(1)
                && !PerceptualHash.isFlat(1 << 62))
        #expect(
            PerceptualHash.distance(0, .max) == 64 && PerceptualHash.distance(0b1010, 0b0110) == 2
                && PerceptualHash.distance(5, 5) == 0)
        // A gradient from left to right has no vertical frequency: nothing but the first row of bits.
        let across = LumaRaster(width: 32, height: 32, pixels: (0..<1024).map { UInt8($0 % 32 * 8) })
        #expect(PerceptualHash.hash(across) << 8 == 0 && PerceptualHash.hash(across) != 0)
        // Where no two frequencies are equal, half of them are above the median.
        var random = SeededRandom(seed: 3)
        let noise = LumaRaster(
            width: 32, height: 32, pixels: (0..<1024).map { _ in UInt8.random(in: 0...255, using: &random) })
        #expect(PerceptualHash.hash(noise).nonzeroBitCount == 32)
    }

    /// Two codes of one bit, four of three: T.81's way of counting up (annex C).
    @Test func huffmanCodesAreCounted() throws {
        let table = try #require(
            HuffmanTable(counts: [1, 0, 3] + [UInt8](repeating: 0, count: 13), values: [7, 1, 2, 3]))
        #expect(table.symbols[0] == 7 << 8 | 1 && table.symbols[HuffmanTable.windows / 2] == 1 << 8 | 3)
        #expect(
            table.symbols[0b101 << 9] == 2 << 8 | 3 && table.symbols[0b110 << 9] == 3 << 8 | 3
                && table.symbols[0b111 << 9] == 0)
        #expect(table.search(0)?.symbol == 7 && table.search(0b110 << 13)?.length == 3 && table.search(0xFFFF) == nil)
        #expect(HuffmanTable(counts: [3] + [UInt8](repeating: 0, count: 15), values: [1, 2, 3]) == nil)
        let long = try #require(HuffmanTable(counts: [UInt8](repeating: 0, count: 15) + [2], values: [8, 9]))
        #expect(long.symbols.allSatisfy { $0 == 0 } && long.search(1)?.symbol == 9 && long.search(1)?.length == 16)
    }

    // MARK: sniffing

    @Test(
        arguments: [
            ([0xFF, 0xD8, 0xFF], .jpeg), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
            ([0x89, 0x50, 0x4E, 0x47], .unknown), ([0x49, 0x49, 0x2A, 0], .tiff),
            ([0x49, 0x49, 0x2B, 0], .tiff), ([0, 0, 2, 0], .ico), ([0xFF, 0x0A], .jxl),
            ([0xFF, 0x4F, 0xFF, 0x51], .jpeg2000), ([0x50, 0x4B, 3, 4], .zip), ([0x1F, 0x8B], .gzip),
            ([0x7F, 0x45, 0x4C, 0x46], .elf),
            ([0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A], .jxl),
            ([0x0A, 5, 1, 8] + [UInt8](repeating: 0, count: 124), .pcx), ([0x0A, 5, 1, 8], .unknown),
        ] as [([UInt8], SniffedFormat)])
    func signatures(bytes: [UInt8], format: SniffedFormat) {
        #expect(bytes.withUnsafeBytes { SniffedFormat(sniffing: $0) } == format)
    }

    @Test(
        arguments: [
            ("GIF87a", .gif), ("GIF89a", .gif), ("GIF88a", .unknown), ("8BPS", .psd), ("qoif", .qoi),
            ("%PDF-1.7", .pdf), ("RIFF1234WEBPVP8 ", .webp), ("RIFF1234AVI LIST", .riff), ("    ftypheix", .heic),
            ("    ftypavis", .avif), ("    ftypmp42", .mp4), ("<html>", .html), ("  <!DOCTYPE HTML>", .html),
            ("<svg>", .svg), ("<?xml ?><svg>", .svg), ("<!-- x --><svg>", .svg), ("<?xml ?><a>", .xml), ("<rss>", .xml),
            ("[1]", .json), ("{}", .json), ("hello", .unknown), ("<p>x", .html), ("", .unknown),
        ] as [(String, SniffedFormat)])
    func texts(text: String, format: SniffedFormat) {
        #expect(Array(text.utf8).withUnsafeBytes { SniffedFormat(sniffing: $0) } == format)
    }

    @Test func everyFaultHasWords() {
        let faults: [(ImageFault, String)] = [
            (.empty, "no bytes"), (.notImage(.unknown), "not a picture"), (.notImage(.html), "not a picture but html"),
            (.unsupported(.heic), "heic is not decoded"),
            (.unsupportedCoding(.png, detail: "x"), "png: x"), (.tooManyPixels(width: 2, height: 3), "2 x 3 pixels"),
            (.tooManyBytes(9), "9 bytes"), (.tooManyFrames(4), "at least 4 frames"),
            (.tooManyScans(5), "more than 5 scans"), (.tooMuchMemory(.jpeg), "jpeg: decoding needs too much memory"),
            (.badSize(width: 0, height: 1), "0 x 1 pixels"), (.corrupt(.gif, detail: "y"), "gif: y"),
            (.truncated(.webp, detail: "z"), "webp: z"),
        ]
        for (fault, words) in faults { #expect(fault.description == words) }
        // The decoders are those of the one list of formats.
        #expect(ImageFormat.allCases.map(\.rawValue) == PictureFormat.all.map(\.name))
        #expect(ImageFormat.allCases.filter(\.isDecoded).map(\.rawValue) == PictureFormat.decoded.map(\.name))
    }
}
