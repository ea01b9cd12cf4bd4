package import Configuration
import JSON
import Platform

/// The units an engine has to map, as JSON lines.
package enum UnitList {
    /// `{"unit":"extract/00012","phase":"extract","index":12,"cost":…}`, largest first.
    /// - Throws: `PipelineError`; `.notReady` while an earlier phase is not committed.
    package static func open(of phase: PhaseName, run: RunFolder, phases: PhaseList) throws(PipelineError) -> [String] {
        let plan = try Plan.read(run, phases)
        _ = try phases.named(phase)
        if let previous = phases.before(phase), try !run.isCommitted(previous) {
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

extension UnitList {
    /// `--release UNIT`: forgets why a unit could not be done, so that it is done again.
    /// - Throws: `PipelineError.problems` when the unit is not quarantined; `.notReady` when its phase is closed.
    package static func release(_ unit: WorkUnit, run: RunFolder, phases: PhaseList) throws(PipelineError) {
        _ = try phases.named(unit.phase)
        guard try run.isQuarantined(unit) else { throw .problems(["the unit '\(unit)' is not quarantined"]) }
        guard try !run.isCommitted(unit.phase) else {
            throw .notReady("the phase of '\(unit)' was committed without it; begin anew in another folder")
        }
        do { try Files.remove(run.quarantine(unit)) } catch { throw .system(error) }
    }
}
