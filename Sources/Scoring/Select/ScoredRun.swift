package import Configuration
import CorpusFiles
import Documents
import Facts
import Phases
import Platform
package import Runs

/// The end of a run whose pipeline has a `score:` section or rules on scores: the assembled corpus is scored, and where
/// rules say so the run's corpus is selected from it. The code is that of `quarry score` and `quarry select`.
package struct ScoredRun {
    private let run: RunFolder
    private let plan: Plan

    /// The end of what `runner` did up to its last phase.
    package init(_ runner: Runner) { (run, plan) = (runner.run, runner.plan) }

    /// Looks for checkpoint and filter before a run begins.
    /// - Throws: `PipelineError.problems`.
    package static func check(_ runner: Runner) throws(PipelineError) {
        try runner.plan.pipeline.config.score.check()
    }

    /// Scores and selects, in this process; does nothing when the pipeline asks for neither or it is done. The corpus gets its
    /// place when it is scored.
    /// - Throws: `PipelineError`; what is scored stays, and the same call goes on from there.
    package func finish(_ mode: Progress.Mode) throws(PipelineError) {
        let config = plan.pipeline.config.score
        guard config.isActive else { return }
        let isDone = Files.exists(run.path + "/" + CorpusManifest.fileName)
        let assembled = isDone ? run.path : run.assembled
        // Where it is done, this finds nothing to do, or what somebody took away.
        if !isDone || !config.selects, let request = config.scoring(assembled) {
            _ = try ScoreRun.run(request, progress: mode)
        }
        guard !isDone else { return }
        guard config.selects else {
            do { return try Publisher.promote(assembled, to: run.path) } catch { throw PipelineError(scoring: error) }
        }
        do {
            let corpus = try Corpus(folder: assembled)
            let destination = SelectDestination(
                folder: run.path, reasons: .init(document: .documentScore, image: .imageScore),
                drops: corpus.dropLogs,
                manifest: { selected throws(Imbalance) in
                    var total = corpus.manifest.ledger
                    try total.append(selected, untouched: [.record])
                    return plan.manifest(total)
                })
            _ = try SelectRun.run(config.selection(assembled, output: run.path), into: destination)
        } catch { throw PipelineError(scoring: error) }
    }
}
