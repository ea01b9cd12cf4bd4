import Documents
import Facts

/// Drops text with too many special characters; spaces and digits are special, plain English has about 0.21.
struct SpecialCharacterRatio: TextRule {
    static let name = "special-characters"
    var name: String { Self.name }
    let maximum: Double
    let reason: Reason

    func judge(_ profile: TextProfile) -> Verdict { .atMost(maximum, profile.specialCharacters, else: reason) }

    static func descriptor(_ scope: RuleScope) -> RuleDescriptor {
        RuleDescriptor(
            name, scope, summary: "Share of punctuation, digits, spaces, symbols and emoji among the characters.",
            parameters: [.max("Largest share kept, 0 to 1.")]
        ) { given throws(RuleError) in
            .text(
                SpecialCharacterRatio(
                    maximum: given.number("max") ?? 1,
                    reason: scope == .paragraph ? .paragraphSpecialCharacters : .documentSpecialCharacters))
        }
    }
}
