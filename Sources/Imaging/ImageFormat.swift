/// The picture formats that are decoded.
public enum ImageFormat: String, Sendable, CaseIterable {
    case jpeg, png, webp, gif

    /// The ending of a file of this format, without the dot.
    public var fileExtension: String { self == .jpeg ? "jpg" : rawValue }

    /// The media type (IANA).
    public var mediaType: String { "image/\(rawValue)" }

    /// What `bytes` begin like; never a guess from a name or a header.
    public static func sniff(_ bytes: UnsafeRawBufferPointer) -> SniffedFormat { SniffedFormat(sniffing: bytes) }
}
