package import Documents
import Platform

/// A run that is not finished: what it has counted so far.
package struct BegunRun: Sendable {
    /// The account of the last phase that handed on documents, of its sealed units while it is not committed.
    package let ledger: Ledger
    /// How far the run is, in words.
    package let state: String

    /// nil when the folder holds a finished corpus, or no run.
    package init?(_ folder: String, phases: PhaseList) {
        let run = RunFolder(folder)
        guard !Files.exists(folder + "/corpus.json"), let plan = try? Plan.read(run, phases) else { return nil }
        let counting = phases.phases.filter(\.handsOnDocuments)
        if let last = counting.last(where: { (try? run.isCommitted($0.name)) == true }),
            let sum = try? Committed.read(run, last.name)
        {
            ledger = sum.total
            state = "the run is not finished; this is its account up to \(last.name.rawValue)"
            return
        }
        guard let first = counting.first, let units = try? Units.all(of: first.name, run, plan) else { return nil }
        let sealed = (try? run.sealed(units)) ?? []
        ledger = sealed.reduce(into: Ledger()) { sum, unit in
            if let part = try? SealedPart.read(run.seal(unit)) { sum.add(part.ledger) }
        }
        state =
            "the run is not finished; this is the account of \(sealed.count) of \(units.count) units of "
            + first.name.rawValue
    }
}
