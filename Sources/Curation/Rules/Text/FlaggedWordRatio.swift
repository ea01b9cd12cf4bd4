import Documents
import Facts

/// Drops text with too many words of adult pages.
struct FlaggedWordRatio: TextRule {
    static let name = "flagged-words"
    var name: String { Self.name }
    let maximum: Double
    let reason: Reason

    func judge(_ profile: TextProfile) -> Verdict { .atMost(maximum, profile.flaggedWords, else: reason) }

    static func descriptor(_ scope: RuleScope) -> RuleDescriptor {
        RuleDescriptor(
            name, scope, summary: "Share of flagged words among the words.",
            parameters: [.max("Largest share kept, 0 to 1.")]
        ) { given throws(RuleError) in
            .text(
                FlaggedWordRatio(
                    maximum: given.number("max") ?? 1,
                    reason: scope == .paragraph ? .paragraphFlaggedWords : .documentFlaggedWords))
        }
    }
}
