import Imaging

extension FuzzTarget {
    /// Pictures, a target a format, so that mutations stay within it; and the containers alone, which are fast.
    static let pictures = [
        picture(
            "jpeg", ["baseline.jpg", "cmyk.jpg", "gray.jpg", "icc.jpg", "orientation6.jpg", "progressive.jpg"], "jpeg"),
        picture("gif", ["animated.gif", "still.gif"], "gif"),
        picture("png", ["bits.png", "gray16.png", "la.png", "palette-transparent.png", "rgba.png"], "png"),
        picture("webp", ["animated.webp", "lossless.webp", "lossy.webp"], "webp"),
        FuzzTarget(
            "jpeg-eighth", seeds: [],
            found: ["baseline.jpg", "gray.jpg", "icc.jpg", "orientation6.jpg"].map { "Tests/ImagingTests/Images/" + $0 }
                + ["../shared/hostile/image/jpeg", "../shared/hostile/image/gen"]
        ) { bytes in
            bytes.withUnsafeBytes { raw in
                // Only small pictures: a few bytes may stand for a gray field of any size.
                guard let header = try? ImageHeader(raw), header.width * header.height <= 1 << 20 else { return }
                do {
                    guard let (fast, library) = try ImageProbe.eighths(raw) else { return }
                    expect(fast == library, "the fast eighth is not libjpeg's")
                } catch { fatalError("libjpeg refuses what the fast eighth took: \(error)") }
            }
        },
        FuzzTarget(
            "containers", seeds: [utf8("GIF89a"), utf8("RIFF\u{4}\0\0\0WEBP")],
            found: ["Tests/ImagingTests/Images", "../shared/hostile/image"]
        ) { bytes in
            try bytes.withUnsafeBytes { raw in
                touched &+= ImageFormat.sniff(raw).rawValue.utf8.count
                let header = try ImageHeader(raw)
                expect((1...8).contains(header.orientation), "orientation \(header.orientation)")
                expect(header.width > 0 && header.height > 0 && header.frames > 0, "no size")
            }
        },
    ]

    private static func picture(_ name: String, _ files: [String], _ hostile: String) -> FuzzTarget {
        FuzzTarget(
            name, seeds: [],
            found: files.map { "Tests/ImagingTests/Images/" + $0 }
                + ["../shared/hostile/image/\(hostile)", "../shared/hostile/image/gen"]
        ) { try readPicture($0) }
    }

    /// Facts by a decode of the whole and of a part, and a small picture for pages.
    private static func readPicture(_ bytes: [UInt8]) throws {
        // Small pictures have every path that large ones have, but for the eighth, which has a target of its own.
        var limits = ImageLimits(maximumPixels: 1 << 16, maximumFrames: 100, maximumScans: 10)
        limits.keepTruncated = bytes.count % 2 == 0
        let facts = try ImageProbe.measure(bytes, limits: limits, detail: .reduced)
        expect(facts.width * facts.height <= limits.maximumPixels, "more pixels than are allowed")
        _ = try ImageProbe.measure(bytes, limits: limits, detail: .full)
        let bitmap = try ImageDecoder.rgb(bytes, limits: limits)
        expect(bitmap.pixels.count == bitmap.width * bitmap.height * bitmap.channels, "another size")
        _ = try Thumbnail.jpeg(bytes, fitting: 40, 40, orientation: facts.orientation)
    }
}
