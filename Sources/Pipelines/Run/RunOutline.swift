import JSON
import Platform

/// What `--dry-run` prints.
struct RunOutline {
    let plan: Plan
    let run: RunFolder

    var text: String {
        var lines = ["pipeline \(plan.pipeline.config.name) (sha256 \(plan.pipeline.digest.hex))"]
        lines += plan.pipeline.entries.map { "  \($0.path): \($0.value)  [\($0.origin)]" }
        lines += ModelCheck.off(plan.pipeline.config).map { "off: \($0)" }
        lines.append("inputs: \(plan.inputs.reduce(0) { $0 + $1.files }) files, \(plan.inputBytes) bytes")
        lines += plan.inputs.prefix(20).map {
            "  \($0.path)  \($0.bytes)" + ($0.files > 1 ? "  \($0.files) pages" : "")
        }
        if plan.inputs.count > 20 { lines.append("  … and \(plan.inputs.count - 20) more") }
        lines.append("units:")
        for (phase, count) in units { lines.append("  \(phase.rawValue): \(count.map { "\($0)" } ?? after(phase))") }
        lines.append("output: \(run.path) (nothing was written)")
        return lines.joined(separator: "\n")
    }

    var json: String {
        var json = JSONWriter()
        json.object { json in
            json.key("pipeline")
            json.raw(Array(plan.pipeline.resolved.utf8))
            json.member("pipeline_sha256", plan.pipeline.digest.hex)
            json.key("off")
            json.array { json in for rule in ModelCheck.off(plan.pipeline.config) { json.value(rule) } }
            json.key("inputs")
            json.array { json in for input in plan.inputs { json.value(input.path) } }
            json.member("input_bytes", plan.inputBytes)
            json.key("units")
            json.object { json in
                for (phase, count) in units {
                    json.key(phase.rawValue)
                    json.value(count ?? -1)
                }
            }
            json.member("output", run.path)
        }
        return json.text
    }

    /// How many units a phase has; nil while another must be committed first.
    private var units: [(phase: Phase, count: Int?)] {
        Phase.allCases.map { phase in
            let isKnown = phase.waitsFor.map(run.isCommitted) ?? true
            return (phase, isKnown ? (try? Units.count(of: phase, run, plan)) ?? 0 : nil)
        }
    }

    private func after(_ phase: Phase) -> String { "known after \(phase.waitsFor?.rawValue ?? "")" }
}

extension Phase {
    /// The phase that decides how many units this one has; nil when the plan does.
    fileprivate var waitsFor: Phase? {
        switch self {
        case .measure: .fetch
        case .assemble: .judge
        default: nil
        }
    }
}

/// Rules that need a model or a list.
enum ModelCheck {
    /// Refuses rules that are on without what they need.
    static func check(_ config: PipelineConfig) throws(PipelineError) {
        _ = try PageMill(config)
        _ = try config.rules.images()
        if config.rules.needsNSFW { _ = try config.measure.classifier() }
        try config.fetch.check()
        try config.score.check()
    }

    /// What stands in the pipeline but is off, and why.
    static func off(_ config: PipelineConfig) -> [String] { config.rules.off + config.mannersOff }
}
