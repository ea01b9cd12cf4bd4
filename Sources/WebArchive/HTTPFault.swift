/// Why the block of a response gives no payload.
public enum HTTPFault: String, Error, Sendable, CaseIterable, CustomStringConvertible {
    /// There is nothing in the block.
    case empty
    /// No status line of HTTP.
    case notHTTP
    /// A header without an end.
    case badHeader
    /// A header beyond `ArchiveLimits.headerBytes`.
    case headerTooLarge
    /// A body beyond `ArchiveLimits.payloadBytes`, decoded or not.
    case payloadTooLarge
    /// A content coding that is unknown, or damaged so that nothing can be had from it.
    case badEncoding

    /// In words.
    public var description: String {
        switch self {
        case .empty: "an empty block"
        case .notHTTP: "no HTTP status line"
        case .badHeader: "an HTTP header without an end"
        case .headerTooLarge: "an HTTP header that is too large"
        case .payloadTooLarge: "a body that is too large"
        case .badEncoding: "a content coding that cannot be undone"
        }
    }
}

/// What was odd about a payload that could be read all the same.
public struct HTTPNotes: OptionSet, Sendable, Hashable {
    /// The bits.
    public let rawValue: UInt16

    /// From bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Said to be chunked, but is not: crawlers store bodies joined and leave the header (usual in Common Crawl).
    public static let notChunked = HTTPNotes(rawValue: 1 << 0)
    /// The chunks end too early or go wrong; what came before is there, and so is what could not be cut.
    public static let chunksDamaged = HTTPNotes(rawValue: 1 << 1)
    /// Said to be encoded, but is not.
    public static let notEncoded = HTTPNotes(rawValue: 1 << 2)
    /// Encoded without saying so.
    public static let unlabelled = HTTPNotes(rawValue: 1 << 3)
    /// The encoded stream is cut: the body is the beginning of it.
    public static let truncated = HTTPNotes(rawValue: 1 << 4)
    /// The encoded stream is damaged or its checksum is wrong.
    public static let damaged = HTTPNotes(rawValue: 1 << 5)
    /// A coding nobody knows on what looks like text: taken as it is.
    public static let unknownCoding = HTTPNotes(rawValue: 1 << 6)
    /// `Content-Length` is not the length of the body as it was sent.
    public static let lengthDiffers = HTTPNotes(rawValue: 1 << 7)
}
