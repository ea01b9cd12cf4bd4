import Glibc

/// A file that stays open for reads here and there. Nothing of it is mapped: what was read is not held.
package final class RandomAccessFile: Sendable {
    /// The path it was opened by.
    package let path: String
    /// Its size in bytes when it was opened.
    package let count: Int
    private let descriptor: Int32

    /// Opens the file at `path`.
    /// - Throws: `SystemError`.
    package init(path: String) throws(SystemError) {
        self.path = path
        count = try Files.size(path)
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path: path) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Fills the first `count` elements of `elements`, which has at least so many, with the bytes from `offset` on.
    /// - Throws: `SystemError`; EIO when the file ends before.
    package func read<Element: BitwiseCopyable>(
        _ count: Int, into elements: inout [Element], at offset: Int
    ) throws(SystemError) {
        var done = 0
        let size = count * MemoryLayout<Element>.stride
        while done < size {
            let n = elements.withUnsafeMutableBytes { raw in
                pread(descriptor, raw.baseAddress.map { $0 + done }, size - done, off_t(offset + done))
            }
            if n < 0 && errno == EINTR { continue }
            guard n > 0 else { throw SystemError("read", path: path, code: n == 0 ? EIO : errno) }
            done += n
        }
    }
}
