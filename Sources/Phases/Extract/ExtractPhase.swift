import Configuration
import CorpusFiles
import Documents
import Extraction
import Facts
import JSON
import Platform
import Runs
import WebArchive

/// Archive records become judged documents, drops and signatures.
struct ExtractPhase: ExchangingPhase {
    let name = PhaseName.extract
    var handsOnDocuments: Bool { true }
    var recordsArePages: Bool { true }
    var readsInputs: Bool { true }

    func check(_ config: PipelineConfig) throws(PipelineError) { _ = try PageMill(config) }

    func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        plan.parts.parts.enumerated().map { WorkUnit(phase: name, index: $0.offset, cost: $0.element.cost) }
    }

    func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int { plan.parts.count }

    func files(of unit: WorkUnit, _ plan: Plan) throws(PipelineError) -> [String] {
        try plan.parts.files(of: unit.index)
    }

    func close(_ sum: Committed, _ units: [WorkUnit], run: RunFolder, plan: Plan) throws {
        try LanguageCheck.check(sum.counts, plan.pipeline.config.text)
        try MergedExchanges.write(units, run)
    }

    static let documentsFile = "documents.jsonl.zst"
    static let dropsFile = "drops.jsonl.zst"

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        if context.plan.list != nil { return try ListedImages.work(context, &part) }
        var output = try ExtractOutput(context)
        let limits = context.config.input.limits
        var done = 0
        // The record on the beacon: the same in every attempt, and no two alike, whatever files and members they are in.
        var number = 0
        var read = ReadBytes()
        let sources = try context.plan.parts.sources(of: context.unit.index, staged: context.staged)
        for (index, source) in sources.enumerated() {
            let reader = try Archives.reader(source, limits: limits)
            var hash = try WindowHash(source, in: reader.mapped)
            var isEmpty = true
            output.list = try PageList.of(source, limits: limits)
            while let item = reader.next() {
                if Interrupts.isRaised { throw PipelineError.interrupted }
                isEmpty = false
                switch item {
                case .damage(let damage):
                    if source.endsAfter, damage.fault == .truncated { throw MoreInput() }
                    output.ledger.born(.record)
                    try output.drop(
                        Drop(damage.fault.reason, detail: damage.detail, url: source.name, ordinal: damage.offset))
                case .record(let record):
                    hash.follow(to: record.offset)
                    context.beacon.begin(number, done: done + max(0, record.offset - source.begin))
                    try output.take(record, source: source, index: index, skip: context.skips[number])
                    number += 1
                    context.beacon.end()
                    context.beacon.dropped = Dropped(output.ledger)
                }
            }
            if source.endsAfter, reader.endOffset >= source.containerEnd { throw MoreInput() }
            if source.isRecord, isEmpty { try output.lose(source) }
            read.add(hash.finish())
            done += source.end - source.begin
        }
        (part.ledger, part.read) = (output.ledger, read)
        part.counts = [
            CorpusOutput.dropLines: output.dropCount, "text_bytes": output.textBytes, "pictures": output.pictures,
            "html_bytes": output.htmlBytes,
        ]
        for (language, count) in output.languages { part.counts[LanguageCheck.key(language)] = count }
        try output.commit()
    }
}

/// What one unit of `extract` writes.
private struct ExtractOutput: ~Copyable {
    var ledger = Ledger()
    /// The pages that the archive being read says it holds.
    var list = PageList()
    var dropCount: Int { drops.count }
    private(set) var textBytes = 0
    private(set) var pictures = 0
    private(set) var htmlBytes = 0
    /// Documents by language, where no model tells it and many would be refused.
    private(set) var languages: [String: Int] = [:]
    private var mill: PageMill
    private var documents: FramedWriter
    private var drops: DropLog.Writer
    private var signatures: SignatureWriter
    private var near: NearSignatures
    private var embedded: EmbeddedPack
    /// Copies of the records with pictures, where the archive is not on this machine for long.
    private var held: HeldRecords?
    private var json = JSONWriter()
    private var count = 0
    private let config: PipelineConfig

    init(_ context: WorkContext) throws {
        let mill = try PageMill(context.config)
        let near = try NearSignatures(context)
        let documents = try FramedWriter(path: context.file(ExtractPhase.documentsFile))
        let drops = try DropLog.Writer(path: context.file(ExtractPhase.dropsFile))
        let held = try ExtractOutput.copies(context)
        config = context.config
        self.mill = mill
        self.documents = documents
        self.drops = drops
        signatures = SignatureWriter(context)
        self.near = near
        embedded = EmbeddedPack(context)
        self.held = held
    }

    private static func copies(_ context: WorkContext) throws -> HeldRecords? {
        guard context.staged != nil, context.config.fetch.archiveImages else { return nil }
        return try HeldRecords(context)
    }

    mutating func drop(_ drop: Drop) throws {
        ledger.dropped(drop.reason)
        try drops.append(drop)
    }

    /// Books a record that is not where a table said.
    mutating func lose(_ source: ArchiveSource) throws {
        ledger.born(.record)
        let detail = "no record at the place that was named"
        try drop(Drop(ArchiveFault.garbage.reason, detail: detail, url: source.name, ordinal: source.begin))
    }

    mutating func take(_ record: ArchiveRecord, source: ArchiveSource, index: Int, skip: Reason?) throws {
        ledger.born(.record)
        let place = Provenance(archive: source.name, offset: record.offset, length: record.length)
        switch RecordSorter.sort(record, source: source, input: config.input, list: list) {
        case .other(let reason, let detail):
            try drop(Drop(reason, detail: detail, url: record.targetURI, ordinal: record.offset))
        case .picture(let url):
            ledger.written(.record)
            pictures += 1
            let place = HeldImage.Holder.record(source: index, offset: record.offset, ordinal: record.ordinal)
            try signatures.add(picture: url, heldBy: try held?.append(record) ?? place)
        case .page(let page):
            ledger.written(.record)
            htmlBytes += page.body.count
            try take(page, captured: record.date, place: place, ordinal: record.ordinal, skip: skip)
        }
    }

    private mutating func take(
        _ page: CapturedPage, captured: String, place: Provenance, ordinal: Int, skip: Reason?
    ) throws {
        if let skip {
            ledger.born(.document)
            let id = PageMill.identifier(page.url, captured, place, ordinal)
            return try drop(Drop(skip, document: id, url: page.url))
        }
        let result = mill.run(page, captured: captured, provenance: place, ordinal: ordinal)
        ledger.add(result.ledger)
        for drop in result.drops { try drops.append(drop) }
        let shown = Set(result.embedded.isEmpty ? [] : result.kept.flatMap { $0.images.map(\.url) })
        for picture in result.embedded where shown.contains(picture.url) { try embedded.add(picture, &signatures) }
        for document in result.kept {
            if config.text.lacksLanguageModel { languages[mill.likelyLanguage(document), default: 0] += 1 }
            try signatures.add(document, index: count)
            try near.add(document, index: count)
            json.reset()
            WorkingCoder.write(document, to: &json)
            textBytes += json.bytes.count
            _ = try documents.append(line: json.bytes)
            count += 1
        }
    }

    consuming func commit() throws {
        _ = try documents.commit()
        _ = try drops.commit()
        try signatures.commit()
        try near.commit()
        try embedded.commit()
        try held.take()?.commit()
    }
}
