import Platform

/// Measuring: the header, one decode, the facts.
public enum ImageProbe {
    /// How much of the picture is decoded for its facts.
    public enum Detail: Sendable {
        /// A JPEG comes out of its inverse DCT at a half, a quarter or an eighth of its size, as long as its shorter
        /// side keeps `Detail.shorterSide` pixels: hardly more than entropy decoding is left. Other formats must be
        /// decoded whole anyway; their rows are averaged as they come when there are more than
        /// `Detail.wholePixels`, so that memory stays small.
        case reduced
        /// Every pixel.
        case full

        /// Pixels that the shorter side of a reduced raster keeps. At 64 the hash of a photograph is 0.3 bits from
        /// that of the full decode on average, 2 at most (200 photographs of 1024 x 768).
        static let shorterSide = 64
        /// Pixels that are measured whole where whole pixels come.
        static let wholePixels = 1 << 24

        func divisor(format: ImageFormat, width: Int, height: Int) -> Int {
            guard self == .reduced, format == .jpeg || width * height > Self.wholePixels else { return 1 }
            return [8, 4, 2].first { min(width, height) / $0 >= Self.shorterSide } ?? 1
        }
    }

    /// The facts of one file, from one decode. Limits are checked against the header before memory is taken.
    /// - Throws: `ImageFault`.
    public static func measure(
        _ bytes: UnsafeRawBufferPointer, limits: ImageLimits = ImageLimits(), detail: Detail = .reduced
    ) throws(ImageFault) -> ImageFacts {
        let header = try ImageHeader(bytes, limits: limits)
        let picture = try picture(bytes, header, limits, detail)
        return ImageFacts(
            format: header.format, width: header.width, height: header.height, mode: header.mode,
            frames: header.frames, orientation: header.orientation, hasICC: header.hasICC,
            warnings: picture.outcome.warnings, isTruncated: picture.outcome.isTruncated,
            perceptualHash: PerceptualHash.hash(picture.raster), averageColor: picture.averageColor,
            entropy: picture.raster.entropy, sharpness: picture.raster.sharpness, byteCount: bytes.count,
            digest: SHA256.hash(bytes))
    }

    /// What one decode gives.
    private struct Picture {
        let raster: LumaRaster
        let averageColor: AverageColor
        let outcome: Codec.Outcome
    }

    private static func picture(
        _ bytes: UnsafeRawBufferPointer, _ header: ImageHeader, _ limits: ImageLimits, _ detail: Detail
    ) throws(ImageFault) -> Picture {
        let isJPEG = header.format == .jpeg
        let divisor = detail.divisor(format: header.format, width: header.width, height: header.height)
        if isJPEG, divisor == 8, let eighth = JPEGEighth(bytes) {
            return Picture(
                raster: eighth.raster, averageColor: eighth.averageColor,
                outcome: Codec.Outcome(warnings: 0, isTruncated: false))
        }
        let sink = MeasuringSink(divisor: isJPEG ? 1 : divisor)
        let codec = Codec(header: header, limits: limits, divisor: isJPEG ? divisor : 1, lumaAndChroma: true)
        let outcome = try codec.decode(bytes, into: sink)
        return Picture(raster: sink.finish(), averageColor: sink.averageColor, outcome: outcome)
    }

    /// The same from an array.
    /// - Throws: `ImageFault`.
    public static func measure(
        _ bytes: [UInt8], limits: ImageLimits = ImageLimits(), detail: Detail = .reduced
    ) throws(ImageFault) -> ImageFacts {
        try bytes.withUnsafeBufferPointer { buffer throws(ImageFault) in
            try measure(UnsafeRawBufferPointer(buffer), limits: limits, detail: detail)
        }
    }
}
