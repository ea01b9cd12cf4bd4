/// What is counted.
package enum Unit: String, Sendable, CaseIterable {
    /// A record of an archive.
    case record
    /// A page, and the document made of it.
    case document
    /// A paragraph of a document.
    case paragraph
    /// An occurrence of an image in a document.
    case image
}
