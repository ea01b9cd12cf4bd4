import Documents
import Facts

/// Drops text whose most frequent windows of characters are too large a share (OBELICS, 10 characters).
struct CharacterRepetition: TextRule {
    static let name = "character-repetition"
    var name: String { Self.name }
    let maximum: Double
    let reason: Reason

    func judge(_ profile: TextProfile) -> Verdict { .atMost(maximum, profile.characterRepetition, else: reason) }

    static func descriptor(_ scope: RuleScope) -> RuleDescriptor {
        RuleDescriptor(
            name, scope, summary: "Share of the most repeated character windows.",
            parameters: [.max("Largest share kept, 0 to 1.")]
        ) { given throws(RuleError) in
            .text(
                CharacterRepetition(
                    maximum: given.number("max") ?? 1,
                    reason: scope == .paragraph ? .paragraphCharacterRepetition : .documentCharacterRepetition))
        }
    }
}
