import Glibc

/// Where a verb puts what a person asked for by name (`--output`).
///
/// A file appears whole or not at all. What is no file with bytes of its own, a device, a pipe, a standard stream, is opened
/// and written as it is, never replaced; and what belongs to a corpus is refused, since its manifest promises other bytes.
public enum OutputFile {
    /// Writes all of `bytes` to `path`.
    /// - Throws: `StorageError.refused` for a folder or a file of a corpus; `.system`.
    public static func write(_ bytes: [UInt8], to path: String) throws(StorageError) {
        if let descriptor = standardStream(path) {
            return try wrapping { () throws(SystemError) in try write(bytes, descriptor, path) }
        }
        try check(path)
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else {
            // Where a link leads: a rename would take the link's place.
            return try wrapping { () throws(SystemError) in try Files.write(bytes, to: Files.absolute(path)) }
        }
        try wrapping { () throws(SystemError) in
            let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
            guard descriptor >= 0 else { throw SystemError("open", path: path) }
            defer { close(descriptor) }
            try write(bytes, descriptor, path)
        }
    }

    /// Writes all of `text` to `path`.
    /// - Throws: as the other `write`.
    public static func write(_ text: String, to path: String) throws(StorageError) {
        try write(Array(text.utf8), to: path)
    }

    /// Refuses a path that must not be written, before there is anything to write.
    /// - Throws: `StorageError.refused`.
    public static func check(_ path: String) throws(StorageError) {
        guard !path.isEmpty else { throw .refused(path: "--output", detail: "it has no name") }
        if Files.isFolder(path) { throw .refused(path: path, detail: "it is a folder: give the name of a file") }
        if let corpus = corpus(of: Files.absolute(path)) {
            throw .refused(path: path, detail: "it belongs to the corpus '\(corpus)': give another --output")
        }
    }

    private static func write(_ bytes: [UInt8], _ descriptor: Int32, _ path: String) throws(SystemError) {
        try bytes.withUnsafeBufferPointer { pointer throws(SystemError) in
            try Files.writeAll(descriptor, UnsafeRawBufferPointer(pointer), path: path)
        }
    }

    /// The number of an open file that a path names; nil for other paths. Opened anew it would begin at its first byte, and
    /// be replaced where a shell sent it to a file.
    private static func standardStream(_ path: String) -> Int32? {
        switch path {
        case "/dev/stdout": return 1
        case "/dev/stderr": return 2
        default: break
        }
        for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
            return Int32(path.dropFirst(folder.count))
        }
        return nil
    }

    // MARK: Corpora

    /// What a corpus has in its folder, as the map of the house says; other names there are a person's own.
    private static let names: Set<String> = ["corpus.json", "index.sqlite", "README.md", "report.html"]
    private static let folders: Set<String> = ["shards", "images", "drops", "index", "scores", "work", "map"]

    /// Whether a corpus may have something of that path in its folder.
    package static func isOfCorpora(_ path: String) -> Bool {
        guard let slash = path.firstIndex(of: "/") else { return names.contains(path) }
        return folders.contains(String(path[..<slash]))
    }

    /// The corpus whose file `path` is; nil for a file that is nobody's.
    private static func corpus(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/") else {
            return names.contains(path) && Files.exists("corpus.json") ? "." : nil
        }
        let name = String(path[path.index(after: slash)...])
        var folder = String(path[..<slash])
        if names.contains(name), Files.exists(folder + "/corpus.json") { return folder }
        while let slash = folder.lastIndex(of: "/") {
            let name = String(folder[folder.index(after: slash)...])
            folder = String(folder[..<slash])
            if folders.contains(name), Files.exists(folder + "/corpus.json") { return folder }
        }
        return nil
    }
}
