/// What an archive gives, in order.
public enum ArchiveItem: Sendable {
    /// A record.
    case record(ArchiveRecord)
    /// Bytes that gave none.
    case damage(ArchiveDamage)
}

/// Bytes that gave no record: counted once, and reading goes on at the next record.
public struct ArchiveDamage: Sendable, Equatable {
    /// Where it begins in the file: its member, or the record itself in a plain file.
    public let offset: Int
    /// Bytes on disk up to where reading goes on; 0 when that is in the same member.
    public let length: Int
    /// What is wrong.
    public let fault: ArchiveFault
    /// In words.
    public let detail: String
}

/// What can be wrong with a record of an archive.
public enum ArchiveFault: String, Sendable, CaseIterable {
    /// The file ends inside it.
    case truncated
    /// Its gzip member or zstd frame does not decode, or its checksum is wrong.
    case corrupt
    /// Bytes between records that are no record.
    case garbage
    /// No WARC header where one must be.
    case badHeader
    /// A header beyond `ArchiveLimits.headerBytes`.
    case headerTooLarge
    /// `Content-Length` is missing, no number, said twice, or not what the record holds.
    case badLength
    /// Beyond `ArchiveLimits.recordBytes`.
    case recordTooLarge
}
