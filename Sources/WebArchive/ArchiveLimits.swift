/// Bounds on what an archive may make us hold.
public struct ArchiveLimits: Sendable, Hashable {
    /// Largest WARC or HTTP header, in bytes.
    public var headerBytes = 1 << 20
    /// Largest block of a record, inflated. A reader's buffer is this, the header and 1 MiB; what is not touched of it costs no memory.
    public var recordBytes = 64 << 20
    /// Largest HTTP body, decoded.
    public var payloadBytes = 32 << 20
    /// Content codings on top of each other that are undone.
    public var codings = 4

    /// The defaults.
    public init() {}

    /// Room for one record and a little of the next.
    var bufferBytes: Int { headerBytes + recordBytes + 1 << 20 }
}
