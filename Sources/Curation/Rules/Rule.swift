package import Documents
package import Facts

/// A rule over what was measured on a paragraph or on a document's text.
package protocol TextRule: Sendable {
    /// The key in a pipeline file, e.g. `stop-words`.
    var name: String { get }
    /// Keep, or the reason and the numbers. A value equal to the cutoff is kept.
    func judge(_ profile: TextProfile) -> Verdict
}

/// A rule over one image: its URL, what the page says of it, and what was measured on its bytes.
package protocol ImageRule: Sendable {
    /// The key in a pipeline file, e.g. `aspect-ratio`.
    var name: String { get }
    /// Keep, or the reason and the numbers. A rule over measured facts keeps an image that has none yet.
    func judge(_ image: ImageNode) -> Verdict
}

/// A rule over a whole document.
package protocol DocumentRule: Sendable {
    /// The key in a pipeline file, e.g. `per-document`.
    var name: String { get }
    /// Keep, or the reason and the numbers.
    func judge(_ document: Document) -> Verdict
}

/// A rule that was made from a pipeline file.
package enum AnyRule: Sendable {
    case text(any TextRule)
    case image(any ImageRule)
    case document(any DocumentRule)

    /// The key in a pipeline file.
    package var name: String {
        switch self {
        case .text(let rule): rule.name
        case .image(let rule): rule.name
        case .document(let rule): rule.name
        }
    }
}

/// What a rule judges, which is also the section of the pipeline file it stands in.
package enum RuleScope: String, Sendable, CaseIterable {
    /// One paragraph.
    case paragraph
    /// The whole text of a document.
    case document
    /// Images, one by one or all of a document.
    case image
}
