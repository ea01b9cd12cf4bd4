import Documents
import Facts

/// Drops text with too few or too many words.
struct WordCount: TextRule {
    static let name = "words"
    var name: String { Self.name }
    let range: ClosedRange<Int>
    let reasons: (below: Reason, above: Reason)

    func judge(_ profile: TextProfile) -> Verdict {
        .within(range, profile.words, below: reasons.below, above: reasons.above)
    }

    static func descriptor(_ scope: RuleScope) -> RuleDescriptor {
        RuleDescriptor(
            name, scope, summary: "Number of words.",
            parameters: [
                RuleParameter("min", .integer, doc: "Fewest words kept."),
                RuleParameter("max", .integer, doc: "Most words kept."),
            ]
        ) { given throws(RuleError) in
            .text(
                WordCount(
                    range: (given.integer("min") ?? 0)...(given.integer("max") ?? .max),
                    reasons: scope == .paragraph
                        ? (.paragraphTooFewWords, .paragraphTooManyWords)
                        : (.documentTooFewWords, .documentTooManyWords)))
        }
    }
}
