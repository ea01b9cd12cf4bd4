package import Documents
import Facts

/// Drops a document with too few or too many images (occurrences), or has one with too many split.
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
            RuleParameter(
                "over", .text, doc: "What becomes of a document with more: drop, or split into parts of at most max."),
        ], judges: .document
    ) { given throws(RuleError) in
        if let over = given.text("over"), !["drop", "split"].contains(over) {
            throw .badValue(rule: name, parameter: "over", problem: "it is drop or split")
        }
        return .document(
            ImagesPerDocument(range: (given.integer("min") ?? 0)...(given.integer("max") ?? .max)))
    }
}

extension Document {
    /// The document in as few parts as have at most `maximum` images each, about as many in every part; itself when it
    /// has no more. A part begins with the heading that stands before its first image, and else with what follows the
    /// last image of the part before. The second part has the URL with `#part-2` (the ids are the caller's to give).
    package func parts(images maximum: Int) -> [Document] {
        let count = imageCount
        guard maximum > 0, count > maximum else { return [self] }
        let share = (count + (count + maximum - 1) / maximum - 1) / ((count + maximum - 1) / maximum)
        return parts(before: starts(share))
    }

    /// The ordinals that begin the second part and those after it.
    private func starts(_ share: Int) -> [Int] {
        var starts: [Int] = []
        var images = 0
        var candidate: Int?
        for node in nodes {
            switch node {
            case .image:
                if images > 0, images % share == 0 { starts.append(candidate ?? node.ordinal) }
                images += 1
                candidate = nil
            case .text(let text):
                let heading = text.paragraphs.first { $0.role == .heading }?.ordinal
                candidate = candidate ?? heading ?? node.ordinal
            case .divide(let ordinal): candidate = candidate ?? ordinal
            }
        }
        return starts
    }
}
