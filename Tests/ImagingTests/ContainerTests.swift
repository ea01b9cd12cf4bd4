import TestKit
import Testing

@testable import Imaging

/// Headers made byte by byte from the standards: PNG (W3C), GIF89a, JPEG (T.81), WebP (RFC 9649), without a decode.
@Suite struct ContainerTests {
    private func header(_ bytes: [UInt8], _ limits: ImageLimits = ImageLimits()) throws -> ImageHeader {
        try bytes.withUnsafeBytes { try ImageHeader($0, limits: limits) }
    }

    private func big(_ value: Int, _ width: Int = 4) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * (width - 1 - $0))) }
    }

    private func little(_ value: Int, _ width: Int = 4) -> [UInt8] { big(value, width).reversed() }

    // MARK: PNG

    private func chunk(_ name: String, _ data: [UInt8] = []) -> [UInt8] {
        big(data.count) + Array(name.utf8) + data + [0, 0, 0, 0]
    }

    private func png(_ width: Int, _ height: Int, depth: UInt8 = 8, color: UInt8 = 2, _ chunks: [[UInt8]] = [])
        -> [UInt8]
    {
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + chunk("IHDR", big(width) + big(height) + [depth, color, 0, 0, 0])
            + chunks.flatMap { $0 } + chunk("IDAT", [1, 2, 3]) + chunk("IEND")
    }

    /// Table 11.1 of the standard: which depths a colour type may have, and what Pillow calls them.
    @Test func depthsAndColourTypesOfPNG() throws {
        let modes: [UInt8: [UInt8: String]] = [
            0: [1: "1", 2: "L", 4: "L", 8: "L", 16: "I;16"], 2: [8: "RGB", 16: "RGB"],
            3: [1: "P", 2: "P", 4: "P", 8: "P"], 4: [8: "LA", 16: "RGBA"],
            6: [8: "RGBA", 16: "RGBA"],
        ]
        for color in UInt8(0)...7 {
            for depth in UInt8(0)...17 {
                let bytes = png(5, 7, depth: depth, color: color)
                if let mode = modes[color]?[depth] {
                    let found = try header(bytes)
                    #expect(
                        found.mode == mode && found.width == 5 && found.height == 7 && found.format == .png,
                        "\(color) \(depth)")
                } else {
                    #expect(throws: ImageFault.corrupt(.png, detail: "depth \(depth) with colour type \(color)")) {
                        try header(bytes)
                    }
                }
            }
        }
    }

    @Test func chunksOfPNG() throws {
        #expect(try header(png(1, 1)).hasICC == false && header(png(1, 1, [chunk("iCCP", [1])])).hasICC)
        let exif = Array("MM".utf8) + [0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]
        #expect(try header(png(1, 1, [chunk("eXIf", exif)])).orientation == 6)
        let control = chunk("fcTL", [UInt8](repeating: 0, count: 26))
        #expect(try header(png(1, 1, [chunk("acTL", big(3) + big(0)), control])).frames == 3)
        #expect(try header(png(1, 1, [chunk("acTL", big(3) + big(0))])).frames == 4)
        #expect(try header(png(1, 1, [chunk("acTL", big(0) + big(0)), control])).frames == 1)
        #expect(throws: ImageFault.tooManyFrames(5)) {
            try header(png(1, 1, [chunk("acTL", big(5) + big(0)), control]), ImageLimits(maximumFrames: 4))
        }
        #expect(throws: ImageFault.unsupportedCoding(.png, detail: "Apple's CgBI variant")) {
            try header(
                [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("CgBI", [0, 0, 0, 0]) + png(1, 1).dropFirst(8))
        }
        #expect(throws: ImageFault.corrupt(.png, detail: "the first chunk is not IHDR")) {
            try header(
                [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("tEXt", [UInt8](repeating: 65, count: 13))
                    + chunk("IEND"))
        }
    }

    @Test func aPNGThatEndsEarlySaysSo() throws {
        let whole = png(2, 2)
        #expect(try header(whole).endsEarly == false)
        #expect(try header(Array(whole.dropLast(12))).endsEarly)
        #expect(throws: ImageFault.truncated(.png, detail: "the bytes end inside the header")) {
            try header(Array(whole[..<32]))
        }
    }

    // MARK: GIF

    private func gif(
        _ width: Int, _ height: Int, flags: UInt8 = 0x80, palette: [UInt8] = [0, 0, 0, 255, 255, 255],
        _ blocks: [[UInt8]], trailer: Bool = true
    ) -> [UInt8] {
        Array("GIF89a".utf8) + little(width, 2) + little(height, 2) + [flags, 0, 0] + palette + blocks.flatMap { $0 }
            + (trailer ? [0x3B] : [])
    }

    private func frame(
        _ left: Int, _ top: Int, _ width: Int, _ height: Int, flags: UInt8 = 0, palette: [UInt8] = [],
        data: [UInt8] = [2, 2, 0x4C, 0x01, 0]
    ) -> [UInt8] {
        [0x2C] + little(left, 2) + little(top, 2) + little(width, 2) + little(height, 2) + [flags] + palette + data
    }

    @Test func screensAndFramesOfGIF() throws {
        let one = try header(gif(3, 4, [frame(0, 0, 3, 4)]))
        #expect(
            one.width == 3 && one.height == 4 && one.frames == 1 && one.mode == "P" && !one.endsEarly && !one.hasICC)
        // The screen is enlarged to hold the first frame.
        let wide = try header(gif(3, 4, [frame(2, 1, 5, 2), frame(0, 0, 99, 99)]))
        #expect(wide.width == 7 && wide.height == 4 && wide.frames == 2)
        let ramp = try header(
            gif(1, 1, flags: 0x81, palette: [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], [frame(0, 0, 1, 1)]))
        #expect(ramp.mode == "L")
        let own = try header(
            gif(1, 1, flags: 0, palette: [], [frame(0, 0, 1, 1, flags: 0x80, palette: [9, 9, 9, 8, 8, 8])]))
        #expect(own.mode == "P")
        let icc: [UInt8] = [0x21, 0xFF, 11] + Array("ICCRGBG1012".utf8) + [1, 7, 0]
        #expect(try header(gif(1, 1, [icc, frame(0, 0, 1, 1)])).hasICC)
        #expect(try header(gif(1, 1, [[0, 0, 7], frame(0, 0, 1, 1)])).frames == 1)
        #expect(try header(gif(1, 1, [frame(0, 0, 1, 1)], trailer: false)).endsEarly)
    }

    @Test func aGIFWithoutAFrameIsNone() {
        #expect(throws: ImageFault.corrupt(.gif, detail: "no frame")) { try header(gif(1, 1, [])) }
        #expect(throws: ImageFault.badSize(width: 0, height: 1)) { try header(gif(0, 1, [])) }
        #expect(throws: ImageFault.truncated(.gif, detail: "the bytes end before a frame")) {
            try header(gif(1, 1, [], trailer: false))
        }
        #expect(throws: ImageFault.truncated(.gif, detail: "the bytes end inside the header")) {
            try header(Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0])
        }
        #expect(throws: ImageFault.tooManyFrames(3)) {
            try header(gif(1, 1, Array(repeating: frame(0, 0, 1, 1), count: 9)), ImageLimits(maximumFrames: 2))
        }
    }

    /// The sample of the GIF89a specification's readers: 10 x 10 pixels in 4 colours, 22 bytes of codes.
    @Test func theSampleImageOfTheFormat() throws {
        let data: [UInt8] = [
            2, 0x16, 0x8C, 0x2D, 0x99, 0x87, 0x2A, 0x1C, 0xDC, 0x33, 0xA0, 0x02, 0x75, 0xEC, 0x95, 0xFA, 0xA8, 0xDE,
            0x60, 0x8C, 0x04, 0x91, 0x4C, 0x01, 0,
        ]
        let colors: [UInt8] = [255, 255, 255, 255, 0, 0, 0, 0, 255, 0, 0, 0]
        let bitmap = try ImageDecoder.rgb(gif(10, 10, flags: 0x81, palette: colors, [frame(0, 0, 10, 10, data: data)]))
        let rows = [
            "1111122222", "1111122222", "1111122222", "1110000222", "1110000222", "2220000111", "2220000111",
            "2222211111", "2222211111", "2222211111",
        ]
        let expected = rows.flatMap { row in
            row.flatMap { digit in Array(colors[(3 * (digit.wholeNumberValue ?? 3))...].prefix(3)) }
        }
        #expect(bitmap.width == 10 && bitmap.channels == 3 && bitmap.pixels == expected)
    }

    /// The codes of a frame may be one pixel each: clear, then roots, with a clear before the table grows.
    private func plain(_ pixels: [UInt8]) -> [UInt8] {
        var (bits, count, out): (Int, Int, [UInt8]) = (0, 0, [])
        func put(_ code: Int) {
            bits |= code << count
            count += 3
            while count >= 8 {
                out.append(UInt8(bits & 255))
                (bits, count) = (bits >> 8, count - 8)
            }
        }
        for (index, pixel) in pixels.enumerated() {
            if index % 2 == 0 { put(4) }
            put(Int(pixel))
        }
        put(5)
        if count > 0 { out.append(UInt8(bits & 255)) }
        #expect(out.count < 256, "one sub-block")
        return [2, UInt8(out.count)] + out + [0]
    }

    @Test func transparencyOffsetsAndInterlace() throws {
        let colors: [UInt8] = [10, 10, 10, 20, 20, 20, 30, 30, 30, 40, 40, 40]
        let control: [UInt8] = [0x21, 0xF9, 4, 1, 0, 0, 3, 0]
        let bitmap = try ImageDecoder.rgb(
            gif(3, 2, flags: 0x81, palette: colors, [control, frame(1, 1, 2, 1, data: plain([1, 3]))]))
        #expect(bitmap.channels == 4)
        #expect(
            bitmap.pixels == [
                40, 40, 40, 0, 40, 40, 40, 0, 40, 40, 40, 0, 40, 40, 40, 0, 20, 20, 20, 255, 40, 40, 40, 0,
            ])
        // Ten rows in the order of the four passes: 0, 8, 4, 2, 6, 1, 3, 5, 7, 9.
        let order = [0, 8, 4, 2, 6, 1, 3, 5, 7, 9]
        let interlaced = try ImageDecoder.rgb(
            gif(
                1, 10, flags: 0x81, palette: colors,
                [frame(0, 0, 1, 10, flags: 0x40, data: plain(order.map { UInt8($0 % 4) }))]))
        let reds: [UInt8] = (0..<10).map { interlaced.pixels[3 * $0] }
        #expect(reds == [10, 20, 30, 40, 10, 20, 30, 40, 10, 20])
    }

    @Test(
        arguments: [
            ([2, 2, 0x4C, 0x01, 0], true), ([2, 1, 0x84, 0], false), ([2, 0], false), ([12, 2, 0x4C, 0x01, 0], false),
            ([2, 2, 0x3C, 0x01, 0], false),
        ] as [([UInt8], Bool)])
    func codesThatCannotStandAreDamage(data: [UInt8], isRead: Bool) {
        let bytes = gif(1, 1, [frame(0, 0, 1, 1, data: data)])
        #expect((try? ImageDecoder.rgb(bytes)) != nil || !isRead)
        if !isRead {
            #expect(throws: ImageFault.self) { try ImageDecoder.rgb(gif(2, 2, [frame(0, 0, 2, 2, data: data)])) }
        }
    }

    // MARK: JPEG

    private func segment(_ marker: UInt8, _ data: [UInt8]) -> [UInt8] {
        [0xFF, marker] + big(data.count + 2, 2) + data
    }

    private func jpeg(_ segments: [[UInt8]]) -> [UInt8] {
        [0xFF, 0xD8] + segments.flatMap { $0 } + segment(0xDA, [0]) + [1, 2, 0xFF, 0xD9]
    }

    private func sof(_ marker: UInt8 = 0xC0, _ width: Int = 6, _ height: Int = 5, components: UInt8 = 3) -> [UInt8] {
        segment(
            marker,
            [8] + big(height, 2) + big(width, 2) + [components] + [UInt8](repeating: 0, count: 3 * Int(components)))
    }

    @Test func frameHeadersOfJPEG() throws {
        for marker in UInt8(0xC0)...0xCF {
            let isFrame = ![0xC4, 0xC8, 0xCC].contains(marker)
            let found = try? header(jpeg([sof(marker)]))
            #expect((found != nil) == isFrame, "\(marker)")
            if let found {
                #expect(
                    found.width == 6 && found.height == 5 && found.mode == "RGB" && found.format == .jpeg
                        && found.frames == 1)
            }
        }
        #expect(try header(jpeg([sof(components: 1)])).mode == "L" && header(jpeg([sof(components: 4)])).mode == "CMYK")
        #expect(throws: ImageFault.unsupportedCoding(.jpeg, detail: "2 components")) {
            try header(jpeg([sof(components: 2)]))
        }
        #expect(throws: ImageFault.badSize(width: 0, height: 5)) { try header(jpeg([sof(0xC0, 0, 5)])) }
        #expect(try header(jpeg([sof(0xC0, 6, 5), sof(0xC0, 9, 9)])).width == 6)
        #expect(throws: ImageFault.corrupt(.jpeg, detail: "no frame header before the first scan")) {
            try header(jpeg([]))
        }
        #expect(throws: ImageFault.truncated(.jpeg, detail: "the bytes end before a frame header")) {
            try header([0xFF, 0xD8, 0xFF, 0xE0, 0, 9, 1])
        }
    }

    @Test func segmentsOfJPEG() throws {
        let exif = Array("Exif\0\0II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 8, 0, 0, 0]
        let other = Array("Exif\0\0II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 3, 0, 0, 0]
        #expect(
            try header(jpeg([segment(0xE1, exif), sof()])).orientation == 8 && header(jpeg([sof()])).orientation == 1)
        #expect(try header(jpeg([segment(0xE1, exif), segment(0xE1, other), sof()])).orientation == 8)
        #expect(
            try header(jpeg([segment(0xE1, Array("http://ns.adobe.com/xap/1.0/".utf8)), segment(0xE1, other), sof()]))
                .orientation == 3)
        #expect(
            try header(jpeg([segment(0xE2, Array("ICC_PROFILE\0\u{1}\u{1}".utf8)), sof()])).hasICC
                && !header(jpeg([segment(0xE2, Array("MPF\0".utf8)), sof()])).hasICC)
        // Fill bytes, markers that stand alone, stray bytes and segments that look like frames inside others.
        #expect(
            try header(
                jpeg([
                    [0xFF, 0xFF, 0xFF], [0xFF, 0x01], [0xFF, 0xD0], [1, 2, 3, 0xFF, 0], segment(0xFE, sof(0xC0, 9, 9)),
                    sof(),
                ])
            ).width == 6)
    }

    // MARK: WebP

    private func webp(_ chunks: [[UInt8]]) -> [UInt8] {
        let body = Array("WEBP".utf8) + chunks.flatMap { $0 }
        return Array("RIFF".utf8) + little(body.count) + body
    }

    private func webpChunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        Array(name.utf8) + little(data.count) + data + (data.count % 2 == 1 ? [0] : [])
    }

    private func vp8(_ width: Int, _ height: Int) -> [UInt8] {
        webpChunk("VP8 ", [0, 0, 0, 0x9D, 0x01, 0x2A] + little(width, 2) + little(height, 2))
    }

    private func vp8l(_ width: Int, _ height: Int, alpha: Bool) -> [UInt8] {
        webpChunk("VP8L", [0x2F] + little((width - 1) | (height - 1) << 14 | (alpha ? 1 << 28 : 0)))
    }

    private func vp8x(_ width: Int, _ height: Int, flags: UInt8) -> [UInt8] {
        webpChunk("VP8X", [flags, 0, 0, 0] + little(width - 1, 3) + little(height - 1, 3))
    }

    @Test func picturesOfWebP() throws {
        let cases: [([[UInt8]], Int, Int, String, Int)] = [
            ([vp8(6, 5)], 6, 5, "RGB", 1), ([vp8(0x4006, 0x8005)], 6, 5, "RGB", 1),
            ([vp8l(16384, 1, alpha: false)], 16384, 1, "RGB", 1), ([vp8l(1, 16384, alpha: true)], 1, 16384, "RGBA", 1),
            ([vp8x(6, 5, flags: 0), vp8(9, 9)], 6, 5, "RGB", 1),
            ([vp8x(6, 5, flags: 0x10), vp8(9, 9)], 6, 5, "RGBA", 1),
            ([vp8x(70_000, 2, flags: 0x02), webpChunk("ANMF", [1]), webpChunk("ANMF", [1, 2])], 70_000, 2, "RGB", 2),
        ]
        for (chunks, width, height, mode, frames) in cases {
            let found = try header(webp(chunks))
            #expect(
                found.width == width && found.height == height && found.mode == mode && found.frames == frames
                    && !found.endsEarly && !found.hasICC)
        }
        #expect(try header(webp([vp8x(6, 5, flags: 0x20), webpChunk("ICCP", [1]), vp8(6, 5)])).hasICC)
        let tiff = Array("II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 5, 0, 0, 0]
        for exif in [tiff, Array("Exif\0\0".utf8) + tiff] {
            #expect(try header(webp([vp8x(6, 5, flags: 8), vp8(6, 5), webpChunk("EXIF", exif)])).orientation == 5)
        }
        #expect(throws: ImageFault.corrupt(.webp, detail: "no picture")) {
            try header(webp([webpChunk("XMP ", [1, 2, 3, 4])]))
        }
        #expect(throws: ImageFault.tooManyFrames(3)) {
            try header(
                webp([vp8x(6, 5, flags: 2)] + Array(repeating: webpChunk("ANMF", [1]), count: 5)),
                ImageLimits(maximumFrames: 2))
        }
        #expect(try header(Array(webp([vp8(6, 5), webpChunk("XMP ", [1, 2, 3, 4])]).dropLast(3))).endsEarly)
    }

    // MARK: limits

    @Test func pixelsMayBeAsManyAsAllowedAndNoMore() throws {
        let limits = ImageLimits(maximumPixels: 30)
        #expect(try header(png(6, 5), limits).width == 6 && header(webp([vp8(5, 6)]), limits).height == 6)
        for (width, height) in [(31, 1), (6, 6), (0x7FFF_FFFF, 0x7FFF_FFFF), (1, 31)] {
            #expect(throws: ImageFault.tooManyPixels(width: width, height: height)) {
                try header(png(width, height), limits)
            }
        }
        for (width, height) in [(0, 5), (5, 0), (0, 0)] {
            #expect(throws: ImageFault.badSize(width: width, height: height)) { try header(png(width, height), limits) }
        }
        #expect(throws: ImageFault.tooManyBytes(png(1, 1).count)) {
            try header(png(1, 1), ImageLimits(maximumBytes: png(1, 1).count - 1))
        }
        #expect(throws: Never.self) { try header(png(1, 1), ImageLimits(maximumBytes: png(1, 1).count)) }
    }

    /// Any bytes behind a magic end in a header or a fault.
    @Test func anyBytesEndInAHeaderOrAFault() {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let heads = [
            gif(3, 4, [frame(0, 0, 3, 4)]), png(3, 4), jpeg([sof()]), webp([vp8x(6, 5, flags: 0x3E), vp8(6, 5)]),
        ]
        for head in heads {
            for _ in 0..<300 {
                var bytes = head + random.bytes(20)
                for _ in 0..<4 {
                    bytes[Int.random(in: 12..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
                }
                _ = try? header(bytes)
            }
        }
    }
}
