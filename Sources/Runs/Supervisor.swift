package import Configuration
import Facts
import Glibc
import Platform
import RemoteFiles
import Synchronization

/// Does units in worker processes and survives what the workers do not: a worker that dies or overruns costs the
/// record it was on, and the unit is done again around it.
package struct Supervisor: Sendable {
    /// How one unit ended.
    package enum Ending: Sendable, Equatable {
        /// Sealed.
        case sealed
        /// Its input cannot be used; the reason is written beside it.
        case quarantined(String)
        /// Our storage or configuration is at fault: the exit code and the last lines of the worker.
        case failed(code: Int32, message: String)
        /// Told to stop.
        case interrupted
    }

    let run: RunFolder
    let plan: Plan
    /// Address space of a worker in bytes, where it is not what the pipeline says.
    var memoryBytes: Int?
    /// Called some times a second while a unit is being done, with how much of its cost is done and what it dropped.
    let look: @Sendable (WorkUnit, Int, Dropped) -> Void
    private let store: RemoteStore

    /// A supervisor of `run`.
    /// - Throws: `PipelineError.problems` for addresses in the pipeline that are none.
    init(
        run: RunFolder, plan: Plan, memoryBytes: Int? = nil,
        look: @escaping @Sendable (WorkUnit, Int, Dropped) -> Void = { _, _, _ in }
    ) throws(PipelineError) {
        store = RemoteStore(try plan.pipeline.config.fetch.storePolicy(), environment: Environment.all)
        (self.run, self.plan, self.memoryBytes) = (run, plan, memoryBytes)
        self.look = look
    }

    /// Does `unit` until it is sealed, quarantined or hopeless.
    package func `do`(_ unit: WorkUnit) throws(PipelineError) -> Ending {
        if try run.isSealed(unit) { return .sealed }
        var staged: StagedInputs?
        do throws(PipelineError) {
            staged = try StagedInputs(unit, plan: plan, folder: run.newAttempt(unit) + ".inputs", store: store)
            try staged?.bring()
        } catch {
            if let staged { try? Files.remove(staged.folder) }
            return try ending(error, of: unit)
        }
        defer { if let staged { try? Files.remove(staged.folder) } }
        var suspect: Int?
        for attempt in 0... {
            if try run.isSealed(unit) { return .sealed }
            if Interrupts.isRaised { return .interrupted }
            switch try once(unit, staged?.folder) {
            case .exited(0, _): return .sealed
            case .exited(65, let message): return try quarantine(unit, message)
            case .exited(Worker.wantsMore, _) where staged != nil:
                do throws(PipelineError) { try staged?.bring() } catch { return try self.ending(error, of: unit) }
            case .exited(75, _) where attempt < 3: continue
            case .exited(let code, let message):
                return .failed(code: code, message: message.isEmpty ? "the worker gave no reason" : message)
            case .interrupted: return .interrupted
            case .overran(let record): try skip(unit, record, crashed: false)
            case .died(let signal, let record, let message):
                // A first death may have come from outside (a kill, the memory of the machine): only the second on
                // the same record makes it guilty. Without a record there is nothing to go around.
                if let record, record == suspect {
                    try skip(unit, record, crashed: true)
                } else if record == nil && attempt >= 3 {
                    return .failed(code: 128 + signal, message: "the worker died of signal \(signal). \(message)")
                }
                suspect = record
            }
        }
        return .interrupted
    }

    private func quarantine(_ unit: WorkUnit, _ message: String) throws(PipelineError) -> Ending {
        do {
            try makeFolder(of: unit)
            try Files.write(message + "\n", to: run.quarantine(unit))
        } catch { throw .system(error) }
        return .quarantined(message)
    }

    /// How a unit ends whose remote inputs did not come: as with files of this machine.
    private func ending(_ error: PipelineError, of unit: WorkUnit) throws(PipelineError) -> Ending {
        switch error {
        case .unusable(let message): return try quarantine(unit, message)
        case .unseen(let message): return .failed(code: 75, message: message)
        case .interrupted: return .interrupted
        default: throw error
        }
    }

    private func skip(_ unit: WorkUnit, _ record: Int, crashed: Bool) throws(PipelineError) {
        let reason: Reason =
            plan.phases[unit.phase]?.recordsArePages == true
            ? (crashed ? .pageCrashed : .pageDeadline) : (crashed ? .imageCrashed : .imageDeadline)
        do {
            try makeFolder(of: unit)
            var skips = try Skips.read(run.skips(unit))
            try skips.add(record, reason, path: run.skips(unit))
        } catch { throw .system(error) }
    }

    /// What is said of a unit lies beside its part, also before its phase has one.
    private func makeFolder(of unit: WorkUnit) throws(SystemError) {
        try Files.makeFolder("\(run.work)/\(unit.phase.rawValue)")
    }

    // MARK: one attempt

    private func once(_ unit: WorkUnit, _ staged: String?) throws(PipelineError) -> WatchedChild.Ending {
        let attempt = run.newAttempt(unit)
        defer { try? Files.remove(attempt) }  // what a worker that died left
        do {
            try Files.makeFolder(run.temporary)
            try Files.makeFolder(attempt)
            // Not in the run's folder: that may be on a share that cannot map files, and what has no name cannot be left.
            let shared = try ScratchFile(in: run.scratch)
            let beacon = try Beacon(shared)
            let child = try ChildProcess(
                arguments: ["work", "--run", run.path, "--unit", unit.description, "--attempt", attempt]
                    + (staged.map { ["--staged", $0] } ?? []) + (memoryBytes.map { ["--memory", "\($0)"] } ?? [])
                    + (run.scratch.map { ["--scratch", $0] } ?? []) + run.roots.arguments,
                sharing: shared, scratch: run.scratch, inheriting: plan.phases[unit.phase]?.runsModels == true)
            let watched = WatchedChild(child, beacon, recordSeconds: plan.pipeline.config.workers.recordSeconds)
            let ending = watched.wait { look(unit, beacon.done, beacon.dropped) }
            if case .exited(0, _) = ending, try !run.isSealed(unit) { try Worker.publish(attempt, as: unit, run) }
            return ending
        } catch { throw PipelineError(error, in: "\(unit)") }
    }
}
