package import Configuration
import Documents
import Glibc
import JSON
import Platform
import Synchronization

/// `quarry work`: one unit of a planned run under supervision, and what an engine is told of it.
package struct SupervisedUnit: Sendable {
    /// What an engine may ask for besides the unit.
    package struct Options: Sendable {
        /// Address space of the worker, bytes; nil: as the pipeline says.
        package var memoryBytes: Int?
        /// Seconds between two lines about the work; nil for none.
        package var heartbeat: Double?

        /// Nothing besides.
        package init() {}
    }

    private let unit: WorkUnit
    private let run: RunFolder
    private let supervisor: Supervisor
    private let started = SupervisedUnit.now

    /// A unit of the run in `run`.
    /// - Parameter say: takes a line of JSON: `{"unit","status":"working","done","cost","seconds","dropped"}`.
    /// - Throws: `PipelineError` when there is no such run.
    package init(
        _ unit: WorkUnit, run: RunFolder, phases: PhaseList, options: Options, say: @escaping @Sendable (String) -> Void
    ) throws(PipelineError) {
        let plan = try Plan.read(run, phases)
        let unit = try Units.all(of: unit.phase, run, plan).first { $0.index == unit.index } ?? unit
        (self.unit, self.run) = (unit, run)
        let begun = SupervisedUnit.now
        let last = Mutex(begun)
        supervisor = try Supervisor(run: run, plan: plan, memoryBytes: options.memoryBytes) { unit, done, dropped in
            guard let heartbeat = options.heartbeat else { return }
            let now = SupervisedUnit.now
            let isDue = last.withLock { last in
                guard now - last >= heartbeat else { return false }
                last = now
                return true
            }
            if isDue { say(SupervisedUnit.line(unit, done: done, dropped: dropped, seconds: now - begun)) }
        }
    }

    /// Does the unit.
    /// - Returns: the exit code of the contract (0 sealed, 65 quarantined, the worker's own, 143 told to stop) and one
    ///   JSON object: `unit`, `status`, and for a sealed unit `ledger`, `counts`, `bytes`, `seconds`; else `message`.
    /// - Throws: `PipelineError`.
    package func work() throws(PipelineError) -> (exitCode: Int32, json: String) {
        let wasSealed = try run.isSealed(unit)
        let ending = try supervisor.do(unit)
        let seconds = wasSealed ? 0 : SupervisedUnit.now - started
        let part = ending == .sealed ? try SealedPart.read(run.seal(unit)) : nil
        var json = JSONWriter()
        json.object { json in
            json.member("unit", unit.description)
            json.member("status", ending.status)
            if let message = ending.message { json.member("message", message) }
            guard let part else { return }
            json.key("ledger")
            part.ledger.write(to: &json)
            json.key("counts")
            json.object(part.counts.sorted { $0.key < $1.key }.lazy.map { ($0.key, $0.value) })
            json.member("bytes", part.files.reduce(0) { $0 + $1.bytes })
            json.member("seconds", SupervisedUnit.rounded(seconds))
        }
        return (ending.exitCode, json.text)
    }

    private static func line(_ unit: WorkUnit, done: Int, dropped: Dropped, seconds: Double) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("unit", unit.description)
            json.member("status", "working")
            json.member("done", done)
            json.member("cost", unit.cost)
            json.member("seconds", rounded(seconds))
            json.key("dropped")
            json.object { json in
                json.member("records", dropped.records)
                json.member("documents", dropped.documents)
            }
        }
        return json.text
    }

    /// To milliseconds.
    private static func rounded(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

extension Supervisor.Ending {
    var status: String {
        switch self {
        case .sealed: "sealed"
        case .quarantined: "quarantined"
        case .failed: "failed"
        case .interrupted: "interrupted"
        }
    }

    var message: String? {
        switch self {
        case .quarantined(let message), .failed(_, let message): message
        case .sealed, .interrupted: nil
        }
    }

    var exitCode: Int32 {
        switch self {
        case .sealed: 0
        case .quarantined: 65
        case .failed(let code, _): code
        case .interrupted: Interrupts.isRaised ? Interrupts.exitCode : 75
        }
    }
}
