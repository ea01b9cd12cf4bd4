import Glibc

/// A file without a name: it is gone when the last process that holds it ends, however that ends.
package final class UnnamedFile: Sendable {
    /// Open for reading and writing; closed in a new program unless it is handed over.
    package let descriptor: Int32

    /// A new empty file.
    /// - Parameter folder: a folder of this machine's own disk; nil for `Files.temporaryRoot`.
    /// - Throws: `SystemError`.
    package init(in folder: String? = nil) throws(SystemError) {
        let pattern = "\(folder ?? Files.temporaryRoot)/quarry-XXXXXX"
        var path = Array(pattern.utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw SystemError("create", path: pattern) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(path)
    }

    deinit { close(descriptor) }

    /// The last `limit` bytes.
    package func tail(_ limit: Int) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return [] }
        let size = Int(status.st_size)
        var bytes = [UInt8](repeating: 0, count: min(size, limit))
        let count = pread(descriptor, &bytes, bytes.count, size - bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }
}
