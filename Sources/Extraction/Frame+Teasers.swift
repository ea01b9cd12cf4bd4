import HTMLTree

/// Teasers: headings that lead to other pages, with a few words of what is there.
extension Frame {
    /// A small block whose heading is a link and that leads there a second time (`Read more`) is a teaser of another page,
    /// unless teasers are a third of what the page is.
    mutating func markTeasers(_ tree: Tree) {
        var boxes: [Int32] = []
        var teased: Int32 = 0
        var total: Int32 = 0
        for index in tree.nodes.indices {
            if tree.nodes[index].tag == .text, causes[index] == nil { total += counts[index].text }
            guard tree.nodes[index].tag.isHeading, isShown(index), let box = teaser(around: Int32(index), tree),
                boxes.last != box
            else { continue }
            boxes.append(box)
            teased += counts[Int(box)].text
        }
        guard teased * 3 < total else { return }
        for box in boxes { mark(box, .teaser, tree) }
    }

    /// Whether a heading stands in the content; one that is a link alone may have left it.
    private func isShown(_ heading: Int) -> Bool {
        switch causes[heading] {
        case nil, .links: true
        default: false
        }
    }

    /// The nearest block around a heading, of at most 1,000 characters and two headings, that leads twice where the
    /// heading's link does.
    private func teaser(around heading: Int32, _ tree: Tree) -> Int32? {
        guard let link = InlineText.first([.a], below: heading, tree), let target = tree.value(.href, of: link),
            target.count > 1, tree.bytes[target.lowerBound] != 0x23
        else { return nil }
        let address = Array(tree.bytes[target])
        var box = tree.nodes[Int(heading)].parent
        for _ in 0..<3 where box > 0 {
            let tag = tree.nodes[Int(box)].tag
            guard tag != .body, tag != .main, counts[Int(box)].text < 1_000 else { return nil }
            let (headings, links) = contents(of: box, address, tree)
            if headings > 2 { return nil }
            if links > 1 { return box }
            box = tree.nodes[Int(box)].parent
        }
        return nil
    }

    /// The headings below an element and its links to an address, among its first 120 nodes.
    private func contents(of box: Int32, _ address: [UInt8], _ tree: Tree) -> (headings: Int, links: Int) {
        var headings = 0
        var links = 0
        var left = 120
        var at = tree.nodes[Int(box)].firstChild
        while at >= 0, left > 0 {
            left -= 1
            let tag = tree.nodes[Int(at)].tag
            if tag.isHeading { headings += 1 }
            if tag == .a, let target = tree.value(.href, of: at), Bytes.equals(tree.bytes, target, address) {
                links += 1
            }
            at = tree.successor(at, within: box)
        }
        return (headings, links)
    }
}
