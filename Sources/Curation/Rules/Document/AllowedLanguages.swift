import Records

/// Drops a document in another language; one whose language was not identified passes unless `unknown` says otherwise.
struct AllowedLanguages: DocumentRule {
    static let name = "language"
    var name: String { Self.name }
    let allowed: Set<String>
    let keepsUnknown: Bool

    func judge(_ document: Document) -> Verdict {
        if document.language.isEmpty {
            return keepsUnknown ? .keep : .drop(.documentLanguage, detail: "unknown")
        }
        return allowed.contains(document.language) ? .keep : .drop(.documentLanguage, detail: document.language)
    }

    static let descriptor = RuleDescriptor(
        name, .document, summary: "The document's language.",
        parameters: [
            RuleParameter("allow", .list, isRequired: true, doc: "ISO 639-1 codes kept."),
            RuleParameter("unknown", .flag, doc: "Whether a document of unknown language is kept (true)."),
        ], judges: .document
    ) { given throws(RuleError) in
        .document(
            AllowedLanguages(allowed: Set(given.list("allow") ?? []), keepsUnknown: given.flag("unknown") ?? true))
    }
}
