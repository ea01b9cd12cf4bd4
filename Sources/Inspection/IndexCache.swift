import CorpusFiles
import Platform

/// Indexes of remote corpora on this machine, `quarry/index/<SHA-256>.sqlite` in the user's folder of caches.
struct IndexCache: Sendable {
    private let folder: String?
    private let say: @Sendable (String) -> Void
    /// Bytes of an index that is brought without a word.
    private static let small = 16 << 20

    init(_ environment: [String: String], _ say: @escaping @Sendable (String) -> Void) {
        self.say = say
        // The XDG base directory specification: what is no absolute path is ignored.
        let named = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let root = named ?? environment["HOME"].map { $0 + "/.cache" }
        folder = root.map { $0 + "/quarry/index" }
    }

    /// The path of an index, brought to a name of its own first when it is not there.
    func path(
        of file: CorpusManifest.File, bring: (String) throws(StorageError) -> Void
    ) throws(StorageError) -> String {
        guard let folder else { throw .refused(path: "index", detail: "set HOME or XDG_CACHE_HOME: it is kept there") }
        guard file.sha256.utf8.count == 64, file.sha256.allSatisfy(\.isHexDigit) else {
            throw .corrupt(path: file.path, detail: "its SHA-256 in \(CorpusManifest.fileName) is none")
        }
        let path = "\(folder)/\(file.sha256).sqlite"
        if Files.isThere(path, bytes: file.bytes) { return path }
        if file.bytes > Self.small { say("bringing the index, \(file.bytes >> 20) MiB, to \(path)") }
        do {
            try Files.makeFolder(folder)
            let temporary = try Files.makeTemporaryFolder("new", in: folder)
            defer { try? Files.remove(temporary) }
            try bring(temporary + "/index")
            try Files.move(temporary + "/index", to: path)
        } catch { throw StorageError(error, path: path) }
        return path
    }
}
