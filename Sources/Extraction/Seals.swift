import HTMLTree

/// Where the names of elements say nothing of the page's frame: in headings, in code, in the rows of data tables. Their
/// classes are a highlighter's, a column's, or made of the heading's own words.
struct Seals {
    private var sealed: [Bool] = []
    private var rows: [Bool] = []

    /// For a tree whose elements are still to be taken in.
    init(_ tree: Tree = Tree()) {
        sealed = Array(repeating: false, count: tree.nodes.count)
        rows = sealed
    }

    /// Takes an element in, whose parent was taken in before.
    mutating func note(_ index: Int, _ node: Tree.Node, _ structure: Structure?) {
        rows[index] = node.tag.isCell || node.tag == .tr || (node.tag == .dt || node.tag == .dd)
        if sealed[Int(node.parent)] || isSeal(index, node.tag, structure) { sealed[index] = true }
    }

    private func isSeal(_ index: Int, _ tag: Tag, _ structure: Structure?) -> Bool {
        switch tag {
        case .pre, .code, .listing, .xmp, .samp, .kbd: true
        case .table: structure.map { $0.kinds[index] == .table || $0.kinds[index] == .verbatim } ?? false
        default: tag.isHeading
        }
    }

    /// Whether the names of an element are not to be read.
    func isSealed(_ index: Int) -> Bool { sealed[index] || rows[index] }

    /// Whether an element stands in a heading, in code or in a data table.
    func isInside(_ index: Int) -> Bool { sealed[index] }
}
