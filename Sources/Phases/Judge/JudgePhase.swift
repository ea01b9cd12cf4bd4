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

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let decisions = try Decisions(context, Decision.ofTexts, part: context.unit.index)
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
                drops.append(Drop(decision.reason, detail: "\(decision.occurrences) in all", url: document.url))
                drops += document.cascade()
                try output.leave(document, drops)
            } else {
                drops += sifter.sift(&document)
                drops += repeats.sift(&document, index: index, context.config.corpus)
                drops += sift(&document, decisions: decisions, index: index)
                drops += judge.sift(&document)
                for var part in parts(document, context.config, &output) {
                    if case .drop(let reason, let detail) = judge.judge(&part) {
                        drops.append(Drop(reason, detail: detail, url: part.url))
                        drops += part.cascade()
                        try output.leave(part, drops)
                    } else {
                        try output.keep(part, drops, contents: sifter.contents(of: part))
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
                    Drop(decision.reason, detail: "\(decision.occurrences) in the domain", ordinal: paragraph.ordinal))
                return true
            }
            return text.paragraphs.isEmpty ? nil : .text(text)
        }
        return drops
    }

    private func readFacts(_ context: WorkContext) throws -> [String: ImageFact] {
        var reader = try context.reader(ImageFact.file)
        var facts: [String: ImageFact] = [:]
        while let fact = try reader.next() { facts[fact.url] = fact }
        return facts
    }
}
