import Documents
import Facts

/// Drops a paragraph with too many words of share bars and cookie notes. The cutoff itself is
/// not kept, as in the published final step (`DocumentCleaning`); as a paragraph rule it can stand earlier too.
struct SpamWordRatio: TextRule {
    static let name = "spam-words"
    var name: String { Self.name }
    let limit: Double

    func judge(_ profile: TextProfile) -> Verdict {
        profile.spamWords < limit
            ? .keep : .drop(.paragraphSpamWords, detail: Compact.comparison(profile.spamWords, ">=", limit))
    }

    static let descriptor = RuleDescriptor(
        name, .paragraph, summary: "Share of spam words among the words.",
        parameters: [RuleParameter("below", .number, isRequired: true, doc: "Kept while the share is less, 0 to 1.")]
    ) { given throws(RuleError) in .text(SpamWordRatio(limit: given.number("below") ?? 1)) }
}
