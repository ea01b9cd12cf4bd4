import HTMLTree

/// Where a node stands in its page, as a person writes it: `html > body > div.author-box > p`.
struct ElementPath {
    /// Bytes of a path at most; of a longer one the end is kept, behind `…`.
    static let longest = 240
    private static let longestName = 40

    private let tree: Tree

    init(_ tree: Tree) { self.tree = tree }

    /// The path of an element, or of the element that a text stands in; `""` for no node.
    func text(of node: Int32) -> String {
        guard node > 0, Int(node) < tree.nodes.count else { return "" }
        var steps: [[UInt8]] = []
        var length = 0
        var at = tree.nodes[Int(node)].tag == .text ? tree.nodes[Int(node)].parent : node
        while at > 0 {
            let step = step(at)
            length += step.count + 3
            guard length <= Self.longest else { break }
            steps.append(step)
            at = tree.nodes[Int(at)].parent
        }
        var path: [UInt8] = at > 0 ? Array("…".utf8) : []
        path.reserveCapacity(length + 3)
        for step in steps.reversed() {
            if !path.isEmpty { path += [0x20, 0x3E, 0x20] }
            path += step
        }
        return String(decoding: path, as: UTF8.self)
    }

    /// `div#main.wide`: the tag, the id and the first three classes.
    private func step(_ node: Int32) -> [UInt8] {
        var step = tree.name(of: tree.nodes[Int(node)].tag)
        guard tree.nodes[Int(node)].flags.contains(.hadAttributes) else { return step }
        if let id = tree.value(.id, of: node), !id.isEmpty, id.count <= Self.longestName {
            step.append(0x23)
            step += tree.bytes[id]
        }
        guard let classes = tree.value(.class, of: node) else { return step }
        let words = tree.bytes[classes].prefix(Self.longest).split(whereSeparator: Bytes.isSpace)
        for word in words.prefix(3) where word.count <= Self.longestName {
            step.append(0x2E)
            step += word
        }
        return step
    }
}
