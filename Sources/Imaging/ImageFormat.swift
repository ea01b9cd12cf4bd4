internal import CImageCodecs

/// The picture formats that are decoded; AVIF only where the package is built with its trait `AVIF`.
public enum ImageFormat: String, Sendable, CaseIterable {
    case jpeg, png, webp, gif, avif

    /// Whether this build decodes the format.
    public var isDecoded: Bool { self != .avif || ci_avif_available() != 0 }

    /// What `bytes` begin like; never a guess from a name or a header.
    public static func sniff(_ bytes: UnsafeRawBufferPointer) -> SniffedFormat { SniffedFormat(sniffing: bytes) }
}
