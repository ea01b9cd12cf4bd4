package import Configuration
import Platform

/// The units of the phases.
package enum Units {
    /// Every unit of a phase, in order.
    package static func all(of phase: PhaseName, _ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        try plan.phases.named(phase).units(run, plan)
    }

    /// How many units a phase has, without a look at their files.
    package static func count(of phase: PhaseName, _ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int {
        try plan.phases.named(phase).unitCount(run, plan)
    }

    /// The units of a phase that are neither sealed nor quarantined, largest first.
    package static func open(of phase: PhaseName, _ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        var open: [WorkUnit] = []
        for unit in try all(of: phase, run, plan) where try !run.isSealed(unit) {
            if try !run.isQuarantined(unit) { open.append(unit) }
        }
        return open.sorted { $0.cost != $1.cost ? $0.cost > $1.cost : $0.index < $1.index }
    }
}
