extension Document {
    /// The document in parts whose texts and addresses stay below a number of bytes of JSON each, cut between nodes and
    /// between paragraphs; nothing is lost. Itself when it is short enough. The second part has the URL with `#part-2`
    /// (the ids are the caller's to give).
    ///
    /// A single paragraph or image that is longer than allowed is a part of its own.
    package func parts(below maximum: Int) -> [Document] {
        guard nodes.reduce(0, { $0 + $1.cost }) > maximum else { return [self] }
        var groups: [[Node]] = [[]]
        var cost = 0
        func add(_ node: Node) {
            if cost + node.cost > maximum, groups.last?.isEmpty == false {
                groups.append([])
                cost = 0
            }
            cost += node.cost
            groups[groups.count - 1].append(node)
        }
        for node in nodes {
            guard case .text(let text) = node, cost + node.cost > maximum else {
                add(node)
                continue
            }
            for paragraph in text.paragraphs { add(.text(TextNode(paragraphs: [paragraph]))) }
        }
        return groups.enumerated().map { part($1, number: $0 + 1) }
    }

    /// The document in parts, each but the first beginning with the paragraph, image or divide of an ordinal in `starts`
    /// (rising); nothing is lost.
    package func parts(before starts: [Int]) -> [Document] {
        var groups: [[Node]] = [[]]
        var starts = starts[...]
        func add(_ node: Node) {
            if let start = starts.first, node.ordinal >= start {
                starts.removeFirst()
                if groups.last?.isEmpty == false { groups.append([]) }
            }
            groups[groups.count - 1].append(node)
        }
        for node in nodes {
            guard case .text(let text) = node else {
                add(node)
                continue
            }
            for paragraph in text.paragraphs { add(.text(TextNode(paragraphs: [paragraph]))) }
        }
        return groups.enumerated().map { part($1, number: $0 + 1) }
    }

    private func part(_ nodes: [Node], number: Int) -> Document {
        var part = self
        part.replaceNodes(nodes)
        part.mergeTexts()
        if number > 1 { part.url = String(url.prefix { $0 != "#" }) + "#part-\(number)" }
        return part
    }
}

extension Node {
    /// About how many bytes of JSON the node takes.
    fileprivate var cost: Int {
        switch self {
        case .text(let text): text.paragraphs.reduce(300) { $0 + Node.cost($1.text) + 4 }
        case .image(let image):
            300 + Node.cost(image.alt) + Node.cost(image.caption) + Node.cost(image.url)
        case .divide: 300
        }
    }

    private static func cost(_ text: String) -> Int {
        text.utf8.reduce(0) { $0 + ($1 == 0x22 || $1 == 0x5C || $1 == 0x0A ? 2 : $1 < 0x20 ? 6 : 1) }
    }
}
