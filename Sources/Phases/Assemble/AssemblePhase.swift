import Configuration
import CorpusFiles
import Curation
import Documents
import Facts
import JSON
import Platform
import Runs

/// A group of judged parts becomes shards and packs: sets decided, last cleaning done, bytes copied by content.
struct AssemblePhase: Phase {
    let name = PhaseName.assemble
    var handsOnDocuments: Bool { true }
    var documentsFrom: PhaseName? { .judge }
    var waitsFor: PhaseName? { .judge }

    func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        try AssembleGroups.read(run).indices.map { WorkUnit(phase: name, index: $0) }
    }

    func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int { try AssembleGroups.read(run).count }

    func close(_ sum: Committed, _ units: [WorkUnit], run: RunFolder, plan: Plan) throws {
        if plan.phases[.index] == nil { try Publisher.publish(sum, run: run, plan: plan) }
    }

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let group = try AssembleGroups.read(context.run)[context.unit.index]
        var output = try CorpusOutput(folder: context.folder, config: context.config.output)
        let packs = RawPacks(context)
        var judge = try Judge(context.config)
        let cleaning = context.config.corpus.cleaning
        for index in group where try context.run.isSealed(WorkUnit(phase: .judge, index: index)) {
            let decisions = try Decisions(context, Decision.ofSets, part: index)
            let near = try NearVerdicts(context, NearNotice.ofPictures, part: index)
            let places = try StoredContent.read(context, part: index)
            var place = 0
            try FramedReader(path: context.file(JudgePhase.documentsFile, of: .judge, index)).lines { line in
                if Interrupts.isRaised { throw PipelineError.interrupted }
                defer { place += 1 }
                var document = try WorkingCoder.read(JSONValue(parsing: Array(line)))
                output.ledger.enter(document)
                if let drop = near.drop(document, index: place) {
                    return try output.leave(document, [drop] + document.cascade())
                }
                if let decision = decisions.document(place) {
                    let drop = Drop(decision.reason, detail: decision.detail, of: document)
                    return try output.leave(document, [drop] + document.cascade())
                }
                near.note(in: &document, index: place)
                var drops = judge.clean(&document, cleaning)
                if case .drop(let reason, let detail) = judge.judge(&document) {
                    drops.append(Drop(reason, detail: detail, of: document))
                    return try output.leave(document, drops + document.cascade())
                }
                try output.keep(document, drops) { try packs.content($0, $1, places) }
            }
        }
        part.ledger = output.ledger
        part.counts = try output.commit()
    }
}

/// Reads images out of the raw packs of `fetch`.
private struct RawPacks {
    private let context: WorkContext

    init(_ context: WorkContext) { self.context = context }

    /// The bytes of an image, compared with its SHA-256.
    func content(_ image: ImageNode, _ signals: ImageSignals, _ places: [String: RawPlace]) throws -> [UInt8] {
        guard let place = places[signals.sha256] else {
            throw PipelineError.damaged("the bytes of \(image.url) are not where they were measured")
        }
        let source = context.file(FetchPhase.pack, of: .fetch, place.unit)
        let content = try TarReader.content(source, at: place.bytes)
        guard SHA256.hash(content).hex == signals.sha256 else {
            throw PipelineError.damaged(
                "\(source) is damaged at byte \(place.bytes.offset); delete the run's work folder")
        }
        return content
    }
}
