import Curation
import Platform
import Records
import Storage

/// A group of judged parts becomes shards and packs: sets decided, last cleaning done, bytes copied by content.
enum AssemblePhase {
    static let dropsFile = "drops.jsonl.zst"
    /// What the index is made of.
    static let rowsFile = "rows.run"

    /// The name of the `number`-th shard or pack of this unit.
    static func shard(_ number: Int) -> String { "shard-\(WorkUnit(phase: .assemble, index: number).number).jsonl.zst" }
    static func pack(_ number: Int) -> String { "images-\(WorkUnit(phase: .assemble, index: number).number).tar" }

    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let group = try Units.groups(context.run)[context.unit.index]
        var output = try AssembleOutput(context)
        var judge = try Judge(context.config)
        let cleaning = context.config.corpus.cleaning
        for index in group where context.run.isSealed(WorkUnit(phase: .judge, index: index)) {
            let decisions = try Decisions(
                context, phase: .deduplicateSets, file: DeduplicateSetsPhase.decisions, part: index)
            let places = try ContentPlaces.read(context, part: index)
            var place = 0
            try FramedReader(path: context.file(JudgePhase.documentsFile, of: .judge, index)).lines { line in
                if Interrupts.isRaised { throw PipelineError.interrupted }
                defer { place += 1 }
                var document = try WorkingCoder.read(JSONValue(parsing: Array(line)))
                output.ledger.enter(document)
                if let decision = decisions.document(place) {
                    let drop = Drop(decision.reason, detail: "\(decision.occurrences) in all", url: document.url)
                    return try output.leave(document, [drop] + document.cascade())
                }
                var drops = judge.clean(&document, cleaning)
                if case .drop(let reason, let detail) = judge.judge(&document) {
                    drops.append(Drop(reason, detail: detail, url: document.url))
                    return try output.leave(document, drops + document.cascade())
                }
                try output.keep(document, drops, places: places)
            }
        }
        part.ledger = output.ledger
        part.counts = try output.commit()
    }
}

/// Where the bytes of a part's images are: unit of `fetch`, offset and length in its raw pack, by SHA-256.
struct ContentPlaces {
    private var places: [String: (unit: Int, offset: Int, length: Int)] = [:]

    static func read(_ context: WorkContext, part: Int) throws -> ContentPlaces {
        var result = ContentPlaces()
        try FramedReader(path: context.file(JudgePhase.contents, of: .judge, part)).lines { line in
            let json = try JSONValue(parsing: Array(line))
            guard let sha256 = json[0]?.string, let unit = json[1]?.integer, let offset = json[2]?.integer,
                let length = json[3]?.integer
            else { return }
            result.places[sha256] = (unit, offset, length)
        }
        return result
    }

    subscript(sha256: String) -> (unit: Int, offset: Int, length: Int)? { places[sha256] }
}

/// What a unit of `assemble` writes: shards and packs of the configured size, and the drops.
private struct AssembleOutput: ~Copyable {
    var ledger = Ledger()
    private let context: WorkContext
    private let config: OutputConfig
    private var drops: FramedWriter
    private var rows: IndexRowWriter
    private var shards: Shards
    private var packs: Packs
    private var json = JSONWriter()

    init(_ context: WorkContext) throws {
        let drops = try FramedWriter(path: context.file(AssemblePhase.dropsFile))
        self.context = context
        config = context.config.output
        self.drops = drops
        rows = IndexRowWriter(path: context.file(AssemblePhase.rowsFile))
        shards = Shards(context)
        packs = Packs(context)
    }

    mutating func leave(_ document: Document, _ list: [Drop]) throws {
        for var drop in list {
            drop.document = document.id
            ledger.dropped(drop.reason)
            json.reset()
            drop.write(to: &json)
            _ = try drops.append(line: json.bytes)
        }
    }

    mutating func keep(_ document: Document, _ list: [Drop], places: ContentPlaces) throws {
        json.reset()
        DocumentCoder.write(document, to: &json)
        guard json.bytes.count < Judge.recordBytes else {
            let drop = Drop(.documentTooLarge, detail: "\(json.bytes.count) >= \(Judge.recordBytes)", url: document.url)
            return try leave(document, list + [drop] + document.cascade())
        }
        try shards.append(document, json.bytes, rows: &rows)
        if config.storeImages {
            for image in document.images {
                guard let signals = image.signals, let place = places[signals.sha256] else {
                    throw PipelineError.damaged("the bytes of \(image.url) are not where they were measured")
                }
                try packs.append(signals, place, rows: &rows)
            }
        }
        try leave(document, list)
        ledger.write(document)
    }

    consuming func commit() throws -> [String: Int] {
        _ = try drops.commit()
        var counts = ["packs": try packs.commit()]
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
    private let context: WorkContext
    private var writer: FramedWriter?
    private var waiting: [(document: Document, place: LineLocation)] = []
    private var text = 0
    /// Rows written of this shard.
    private var lines = 0
    private var counts: [Int] = []

    init(_ context: WorkContext) { self.context = context }

    mutating func append(_ document: Document, _ line: [UInt8], rows: inout IndexRowWriter) throws {
        if writer != nil && text + line.count > context.config.output.shardBytes { try close(&rows) }
        if writer == nil {
            let path = context.file(AssemblePhase.shard(counts.count))
            writer = try FramedWriter(path: path, level: Int32(context.config.output.level))
            text = 0
        }
        text += line.count
        guard let place = try writer?.append(line: line) else { return }
        if let first = waiting.first, first.place.frame < place.frame {
            try writeRows(frames: writer?.closedFrames ?? [], &rows)
        }
        waiting.append((document.withoutTexts, place))
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

/// Packs, one after the other; each content once in the unit, in the order in which documents show it.
private struct Packs: ~Copyable {
    private let context: WorkContext
    private var writer: TarWriter?
    private var bytes = 0
    private var count = 0
    private var known: Set<String> = []

    init(_ context: WorkContext) { self.context = context }

    mutating func append(
        _ signals: ImageSignals, _ place: (unit: Int, offset: Int, length: Int), rows: inout IndexRowWriter
    ) throws {
        guard known.insert(signals.sha256).inserted else { return }
        if writer != nil && bytes + place.length > context.config.output.packBytes { _ = try writer.take()?.commit() }
        if writer == nil {
            writer = try TarWriter(path: context.file(AssemblePhase.pack(count)))
            count += 1
            bytes = 0
        }
        bytes += place.length
        let source = context.file(FetchPhase.pack, of: .fetch, place.unit)
        let content = try TarReader.content(source, offset: place.offset, length: place.length)
        guard SHA256.hash(content).hex == signals.sha256 else {
            throw PipelineError.damaged("\(source) is damaged at byte \(place.offset); delete the run's work folder")
        }
        let name = "\(signals.sha256).\(Packs.ending(signals.format))"
        guard let stored = try writer?.append(name: name, bytes: content) else { return }
        try rows.append(image: signals.sha256, pack: count - 1, offset: stored.offset, length: stored.length)
    }

    static func ending(_ format: String) -> String { format == "jpeg" ? "jpg" : format }

    consuming func commit() throws -> Int {
        _ = try writer.take()?.commit()
        return count
    }
}
