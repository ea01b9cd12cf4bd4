import Documents
import Facts

/// A rule that holds one measured number of a text against a threshold: a row of `TextRatio.all`.
struct TextRatio: Sendable {
    /// On which side of the threshold a text stays.
    enum Bound: Sendable {
        case atMost, atLeast
    }

    /// A text too short for the rule, which passes.
    struct Exemption: Sendable {
        /// The parameter with the length from which on texts are judged.
        let parameter: String
        /// What the parameter says.
        let doc: String
        /// The length, unless it is given.
        let lengths: [RuleScope: Int]
        /// Whether a text is shorter.
        let holds: @Sendable (TextProfile, Int) -> Bool
    }

    /// The key in a pipeline file.
    let name: String
    /// One line.
    let summary: String
    let bound: Bound
    /// What is measured.
    let value: @Sendable (TextProfile) -> Double
    /// Why a paragraph and why a document leaves.
    let reasons: [RuleScope: Reason]
    var exemption: Exemption?
    var need: RuleDescriptor.Need?

    /// The rows, in the order of the checks.
    static let all = [
        // Windows of ten characters, as published; see `ProfilerOptions`.
        TextRatio(
            name: "character-repetition", summary: "Share of the most repeated character windows.", bound: .atMost,
            value: { $0.characterRepetition },
            reasons: [.paragraph: .paragraphCharacterRepetition, .document: .documentCharacterRepetition]),
        TextRatio(
            name: "word-repetition", summary: "Share of word windows that occur more than once.", bound: .atMost,
            value: { $0.wordRepetition },
            reasons: [.paragraph: .paragraphWordRepetition, .document: .documentWordRepetition]),
        // Spaces and digits are special: plain English has about 0.21.
        TextRatio(
            name: "special-characters",
            summary: "Share of punctuation, digits, spaces, symbols and emoji among the characters.", bound: .atMost,
            value: { $0.specialCharacters },
            reasons: [.paragraph: .paragraphSpecialCharacters, .document: .documentSpecialCharacters]),
        TextRatio(
            name: "flagged-words", summary: "Share of flagged words among the words.", bound: .atMost,
            value: { $0.flaggedWords },
            reasons: [.paragraph: .paragraphFlaggedWords, .document: .documentFlaggedWords]),
        // Too few function words: lists, menus, key words. In languages that say much by endings a short text may well have
        // none.
        TextRatio(
            name: "stop-words", summary: "Share of function words of the text's language among the words.",
            bound: .atLeast, value: { $0.stopWords },
            reasons: [.paragraph: .paragraphTooFewStopWords, .document: .documentTooFewStopWords],
            exemption: Exemption(
                parameter: "min-words", doc: "Text with fewer words passes (0).", lengths: [:],
                holds: { $0.words < $1 }),
            need: .stopWords),
        // A text without any token does not pass. Twelve tokens for a paragraph is the published number.
        TextRatio(
            name: "punctuation", summary: "Share of , ; : ? ! . among the tokens.", bound: .atLeast,
            value: { $0.punctuation },
            reasons: [.paragraph: .paragraphTooLittlePunctuation, .document: .documentTooLittlePunctuation],
            exemption: Exemption(
                parameter: "min-tokens", doc: "Text with fewer tokens passes (paragraph 12, document 0).",
                lengths: [.paragraph: 12], holds: { 0 < $0.tokens && $0.tokens < $1 })),
        // Code, names, broken text.
        TextRatio(
            name: "common-words",
            summary: "Share of common words among the words; needs a list of common words.", bound: .atLeast,
            value: { $0.commonWords },
            reasons: [.paragraph: .paragraphTooFewCommonWords, .document: .documentTooFewCommonWords],
            need: .commonWords),
    ]

    /// The rule of a scope; nil where a text of that scope is not judged by it.
    func descriptor(_ scope: RuleScope) -> RuleDescriptor? {
        guard let reason = reasons[scope] else { return nil }
        var parameters = [
            bound == .atMost
                ? RuleParameter.max("Largest share kept, 0 to 1.") : .min("Smallest share kept, 0 to 1.")
        ]
        if let exemption { parameters.append(RuleParameter(exemption.parameter, .integer, doc: exemption.doc)) }
        return RuleDescriptor(name, scope, summary: summary, parameters: parameters, need: need) {
            given throws(RuleError) in
            let length = exemption.flatMap { given.integer($0.parameter) ?? $0.lengths[scope] }
            let threshold = given.number(bound == .atMost ? "max" : "min")
            return .text(Rule(ratio: self, threshold: threshold, length: length ?? 0, reason: reason))
        }
    }

    private struct Rule: TextRule {
        let ratio: TextRatio
        /// Nil where the file gives none: everything is kept.
        let threshold: Double?
        let length: Int
        let reason: Reason

        var name: String { ratio.name }

        func judge(_ profile: TextProfile) -> Verdict {
            if let exemption = ratio.exemption, exemption.holds(profile, length) { return .keep }
            switch ratio.bound {
            case .atMost: return .atMost(threshold ?? 1, ratio.value(profile), else: reason)
            case .atLeast: return .atLeast(threshold ?? 0, ratio.value(profile), else: reason)
            }
        }
    }
}
