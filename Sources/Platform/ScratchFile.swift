import Glibc

/// A file without a name, for what memory has no room for or what two processes share: nothing of it is left when the last
/// one that holds it ends, however that ends.
///
/// Reads and writes say where, so several threads may use one file.
package final class ScratchFile: Sendable {
    /// Open for reading and writing; closed in a new program unless it is handed over.
    package let descriptor: Int32
    private let folder: String

    /// An empty file on the file system of a folder.
    /// - Parameter folder: of this machine's own disk; nil for `Files.temporaryRoot`.
    /// - Throws: `SystemError`.
    package init(in folder: String? = nil) throws(SystemError) {
        let folder = folder ?? Files.temporaryRoot
        self.folder = folder
        descriptor = try ScratchFile.open(in: folder)
    }

    /// Without a name from the beginning where the file system can; else it has one for a moment.
    private static func open(in folder: String) throws(SystemError) -> Int32 {
        // O_TMPFILE, which is no constant that Swift sees.
        let nameless = Glibc.open(folder, 0o20_000_000 | O_DIRECTORY | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if nameless >= 0 { return nameless }
        guard [EOPNOTSUPP, EISDIR, EINVAL].contains(errno) else {
            throw SystemError("create", path: "a scratch file in \(folder)")
        }
        var path = Array("\(folder)/quarry-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw SystemError("create", path: "a scratch file in \(folder)") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(path)
        return descriptor
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

    /// Writes `bytes` from `offset` on.
    /// - Throws: `SystemError`, a full disk among others.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) {
        try ScratchFile.write(bytes, to: descriptor, at: offset, path: "a scratch file in \(folder)")
    }

    /// Writes `bytes` from `offset` on to a descriptor, however often that takes.
    /// - Throws: `SystemError`, which says `path`.
    package static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int, path: String
    ) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let n = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            if n < 0 && errno == EINTR { continue }
            guard n > 0 else { throw SystemError("write", path: path, code: n == 0 ? ENOSPC : errno) }
            done += n
        }
    }

    /// Fills `room` with the bytes from `offset` on, which were written before.
    /// - Throws: `SystemError`; EIO when there are fewer.
    package func read(into room: UnsafeMutableRawBufferPointer, at offset: Int) throws(SystemError) {
        var done = 0
        while done < room.count {
            let n = pread(descriptor, room.baseAddress.map { $0 + done }, room.count - done, off_t(offset + done))
            if n < 0 && errno == EINTR { continue }
            guard n > 0 else {
                throw SystemError("read", path: "a scratch file in \(folder)", code: n == 0 ? EIO : errno)
            }
            done += n
        }
    }

    /// Writes elements as they lie in memory.
    /// - Throws: `SystemError`.
    package func write<Element: BitwiseCopyable>(_ elements: [Element], at offset: Int) throws(SystemError) {
        try elements.withUnsafeBufferPointer { pointer throws(SystemError) in
            try write(UnsafeRawBufferPointer(pointer), at: offset)
        }
    }

    /// Fills the first `count` elements of `elements`, which has at least so many.
    /// - Throws: `SystemError`; EIO when the file has fewer.
    package func read<Element: BitwiseCopyable>(
        _ count: Int, into elements: inout [Element], at offset: Int
    ) throws(SystemError) {
        try elements.withUnsafeMutableBufferPointer { pointer throws(SystemError) in
            let room = UnsafeMutableRawBufferPointer(pointer)
            try read(into: .init(rebasing: room[..<(count * MemoryLayout<Element>.stride)]), at: offset)
        }
    }
}
