internal import CImageCodecs

/// The picture formats that are decoded; AVIF only where the package is built with its trait `AVIF`.
public enum ImageFormat: String, Sendable, CaseIterable {
    case jpeg, png, webp, gif, avif

    /// Whether this build decodes the format.
    public var isDecoded: Bool { self != .avif || ci_avif_available() != 0 }

    /// What `bytes` begin like; never a guess from a name or a header.
    public static func sniff(_ bytes: UnsafeRawBufferPointer) -> SniffedFormat { SniffedFormat(sniffing: bytes) }

    /// Reads the header of bytes that begin as the format does.
    func header(_ bytes: UnsafeRawBufferPointer, limits: ImageLimits) throws(ImageFault) -> ImageHeader {
        switch self {
        case .jpeg: try JPEGContainer.header(bytes)
        case .png: try PNGContainer.header(bytes)
        case .webp: try WebPContainer.header(bytes, maximumFrames: limits.maximumFrames)
        case .gif: try GIFContainer.header(bytes, maximumFrames: limits.maximumFrames)
        case .avif: try AVIFContainer.header(bytes, limits: limits)
        }
    }

    /// Decodes all rows into a sink.
    typealias Decoder = (UnsafeRawBufferPointer, ImageHeader, ImageLimits, any RowSink) throws(ImageFault) ->
        Codec.Outcome

    /// The decoder of a format that is decoded in Swift; nil for those of the C libraries.
    var decoder: Decoder? {
        switch self {
        case .gif: GIFDecoder.decode
        case .jpeg, .png, .webp, .avif: nil
        }
    }
}
