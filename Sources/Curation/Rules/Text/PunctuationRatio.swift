import Documents
import Facts

/// Drops text without enough punctuation; what has a few tokens, fewer than
/// `min-tokens`, passes, what has none does not.
struct PunctuationRatio: TextRule {
    static let name = "punctuation"
    var name: String { Self.name }
    let minimum: Double
    let minimumTokens: Int
    let reason: Reason

    func judge(_ profile: TextProfile) -> Verdict {
        0 < profile.tokens && profile.tokens < minimumTokens
            ? .keep : .atLeast(minimum, profile.punctuation, else: reason)
    }

    /// `min-tokens` is 12 for a paragraph and 0 for a document, as published, unless it is given.
    static func descriptor(_ scope: RuleScope) -> RuleDescriptor {
        RuleDescriptor(
            name, scope, summary: "Share of , ; : ? ! . among the tokens.",
            parameters: [
                .min("Smallest share kept, 0 to 1."),
                RuleParameter("min-tokens", .integer, doc: "Text with fewer tokens passes (paragraph 12, document 0)."),
            ]
        ) { given throws(RuleError) in
            .text(
                PunctuationRatio(
                    minimum: given.number("min") ?? 0,
                    minimumTokens: given.integer("min-tokens") ?? (scope == .paragraph ? 12 : 0),
                    reason: scope == .paragraph ? .paragraphTooLittlePunctuation : .documentTooLittlePunctuation))
        }
    }
}
