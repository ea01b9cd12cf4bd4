import Documents
import Facts
package import Platform

/// The last step of a run: with shards, packs and drop logs in their places, makes the index, the card, the report and
/// at the very end `corpus.json`. A folder without `corpus.json` is no corpus yet; doing this again gives the same bytes.
package struct CorpusSeal: Sendable {
    /// The corpus' folder.
    package var folder: String
    /// Tool, pipeline, inputs, limits and ledger; files and counts are filled in.
    package var manifest: CorpusManifest
    /// Paths of the shards, packs and drop logs in the folder, in order.
    package var shards: [String], packs: [String], drops: [String]
    /// The parts' index rows, in the order of `shards` and `packs`. Empty: the shards and packs are read for them.
    package var parts: [CorpusIndexBuilder.Part] = []
    /// What is known of files already, by path: who wrote them has hashed and counted them. Others are read.
    package var measured: [String: CorpusManifest.File] = [:]
    /// What the card says besides.
    package var facts = CardFacts()
    /// Makes the report of a corpus that has all but its seal; nil when the corpus is to have none.
    package var report: (@Sendable (_ corpus: Corpus, _ title: String) throws(StorageError) -> String)?
    /// Whether the texts can be searched.
    package var fullText = true
    /// How many documents a file of the index has at most; of more, `index.sqlite` is a catalogue.
    package var indexDocuments = Int.max
    /// Files of the index that are made already, by number of the range.
    package var madeRanges: [Int: String] = [:]

    /// A seal for the corpus in `folder`.
    package init(folder: String, manifest: CorpusManifest, shards: [String], packs: [String], drops: [String]) {
        self.folder = folder
        self.manifest = manifest
        self.shards = shards
        self.packs = packs
        self.drops = drops
    }

    /// Makes the files.
    /// - Parameter promised: makes what a command promises beside the corpus' own files (its scores), when all are there but
    ///   `corpus.json`, which comes last.
    /// - Returns: the manifest as it was written.
    /// - Throws: `StorageError`; `.corrupt` for a damaged shard or pack, and when the documents or images of the index are
    ///   not as many as the ledger wrote.
    package func seal(
        promised: ((CorpusManifest) throws(StorageError) -> Void)? = nil
    ) throws(StorageError) -> CorpusManifest {
        try removeLeftovers()
        var manifest = manifest
        manifest.files = try files()
        let index = try withParts { parts throws(StorageError) in
            try SealedIndex(folder: folder, fullText: fullText, made: madeRanges)
                .build(parts, manifest.indexFacts, limit: indexDocuments)
        }
        manifest.counts = index.counts
        try check(manifest)
        try writePages(manifest)
        for path in index.files { manifest.files.append(try file(path, .index)) }
        manifest.files.append(try CorpusManifest.File(measuring: DatasetCard.fileName, .card, in: folder))
        if report != nil {
            manifest.files.append(try CorpusManifest.File(measuring: Self.reportName, .report, in: folder))
        }
        manifest.files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        try promised?(manifest)
        try CorpusSeal.sync(folder)
        try manifest.write(to: folder)
        return manifest
    }

    /// Makes the names durable that the manifest is about to promise: files are linked into these folders, many at a time.
    package static func sync(_ folder: String) throws(StorageError) {
        try wrapping { () throws(SystemError) in
            for name in ["shards", "images", "drops", CorpusIndex.folderName]
            where try Files.kindIfThere(folder + "/" + name) == .folder {
                try Files.syncFolder(folder + "/" + name)
            }
            try Files.syncFolder(folder)
        }
    }

    /// What a seal that was killed left under temporary names.
    private func removeLeftovers() throws(StorageError) {
        let ours =
            [CorpusIndex.fileName, DatasetCard.fileName, Self.reportName, CorpusManifest.fileName]
            .map { $0 + ".tmp." } + [Self.rows]
        try wrapping { () throws(SystemError) in
            for name in try Files.list(folder) where ours.contains(where: { name.hasPrefix($0) }) {
                try Files.remove(folder + "/" + name)
            }
        }
    }

    /// The report's name in the corpus.
    package static let reportName = "report.html"
    private static let rows = ".index.rows"

    private func files() throws(StorageError) -> [CorpusManifest.File] {
        var files: [CorpusManifest.File] = []
        for (paths, kind) in [(shards, CorpusManifest.File.Kind.shard), (packs, .pack), (drops, .drops)] {
            for path in paths { files.append(try file(path, kind)) }
        }
        return files
    }

    private func file(_ path: String, _ kind: CorpusManifest.File.Kind) throws(StorageError) -> CorpusManifest.File {
        if let file = measured[path] { return file }
        return try CorpusManifest.File(measuring: path, kind, in: folder)
    }

    private func withParts<T>(
        _ body: ([CorpusIndexBuilder.Part]) throws(StorageError) -> T
    ) throws(StorageError) -> T {
        if !parts.isEmpty { return try body(parts) }
        let rows = folder + "/" + Self.rows
        defer { try? Files.remove(rows) }
        let part = try IndexScan.rows(
            shards: shards.map { folder + "/" + $0 }, packs: packs.map { folder + "/" + $0 }, to: rows)
        return try body([part])
    }

    private func writePages(_ manifest: CorpusManifest) throws(StorageError) {
        let corpus = try Corpus(folder: folder, manifest)
        let card = DatasetCard(
            manifest: manifest, statistics: try corpus.index.statistics(), facts: facts,
            example: try example(corpus.index))
        let page = try report?(corpus, facts.prettyName)
        try wrapping { () throws(SystemError) in
            try Files.write(card.render(), to: folder + "/" + DatasetCard.fileName)
            if let page { try Files.write(page, to: folder + "/" + Self.reportName) }
        }
    }

    /// The double entry, once more, against what really lies in the index.
    private func check(_ manifest: CorpusManifest) throws(StorageError) {
        for (unit, count) in [(Unit.document, manifest.counts.documents), (.image, manifest.counts.images)]
        where manifest.ledger[unit].written != count {
            throw .corrupt(
                path: folder + "/" + CorpusIndex.fileName,
                detail: "\(count) \(unit.rawValue)s, but the ledger wrote \(manifest.ledger[unit].written)")
        }
    }

    /// One record, laid out for the card.
    private func example(_ index: CorpusIndex) throws(StorageError) -> String {
        guard let row = try index.example(), shards.indices.contains(row.shard) else { return "" }
        let line = try FramedReader.line(
            folder + "/" + shards[row.shard], frame: row.frame, offset: row.offset, length: row.length)
        return String(decoding: PrettyJSON.format(line), as: UTF8.self)
    }
}

extension CorpusManifest {
    /// What the index says of the whole corpus.
    package var indexFacts: CorpusIndexBuilder.Facts {
        CorpusIndexBuilder.Facts(ledger: ledger, tool: tool, pipelineSHA256: pipelineSHA256, format: format)
    }
}
