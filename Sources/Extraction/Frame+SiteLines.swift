import HTMLTree

extension Frame {
    /// Blocks of text alone, headings, cells and code aside, that are lines about the site.
    mutating func markSiteLines(_ tree: Tree, _ marks: Marks) {
        for index in tree.nodes.indices where causes[index] == nil && marks.fates[index] == .kept {
            let (node, own) = (tree.nodes[index], own[index])
            guard own.text > 0, own.text <= SiteLines.longest, own.text == counts[index].text, node.tag != .text,
                !node.tag.isCell, !seals.isInside(index), isSiteLine(Int32(index), tree)
            else { continue }
            mark(Int32(index), .site, tree)
        }
    }

    private func isSiteLine(_ node: Int32, _ tree: Tree) -> Bool {
        let most = 450
        // Most blocks of text alone have one text, which need not be copied.
        if let text = InlineText.only(node, tree) {
            return text.count <= most && SiteLines.isOne(tree.bytes.span.extracting(text))
        }
        // What a longer line speaks of is said by a word in one of its texts, never by one that several make together; most
        // have none, and need not be copied.
        if own[Int(node)].text > SiteLines.longestCredit, !canBeLong(node, tree) { return false }
        return InlineText.short(node, tree, limit: most).map { SiteLines.isOne($0.span) } ?? false
    }

    private func canBeLong(_ node: Int32, _ tree: Tree) -> Bool {
        var at = tree.nodes[Int(node)].firstChild
        while at >= 0 {
            if tree.nodes[Int(at)].tag == .text, SiteLines.canBeLong(tree.bytes.span.extracting(tree.text(of: at))) {
                return true
            }
            at = tree.successor(at, within: node)
        }
        return false
    }
}
