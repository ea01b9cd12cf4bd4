import Documents
import Facts

/// Drops text with too few function words: lists, menus, key words. Passes where the language has no list.
struct StopWordRatio: TextRule {
    static let name = "stop-words"
    var name: String { Self.name }
    let minimum: Double
    let reason: Reason

    func judge(_ profile: TextProfile) -> Verdict { .atLeast(minimum, profile.stopWords, else: reason) }

    static func descriptor(_ scope: RuleScope) -> RuleDescriptor {
        RuleDescriptor(
            name, scope, summary: "Share of function words of the text's language among the words.",
            parameters: [.min("Smallest share kept, 0 to 1.")], need: .stopWords
        ) { given throws(RuleError) in
            .text(
                StopWordRatio(
                    minimum: given.number("min") ?? 0,
                    reason: scope == .paragraph ? .paragraphTooFewStopWords : .documentTooFewStopWords))
        }
    }
}
