import Glibc

/// A file mapped into memory, read-only, unmapped when the last reference goes.
///
/// `@unchecked Sendable`: the mapping is immutable.
public final class MappedFile: @unchecked Sendable {
    /// How the bytes will be read (`madvise`).
    public enum Advice: Sendable {
        case normal, sequential, random
    }

    /// The path it was opened by.
    public let path: String
    /// The whole file; valid as long as this object lives.
    public let bytes: UnsafeRawBufferPointer

    /// Maps the file at `path`; an empty file gives an empty buffer.
    /// - Throws: `SystemError` when it cannot be opened or mapped.
    public init(path: String, advice: Advice = .normal) throws(SystemError) {
        self.path = path
        // A named pipe would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemError("open", path: path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError("stat", path: path) }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG else {
            throw SystemError("map", path: path, code: kind == S_IFDIR ? EISDIR : ENODEV)
        }
        let count = Int(status.st_size)
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw SystemError("map", path: path)
        }
        switch advice {
        case .normal: break
        case .sequential: madvise(base, count, Int32(MADV_SEQUENTIAL))
        case .random: madvise(base, count, Int32(MADV_RANDOM))
        }
        bytes = UnsafeRawBufferPointer(start: base, count: count)
    }

    /// Asks the system to read `part` of the file soon, without waiting: many small parts are then read at once instead
    /// of one after the other as they are touched.
    public func willNeed(_ part: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, let start = part.baseAddress else { return }
        let page = max(1, sysconf(Int32(_SC_PAGESIZE)))
        let offset = (start - base) / page * page
        let end = start - base + part.count
        madvise(UnsafeMutableRawPointer(mutating: base + offset), end - offset, Int32(MADV_WILLNEED))
    }

    deinit {
        if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
    }
}
