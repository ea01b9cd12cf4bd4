import HTMLTree

/// Short questions about what stands below an element.
enum InlineText {
    /// The text below an element, ends stripped; nil when it is longer than `limit` bytes or lies in more than 200 nodes.
    static func short(_ top: Int32, _ tree: Tree, limit: Int = 48) -> [UInt8]? {
        var text: [UInt8] = []
        text.reserveCapacity(min(limit * 4, 384))
        var at = tree.nodes[Int(top)].firstChild
        var left = 200
        while at >= 0 {
            left -= 1
            if tree.nodes[Int(at)].tag == .text { text.append(contentsOf: tree.bytes[tree.text(of: at)]) }
            // White space around a short text may be long.
            if left < 0 || text.count > limit * 4 { return nil }
            at = tree.successor(at, within: top)
        }
        let inner = Bytes.strip(text, 0..<text.count)
        guard inner.count <= limit else { return nil }
        return inner.count == text.count ? text : Array(text[inner])
    }

    /// The first bytes of the text below an element, at least `limit` of them where it has so many.
    static func beginning(_ top: Int32, _ tree: Tree, limit: Int) -> [UInt8] {
        var text: [UInt8] = []
        var at = tree.nodes[Int(top)].firstChild
        for _ in 0..<40 where at >= 0 && text.count < limit {
            if tree.nodes[Int(at)].tag == .text {
                text.append(contentsOf: tree.bytes[Bytes.strip(tree.bytes, tree.text(of: at))])
                text.append(0x20)
            }
            at = tree.successor(at, within: top)
        }
        return text
    }

    /// Where the text below an element lies, ends stripped, when it is one text; nil when there are several.
    static func only(_ top: Int32, _ tree: Tree) -> Range<Int>? {
        var at = tree.nodes[Int(top)].firstChild
        while at >= 0, tree.nodes[Int(at)].next < 0 {
            if tree.nodes[Int(at)].tag == .text { return Bytes.strip(tree.bytes, tree.text(of: at)) }
            at = tree.nodes[Int(at)].firstChild
        }
        return nil
    }

    /// The last byte of the text below an element, ends stripped, 0 when it is empty; nil when it is longer than `limit`
    /// bytes.
    static func last(_ top: Int32, _ tree: Tree, limit: Int) -> UInt8? {
        guard let text = only(top, tree) else { return short(top, tree, limit: limit).map { $0.last ?? 0 } }
        return text.count > limit ? nil : text.isEmpty ? 0 : tree.bytes[text.upperBound - 1]
    }

    /// The first element of a tag below `top`, looking at 200 nodes at most.
    static func first(_ tags: Set<Tag>, below top: Int32, _ tree: Tree) -> Int32? {
        var at = tree.nodes[Int(top)].firstChild
        var left = 200
        while at >= 0, left > 0 {
            if tags.contains(tree.nodes[Int(at)].tag) { return at }
            at = tree.successor(at, within: top)
            left -= 1
        }
        return nil
    }

    /// The nearest element around a node that is of some kind, so many levels up at most.
    static func around(_ node: Int32, _ tree: Tree, levels: Int, _ isMeant: (Tag) -> Bool) -> Int32? {
        var at = tree.nodes[Int(node)].parent
        for _ in 0..<levels where at > 0 {
            if isMeant(tree.nodes[Int(at)].tag) { return at }
            at = tree.nodes[Int(at)].parent
        }
        return nil
    }

    /// The nearest element before or behind a node that is its sibling, white space left aside.
    static func neighbour(_ node: Int32, _ tree: Tree, isBefore: Bool) -> Int32? {
        var at = isBefore ? tree.nodes[Int(node)].previous : tree.nodes[Int(node)].next
        while at >= 0 {
            if tree.nodes[Int(at)].tag != .text { return at }
            if !Bytes.isBlank(tree.bytes, tree.text(of: at)) { return nil }
            at = isBefore ? tree.nodes[Int(at)].previous : tree.nodes[Int(at)].next
        }
        return nil
    }

    /// The only child of an element, white space left aside; nil when there are more, or text beside it.
    static func onlyChild(_ top: Int32, _ tree: Tree) -> Int32? {
        var found: Int32?
        var at = tree.nodes[Int(top)].firstChild
        while at >= 0 {
            if tree.nodes[Int(at)].tag != .text {
                guard found == nil else { return nil }
                found = at
            } else if !Bytes.isBlank(tree.bytes, tree.text(of: at)) {
                return nil
            }
            at = tree.nodes[Int(at)].next
        }
        return found
    }

    /// `1,2`, `a, b`, `3–5`: several numbers or single letters, as marks of notes are raised.
    static func isNoteList(_ text: [UInt8]) -> Bool {
        let parts = text.split { $0 == 0x2C || $0 == 0x20 || $0 == 0x2D || $0 >= 0x80 }
        return parts.count > 1
            && parts.allSatisfy { $0.allSatisfy(isDigit) || $0.count == 1 && isLetter($0[$0.startIndex]) }
    }

    /// Whether a byte is an ASCII digit.
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// Whether a byte is an ASCII letter.
    static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 97 && byte | 0x20 <= 122 }

    /// Whether there is a letter or digit of any script in a text. Signs of Latin-1, of the blocks U+2000 to U+2BFF (arrows,
    /// daggers) and of U+3000 to U+303F (`、`, `「`) are none.
    static func hasWord(_ text: [UInt8]) -> Bool {
        var at = 0
        while at < text.count {
            let byte = text[at]
            if isLetter(byte) || isDigit(byte) { return true }
            let isSign = byte == 0xE3 && at + 1 < text.count && text[at + 1] == 0x80
            if byte >= 0xC3, byte < 0xEF, byte != 0xE2, !isSign { return true }
            at += byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        }
        return false
    }
}

extension Tag {
    /// `h1` to `h6`.
    var isHeading: Bool { rawValue >= Tag.h1.rawValue && rawValue <= Tag.h6.rawValue }
    /// A cell of a table.
    var isCell: Bool { self == .td || self == .th }
}
