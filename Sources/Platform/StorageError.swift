/// Everything that can go wrong with files Quarry wrote or is about to write. Never the data's fault: the run stops,
/// what is sealed stays, and the text says which file it is.
public enum StorageError: Error, Equatable, CustomStringConvertible {
    /// A system call failed.
    case system(SystemError)
    /// The file is not as it was written: truncated, changed, or of another kind.
    case corrupt(path: String, detail: String)
    /// The file is sound, but of a version this program does not read.
    case version(path: String, found: String, expected: String)
    /// What was to be written cannot be: a line with a line feed in it, a name too long for a tar header.
    case unwritable(path: String, detail: String)
    /// SQLite refused; `detail` is its own message.
    case database(path: String, detail: String)
    /// A predicate or argument of the user that the index cannot answer; `detail` says what it can.
    case query(detail: String)
    /// What was to be replaced is no file of the caller's own.
    case refused(path: String, detail: String)
    /// A file of another machine that cannot be had; `exitCode` is 2 for what the user can open, 75 for what may pass, else 3.
    case remote(path: String, detail: String, exitCode: Int32)

    /// One line: the file, then what is wrong with it.
    public var description: String {
        switch self {
        case .system(let error): error.description
        case .corrupt(let path, let detail), .unwritable(let path, let detail), .database(let path, let detail),
            .refused(let path, let detail), .remote(let path, let detail, _):
            "\(path): \(detail)"
        case .version(let path, let found, let expected):
            "\(path): format version \(found); this program reads \(expected)"
        case .query(let detail): detail
        }
    }

    /// What the system refused; nil where it was not the system.
    public var systemError: SystemError? { if case .system(let error) = self { error } else { nil } }

    /// Whether the storage itself failed (full, read-only, I/O error).
    public var isStorageFault: Bool { systemError?.isStorageFault ?? false }
}

/// Runs `body` and wraps what the system refused.
@inline(__always)
package func wrapping<T: ~Copyable>(_ body: () throws(SystemError) -> T) throws(StorageError) -> T {
    do { return try body() } catch { throw .system(error) }
}
