package import Platform

/// What is known of an image's bytes.
package struct ImageSignals: Sendable, Equatable {
    /// SHA-256 of the bytes as they came; nil when nobody saw them.
    package var digest: Digest?
    /// 64-bit perceptual hash; nil when it was not measured.
    package var perceptualHash: UInt64?
    /// Stored width in pixels.
    package var width = 0
    /// Stored height in pixels.
    package var height = 0
    /// The name of a `PictureFormat`; `""` when it is not known.
    package var format = ""
    /// How probably it is not safe for work, 0 to 1; nil when no rule asked. Not part of the public record.
    package var nsfw: Double?
    /// What else was measured; nil when it was not, or is not known any more. Not part of the public record.
    package var details: ImageDetails?

    /// Signals of which nothing is known.
    package init() {}

    /// Signals as they are printed: digits of other length than a digest's or a hash's are taken for not measured.
    package init(sha256: String, phash: String, width: Int, height: Int, format: String) {
        digest = Digest(hex: sha256)
        perceptualHash = UInt64(phash, radix: 16)
        self.width = width
        self.height = height
        self.format = format
    }

    /// 64 hexadecimal digits, `""` when nobody saw the bytes.
    package var sha256: String { digest?.hex ?? "" }

    /// 16 hexadecimal digits, `""` when it was not measured.
    package var phash: String { perceptualHash.map { Hex.encode($0) } ?? "" }

    /// Everything that is known of an image, in the order in which records have it.
    package static let fields: [Field<ImageSignals>] = recorded + detailed + judged

    private static let recorded: [Field<ImageSignals>] = [
        Field("sha256", .digest, recorded: true, "SHA-256 of the original bytes; its name in the pack") {
            $0.digest.map { FieldValue.digest($0) } ?? FieldValue.unknown
        } take: {
            if case .digest(let digest) = $1 { $0.digest = digest }
        },
        Field("phash", .hash, recorded: true, "64-bit perceptual hash") {
            $0.perceptualHash.map { FieldValue.hash($0) } ?? FieldValue.unknown
        } take: {
            if case .hash(let hash) = $1 { $0.perceptualHash = hash }
        },
        Field("width", \.width, "stored width in pixels"),
        Field("height", \.height, "stored height in pixels"),
        Field("format", \.format, PictureFormat.names),
    ]

    private static let detailed = ImageDetails.fields.map { field in
        Field<ImageSignals>(field, of: \.details, unknown: ImageDetails())
    }

    private static let judged: [Field<ImageSignals>] = [
        Field("nsfw", \.nsfw, recorded: false, "0 to 1, NULL when no rule asked")
    ]
}

/// What the index knows of an image besides the public record.
package struct ImageDetails: Sendable, Equatable {
    /// Pillow's name of the sample layout: `1`, `L`, `P`, `LA`, `RGB`, `RGBA`, `CMYK`, `I;16`.
    package var mode = ""
    /// Frames; 1 for a still picture.
    package var frames = 1
    /// EXIF orientation 1 to 8; 1 when there is none.
    package var orientation = 1
    /// Whether an ICC colour profile is embedded.
    package var hasICC = false
    /// The mean colour, `#rrggbb`.
    package var color = ""
    /// Shannon entropy of the luma histogram, bits, to a thousandth.
    package var entropy = 0.0
    /// Variance of the Laplacian of the luma, to a thousandth.
    package var sharpness = 0.0

    /// Details of which nothing is known.
    package init() {}

    /// Details as measured; entropy and sharpness are rounded to thousandths.
    package init(mode: String, color: String, entropy: Double, sharpness: Double) {
        self.mode = mode
        self.color = color
        self.entropy = (entropy * 1000).rounded() / 1000
        self.sharpness = (sharpness * 1000).rounded() / 1000
    }

    /// Its fields, in the order of the index.
    package static let fields: [Field<ImageDetails>] = [
        Field(
            "mode", \.mode, recorded: false, "Pillow's: '1', 'L', 'P', 'LA', 'RGB', 'RGBA', 'CMYK', 'I;16'"),
        Field("frames", \.frames, recorded: false, "more than 1: animated"),
        Field("orientation", \.orientation, recorded: false, "EXIF's, 1 to 8"),
        Field("icc", \.hasICC, recorded: false, "1 with a colour profile"),
        Field("color", \.color, recorded: false, "the mean, '#rrggbb'"),
        Field("entropy", \.entropy, recorded: false, "of the luma histogram, bits; 0 for one flat colour"),
        Field(
            "sharpness", \.sharpness, recorded: false, "variance of the luma's Laplacian; 0 for a blank picture"),
    ]
}
