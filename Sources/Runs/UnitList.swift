package import Configuration
import JSON

/// The units an engine has to map, as JSON lines.
package enum UnitList {
    /// `{"unit":"extract/00012","phase":"extract","index":12,"cost":…}`, largest first.
    /// - Throws: `PipelineError`; `.notReady` while an earlier phase is not committed.
    package static func open(of phase: PhaseName, run: RunFolder, phases: PhaseList) throws(PipelineError) -> [String] {
        let plan = try Plan.read(run, phases)
        _ = try phases.named(phase)
        if let previous = phases.before(phase), !run.isCommitted(previous) {
            throw .notReady("phase '\(phase.rawValue)' waits for '\(previous.rawValue)' to be committed")
        }
        return try Units.open(of: phase, run, plan).map { unit in
            var json = JSONWriter()
            json.object { json in
                json.member("unit", unit.description)
                json.member("phase", phase.rawValue)
                json.member("index", unit.index)
                json.member("cost", unit.cost)
            }
            return json.text
        }
    }
}

extension Supervisor {
    /// `quarry work`: one unit of a planned run, under supervision.
    /// - Throws: `PipelineError` when there is no such run or unit.
    package static func supervise(_ unit: WorkUnit, run: RunFolder, phases: PhaseList) throws(PipelineError) -> Ending {
        try Supervisor(run: run, plan: try Plan.read(run, phases)).do(unit)
    }
}

extension Supervisor.Ending {
    /// The exit code of the contract: 0 sealed, 65 quarantined, the worker's own code, 143 told to stop.
    package var exitCode: Int32 {
        switch self {
        case .sealed: 0
        case .quarantined: 65
        case .failed(let code, _): code
        case .interrupted: Interrupts.isRaised ? Interrupts.exitCode : 75
        }
    }

    /// The one line `quarry work` prints.
    package func json(_ unit: WorkUnit) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("unit", unit.description)
            switch self {
            case .sealed: json.member("status", "sealed")
            case .quarantined(let message):
                json.member("status", "quarantined")
                json.member("message", message)
            case .failed(_, let message):
                json.member("status", "failed")
                json.member("message", message)
            case .interrupted: json.member("status", "interrupted")
            }
        }
        return json.text
    }
}
