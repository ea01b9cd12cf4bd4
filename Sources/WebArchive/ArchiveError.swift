public import Platform

/// Why a file cannot be read at all; damage inside an archive is an `ArchiveItem`, not an error.
public enum ArchiveError: Error, CustomStringConvertible {
    /// The file cannot be opened.
    case system(SystemError)
    /// The bytes are no archive we know.
    case unknownFormat(path: String)
    /// A WACZ whose members are compressed, or whose directory is broken.
    case badContainer(path: String, detail: String)
    /// There is no record at the place that was named.
    case noRecord(path: String, offset: Int)

    /// The path, what is wrong, and how to mend it.
    public var description: String {
        switch self {
        case .system(let error): "\(error)"
        case .unknownFormat(let path):
            "\(path): neither WARC (.warc, .warc.gz, .warc.zst), WACZ nor HTML by its first bytes"
        case .badContainer(let path, let detail): "\(path): \(detail)"
        case .noRecord(let path, let offset): "\(path): there is no record at byte \(offset)"
        }
    }
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
    /// `Content-Length` is missing, no number, or not what the record holds.
    case badLength
    /// Beyond `ArchiveLimits.recordBytes`.
    case recordTooLarge
}

/// Bytes that gave no record: counted once, and reading goes on at the next record.
public struct ArchiveDamage: Sendable, Equatable {
    /// Where it begins in the file.
    public let offset: Int
    /// Bytes on disk up to where reading goes on (0 when not known).
    public let length: Int
    /// What is wrong.
    public let fault: ArchiveFault
    /// In words.
    public let detail: String
}

/// What an archive gives, in order.
public enum ArchiveItem: Sendable {
    /// A record.
    case record(ArchiveRecord)
    /// Bytes that gave none.
    case damage(ArchiveDamage)
}
