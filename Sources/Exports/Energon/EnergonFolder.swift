import CorpusFiles
import JSON
import Platform

/// What megatron-energon looks for beside tar archives: `.nv-meta`, and an index of offsets for each archive; written with
/// them, so that `energon prepare` need not read everything again.
final class EnergonFolder {
    /// The version whose files these are.
    static let version = "7.4.1"

    private let folder: String
    private let index: EnergonIndex
    private var extra: [String] = []

    /// Starts in `folder`, which holds the archives.
    init(_ folder: String) throws {
        self.folder = folder
        try Files.makeFolder(folder + "/.nv-meta")
        index = try EnergonIndex(path: folder + "/.nv-meta/index.sqlite")
    }

    /// Adds a sample.
    func add(_ sample: EnergonIndex.Sample) throws(StorageError) { try index.add(sample) }

    /// Writes the offsets of an archive's samples, and of their end, as eight bytes each.
    func writeOffsets(_ offsets: [Int], beside archive: String) throws(SystemError) {
        var bytes: [UInt8] = []
        for offset in offsets { bytes.append(littleEndian: UInt64(offset)) }
        try Files.write(bytes, to: folder + "/" + archive + ".idx")
        extra.append(archive + ".idx")
    }

    /// Writes the rest.
    /// - Returns: the files that were made.
    func finish(_ archives: [ExportFile]) throws -> [ExportFile] {
        try index.finish()
        var info = JSONWriter()
        info.object { info in
            info.member("energon_version", EnergonFolder.version)
            info.key("shard_counts")
            info.object(archives.map { ($0.path, $0.documents) })
        }
        let names = archives.map { "  - \($0.path)\n" }.joined()
        let split =
            "split_parts:\n  train:\(archives.isEmpty ? " []\n" : "\n" + names)  val: []\n  test: []\nexclude: []\n"
        let dataset = "__module__: megatron.energon\n__class__: CrudeWebdataset\n"
        // The id changes when the archives do: caches of readers go by it.
        let id = SHA256.hash(archives.map(\.sha256).joined(separator: "\n")).hex.prefix(32)
        for (name, text) in [
            (".info.json", info.text), ("split.yaml", split), ("dataset.yaml", dataset), ("index.uuid", String(id)),
        ] {
            try Files.write(text, to: "\(folder)/.nv-meta/\(name)")
        }
        extra += [".info.json", "dataset.yaml", "index.sqlite", "index.uuid", "split.yaml"].map { ".nv-meta/" + $0 }
        var files: [ExportFile] = []
        for path in extra { files.append(try ExportFile(measuring: path, .index, in: folder)) }
        return files
    }
}
