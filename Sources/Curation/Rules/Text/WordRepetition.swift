import Documents
import Facts

/// Drops text that repeats too many windows of words (OBELICS, 5 words).
struct WordRepetition: TextRule {
    static let name = "word-repetition"
    var name: String { Self.name }
    let maximum: Double
    let reason: Reason

    func judge(_ profile: TextProfile) -> Verdict { .atMost(maximum, profile.wordRepetition, else: reason) }

    static func descriptor(_ scope: RuleScope) -> RuleDescriptor {
        RuleDescriptor(
            name, scope, summary: "Share of word windows that occur more than once.",
            parameters: [.max("Largest share kept, 0 to 1.")]
        ) { given throws(RuleError) in
            .text(
                WordRepetition(
                    maximum: given.number("max") ?? 1,
                    reason: scope == .paragraph ? .paragraphWordRepetition : .documentWordRepetition))
        }
    }
}
