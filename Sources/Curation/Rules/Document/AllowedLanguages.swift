import Documents
import Facts

/// Drops a document in another language, or one whose language is not sure enough.
struct AllowedLanguages: DocumentRule {
    static let name = "language"
    var name: String { Self.name }
    let allowed: Set<String>
    let minimum: Double
    let keepsUnknown: Bool

    func judge(_ document: Document) -> Verdict {
        if document.language.isEmpty {
            return keepsUnknown ? .keep : .drop(.documentLanguage, detail: "unknown")
        }
        if !allowed.isEmpty, !allowed.contains(document.language) {
            return .drop(.documentLanguage, detail: document.language)
        }
        guard document.languageProbability < minimum else { return .keep }
        let comparison = Compact.comparison(document.languageProbability, "<", minimum)
        return .drop(.documentLanguage, detail: "\(document.language) \(comparison)")
    }

    static let descriptor = RuleDescriptor(
        name, .document, summary: "The document's language, as a fastText model identifies it.",
        parameters: [
            RuleParameter("allow", .list, doc: "ISO 639-1 codes kept; all when not given."),
            RuleParameter("min", .number, doc: "Smallest probability kept, 0 to 1; published 0.8."),
            RuleParameter("unknown", .flag, doc: "Whether a document of unknown language is kept (true)."),
        ], need: .languageModel, judges: .document
    ) { given throws(RuleError) in
        .document(
            AllowedLanguages(
                allowed: Set(given.list("allow") ?? []), minimum: given.number("min") ?? 0,
                keepsUnknown: given.flag("unknown") ?? true))
    }
}
