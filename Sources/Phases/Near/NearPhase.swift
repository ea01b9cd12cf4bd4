import Configuration
import Runs

/// A phase of near-duplicates: it has no units where nothing is compared.
protocol NearPhase: ExchangingPhase {
    /// How many units it has where something is.
    func unitCount(_ plan: Plan) -> Int
}

extension NearPhase {
    func unitCount(_ plan: Plan) -> Int { plan.buckets }

    func unitCount(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> Int {
        plan.pipeline.config.corpus.nearDuplicates.isOn && plan.list == nil ? unitCount(plan) : 0
    }

    func units(_ run: RunFolder, _ plan: Plan) throws(PipelineError) -> [WorkUnit] {
        (0..<(try unitCount(run, plan))).map { WorkUnit(phase: name, index: $0) }
    }
}
