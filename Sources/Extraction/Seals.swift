import HTMLTree

/// Where the names of elements say nothing of the page's frame: in headings, in code, in the rows of data tables. Their
/// classes are a highlighter's, a column's, or made of the heading's own words.
struct Seals {
    private let tree: Tree
    private var sealed: [Bool]

    init(_ tree: Tree) {
        self.tree = tree
        sealed = Array(repeating: false, count: tree.nodes.count)
    }

    /// Takes an element in, whose parent was taken in before.
    mutating func note(_ index: Int, _ node: Tree.Node, _ structure: Structure?) {
        if sealed[Int(node.parent)] || isSeal(index, node.tag, structure) { sealed[index] = true }
    }

    private func isSeal(_ index: Int, _ tag: Tag, _ structure: Structure?) -> Bool {
        switch tag {
        case .pre, .code, .listing, .xmp, .samp, .kbd: true
        case .table: structure?.kinds[index] == .table
        default: tag.isHeading
        }
    }

    /// Whether the names of an element are not to be read.
    func isSealed(_ index: Int) -> Bool {
        sealed[index] || tree.nodes[index].tag.isCell || tree.nodes[index].tag == .tr
    }
}
