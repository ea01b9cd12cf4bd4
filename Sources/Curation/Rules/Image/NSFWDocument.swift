import Documents
import Facts

/// Drops a document one of whose images the classifier takes for not safe for work.
struct NSFWDocument: DocumentRule {
    static let name = "nsfw-document"
    var name: String { Self.name }
    let maximum: Double

    func judge(_ document: Document) -> Verdict {
        let worst = document.images.compactMap { $0.signals?.nsfw }.max() ?? 0
        return .atMost(maximum, worst, else: .documentNSFW)
    }

    static let descriptor = RuleDescriptor(
        name, .image, summary: "The classifier's score of not being safe for work; the whole document leaves.",
        parameters: [RuleParameter("max", .number, isRequired: true, doc: "Highest score kept, 0 to 1.")],
        judges: .document
    ) { given throws(RuleError) in
        .document(NSFWDocument(maximum: given.number("max") ?? 1))
    }
}
