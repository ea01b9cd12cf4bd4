public import Platform

/// What is known of a picture after one decode. Measured once, judged as often as wanted.
public struct ImageFacts: Sendable, Equatable {
    /// The format, sniffed from the bytes.
    public var format: ImageFormat
    /// Pixels across, as stored (orientation not applied).
    public var width: Int
    /// Pixels down, as stored.
    public var height: Int
    /// Pillow's name of the sample layout: `1`, `L`, `P`, `LA`, `RGB`, `RGBA`, `CMYK`, `I;16`.
    public var mode: String
    /// Frames; 1 for a still picture.
    public var frames: Int
    /// EXIF orientation 1 to 8; 1 when there is none.
    public var orientation: Int
    /// Whether an ICC colour profile is embedded.
    public var hasICC: Bool
    /// Warnings of the library: damage it could read over.
    public var warnings: Int
    /// Whether pixels are missing (only with `ImageLimits.keepTruncated`; else that is a fault).
    public var isTruncated: Bool
    /// DCT hash of 64 bits, the most significant bit first in reading order (`PerceptualHash`).
    public var perceptualHash: UInt64
    /// The mean colour.
    public var averageColor: AverageColor
    /// Shannon entropy of the luma histogram, bits: 0 for one flat colour, 8 at most.
    public var entropy: Double
    /// Variance of the Laplacian of the luma: 0 for a blank picture, thousands for noise.
    public var sharpness: Double
    /// Bytes of the file.
    public var byteCount: Int
    /// SHA-256 of the file.
    public var digest: Digest

    /// Whether more than one frame is stored.
    public var isAnimated: Bool { frames > 1 }
}
