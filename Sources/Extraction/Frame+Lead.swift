import HTMLTree

/// Leads that stand apart from the article or bear a name that says nothing.
extension Frame {
    /// The block before the content that says what the page says of itself (`description`) is its lead, whatever it is
    /// called; navigation and footers have none.
    mutating func takeLead(_ description: String, _ tree: Tree, _ marks: Marks) {
        let least = 40
        guard description.utf8.count >= least else { return }
        let first = tree.nodes.indices.first { tree.nodes[$0].tag == .text && causes[$0] == nil && counts[$0].text > 0 }
        guard let first else { return }
        var texts: [Int32: [UInt8]] = [:]
        for index in 1..<first where tree.nodes[index].tag == .text && counts[index].text >= 20 {
            let owner = marks.owners[index]
            guard owner > 0, marks.fates[index] != .removed, canLead(owner, tree) else { continue }
            texts[owner, default: []].append(contentsOf: tree.bytes[tree.text(of: Int32(index))])
        }
        texts = texts.filter { $0.value.count >= least }
        guard !texts.isEmpty, let body = ArticleBody(text: Array(description.utf8), least: least) else { return }
        for node in texts.keys.sorted() {
            guard let text = texts[node], body.holds(text[...]) == true else { continue }
            return unmarkOwn(node, tree, marks)
        }
    }

    private func canLead(_ node: Int32, _ tree: Tree) -> Bool {
        switch causes[Int(node)] {
        case nil, .tag, .role, .hidden: false
        default: !tree.nodes[Int(node)].tag.isHeading && !tree.nodes[Int(node)].tag.isCell
        }
    }
}
