import Documents
import HTMLTree

/// Where a node stands in its page, as a person writes it: `html > body > div.author-box > p`.
struct ElementPath {
    private static let longestName = 40
    private static let longestClasses = 240

    private let tree: Tree

    init(_ tree: Tree) { self.tree = tree }

    /// The path of an element, or of the element that a text stands in; `""` for no node.
    func text(of node: Int32) -> String {
        ElementPaths.joined(chain(of: node).map(step))
    }

    /// The paths of pieces, in reading order.
    func paths(of pieces: [(ordinal: Int, node: Int32)]) -> ElementPaths {
        var text: [UInt8] = []
        var last: [Int32] = []
        for (ordinal, node) in pieces {
            let chain = chain(of: node)
            guard !chain.isEmpty else { continue }
            let shared = zip(last, chain).prefix { $0 == $1 }.count
            text += "\(ordinal) \(shared)".utf8
            for node in chain[shared...] {
                text.append(0x20)
                text += step(node)
            }
            text.append(0x0A)
            last = chain
        }
        return ElementPaths(text: String(decoding: text, as: UTF8.self))
    }

    /// The elements from the root to a node, itself among them when it is one.
    private func chain(of node: Int32) -> [Int32] {
        guard node > 0, Int(node) < tree.nodes.count else { return [] }
        var chain: [Int32] = []
        var at = tree.nodes[Int(node)].tag == .text ? tree.nodes[Int(node)].parent : node
        while at > 0 {
            chain.append(at)
            at = tree.nodes[Int(at)].parent
        }
        chain.reverse()
        return chain
    }

    /// `div#main.wide`: the tag, the id and the first three classes, without blanks.
    private func step(_ node: Int32) -> [UInt8] {
        var step = tree.name(of: tree.nodes[Int(node)].tag)
        guard tree.nodes[Int(node)].flags.contains(.hadAttributes) else { return step }
        if let id = tree.value(.id, of: node), !id.isEmpty, id.count <= Self.longestName,
            !tree.bytes[id].contains(where: Bytes.isSpace)
        {
            step.append(0x23)
            step += tree.bytes[id]
        }
        guard let classes = tree.value(.class, of: node) else { return step }
        let words = tree.bytes[classes].prefix(Self.longestClasses).split(whereSeparator: Bytes.isSpace)
        for word in words.prefix(3) where word.count <= Self.longestName {
            step.append(0x2E)
            step += word
        }
        return step
    }
}
