import Glibc

/// A system call that failed: the operation, the path, and `errno` with its text.
public struct SystemError: Error, CustomStringConvertible, Equatable {
    /// What was tried, e.g. "open".
    public let operation: String
    /// The file it was tried on.
    public let path: String
    /// The value of `errno`.
    public let code: Int32

    /// Captures `errno` (or the code given) for `operation` on `path`.
    public init(_ operation: String, path: String, code: Int32? = nil) {
        self.code = code ?? errno
        self.operation = operation
        self.path = path
    }

    /// `open /data/x: No such file or directory`.
    public var description: String { "\(operation) \(path): \(String(cString: strerror(code)))" }

    /// Whether the path is at fault: nothing is there, it may not be opened, or it is of another kind than asked for.
    public var isPathFault: Bool { [ENOENT, ENOTDIR, EISDIR, ENODEV, EACCES, ELOOP, ENAMETOOLONG].contains(code) }

    /// Whether the storage itself failed (full, read-only, I/O error): the run stops with its own exit code.
    public var isStorageFault: Bool { [ENOSPC, EDQUOT, EROFS, EIO, EFBIG, ESTALE, ENXIO].contains(code) }

    /// The exit code of a program that ends by it: 74 (`EX_IOERR`) for storage, 75 (`EX_TEMPFAIL`) for a shortage, else 3.
    public var exitCode: Int32 { isStorageFault ? 74 : isShortage ? 75 : 3 }

    /// Whether the machine has none left of something that comes back by itself: descriptors, memory, processes.
    public var isShortage: Bool { [EMFILE, ENFILE, ENOMEM, EAGAIN, ENOBUFS, ENOLCK].contains(code) }
}
