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
        return InlineText.short(node, tree, limit: most).map { SiteLines.isOne($0.span) } ?? false
    }
}
