public import Platform

/// Why a file cannot be read at all; damage inside an archive is an `ArchiveItem`, not an error.
public enum ArchiveError: Error, CustomStringConvertible, Equatable {
    /// The file cannot be opened.
    case system(SystemError)
    /// There is nothing in the file.
    case empty(path: String)
    /// The bytes are no archive we know; `detail` says what they look like.
    case unknownFormat(path: String, detail: String)
    /// A WACZ whose directory is broken, or that holds no archive we can read in place.
    case badContainer(path: String, detail: String)
    /// There is no record at the place that was named.
    case noRecord(path: String, offset: Int)

    /// The path, what is wrong, and how to mend it.
    public var description: String {
        switch self {
        case .system(let error): "\(error)"
        case .empty(let path): "\(path): the file is empty"
        case .unknownFormat(let path, let detail):
            "\(path): neither WARC (.warc, .warc.gz, .warc.zst), ARC, WACZ, MHTML nor HTML by its bytes: \(detail)"
        case .badContainer(let path, let detail): "\(path): \(detail)"
        case .noRecord(let path, let offset): "\(path): there is no record at byte \(offset)"
        }
    }
}
