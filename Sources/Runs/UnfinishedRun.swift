package import Configuration
package import Documents
import Platform

/// The account of a run that is not finished, for those who look in while it works.
package struct UnfinishedRun: Sendable {
    /// What entered, what left and what is still on its way (written, so far).
    package let ledger: Ledger
    /// How far it is: `after 'judge'`, `3 of 8 units of 'extract'`.
    package let state: String

    /// Reads the run in a corpus' folder; nil when there is none.
    /// - Throws: `PipelineError` for a run that this program cannot read.
    package init?(folder: String, phases: PhaseList) throws(PipelineError) {
        let run = RunFolder(folder)
        guard Files.exists(run.plan) else { return nil }
        var last: (ledger: Ledger, state: String)?
        for phase in phases.phases where run.isCommitted(phase.name) && phase.handsOnDocuments {
            last = (try Committed.read(run, phase.name).total, "after '\(phase.name.rawValue)'")
        }
        if let last {
            (ledger, state) = last
            return
        }
        let plan = try Plan.read(run, phases)
        guard let first = phases.phases.first?.name else { return nil }
        let units = try Units.all(of: first, run, plan)
        var sum = Ledger()
        let sealed = units.filter(run.isSealed)
        for unit in sealed { sum.add(try SealedPart.read(run.seal(unit)).ledger) }
        ledger = sum
        state = "\(sealed.count) of \(units.count) units of '\(first.rawValue)'"
    }
}
