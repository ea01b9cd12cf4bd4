import Configuration
import CorpusFiles
import Curation
import Documents
import Exchange
import Facts
import JSON
import Platform
import Runs

/// Applies decisions and facts to a part's documents, asks the image rules, and then every text rule again on what is
/// left.
struct JudgePhase: Phase {
    let name = PhaseName.judge
    var handsOnDocuments: Bool { true }
    var documentsFrom: PhaseName? { .extract }

    func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        plan.parts.parts.indices.map { index in
            let path = run.part(.extract, index) + "/" + ExtractPhase.documentsFile
            return WorkUnit(phase: name, index: index, cost: (try? Files.size(path)) ?? 0)
        }
    }

    func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int { plan.parts.count }

    func close(_ sum: Committed, _ units: [WorkUnit], run: RunFolder, plan: Plan) throws {
        try AssembleGroups.write(run, plan)
    }

    static let documentsFile = "documents.jsonl.zst"
    static let dropsFile = "drops.jsonl.zst"
    /// One bucket a bucket of sets; key = the set of image URLs.
    static let sets = "sets.run"
    /// Where the bytes of this part's images are: `[sha256, unit, offset, length, format]` a line.
    static let contents = "contents.jsonl.zst"

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let decisions = try Decisions(
            context, phase: .deduplicateText, file: DeduplicateTextPhase.decisions, part: context.unit.index)
        let sifter = ImageSifter(
            facts: try readFacts(context), frequentURLs: try DeduplicateLinksPhase.read(context),
            frequentContents: try DeduplicateImagesPhase.read(context), rules: try context.config.rules.images())
        let repeats = try ImageDecisions(context, part: context.unit.index)
        var output = try JudgeOutput(context)
        var judge = try Judge(context.config)
        var index = 0
        let path = context.file(ExtractPhase.documentsFile, of: .extract, context.unit.index)
        try FramedReader(path: path).lines { line in
            if Interrupts.isRaised { throw PipelineError.interrupted }
            var document = try WorkingCoder.read(JSONValue(parsing: Array(line)))
            output.ledger.enter(document)
            var drops: [Drop] = []
            if let decision = decisions.document(index) {
                drops.append(Drop(decision.reason, detail: "\(decision.occurrences) in all", of: document))
                drops += document.cascade()
                try output.leave(document, drops)
            } else {
                drops += sifter.sift(&document)
                drops += repeats.sift(&document, index: index, context.config.corpus)
                drops += sift(&document, decisions: decisions, index: index)
                drops += judge.sift(&document)
                for var part in parts(document, context.config, &output) {
                    if case .drop(let reason, let detail) = judge.judge(&part) {
                        drops.append(Drop(reason, detail: detail, of: part))
                        drops += part.cascade()
                        try output.leave(part, drops)
                    } else {
                        try output.keep(part, drops, contents: sifter.places(of: part))
                    }
                    drops = []
                }
            }
            index += 1
            context.beacon.dropped = Dropped(output.ledger)
        }
        part.ledger = output.ledger
        part.counts = ["text_bytes": output.textBytes, "split": output.split]
        try output.commit()
    }

    /// The document, in parts when it has more images than a document may have and the pipeline says `over: split`.
    private func parts(
        _ document: Document, _ config: PipelineConfig, _ output: inout JudgeOutput
    ) -> [Document] {
        guard let maximum = config.rules.imagesOfPart else { return [document] }
        var parts = document.parts(images: maximum)
        for index in parts.indices.dropFirst() {
            parts[index].id = PageMill.identifier(
                parts[index].url, document.captured, document.provenance, index)
        }
        output.split(into: parts.count)
        return parts
    }

    /// Takes out the paragraphs that repeat in the domain.
    private func sift(_ document: inout Document, decisions: Decisions, index: Int) -> [Drop] {
        var drops: [Drop] = []
        document.sift { node in
            guard case .text(var text) = node else { return node }
            text.paragraphs.removeAll { paragraph in
                guard let decision = decisions.paragraph(index, paragraph.ordinal) else { return false }
                drops.append(
                    Drop(decision.reason, detail: "\(decision.occurrences) in the domain", paragraph: paragraph))
                return true
            }
            return text.paragraphs.isEmpty ? nil : .text(text)
        }
        return drops
    }

    private func readFacts(_ context: WorkContext) throws -> [String: ImageFact] {
        let paths = try context.units(of: .measure).map { context.file(MeasurePhase.facts, of: .measure, $0) }
        var merger = try RunMerger(paths: paths, bucket: context.unit.index)
        var facts: [String: ImageFact] = [:]
        while let entry = try merger.next() {
            let fact = ImageFact(entry.payload)
            facts[fact.url] = fact
        }
        return facts
    }
}

/// The images of a document against decisions, facts and rules.
struct ImageSifter {
    let facts: [String: ImageFact]
    let frequentURLs: FrequentKeys
    let frequentContents: FrequentKeys
    let rules: ImageRuleSet

    /// Gives each image its signals, or drops it.
    func sift(_ document: inout Document) -> [Drop] {
        var drops: [Drop] = []
        document.sift { node in
            guard case .image(var image) = node else { return node }
            let verdict = judge(&image)
            guard case .drop(let reason, let detail) = verdict else { return .image(image) }
            drops.append(Drop(reason, detail: detail, image: image))
            return nil
        }
        return drops
    }

    private func judge(_ image: inout ImageNode) -> Verdict {
        if let count = frequentURLs.count(of: URLKey.hash(of: image.url)) {
            return .drop(.imageFrequentURL, detail: "\(count) in the corpus")
        }
        switch facts[image.url]?.outcome {
        case nil: return .drop(.imageNotFetched, detail: "no record of it")
        case .failed(let reason, let detail): return .drop(reason, detail: detail)
        case .measured(let signals, _):
            if let count = frequentContents.count(of: MeasurePhase.contentKey(signals.sha256)) {
                return .drop(.imageFrequentContent, detail: "in \(count) documents")
            }
            image.signals = signals
            return rules.judge(image)
        }
    }

    /// Where the bytes of a document's images are.
    func places(of document: Document) -> [(signals: ImageSignals, place: (unit: Int, offset: Int, length: Int))] {
        document.images.compactMap { image in
            guard case .measured(let signals, let place)? = facts[image.url]?.outcome else { return nil }
            return (signals, place)
        }
    }
}

/// What a unit of `judge` writes.
private struct JudgeOutput: ~Copyable {
    var ledger = Ledger()
    private(set) var textBytes = 0
    /// Documents that came into being by cutting others in parts.
    private(set) var split = 0
    private var documents: FramedWriter
    private var drops: DropLog.Writer
    private var contents: FramedWriter
    private var sets: RunWriter
    private var json = JSONWriter()
    private var payload = PayloadWriter()
    private var known: Set<String> = []
    private var count = 0
    private let part: Int
    private let buckets: Int

    init(_ context: WorkContext) throws {
        let documents = try FramedWriter(path: context.file(JudgePhase.documentsFile))
        let drops = try DropLog.Writer(path: context.file(JudgePhase.dropsFile))
        let contents = try FramedWriter(path: context.file(JudgePhase.contents))
        part = context.unit.index
        buckets = context.plan.buckets
        self.documents = documents
        self.drops = drops
        self.contents = contents
        sets = RunWriter(path: context.file(JudgePhase.sets), buckets: buckets)
    }

    mutating func split(into parts: Int) {
        split += parts - 1
        ledger.born(.document, parts - 1)
    }

    mutating func leave(_ document: Document, _ list: [Drop]) throws {
        try drops.append(list, of: document, in: &ledger)
    }

    mutating func keep(
        _ document: Document, _ list: [Drop],
        contents places: [(signals: ImageSignals, place: (unit: Int, offset: Int, length: Int))]
    ) throws {
        try leave(document, list)
        ledger.write(document)
        json.reset()
        WorkingCoder.write(document, to: &json)
        textBytes += json.bytes.count
        _ = try documents.append(line: json.bytes)
        for (signals, place) in places where known.insert(signals.sha256).inserted {
            json.reset()
            json.array { json in
                json.value(signals.sha256)
                json.value(place.unit)
                json.value(place.offset)
                json.value(place.length)
                json.value(signals.format)
            }
            _ = try contents.append(line: json.bytes)
        }
        try addSet(document)
        count += 1
    }

    /// Notes the document's set of images; without images it is like no other.
    private mutating func addSet(_ document: Document) throws {
        guard document.imageCount > 0 else { return }
        let key = CorpusSteps.imageSetKey(document.images.map(\.url))
        payload.reset()
        payload.append(part)
        payload.append(count)
        payload.append(document.captured)
        payload.append(document.provenance.archive)
        payload.append(document.url)
        try sets.append(bucket: Int(key % UInt64(buckets)), key: key, payload: payload.bytes)
    }

    consuming func commit() throws {
        _ = try documents.commit()
        _ = try drops.commit()
        _ = try contents.commit()
        _ = try sets.commit()
    }
}
