package import Facts
import JSON
package import Platform

/// `quarry help reasons`: what a reason means, an example and what to do, of one or of all.
package struct ReasonsInspection: Sendable {
    /// The reasons that are asked for.
    package let reasons: [Reason]
    private let isOne: Bool

    /// All reasons, or one by its name, or those of a unit (`image`).
    /// - Throws: `InspectionError.unanswerable` for a name that is none, with the nearest.
    package init(_ name: String? = nil) throws(InspectionError) {
        guard let name else {
            (reasons, isOne) = (Reason.allCases, false)
            return
        }
        if let unit = Unit(rawValue: name.hasSuffix("s") ? String(name.dropLast()) : name) {
            (reasons, isOne) = (Reason.allCases.filter { $0.unit == unit }, false)
            return
        }
        guard let reason = Reason(rawValue: name) else {
            let nearest = Nearest.closest(to: name, among: Reason.allCases.map(\.rawValue)) ?? ""
            throw .unanswerable("there is no reason '\(name)'; the nearest is '\(nearest)'")
        }
        (reasons, isOne) = ([reason], true)
    }

    /// For `--json`: a list of `{"reason", "unit", "kind", "retryable", "sentence", "example", "advice"}`.
    package var json: String {
        var json = JSONWriter()
        json.array { json in
            for reason in reasons {
                json.object { json in
                    json.member("reason", reason.rawValue)
                    json.member("unit", reason.unit.rawValue)
                    json.member("kind", reason.kind.rawValue)
                    json.member("retryable", reason.isRetryable)
                    json.member("sentence", reason.words.sentence)
                    json.member("example", reason.words.example)
                    json.member("advice", reason.words.advice)
                }
            }
        }
        return json.text
    }

    /// For people.
    package func text(on screen: Screen = Screen()) -> String {
        let parts = reasons.map { reason in
            var text = reason.rawValue + "\n" + line(reason.words.sentence, screen)
            if isOne || !reason.words.example.isEmpty {
                text += "\n" + line("for example: \(reason.rawValue) \(shown(reason.words.example))", screen)
            }
            text += "\n" + line("what to do: \(reason.words.advice)", screen)
            guard isOne else { return text }
            let kind = ReasonsInspection.meaning(reason.kind)
            return text + "\n" + line("counts \(reason.unit.rawValue)s; \(kind)", screen)
        }
        return parts.joined(separator: "\n\n")
    }

    private func shown(_ example: String) -> String { example.isEmpty ? "(without a detail)" : "(\(example))" }

    private func line(_ text: String, _ screen: Screen) -> String {
        Terminal.wrapped(text, width: screen.width, indent: "  ")
    }

    /// Whose fault it is, in words.
    static func meaning(_ kind: Reason.Kind) -> String {
        switch kind {
        case .policy: "a rule of the pipeline"
        case .failure: "something went wrong"
        case .cascade: "with what it belonged to"
        }
    }
}
