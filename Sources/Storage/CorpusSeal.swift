import Platform
import Records

/// The last step of a run: with shards, packs and drop logs in their places, makes the index, the card, the report and
/// at the very end `corpus.json`. A folder without `corpus.json` is no corpus yet; doing this again gives the same bytes.
public struct CorpusSeal: Sendable {
    /// The corpus' folder.
    public var folder: String
    /// Tool, pipeline, inputs, limits, ledger, and the shards, packs and drop logs among its files; the rest is filled in.
    public var manifest: CorpusManifest
    /// The parts' rows.
    public var parts: [CorpusIndexBuilder.Part]
    /// What the card says besides.
    public var facts: CardFacts
    /// Whether the texts can be searched.
    public var fullText: Bool

    /// A seal for the corpus in `folder`.
    public init(folder: String, manifest: CorpusManifest, parts: [CorpusIndexBuilder.Part]) {
        self.folder = folder
        self.manifest = manifest
        self.parts = parts
        facts = CardFacts()
        fullText = true
    }

    /// Makes the files.
    /// - Returns: the manifest as it was written.
    /// - Throws: `StorageError`; and `.corrupt` when documents or images of the index are not what the ledger wrote.
    public func seal() throws(StorageError) -> CorpusManifest {
        var manifest = manifest
        let index = folder + "/" + CorpusIndex.fileName
        let facts = CorpusIndexBuilder.Facts(
            ledger: manifest.ledger, tool: manifest.tool, pipelineSHA256: manifest.pipelineSHA256)
        manifest.counts = try CorpusIndexBuilder(path: index, fullText: fullText).build(parts, facts)
        try check(manifest)
        let statistics = try CorpusIndex(path: index).statistics()
        let card = DatasetCard(
            manifest: manifest, statistics: statistics, facts: self.facts, example: try example(index))
        let report = CorpusReport(manifest: manifest, statistics: statistics, title: self.facts.prettyName)
        try wrapping { () throws(SystemError) in
            try Files.write(card.render(), to: folder + "/" + DatasetCard.fileName)
            try Files.write(report.render(), to: folder + "/" + CorpusReport.fileName)
        }
        manifest.files += [
            try CorpusManifest.File(measuring: CorpusIndex.fileName, .index, in: folder),
            try CorpusManifest.File(measuring: DatasetCard.fileName, .card, in: folder),
            try CorpusManifest.File(measuring: CorpusReport.fileName, .report, in: folder),
        ]
        manifest.files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        try manifest.write(to: folder)
        return manifest
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
    private func example(_ path: String) throws(StorageError) -> String {
        let index = try CorpusIndex(path: path)
        guard let row = try index.example(), let shard = parts.flatMap(\.shards).dropFirst(row.shard).first
        else { return "" }
        let line = try FramedReader.line(shard.path, frame: row.frame, offset: row.offset, length: row.length)
        return String(decoding: PrettyJSON.format(line), as: UTF8.self)
    }
}
