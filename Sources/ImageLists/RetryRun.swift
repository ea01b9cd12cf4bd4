package import Configuration
import CorpusFiles
import Phases
import Platform
package import Runs

/// `quarry fetch --retry-failed` on a run: images that failed for a retryable reason are asked for once more, and what
/// comes after `fetch` is done again with what came.
package enum RetryRun {
    /// How many URLs were tried, and how many came.
    package struct Outcome: Sendable {
        /// URLs whose reason was retryable.
        package let tried: Int
        /// Of these, how many were fetched now.
        package let came: Int
    }

    /// Retries in the run of `folder`, then does every later phase again that had been done.
    /// - Throws: `PipelineError`; `.problems` when there is no run whose `fetch` is complete.
    package static func retry(_ folder: String, jobs: Int, progress: Progress) throws(PipelineError) -> Outcome {
        let run = RunFolder(folder)
        let plan = try Plan.read(run, .standard)
        guard try run.isCommitted(.fetch) else {
            throw .problems(["the run in '\(folder)' has not fetched all its images yet: `quarry run` goes on with it"])
        }
        let later = plan.phases.names.drop { $0 != .fetch }
        var last = PhaseName.fetch
        for phase in later where try run.isCommitted(phase) { last = phase }
        let tried: Int
        do {
            let lock = try RunLock(path: run.lock)
            defer { lock.release() }
            let units = try run.sealed(Units.all(of: .fetch, run, plan))
            let failed = try units.map { ($0, try failures($0, run)) }.filter { $0.1 > 0 }
            tried = failed.reduce(0) { $0 + $1.1 }
            guard tried > 0 else { return Outcome(tried: 0, came: 0) }
            try reopen(failed.map(\.0), later, run, plan)
        } catch { throw PipelineError(error) }
        try Runner(run: run, plan: plan).work(jobs: jobs, until: last, allowQuarantined: 0, progress: progress)
        let left: Int
        do {
            left = try Units.all(of: .fetch, run, plan).filter(run.isSealed).reduce(0) { $0 + (try failures($1, run)) }
            for unit in try Units.all(of: .fetch, run, plan) { try Files.remove(run.previous(unit)) }
        } catch { throw PipelineError(error) }
        return Outcome(tried: tried, came: tried - left)
    }

    private static func failures(_ unit: WorkUnit, _ run: RunFolder) throws -> Int {
        var count = 0
        try FetchRecord.forEach(run.part(unit) + "/" + FetchPhase.records) { if $0.isRetryable { count += 1 } }
        return count
    }

    /// Takes back what was done from the end on, so that a stop at any moment leaves a run that can go on.
    private static func reopen(
        _ units: [WorkUnit], _ later: ArraySlice<PhaseName>, _ run: RunFolder, _ plan: Plan
    ) throws {
        try Files.remove(run.path + "/corpus.json")
        for phase in later.reversed() { try Files.remove(run.committed(phase)) }
        for phase in later.reversed() where phase != .fetch { try Files.remove("\(run.work)/\(phase.rawValue)") }
        try Files.remove(run.groups(.assemble))
        try Files.remove(run.groups(.measure))
        for folder in ["shards", "images", "drops", CorpusIndex.folderName] {
            try Files.remove(run.path + "/" + folder)
        }
        for unit in units {
            try Files.remove(run.previous(unit))
            try Files.remove(run.seal(unit))
            try Files.move(run.part(unit), to: run.previous(unit))
        }
    }
}
