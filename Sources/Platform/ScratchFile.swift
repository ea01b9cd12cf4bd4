import Glibc

/// A file for what memory has no room for: it has no name, so nothing of it is left however the process ends.
///
/// Reads and writes say where, so several threads may use one file.
package final class ScratchFile: Sendable {
    private let descriptor: Int32
    private let folder: String

    /// An empty file in `folder`.
    /// - Throws: `SystemError`.
    package init(in folder: String = Files.temporaryRoot) throws(SystemError) {
        self.folder = folder
        guard let template = strdup("\(folder)/quarry-scratch.XXXXXX") else {
            throw SystemError("create", path: folder)
        }
        defer { free(template) }
        descriptor = mkstemp(template)
        guard descriptor >= 0 else { throw SystemError("create", path: "\(folder)/quarry-scratch") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
    }

    deinit { close(descriptor) }

    /// Writes `bytes` from `offset` on.
    /// - Throws: `SystemError`, a full disk among others.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let n = pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            if n < 0 && errno == EINTR { continue }
            guard n > 0 else { throw SystemError("write", path: "a scratch file in \(folder)") }
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
