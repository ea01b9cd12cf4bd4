/// How a parse ended. Whatever it says, the tree holds what was read until then.
public enum ParseOutcome: Sendable, Equatable {
    /// The whole page is in the tree.
    case complete
    /// There was nothing to read.
    case empty
    /// The page is longer than allowed; nothing was parsed.
    case tooManyBytes(Int)
    /// A tag has more attributes than allowed (libxml2 spends quadratic time on them); parsing stopped there.
    case tooManyAttributes
    /// The tree would have more nodes than allowed; parsing stopped there.
    case tooManyNodes
    /// libxml2 could not go on (out of memory).
    case failed
}

/// Limits of one parse. Time and memory are linear in the bytes; these bound the factor.
public struct ParseLimits: Sendable, Equatable {
    /// Bytes of a page.
    public var bytes: Int
    /// Open elements; deeper ones hang on the deepest allowed.
    public var depth: Int
    /// Attributes of a tag.
    public var attributes: Int
    /// Nodes of the tree.
    public var nodes: Int
    /// Read the page as the published OBELICS code does, which writes what Python's `html.parser` made of it anew and
    /// cuts all comments out of that text before an HTML 5 parser sees it (`PublishedNesting`, `PublishedScript`).
    public var readsAsPublished = false

    /// Limits that no honest page meets.
    public init(bytes: Int = 64 << 20, depth: Int = 1_000, attributes: Int = 2_000, nodes: Int = 4_000_000) {
        self.bytes = bytes
        self.depth = depth
        self.attributes = attributes
        self.nodes = nodes
    }
}
