import HTMLTree

/// What the page tells machines of its article, as a hint to what is content.
extension Frame {
    private struct Block {
        let node: Int32
        let isHeld: Bool?
        let text: Int32
    }

    /// Blocks that the page's own `articleBody` holds come in, what stands around them leaves; nothing is done when the
    /// text found in it is less than half of the content, as with a body cut short.
    mutating func follow(_ body: ArticleBody, _ tree: Tree, _ marks: Marks) {
        let blocks = blocks(body, tree, marks)
        let held = blocks.filter { $0.isHeld == true && $0.text >= 40 }
        let covered = held.reduce(0) { $0 + Int($1.text) }
        let running = blocks.filter { causes[Int($0.node)] == nil && $0.text >= 80 }.reduce(0) { $0 + Int($1.text) }
        guard let first = held.first?.node, let last = held.last?.node, covered * 2 > running, covered >= 400 else {
            return
        }
        for block in held where block.text >= 80 { unmarkOwn(block.node, tree, marks) }
        let behind = blocks.filter { $0.node > last && causes[Int($0.node)] == nil }
        let isCut = behind.reduce(0) { $0 + ($1.text >= 80 ? Int($1.text) : 0) } * 4 > covered
        for block in blocks where causes[Int(block.node)] == nil && block.isHeld != true {
            let node = block.node
            if node > last ? !isCut : node < first ? !isLead(node) : isLine(block, tree) { markOwn(node, tree, marks) }
        }
    }

    /// The elements with text of their own, figures aside: captions are in no body.
    private func blocks(_ body: ArticleBody, _ tree: Tree, _ marks: Marks) -> [Block] {
        var blocks: [Block] = []
        var texts: [Int32: [UInt8]] = [:]
        var lengths: [Int32: Int32] = [:]
        for index in tree.nodes.indices where tree.nodes[index].tag == .text && marks.fates[index] != .removed {
            guard counts[index].text > 0 else { continue }
            texts[marks.owners[index], default: []].append(contentsOf: tree.bytes[tree.text(of: Int32(index))])
            lengths[marks.owners[index], default: 0] += counts[index].text
        }
        for node in texts.keys.sorted() {
            let tag = tree.nodes[Int(node)].tag
            guard node > 0, !tag.isHeading, !tag.isCell, tag != .pre, !isInFigure(node, tree) else { continue }
            let text = texts[node] ?? []
            blocks.append(Block(node: node, isHeld: body.holds(text[...]), text: lengths[node] ?? 0))
        }
        return blocks
    }

    private func isInFigure(_ node: Int32, _ tree: Tree) -> Bool {
        var at = node
        for _ in 0..<5 where at > 0 {
            if tree.nodes[Int(at)].tag == .figure || tree.nodes[Int(at)].tag == .figcaption { return true }
            at = tree.nodes[Int(at)].parent
        }
        return false
    }

    /// A short line between the article's paragraphs that is none of them.
    private func isLine(_ block: Block, _ tree: Tree) -> Bool {
        let tag = tree.nodes[Int(block.node)].tag
        return block.text < 120 && (tag == .p || tag == .div || tag == .blockquote || tag == .section)
    }

    /// Marks the text of an element, not the blocks in it.
    private mutating func markOwn(_ node: Int32, _ tree: Tree, _ marks: Marks) {
        var at = tree.successor(node, within: node)
        var holdsBlocks = false
        while at >= 0 {
            if marks.owners[Int(at)] == node, tree.nodes[Int(at)].tag == .text {
                if causes[Int(at)] == nil { causes[Int(at)] = .notInBody }
            } else if marks.fates[Int(at)] == .kept, counts[Int(at)].text > 0, tree.nodes[Int(at)].tag != .text {
                holdsBlocks = true
            }
            at = tree.successor(at, within: node)
        }
        if !holdsBlocks { causes[Int(node)] = .notInBody }
    }

    /// Takes an element's own text in, when it is of few links.
    mutating func unmarkOwn(_ node: Int32, _ tree: Tree, _ marks: Marks) {
        var texts: [Int] = []
        var sum = Counts()
        var at = tree.successor(node, within: node)
        while at >= 0 {
            if marks.owners[Int(at)] == node, tree.nodes[Int(at)].tag == .text {
                texts.append(Int(at))
                sum.add(counts[Int(at)])
            }
            at = tree.successor(at, within: node)
        }
        guard sum.linkDensity < 0.3, texts.contains(where: { causes[$0] != nil && causes[$0] != .hidden }) else {
            return
        }
        for text in texts where causes[text] != .hidden { causes[text] = nil }
        causes[Int(node)] = nil
    }
}
