import Glibc

/// A file that is there whole or not at all: written under a temporary name in the same folder, fsynced, renamed,
/// and the folder fsynced. Dropped without `commit`, it leaves nothing.
public struct AtomicFile: ~Copyable {
    /// The final path.
    public let path: String
    /// Bytes written so far.
    public private(set) var count = 0
    /// Locked while it is written, so that what a kill left is told from what is in the making.
    private let temporary: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    /// Starts a file that will appear at `path`.
    /// - Throws: `SystemError` when the temporary file cannot be made.
    public init(path: String) throws(SystemError) {
        self.path = path
        var name = path + ".tmp.0"
        descriptor = AtomicFile.make(name)
        if descriptor < 0 && errno == EEXIST {
            // Left by a process that was killed; or another writes this very file now.
            if !AtomicFile.isAbandoned(name) { name = path + ".tmp.\(getpid())" }
            unlink(name)
            descriptor = AtomicFile.make(name)
        }
        temporary = name
        guard descriptor >= 0 else { throw SystemError("create", path: temporary) }
        buffer.reserveCapacity(1 << 18)
    }

    /// A new file of this process alone, locked where the file system has locks; below 0 with `errno`.
    private static func make(_ name: String) -> Int32 {
        // Never through what lies there: a link in somebody else's folder would lead out of it.
        let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return descriptor }
        // Who took it for abandoned before it was locked holds its lock, or has removed it.
        var status = stat()
        let isLost = flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
        guard !isLost, fstat(descriptor, &status) != 0 || status.st_nlink > 0 else {
            close(descriptor)
            errno = EEXIST
            return -1
        }
        return descriptor
    }

    /// Whether nobody writes the file there any more, or it is none.
    private static func isAbandoned(_ name: String) -> Bool {
        // For writing: NFS locks nothing else.
        let descriptor = open(name, O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ELOOP || errno == ENOENT }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    deinit {
        if descriptor >= 0 {
            close(descriptor)
            unlink(temporary)
        }
    }

    /// Appends bytes (buffered).
    /// - Throws: `SystemError` when the disk refuses.
    public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        count += bytes.count
        if buffer.count + bytes.count > 1 << 18 { try flush() }
        if bytes.count >= 1 << 18 {
            try Files.writeAll(descriptor, bytes, path: temporary)
        } else {
            buffer.append(contentsOf: bytes)
        }
    }

    /// Appends bytes (buffered).
    /// - Throws: `SystemError` when the disk refuses.
    public mutating func write(_ bytes: [UInt8]) throws(SystemError) {
        try bytes.withUnsafeBufferPointer { pointer throws(SystemError) in try write(UnsafeRawBufferPointer(pointer)) }
    }

    private mutating func flush() throws(SystemError) {
        let (descriptor, temporary) = (descriptor, temporary)
        try buffer.withUnsafeBufferPointer { pointer throws(SystemError) in
            try Files.writeAll(descriptor, UnsafeRawBufferPointer(pointer), path: temporary)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Makes the file appear under its name, durable.
    /// - Throws: `SystemError`; a failed fsync is final for this file: write it again from its source.
    public consuming func commit() throws(SystemError) {
        try flush()
        guard fsync(descriptor) == 0 else { throw SystemError("fsync", path: temporary) }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0 else { throw SystemError("close", path: temporary) }
        guard rename(temporary, path) == 0 else {
            let error = SystemError("rename", path: path)
            unlink(temporary)
            throw error
        }
        try Files.syncFolder(of: path)
    }
}
