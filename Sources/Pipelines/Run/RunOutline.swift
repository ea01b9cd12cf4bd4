import Platform

/// What `--dry-run` prints.
struct RunOutline {
    let plan: Plan
    let run: RunFolder

    var text: String {
        var lines = ["pipeline \(plan.pipeline.config.name) (sha256 \(plan.pipeline.digest.hex))"]
        lines += plan.pipeline.entries.map { "  \($0.path): \($0.value)  [\($0.origin)]" }
        lines += ModelCheck.off(plan.pipeline.config).map { "off: \($0)" }
        lines.append("inputs: \(plan.inputs.count) files, \(plan.inputBytes) bytes")
        lines += plan.inputs.prefix(20).map { "  \($0.path)  \($0.bytes)" }
        if plan.inputs.count > 20 { lines.append("  … and \(plan.inputs.count - 20) more") }
        lines.append("units:")
        for phase in Phase.allCases {
            let count = (try? Units.all(of: phase, run, plan).count) ?? 0
            let text = phase == .assemble && count == 0 ? "known after \(Phase.judge.rawValue)" : "\(count)"
            lines.append("  \(phase.rawValue): \(text)")
        }
        lines.append("output: \(run.path) (nothing was written)")
        return lines.joined(separator: "\n")
    }
}

/// Rules that need a model or a list.
enum ModelCheck {
    /// Refuses rules that are on without what they need.
    static func check(_ config: PipelineConfig) throws(PipelineError) {
        _ = try PageMill(config)
        _ = try config.rules.images()
        try config.score.check()
    }

    /// What stands in the pipeline but is off, and why.
    static func off(_ config: PipelineConfig) -> [String] { config.rules.off }
}
