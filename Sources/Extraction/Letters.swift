import HTMLTree

/// Letters below an element, what a reader does not see left aside.
enum Letters {
    /// From so many letters on an element holds text of its own, whatever leads elsewhere in it; an element with more
    /// than `manyNodes` below it is taken for one.
    static let many = 400
    private static let manyNodes = 200

    /// Letters below an element, at most `many`.
    static func count(below node: Int32, _ tree: Tree) -> Int {
        var all = 0
        let isWhole = each(below: node, tree) { _, count in
            all += count
            return all < many
        }
        return isWhole ? all : many
    }

    /// Calls `body` with every text below an element and its letters, while it says to go on; false when it did not, or
    /// when there are too many nodes.
    @discardableResult
    static func each(below node: Int32, _ tree: Tree, _ body: (Int32, Int) -> Bool) -> Bool {
        var left = manyNodes
        var at = tree.nodes[Int(node)].firstChild
        while at >= 0 {
            left -= 1
            if left < 0 { return false }
            switch tree.nodes[Int(at)].tag {
            case .script, .style, .noscript, .svg, .template, .button:
                at = tree.following(at, within: node)
                continue
            case .text:
                let count = letters(at, tree)
                if count > 0, !body(at, count) { return false }
            default: break
            }
            at = tree.successor(at, within: node)
        }
        return true
    }

    private static func letters(_ text: Int32, _ tree: Tree) -> Int {
        let range = tree.text(of: text)
        let end = min(range.upperBound, range.lowerBound + 800)
        return tree.bytes.withUnsafeBufferPointer { bytes in
            var count = 0
            for at in range.lowerBound..<end { count += bytes[at] > 0x40 ? 1 : 0 }
            return count
        }
    }
}
