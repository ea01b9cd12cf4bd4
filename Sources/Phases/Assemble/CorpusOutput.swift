package import Configuration
import CorpusFiles
package import Documents
package import Facts
import JSON
import Platform
import Runs

/// What `assemble` and `select` write: shards and packs of the configured size, index rows, drops, and the account of it.
package struct CorpusOutput: ~Copyable {
    package static let dropsFile = "drops.jsonl.zst"
    /// The count of lines in it.
    package static let dropLines = "drop_lines"
    /// What the index is made of.
    package static let rowsFile = "rows.sorted"

    /// The bytes of an image that was measured; nil when they were never stored.
    package typealias Content = (_ image: ImageNode, _ signals: ImageSignals) throws -> [UInt8]?

    package var ledger = Ledger()
    private let config: OutputConfig
    private var drops: DropLog.Writer
    private var rows: IndexRowWriter
    private var shards: Shards
    private var packs: Packs
    private var json = JSONWriter()

    /// The name of the `number`-th shard or pack.
    package static func shard(_ number: Int) -> String { "shard-\(digits(number)).jsonl.zst" }
    package static func pack(_ number: Int) -> String { "images-\(digits(number)).tar" }

    private static func digits(_ number: Int) -> String { WorkUnit(phase: .assemble, index: number).number }

    /// Files in `folder`, which must be there.
    package init(folder: String, config: OutputConfig) throws {
        self.config = config
        let drops = try DropLog.Writer(path: folder + "/" + CorpusOutput.dropsFile)
        self.drops = drops
        rows = IndexRowWriter(path: folder + "/" + CorpusOutput.rowsFile)
        shards = Shards(folder, config)
        packs = Packs(folder, config)
    }

    /// Books and logs what left a document.
    package mutating func leave(_ document: Document, _ list: [Drop]) throws {
        try drops.append(list, of: document, in: &ledger)
    }

    /// Writes a document, with the bytes of its images where they are stored.
    /// - Returns: the number of its shard, nil when its record is too large to be one.
    @discardableResult
    package mutating func keep(_ document: Document, _ list: [Drop], content: Content) throws -> Int? {
        json.reset()
        DocumentCoder.write(document, to: &json)
        guard json.bytes.count < Judge.recordBytes else {
            let drop = Drop(.documentTooLarge, detail: "\(json.bytes.count) >= \(Judge.recordBytes)", of: document)
            try leave(document, list + [drop] + document.cascade())
            return nil
        }
        let shard = try shards.append(document, json.bytes, rows: &rows)
        if config.storeImages {
            for image in document.images {
                guard let signals = image.signals else { continue }
                try packs.append(signals, rows: &rows) { try content(image, signals) }
            }
        }
        try leave(document, list)
        ledger.write(document)
        return shard
    }

    /// Makes the files appear.
    /// - Returns: how many shards and packs there are, documents a shard, members a pack, and lines of the drop log.
    package consuming func commit() throws -> [String: Int] {
        var counts = [CorpusOutput.dropLines: try drops.commit().lines]
        for (index, members) in try packs.commit().enumerated() {
            counts["members_of_pack_\(index)"] = members
            counts["packs", default: 0] += 1
        }
        for (index, documents) in try shards.commit(rows: &rows).enumerated() {
            counts["documents_of_shard_\(index)"] = documents
            counts["shards", default: 0] += 1
        }
        _ = try rows.commit()
        return counts
    }
}

/// Shards, one after the other. The rows of documents wait until the frame they are in is known.
private struct Shards: ~Copyable {
    private let folder: String
    private let config: OutputConfig
    private var writer: FramedWriter?
    private var waiting: [(document: Document, place: LineLocation)] = []
    private var text = 0
    /// Rows written of this shard.
    private var lines = 0
    private var counts: [Int] = []

    init(_ folder: String, _ config: OutputConfig) { (self.folder, self.config) = (folder, config) }

    mutating func append(_ document: Document, _ line: [UInt8], rows: inout IndexRowWriter) throws -> Int {
        if writer != nil && text + line.count > config.shardBytes { try close(&rows) }
        if writer == nil {
            let path = folder + "/" + CorpusOutput.shard(counts.count)
            writer = try FramedWriter(path: path, level: Int32(config.level))
            text = 0
        }
        text += line.count
        guard let place = try writer?.append(line: line) else { return counts.count }
        if let first = waiting.first, first.place.frame < place.frame {
            try writeRows(frames: writer?.closedFrames ?? [], &rows)
        }
        waiting.append((document.withoutTexts, place))
        return counts.count
    }

    /// Writes the rows of the documents that wait, all of them in `frames`.
    private mutating func writeRows(frames: [FrameEntry], _ rows: inout IndexRowWriter) throws {
        for entry in waiting {
            let row = try DocumentRow(entry.document, shard: counts.count, line: lines, at: entry.place, in: frames)
            try rows.append(row, of: entry.document)
            lines += 1
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func close(_ rows: inout IndexRowWriter) throws {
        guard let summary = try writer.take()?.commit() else { return }
        try writeRows(frames: summary.frames, &rows)
        counts.append(lines)
        lines = 0
    }

    /// How many documents each shard has.
    consuming func commit(rows: inout IndexRowWriter) throws -> [Int] {
        try close(&rows)
        return counts
    }
}

extension Document {
    /// The document without its paragraphs: what the index needs of it, at a fraction of the memory.
    fileprivate var withoutTexts: Document {
        var bare = self
        bare.sift { if case .text = $0 { .text(TextNode(paragraphs: [])) } else { $0 } }
        return bare
    }
}

/// Packs, one after the other; each content once, in the order in which documents show it.
private struct Packs: ~Copyable {
    private let folder: String
    private let config: OutputConfig
    private var writer: TarWriter?
    private var bytes = 0
    private var counts: [Int] = []
    private var known: Set<String> = []

    init(_ folder: String, _ config: OutputConfig) { (self.folder, self.config) = (folder, config) }

    mutating func append(
        _ signals: ImageSignals, rows: inout IndexRowWriter, content: () throws -> [UInt8]?
    ) throws {
        guard known.insert(signals.sha256).inserted, let content = try content() else { return }
        if writer != nil && bytes + content.count > config.packBytes { try close() }
        if writer == nil {
            writer = try TarWriter(path: folder + "/" + CorpusOutput.pack(counts.count))
            bytes = 0
        }
        bytes += content.count
        guard let stored = try writer?.append(name: Corpus.memberName(signals), bytes: content) else { return }
        try rows.append(image: signals.sha256, at: PackPlace(pack: counts.count, bytes: stored))
    }

    private mutating func close() throws {
        if let summary = try writer.take()?.commit() { counts.append(summary.lines) }
    }

    /// How many members each pack has.
    consuming func commit() throws -> [Int] {
        try close()
        return counts
    }
}
