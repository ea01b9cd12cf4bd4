import Documents
import Facts

/// Drops text whose words are too rarely common ones: code, names, broken text. Needs a list.
struct CommonWordRatio: TextRule {
    static let name = "common-words"
    var name: String { Self.name }
    let minimum: Double
    let reason: Reason

    func judge(_ profile: TextProfile) -> Verdict { .atLeast(minimum, profile.commonWords, else: reason) }

    static func descriptor(_ scope: RuleScope) -> RuleDescriptor {
        RuleDescriptor(
            name, scope, summary: "Share of common words among the words; needs a list of common words.",
            parameters: [.min("Smallest share kept, 0 to 1.")], need: .commonWords
        ) { given throws(RuleError) in
            .text(
                CommonWordRatio(
                    minimum: given.number("min") ?? 0,
                    reason: scope == .paragraph ? .paragraphTooFewCommonWords : .documentTooFewCommonWords))
        }
    }
}
