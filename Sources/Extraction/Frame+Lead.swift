import HTMLTree

/// Leads that stand apart from the article or bear a name that says nothing.
extension Frame {
    /// The block before the content that says what the page says of itself (`description`) is its lead, whatever it is
    /// called; nothing is done when the content begins with it, and navigation and footers have none.
    mutating func takeLead(_ description: String, _ tree: Tree, _ marks: Marks) {
        guard let description = ArticleBody(text: Array(description.utf8), least: 40) else { return }
        let first = tree.nodes.indices.first { tree.nodes[$0].tag == .text && causes[$0] == nil && counts[$0].text > 0 }
        guard let first else { return }
        for block in blocks(description, tree, marks) where block.isHeld == true && block.text >= 40 {
            switch causes[Int(block.node)] {
            case .tag, .role, .hidden: continue
            case nil: return
            default: break
            }
            if block.node < first { unmarkOwn(block.node, tree, marks) }
            return
        }
    }
}
