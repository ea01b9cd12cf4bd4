import HTMLTree

extension Frame {
    /// Blocks of text alone, headings, cells and code aside, that are lines about the site.
    mutating func markSiteLines(_ tree: Tree, _ marks: Marks) {
        for index in tree.nodes.indices where causes[index] == nil && marks.fates[index] == .kept {
            let (node, own) = (tree.nodes[index], own[index])
            guard own.text > 0, own.text <= SiteLines.longest, own.text == counts[index].text, node.tag != .text,
                !node.tag.isCell,
                !seals.isInside(index), let text = InlineText.short(Int32(index), tree, limit: 450),
                SiteLines.isOne(text)
            else { continue }
            mark(Int32(index), .site, tree)
        }
    }
}
