import Documents
import Facts

/// Drops a document with too few or too many images (occurrences).
struct ImagesPerDocument: DocumentRule {
    static let name = "per-document"
    var name: String { Self.name }
    let range: ClosedRange<Int>

    func judge(_ document: Document) -> Verdict {
        .within(range, document.imageCount, below: .documentNoImage, above: .documentTooManyImages)
    }

    static let descriptor = RuleDescriptor(
        name, .image, summary: "Number of images in a document.",
        parameters: [
            RuleParameter("min", .integer, doc: "Fewest images kept."),
            RuleParameter("max", .integer, doc: "Most images kept."),
        ], judges: .document
    ) { given throws(RuleError) in
        .document(ImagesPerDocument(range: (given.integer("min") ?? 0)...(given.integer("max") ?? .max)))
    }
}
