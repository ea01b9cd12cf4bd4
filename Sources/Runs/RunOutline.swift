import Configuration
import JSON
import Platform

/// What `--dry-run` prints.
struct RunOutline {
    let plan: Plan
    let run: RunFolder
    let output: String

    var text: String {
        var lines = ["pipeline \(plan.pipeline.config.name) (sha256 \(plan.pipeline.digest.hex))"]
        lines += plan.pipeline.entries.map { "  \($0.path): \($0.value)  [\($0.origin)]" }
        lines += plan.pipeline.config.off.map { "off: \($0)" }
        lines.append("inputs: \(plan.inputs.reduce(0) { $0 + $1.files }) files, \(plan.inputBytes) bytes")
        lines += plan.inputs.prefix(20).map {
            "  \($0.path)  \($0.bytes)" + ($0.files > 1 ? "  \($0.files) pages" : "")
        }
        if plan.inputs.count > 20 { lines.append("  … and \(plan.inputs.count - 20) more") }
        lines.append("units:")
        for (phase, count) in units {
            lines.append("  \(phase.name.rawValue): \(count.map { "\($0)" } ?? after(phase))")
        }
        lines.append("output: \(output) (nothing was written)")
        return lines.joined(separator: "\n")
    }

    var json: String {
        var json = JSONWriter()
        json.object { json in
            json.key("pipeline")
            json.raw(Array(plan.pipeline.resolved.utf8))
            json.member("pipeline_sha256", plan.pipeline.digest.hex)
            json.key("off")
            json.array { json in for rule in plan.pipeline.config.off { json.value(rule) } }
            json.key("inputs")
            json.array { json in for input in plan.inputs { json.value(input.path) } }
            json.member("input_bytes", plan.inputBytes)
            json.key("units")
            json.object { json in
                for (phase, count) in units {
                    json.key(phase.name.rawValue)
                    json.value(count ?? -1)
                }
            }
            json.member("output", output)
        }
        return json.text
    }

    /// How many units a phase has; nil while another must be committed first.
    private var units: [(phase: any Phase, count: Int?)] {
        plan.phases.phases.map { phase in
            let isKnown = phase.waitsFor.map { (try? run.isCommitted($0)) == true } ?? true
            return (phase, isKnown ? (try? phase.unitCount(run, plan)) ?? 0 : nil)
        }
    }

    private func after(_ phase: any Phase) -> String { "known after \(phase.waitsFor?.rawValue ?? "")" }
}
