import Annotations
import Configuration
import CorpusFiles
import Documents
import Facts
import Phases
import Platform
package import Runs

extension PhaseName {
    /// Scores of an assembled corpus; a unit is 256 documents in a row. A run whose pipeline asks no model has no such phase.
    package static let score = PhaseName(rawValue: "score")
}

extension PhaseList {
    /// All that a run may do: `standard`, and what a pipeline with scores does then.
    package static let complete = PhaseList(PhaseList.standard.phases + [ScorePhase()])
}

/// The assembled corpus is scored, and gets its place when it is; where rules on scores say so the run's corpus is selected
/// from it. Closing the phase joins what its units made, shard by shard; the code is that of `quarry score` and
/// `quarry select`.
struct ScorePhase: Phase {
    let name = PhaseName.score
    var waitsFor: PhaseName? { .assemble }
    var runsModels: Bool { true }

    func isAsked(_ config: PipelineConfig, inputBytes: Int) -> Bool { config.score.isAsked }

    func check(_ config: PipelineConfig) throws(PipelineError) { try config.score.check() }

    func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int {
        let isAssembled = try plan.phases.before(name).map(run.isCommitted) ?? false
        guard plan.pipeline.config.score.isActive, isAssembled else { return 0 }
        return try ScorePhase.units(run).count
    }

    func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        (0..<(try unitCount(run, plan))).map { WorkUnit(phase: name, index: $0) }
    }

    private static func units(_ run: RunFolder) throws(PipelineError) -> ScoreUnits {
        ScoreUnits(documents: try Committed.read(run, .assemble).total[.document].written) { unit in
            ScoreFolder(path: run.part(.score, unit))
        }
    }

    func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let folder = context.run.assembled
        guard let request = context.config.score.scoring(folder) else { return }
        let range = try ScorePhase.units(context.run).range(context.unit.index)
        do {
            let made = try ScoreRun.annotate(request, range)
            let shards = try Corpus(folder: folder).manifest.files(.shard)
            try ScoreFolder(path: context.folder).write(made.annotations, shard: 0, model: made.model, of: shards[0])
            part.counts = ["scored": range.count, "problems": made.annotations.count { !$0.problem.isEmpty }]
            if request.cascade != nil { part.counts["spared"] = made.spared }
        } catch { throw PipelineError(scoring: error) }
    }

    func close(_ sum: Committed, _ units: [WorkUnit], run: RunFolder, plan: Plan) throws {
        let score = plan.pipeline.config.score
        do {
            let corpus = try Corpus(folder: run.assembled)
            if score.isActive { try join(run, corpus) }
            if !score.selects { return try Publisher.promote(run.assembled, to: run.path) }
            // A commit that died behind its last file has selected already.
            if !Files.exists(run.path + "/" + CorpusManifest.fileName) { try select(run, plan, corpus) }
        } catch { throw PipelineError(scoring: error) }
    }

    /// Puts the annotations of the units beside the shards of their documents.
    private func join(_ run: RunFolder, _ corpus: Corpus) throws {
        var units = try ScorePhase.units(run)
        var first = 0
        for (shard, file) in corpus.manifest.files(.shard).enumerated() {
            defer { first += file.lines }
            let annotations = try units.annotations(of: first..<first + file.lines)
            guard let model = units.model else { continue }
            try ScoreFolder(corpus: corpus.folder, model: model.name)
                .write(annotations, shard: shard, model: model, of: file)
        }
        _ = try ScoreIndexBuilder.refresh(corpus.folder, corpus.manifest)
    }

    /// Selects the run's corpus from the one that was scored.
    private func select(_ run: RunFolder, _ plan: Plan, _ corpus: Corpus) throws {
        let destination = SelectDestination(
            folder: run.path, reasons: .init(document: .documentScore, image: .imageScore), drops: corpus.dropLogs,
            manifest: { selected throws(Imbalance) in
                var total = corpus.manifest.ledger
                try total.append(selected, untouched: [.record])
                return plan.manifest(total, read: corpus.manifest.read)
            })
        _ = try SelectRun.run(plan.pipeline.config.score.selection(corpus.folder, output: run.path), into: destination)
    }
}
