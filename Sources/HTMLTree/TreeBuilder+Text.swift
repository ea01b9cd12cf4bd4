/// Text, and where it may not stand.
extension TreeBuilder {
    /// Characters as the tokenizer gives them, in pieces of any size, references resolved.
    mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
        var text = text
        if skipsLineFeed {
            skipsLineFeed = false
            if text.first == 0x0A { text = UnsafeBufferPointer(rebasing: text.dropFirst()) }
        }
        guard !text.isEmpty else { return }
        if mode != .body && templates == 0 && !startsBody(&text) { return }
        guard let top = stack.last else { return }
        if top.tag == .colgroup && !top.isForeign && !TreeBuilder.isBlank(text) { pop() }
        guard let target = stack.last else { return }
        if traits(of: target.tag).contains(.fosters), !target.isForeign, TreeBuilder.isBlank(text) {
            append(text, below: target.node, before: -1)
        } else {
            let place = place()
            append(text, below: place.parent, before: place.before)
        }
    }

    /// The text of the element just made, whose content is not markup; the element ends.
    mutating func rawText(_ text: UnsafeBufferPointer<UInt8>, in node: Int32) {
        if !text.isEmpty { append(text, below: node, before: -1) }
    }

    /// Ends an element whose content is not markup (it is not open when it stood too deep).
    mutating func endRaw(_ node: Int32) {
        if stack.last?.node == node { pop() }
    }

    /// In front of the body white space is nothing and other text opens the body; false when nothing is left to insert.
    private mutating func startsBody(_ text: inout UnsafeBufferPointer<UInt8>) -> Bool {
        if mode == .frameset { return false }
        guard let first = text.firstIndex(where: { !TreeBuilder.isSpace($0) }) else { return false }
        text = UnsafeBufferPointer(rebasing: text[first...])
        enterBody()
        return true
    }

    private mutating func append(_ text: UnsafeBufferPointer<UInt8>, below parent: Int32, before: Int32) {
        let neighbour = before < 0 ? tree.nodes[Int(parent)].lastChild : tree.nodes[Int(before)].previous
        let start = UInt32(tree.bytes.count)
        AttributeList.append(text, to: &tree.bytes)
        let end = UInt32(tree.bytes.count)
        if neighbour >= 0, tree.nodes[Int(neighbour)].tag == .text, tree.nodes[Int(neighbour)].end == start {
            tree.nodes[Int(neighbour)].end = end
            return
        }
        let node = Int32(tree.nodes.count)
        tree.nodes.append(Tree.Node(parent: parent, tag: .text, start: start, end: end))
        link(node, below: parent, before: before)
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0C || byte == 0x0D
    }

    static func isBlank(_ text: UnsafeBufferPointer<UInt8>) -> Bool { text.allSatisfy(isSpace) }
}
