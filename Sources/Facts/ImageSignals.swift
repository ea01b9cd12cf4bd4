/// What is known of an image's bytes.
package struct ImageSignals: Sendable, Equatable {
    /// SHA-256 of the bytes as they came, 64 hexadecimal digits.
    package var sha256: String
    /// 64-bit perceptual hash, 16 hexadecimal digits.
    package var phash: String
    /// Stored width in pixels.
    package var width: Int
    /// Stored height in pixels.
    package var height: Int
    /// `jpeg`, `png`, `webp`, `gif` or `avif`.
    package var format: String
    /// How probably it is not safe for work, 0 to 1; nil when no rule asked. Not part of the public record.
    package var nsfw: Double?
    /// What else was measured; nil when it was not, or is not known any more. Not part of the public record.
    package var details: ImageDetails?

    /// Signals as measured.
    package init(sha256: String, phash: String, width: Int, height: Int, format: String) {
        self.sha256 = sha256
        self.phash = phash
        self.width = width
        self.height = height
        self.format = format
    }
}

/// What the index knows of an image besides the public record.
package struct ImageDetails: Sendable, Equatable {
    /// Pillow's name of the sample layout: `1`, `L`, `P`, `LA`, `RGB`, `RGBA`, `CMYK`, `I;16`.
    package var mode: String
    /// Frames; 1 for a still picture.
    package var frames: Int
    /// EXIF orientation 1 to 8; 1 when there is none.
    package var orientation: Int
    /// Whether an ICC colour profile is embedded.
    package var hasICC: Bool
    /// The mean colour, `#rrggbb`.
    package var color: String
    /// Shannon entropy of the luma histogram, bits, to a thousandth.
    package var entropy: Double
    /// Variance of the Laplacian of the luma, to a thousandth.
    package var sharpness: Double

    /// Details as measured; entropy and sharpness are rounded to thousandths.
    package init(mode: String, color: String, entropy: Double, sharpness: Double) {
        self.mode = mode
        self.color = color
        self.entropy = (entropy * 1000).rounded() / 1000
        self.sharpness = (sharpness * 1000).rounded() / 1000
        frames = 1
        orientation = 1
        hasICC = false
    }
}
