import HTMLTree

/// How many letters stand below an element, for all elements of a page at once: sums over the nodes in their order, since
/// what lies below an element is numbered behind it.
struct LetterCounts {
    /// Letters in all nodes before this one.
    private var sums: [Int32] = []
    /// Nodes before this one that are no part of what is passed over.
    private var nodes: [Int32] = []
    /// From so many letters on an element holds text of its own, whatever leads elsewhere in it; an element with more
    /// than `manyNodes` below it is taken for one.
    static let many = 400
    private static let manyNodes = 200

    init(_ tree: Tree) {
        sums.reserveCapacity(tree.nodes.count + 1)
        nodes.reserveCapacity(tree.nodes.count + 1)
        var (sum, count, end): (Int32, Int32, Int32) = (0, 0, 0)
        for index in tree.nodes.indices {
            sums.append(sum)
            nodes.append(count)
            guard Int32(index) >= end else { continue }
            count += 1
            if tree.nodes[index].tag == .text {
                sum += Int32(Self.letters(Int32(index), tree))
            } else if Self.isPassedOver(tree.nodes[index].tag) {
                end = Self.end(of: Int32(index), tree)
            }
        }
        sums.append(sum)
        nodes.append(count)
    }

    private static func end(of node: Int32, _ tree: Tree) -> Int32 {
        let next = tree.following(node)
        return next < 0 ? Int32(tree.nodes.count) : next
    }

    /// Letters below an element, at most `many`.
    func letters(_ node: Int32, _ tree: Tree) -> Int {
        let end = Int(Self.end(of: node, tree))
        // In a table, and in what is passed over, the order says nothing of what lies below.
        guard end > Int(node), nodes[Int(node) + 1] > nodes[Int(node)], !Self.isPassedOver(tree.nodes[Int(node)].tag)
        else { return Self.count(node, tree) }
        if Int(nodes[end] - nodes[Int(node) + 1]) > Self.manyNodes { return Self.many }
        return min(Self.many, Int(sums[end] - sums[Int(node) + 1]))
    }

    /// The same, counted; text in more than 200 nodes counts as much.
    static func count(_ node: Int32, _ tree: Tree) -> Int {
        var all = 0
        let isWhole = each(below: node, tree) { _, count in all += count }
        return isWhole ? min(many, all) : many
    }

    /// Calls `body` with every text below an element and its letters; false when there are too many nodes.
    @discardableResult
    static func each(below node: Int32, _ tree: Tree, _ body: (Int32, Int) -> Void) -> Bool {
        var left = manyNodes
        var at = tree.nodes[Int(node)].firstChild
        while at >= 0 {
            left -= 1
            if left < 0 { return false }
            let tag = tree.nodes[Int(at)].tag
            if isPassedOver(tag) {
                at = tree.following(at, within: node)
                continue
            }
            if tag == .text {
                let count = letters(at, tree)
                if count > 0 { body(at, count) }
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

    private static func isPassedOver(_ tag: Tag) -> Bool {
        switch tag {
        case .script, .style, .noscript, .svg, .template, .button: true
        default: false
        }
    }
}
