import Glibc

/// The few file operations every module needs, on paths, with errors that name them.
public enum Files {
    /// The path of a file from the root, links followed; as it is when there is no such file.
    public static func absolute(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The whole file.
    /// - Throws: `SystemError`.
    public static func read(_ path: String) throws(SystemError) -> [UInt8] {
        let file = try MappedFile(path: path)
        return withExtendedLifetime(file) { Array(file.bytes) }
    }

    /// The whole file, nil when there is none: any other failure says nothing about what the file is.
    /// - Throws: `SystemError`.
    public static func readIfThere(_ path: String) throws(SystemError) -> [UInt8]? {
        do { return try read(path) } catch {
            if error.code == ENOENT || error.code == ENOTDIR { return nil }
            throw error
        }
    }

    /// The whole file as text; invalid UTF-8 becomes U+FFFD.
    /// - Throws: `SystemError`.
    public static func readText(_ path: String) throws(SystemError) -> String {
        let file = try MappedFile(path: path)
        return withExtendedLifetime(file) { String(decoding: file.bytes, as: UTF8.self) }
    }

    /// `count` bytes from `offset`; fewer at the end of the file. Both may come from somebody else: no more memory is taken
    /// than the file has bytes, and what lies outside of it is nothing.
    /// - Throws: `SystemError`; ENODEV for a device or a pipe.
    public static func read(_ path: String, offset: Int, count: Int) throws(SystemError) -> [UInt8] {
        try reading(path) { (descriptor, size) throws(SystemError) in
            try read(path, descriptor, size, offset, count)
        }
    }

    /// Pieces of a file one behind the other, each as `read(_:offset:count:)` gives it, by one opening.
    /// - Throws: `SystemError`; ENODEV for a device or a pipe.
    package static func read(_ path: String, pieces: [(offset: Int, count: Int)]) throws(SystemError) -> [UInt8] {
        try reading(path) { (descriptor, size) throws(SystemError) in
            var out: [UInt8] = []
            for piece in pieces { out += try read(path, descriptor, size, piece.offset, piece.count) }
            return out
        }
    }

    private static func reading(
        _ path: String, _ body: (_ descriptor: Int32, _ size: Int) throws(SystemError) -> [UInt8]
    ) throws(SystemError) -> [UInt8] {
        // A named pipe would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemError("open", path: path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError("stat", path: path) }
        let kind = status.st_mode & S_IFMT
        guard kind == S_IFREG else { throw SystemError("read", path: path, code: kind == S_IFDIR ? EISDIR : ENODEV) }
        // Files of /proc say that they have no bytes.
        return try body(descriptor, status.st_size > 0 ? Int(status.st_size) : 1 << 16)
    }

    private static func read(
        _ path: String, _ descriptor: Int32, _ size: Int, _ offset: Int, _ count: Int
    ) throws(SystemError) -> [UInt8] {
        guard (0...size).contains(offset), count >= 0 else { return [] }
        let count = min(count, size - offset)
        var out = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let n = out.withUnsafeMutableBytes { raw in
                pread(descriptor, raw.baseAddress.map { $0 + done }, count - done, off_t(offset + done))
            }
            if n < 0 && errno == EINTR { continue }
            guard n >= 0 else { throw SystemError("read", path: path) }
            if n == 0 { break }
            done += n
        }
        out.removeLast(count - done)
        return out
    }

    /// Calls `body` with the file's bytes from its beginning to its end, a piece of at most 1 MiB at a time.
    /// - Parameter isStream: whether a pipe or a device will do too, where a person names the input.
    /// - Throws: `SystemError`; ENODEV for a pipe or a device that will not do.
    public static func readPieces(
        _ path: String, isStream: Bool = false, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(SystemError) {
        // A named pipe would wait for a writer.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | (isStream ? 0 : O_NONBLOCK))
        guard descriptor >= 0 else { throw SystemError("open", path: path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError("stat", path: path) }
        guard isStream || status.st_mode & S_IFMT == S_IFREG else {
            throw SystemError("read", path: path, code: ENODEV)
        }
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("read", path: path) }
            if count == 0 { return }
            piece.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    /// The first `limit` bytes of a file as text; also for files of `/proc`, which have no size.
    /// - Throws: `SystemError`.
    public static func readText(_ path: String, limit: Int) throws(SystemError) -> String {
        String(decoding: try read(path, offset: 0, count: limit), as: UTF8.self)
    }

    /// Replaces the file atomically and durably.
    /// - Throws: `SystemError`.
    public static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
        var file = try AtomicFile(path: path)
        try file.write(bytes)
        try file.commit()
    }

    /// Replaces the file atomically and durably.
    /// - Throws: `SystemError`.
    public static func write(_ text: String, to path: String) throws(SystemError) {
        try write(Array(text.utf8), to: path)
    }

    /// Appends to the file at `path`, which is made when it is not there, and waits until the disk has it.
    /// - Throws: `SystemError`; a part of the bytes may have been written. ELOOP for a link.
    public static func append(_ bytes: [UInt8], to path: String) throws(SystemError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemError("open", path: path) }
        defer { close(descriptor) }
        try bytes.withUnsafeBufferPointer { pointer throws(SystemError) in
            try writeAll(descriptor, UnsafeRawBufferPointer(pointer), path: path)
        }
        guard fsync(descriptor) == 0 else { throw SystemError("fsync", path: path) }
    }

    /// Makes the folder and those above it; no error when it is there.
    /// - Throws: `SystemError`.
    public static func makeFolder(_ path: String) throws(SystemError) {
        if isFolder(path) { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeFolder(String(path[..<slash])) }
        if mkdir(path, 0o755) == 0 { return try syncFolder(of: path) }
        guard errno == EEXIST else { throw SystemError("create folder", path: path) }
    }

    /// Where files go that need not last: `TMPDIR`, or `/tmp`.
    public static let temporaryRoot = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"

    /// Makes an empty folder that only this user reads, named `name` and six letters nobody else has; whoever asks for
    /// it removes it.
    /// - Parameter parent: nil for `temporaryRoot`.
    /// - Throws: `SystemError`.
    public static func makeTemporaryFolder(
        _ name: String, in parent: String? = nil
    ) throws(SystemError) -> String {
        let pattern = "\(parent ?? temporaryRoot)/\(name).XXXXXX"
        guard let template = strdup(pattern) else { throw SystemError("create folder", path: pattern) }
        defer { free(template) }
        guard mkdtemp(template) != nil else { throw SystemError("create folder", path: pattern) }
        return String(cString: template)
    }

    /// Whether something is at `path`. Where the disk cannot say, there may be: who reads it hears why it cannot be read, and
    /// nothing is passed over as if it had never been made.
    public static func exists(_ path: String) -> Bool {
        do { return try isThere(path) } catch { return true }
    }

    /// Whether something is at `path`.
    /// - Throws: `SystemError` where the disk cannot say.
    public static func isThere(_ path: String) throws(SystemError) -> Bool {
        if access(path, F_OK) == 0 { return true }
        let error = SystemError("look at", path: path)
        guard error.isPathFault else { throw error }
        return false
    }

    /// Whether `path` is a folder.
    public static func isFolder(_ path: String) -> Bool { kind(path) == S_IFDIR }

    /// Whether `path` is a file with bytes of its own: no folder, device or pipe.
    public static func isFile(_ path: String) -> Bool { kind(path) == S_IFREG }

    /// What may be at a path.
    public enum Kind { case file, folder, other }

    /// What is at `path`, nil when nothing is: where a wrong "nothing" would be believed.
    /// - Throws: `SystemError` when the system cannot say.
    public static func kindIfThere(_ path: String) throws(SystemError) -> Kind? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let error = SystemError("stat", path: path)
            if error.isPathFault { return nil }
            throw error
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    /// Whether `path` itself is such a file, no link to one.
    public static func isOwnFile(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func kind(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// The size in bytes of the file at `path`.
    /// - Throws: `SystemError`.
    public static func size(_ path: String) throws(SystemError) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemError("stat", path: path) }
        return Int(status.st_size)
    }

    /// Whether there is a file of just so many bytes; true also where that cannot be found out now.
    public static func isThere(_ path: String, bytes: Int) -> Bool {
        do { return try size(path) == bytes } catch { return error.code != ENOENT && error.code != ENOTDIR }
    }

    /// The names in a folder, sorted by bytes, without `.` and `..`.
    /// - Throws: `SystemError`.
    public static func list(_ path: String) throws(SystemError) -> [String] {
        try names(Array(path.utf8CString)).map { text($0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The names in a folder as they are on disk, which need not be UTF-8. Path and names end in a zero, as C's do.
    private static func names(_ path: [CChar]) throws(SystemError) -> [[CChar]] {
        guard let folder = opendir(path) else { throw SystemError("open", path: text(path)) }
        defer { closedir(folder) }
        var names: [[CChar]] = []
        errno = 0  // the end of a folder and a disk that does not say what is in it both give nothing
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            names.append(name.map { CChar(bitPattern: $0) } + [0])
            errno = 0
        }
        guard errno == 0 else { throw SystemError("list", path: text(path)) }
        return names.filter { ![".", ".."].contains(text($0)) }
    }

    private static func text(_ name: [CChar]) -> String {
        name.withUnsafeBytes { String(decoding: $0.dropLast(), as: UTF8.self) }
    }

    /// Removes a file or a folder with all in it; no error when it is not there.
    /// - Throws: `SystemError`.
    public static func remove(_ path: String) throws(SystemError) { try remove(Array(path.utf8CString)) }

    private static func remove(_ path: [CChar]) throws(SystemError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return }
            throw SystemError("remove", path: text(path))
        }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        if isFolder {
            for name in try names(path) { try remove(path.dropLast() + [CChar(bitPattern: UInt8(ascii: "/"))] + name) }
        }
        guard (isFolder ? rmdir(path) : unlink(path)) == 0 || errno == ENOENT else {
            throw SystemError("remove", path: text(path))
        }
    }

    /// Renames, replacing what is there, and fsyncs the folder.
    /// - Throws: `SystemError`.
    public static func move(_ from: String, to path: String) throws(SystemError) {
        guard rename(from, path) == 0 else { throw SystemError("rename", path: path) }
        try syncFolder(of: path)
    }

    /// A second name for a file, or a copy where the file system has no links.
    /// - Throws: `SystemError`.
    public static func linkOrCopy(_ from: String, to path: String) throws(SystemError) {
        if link(from, path) == 0 { return }
        guard [EXDEV, EPERM, EMLINK, EOPNOTSUPP, ENOSYS].contains(errno) else { throw SystemError("link", path: path) }
        let source = try MappedFile(path: from, advice: .sequential)
        var file = try AtomicFile(path: path)
        try file.write(source.bytes)
        try file.commit()
    }

    /// Makes the names in the folder of `path` durable.
    static func syncFolder(of path: String) throws(SystemError) {
        let path = path.count > 1 && path.hasSuffix("/") ? path.dropLast() : path[...]
        try syncFolder(path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
    }

    /// Makes the names in a folder durable: what was linked or renamed into it is still there after a power cut. Due before
    /// the file that promises those names.
    /// - Throws: `SystemError`.
    public static func syncFolder(_ folder: String) throws(SystemError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path: folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError("fsync", path: folder) }
    }

    static func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, path: String) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let n = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            if n < 0 && errno == EINTR { continue }
            guard n > 0 else { throw SystemError("write", path: path) }
            done += n
        }
    }
}
