package import Configuration
import Facts
import Glibc
import Platform
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

    /// A supervisor of `run`.
    init(
        run: RunFolder, plan: Plan, memoryBytes: Int? = nil,
        look: @escaping @Sendable (WorkUnit, Int, Dropped) -> Void = { _, _, _ in }
    ) {
        (self.run, self.plan, self.memoryBytes) = (run, plan, memoryBytes)
        self.look = look
    }

    /// Does `unit` until it is sealed, quarantined or hopeless.
    package func `do`(_ unit: WorkUnit) throws(PipelineError) -> Ending {
        var suspect: Int?
        for attempt in 0... {
            if run.isSealed(unit) { return .sealed }
            if Interrupts.isRaised { return .interrupted }
            let death: Death
            do { death = try once(unit) } catch { throw .system(error) }
            switch death {
            case .exited(0, _): return .sealed
            case .exited(65, let message):
                do { try Files.write(message + "\n", to: run.quarantine(unit)) } catch { throw .system(error) }
                return .quarantined(message)
            case .exited(75, _) where attempt < 3: continue
            case .exited(let code, let message):
                return .failed(code: code, message: message.isEmpty ? "the worker left no word" : message)
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

    private func skip(_ unit: WorkUnit, _ record: Int, crashed: Bool) throws(PipelineError) {
        let reason: Reason =
            plan.phases[unit.phase]?.recordsArePages == true
            ? (crashed ? .pageCrashed : .pageDeadline) : (crashed ? .imageCrashed : .imageDeadline)
        var skips = Skips.read(run.skips(unit))
        do { try skips.add(record, reason, path: run.skips(unit)) } catch { throw .system(error) }
    }

    // MARK: one attempt

    private enum Death {
        case exited(Int32, message: String)
        case died(signal: Int32, record: Int?, message: String)
        case overran(record: Int)
        case interrupted
    }

    private func once(_ unit: WorkUnit) throws(SystemError) -> Death {
        try Files.makeFolder(run.temporary)
        try Files.makeFolder("\(run.work)/\(unit.phase.rawValue)")
        let attempt = run.newAttempt(unit)
        // Not in the run's folder: that may be on a share that cannot map files, and what has no name cannot be left.
        let shared = try UnnamedFile(in: run.scratch)
        let beacon = try Beacon(shared)
        defer { try? Files.remove(attempt) }  // what a worker that died left
        let child = try ChildProcess(
            arguments: ["work", "--run", run.path, "--unit", unit.description, "--attempt", attempt]
                + (memoryBytes.map { ["--memory", "\($0)"] } ?? []) + (run.scratch.map { ["--scratch", $0] } ?? [])
                + run.roots.arguments, sharing: shared, scratch: run.scratch)
        return watch(child, unit, beacon)
    }

    private func watch(_ child: ChildProcess, _ unit: WorkUnit, _ beacon: Beacon) -> Death {
        let limit = plan.pipeline.config.workers.recordSeconds
        var sequence: UInt64 = 0
        var since = 0.0
        var pause: UInt32 = 1000
        var waited = 0
        while true {
            if let status = child.poll() {
                let message = child.lastLines()
                switch status {
                case .exited(let code) where code != 143 && code != 130: return .exited(code, message: message)
                case .exited, .signaled(SIGTERM), .signaled(SIGINT):
                    // A terminal's ^C reaches worker and supervisor in any order; a stop of the worker alone is a death.
                    for _ in 0..<50 where !Interrupts.isRaised { usleep(2000) }
                    return Interrupts.isRaised ? .interrupted : .died(signal: SIGTERM, record: nil, message: message)
                case .signaled(let signal): return .died(signal: signal, record: beacon.record, message: message)
                }
            }
            if Interrupts.isRaised { child.send(SIGTERM) }
            look(unit, beacon.done, beacon.dropped)
            let cpu = child.cpuSeconds
            if beacon.sequence != sequence || beacon.record == nil {
                sequence = beacon.sequence
                since = cpu
            } else if cpu - since > limit, let record = beacon.record {
                child.send(SIGKILL)
                child.wait()
                return .overran(record: record)
            }
            // Short units are many: their end is seen within milliseconds, that of long ones need not be.
            usleep(pause)
            waited += Int(pause)
            pause = min(waited < 2_000_000 ? 4000 : 50_000, pause * 2)
        }
    }
}
