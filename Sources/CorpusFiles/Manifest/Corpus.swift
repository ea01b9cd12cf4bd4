package import Documents
package import Facts
import JSON
package import Platform

/// A finished corpus on disk: its manifest, its index and the ways to one document and one image.
package struct Corpus: Sendable {
    /// The folder.
    package let folder: String
    /// `corpus.json`.
    package let manifest: CorpusManifest
    /// `index.sqlite`.
    package let index: CorpusIndex
    private let shards: [String]
    private let packs: [String]
    /// Opens the files that are not on this machine; nil for a corpus in a folder.
    private let opener: (@Sendable (CorpusManifest.File) -> any RangeReader)?

    /// Opens a corpus; `folder` may also be the output folder of a run, which has it in `corpus/`.
    /// - Throws: `StorageError.system` when there is none; as `CorpusManifest.init(folder:)` and `CorpusIndex.init(path:)`.
    package init(folder: String) throws(StorageError) {
        let folder = Corpus.resolve(folder)
        try self.init(folder: folder, CorpusManifest(folder: folder))
    }

    /// A corpus that has its files and its index, but is not sealed yet.
    init(folder: String, _ manifest: CorpusManifest) throws(StorageError) {
        let index = try CorpusIndex(path: folder + "/" + CorpusIndex.fileName)
        try self.init(folder: folder, manifest, index: index, opener: nil)
    }

    /// A corpus of another machine, of which manifest and index are here.
    /// - Parameters:
    ///   - address: what its files' addresses begin with.
    ///   - index: its index on this machine.
    ///   - opener: reads one of its files by ranges.
    /// - Throws: as `init(folder:)`.
    package init(
        address: String, _ manifest: CorpusManifest, index: CorpusIndex,
        opener: @escaping @Sendable (CorpusManifest.File) -> any RangeReader
    ) throws(StorageError) {
        try self.init(folder: address, manifest, index: index, opener: opener)
    }

    private init(
        folder: String, _ manifest: CorpusManifest, index: CorpusIndex,
        opener: (@Sendable (CorpusManifest.File) -> any RangeReader)?
    ) throws(StorageError) {
        (self.folder, self.manifest, self.opener) = (folder, manifest, opener)
        self.index = index
        shards = try index.shards().map(\.name)
        packs = try index.packs()
        try check()
    }

    /// What every verb relies on: names that stay in the corpus, and numbers of documents that are those of the manifest.
    private func check() throws(StorageError) {
        for name in shards + packs where !CorpusManifest.isName(name) {
            throw .corrupt(path: index.path, detail: "it names a file outside of the corpus")
        }
        let (first, last) = try index.numbers()
        guard first == 0, last == manifest.counts.documents - 1 else {
            throw .corrupt(
                path: index.path,
                detail: "its documents are not the \(manifest.counts.documents) of \(CorpusManifest.fileName)")
        }
    }

    /// Whether a corpus is named by an address (`https://`, `s3://`), not by a folder of this machine.
    package static func isAddress(_ folder: String) -> Bool { folder.contains("://") && !Files.isFolder(folder) }

    /// Refuses a corpus behind an address, for what reads all of it or writes into its folder.
    /// - Throws: `StorageError.refused`.
    package static func refuseAddress(_ folder: String) throws(StorageError) {
        guard isAddress(folder) else { return }
        throw .refused(
            path: folder,
            detail: "this needs the corpus in a folder; copy it to one "
                + "(show, image, sample, search, stats, funnel, drops, why and compare read it where it is)")
    }

    /// One of its files, by its path in the corpus.
    /// - Throws: `StorageError.corrupt` when the manifest of a corpus of another machine has no such file.
    package func file(_ path: String) throws(StorageError) -> RangedFile {
        guard opener != nil else { return RangedFile(path: folder + "/" + path) }
        guard let file = manifest.files.first(where: { $0.path == path }) else {
            throw .corrupt(path: index.path, detail: "it names \(path), which \(CorpusManifest.fileName) has not")
        }
        return open(file)
    }

    private func open(_ file: CorpusManifest.File) -> RangedFile {
        let path = folder + "/" + file.path
        return opener.map { RangedFile(address: path, $0(file)) } ?? RangedFile(path: path)
    }

    /// The corpus in `folder`: itself, or its `corpus/` when only that has a manifest.
    package static func resolve(_ folder: String) -> String {
        let inner = folder + "/corpus"
        let hasOwn = Files.exists(folder + "/" + CorpusManifest.fileName)
        return !hasOwn && Files.exists(inner + "/" + CorpusManifest.fileName) ? inner : folder
    }

    /// The record of a document as it stands in its shard: one read, one small decompression.
    /// - Throws: `StorageError.corrupt` when the shard is not as the index says; `.system`.
    package func record(of row: DocumentRow) throws(StorageError) -> [UInt8] {
        guard shards.indices.contains(row.shard) else {
            throw .corrupt(
                path: index.path, detail: "document \(row.id) lies in shard \(row.shard), which is not listed")
        }
        return try FramedReader.line(
            file("shards/" + shards[row.shard]), frame: row.frame, offset: row.offset, length: row.length)
    }

    /// The document itself.
    /// - Throws: as `record(of:)`; `.corrupt` when the line is not a document.
    package func document(of row: DocumentRow) throws(StorageError) -> Document {
        let line = try record(of: row)
        do { return try DocumentCoder.read(JSONValue(parsing: line)) } catch {
            throw .corrupt(path: "\(folder)/shards/\(shards[row.shard])", detail: "document \(row.id): \(error)")
        }
    }

    /// The bytes of an image as they came from the web.
    /// - Throws: `StorageError.corrupt` when the pack is shorter or its bytes have another SHA-256; `.system`.
    package func bytes(of row: ImageRow) throws(StorageError) -> [UInt8] {
        let file = try file("images/" + packName(of: row))
        let bytes = try TarReader.content(file, at: ByteRange(offset: row.offset, length: row.length))
        guard SHA256.hash(bytes).hex == row.signals.sha256 else {
            throw .corrupt(path: file.path, detail: "the bytes at \(row.offset) are not image \(row.signals.sha256)")
        }
        return bytes
    }

    /// The path of the pack an image lies in.
    /// - Throws: `StorageError.corrupt` when the index lists no such pack.
    package func pack(of row: ImageRow) throws(StorageError) -> String {
        try "\(folder)/images/\(packName(of: row))"
    }

    private func packName(of row: ImageRow) throws(StorageError) -> String {
        guard packs.indices.contains(row.pack) else {
            throw .corrupt(path: index.path, detail: "an image lies in pack \(row.pack), which is not listed")
        }
        return packs[row.pack]
    }

    /// The name of an image in its pack: `<sha256>.jpg`.
    package static func memberName(_ signals: ImageSignals) -> String {
        "\(signals.sha256).\(PictureFormat.suffix(ofFormat: signals.format))"
    }

    /// Paths of the drop logs, sorted.
    package var dropLogs: [String] { manifest.files(.drops).map { folder + "/" + $0.path } }

    /// The drop logs, sorted; of another machine's those that have lines.
    var dropFiles: [RangedFile] { manifest.files(.drops).filter { opener == nil || $0.lines > 0 }.map(open) }

    /// Whether the drop logs are small enough to be looked through while somebody waits for a page.
    package var hasQuickLogs: Bool { manifest.files(.drops).reduce(0) { $0 + $1.bytes } <= 48 << 20 }

    /// Gives every drop of every log to `body`, or those for one reason, which are told apart without parsing the others.
    /// - Throws: `StorageError.corrupt` for a damaged log; what `body` throws.
    package func forEachDrop(for reason: Reason? = nil, _ body: (Drop) throws -> Void) throws {
        for file in dropFiles { try DropLog.read(file, for: reason, body) }
    }
}
