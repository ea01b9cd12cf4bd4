import HTMLTree

/// What stands in a page's text for the sake of its use, and a reader does not read: marks that lead to notes, links of
/// headings to themselves, `[edit]`, the numbers beside lines of code.
struct Furniture {
    private static let gutters = ElementWords([
        ["linenos", "lineno", "linenr", "linenumber", "linenumbers", "gutter"],
        ["line", "ln", "blob", "code", "crayon", "hljs"], ["number", "numbers", "num", "nums", "no", "nr"],
    ])
    private static let anchors = ElementWords([
        ["headerlink", "anchor", "permalink", "headinglink", "heading", "autolink", "hash"]
    ])

    /// The elements that go, in the order of the tree.
    func find(_ tree: Tree, _ marks: Marks) -> [Int32] {
        var found: [Int32] = []
        for index in tree.nodes.indices {
            let (node, element) = (Int32(index), tree.nodes[index])
            let isFurniture: Bool
            switch element.tag {
            case .sup, .a, .span, .td, .small, .div, .i, .pre:
                guard marks.fates[index] != .removed else { continue }
                let name = element.flags.contains(.hadAttributes) ? tree.value(.class, of: node) : nil
                isFurniture = isOne(node, element.tag, name ?? 0..<0, tree)
            default: continue
            }
            if isFurniture { found.append(node) }
        }
        return found
    }

    private func isOne(_ node: Int32, _ tag: Tag, _ name: Range<Int>, _ tree: Tree) -> Bool {
        switch tag {
        case .sup: isNoteMark(node, tree)
        case .a: isSign(node, tree) || isLineNumber(node, name, tree)
        case .span: isEditLink(node, tree) || isGlyph(node, name, tree) || isLineNumber(node, name, tree)
        case .td: isLineNumber(node, name, tree)
        case .small, .div: isEditLink(node, tree) || isGlyph(node, name, tree)
        case .i: isGlyph(node, name, tree)
        default: isGutter(node, tree)
        }
    }

    /// `[1]`, `[a]`, `[citation needed]` raised, and a raised link to a note of the page.
    private func isNoteMark(_ node: Int32, _ tree: Tree) -> Bool {
        guard let text = InlineText.short(node, tree), !text.isEmpty else { return false }
        if text.first == 0x5B, text.last == 0x5D { return true }
        guard text.count <= 5, let link = InlineText.first([.a], below: node, tree) else { return false }
        return leadsInside(link, tree)
    }

    /// A link into the page that says nothing (`¶`, `#`, `↑`), or only the number of a note (`[3]`); and the link of a
    /// heading to itself when the heading has text beside it.
    private func isSign(_ node: Int32, _ tree: Tree) -> Bool {
        let isInside = leadsInside(node, tree)
        let heading = InlineText.around(node, tree, levels: 3, \.isHeading)
        guard isInside || heading != nil, let text = InlineText.short(node, tree), !text.isEmpty else { return false }
        if isInside, !InlineText.hasWord(text) { return true }
        if isInside, text.first == 0x5B, text.last == 0x5D, text.count <= 6 { return true }
        guard let heading, let name = tree.value(.class, of: node),
            Furniture.anchors.find(tree.bytes, name) != 0, let whole = InlineText.short(heading, tree, limit: 400)
        else { return false }
        return whole.count > text.count
    }

    private func leadsInside(_ link: Int32, _ tree: Tree) -> Bool {
        guard let address = tree.value(.href, of: link), !address.isEmpty else { return false }
        return tree.bytes[address.lowerBound] == 0x23
    }

    /// `[edit]`, in any language: links in brackets, in a heading or straight behind one.
    private func isEditLink(_ node: Int32, _ tree: Tree) -> Bool {
        guard mayBegin(node, with: 0x5B, tree) else { return false }
        let parent = tree.nodes[Int(node)].parent
        let isInHeading = tree.nodes[Int(parent)].tag.isHeading
        guard
            isInHeading
                || InlineText.neighbour(node, tree, isBefore: true).map({ tree.nodes[Int($0)].tag.isHeading }) == true,
            let text = InlineText.short(node, tree, limit: 64), text.first == 0x5B, text.last == 0x5D
        else { return false }
        return InlineText.first([.a], below: node, tree) != nil
    }

    /// The name of a glyph in a font of icons that shows it in the name's place (`<i class="material-icons">menu</i>`).
    private func isGlyph(_ node: Int32, _ name: Range<Int>, _ tree: Tree) -> Bool {
        // The shortest name of such a font is `material-icon`.
        guard name.count >= 13, Furniture.glyphs.find(tree.bytes, name) == 3,
            let text = InlineText.short(node, tree, limit: 40)
        else { return false }
        return text.allSatisfy { InlineText.isLetter($0) || InlineText.isDigit($0) || $0 == 0x5F }
    }

    private static let glyphs = ElementWords([["material"], ["icon", "icons", "symbols"]])

    /// Whether what is below an element can begin with a byte; false only where it begins with a text of another one.
    private func mayBegin(_ node: Int32, with byte: UInt8, _ tree: Tree) -> Bool {
        let first = tree.nodes[Int(node)].firstChild
        guard first >= 0, tree.nodes[Int(first)].tag == .text else { return true }
        let text = tree.bytes[tree.text(of: first)]
        return text.first { !Bytes.isSpace($0) }.map { $0 == byte || $0 >= 0x80 } ?? true
    }

    // MARK: Code

    /// A `pre` that counts lines (1, 2, 3 …) and has code beside it: numbers alone are what a program writes.
    private func isGutter(_ node: Int32, _ tree: Tree) -> Bool {
        countsLines(node, tree) && isBesideCode(node, tree)
    }

    /// Whether the next thing behind a node is code.
    private func isBesideCode(_ node: Int32, _ tree: Tree) -> Bool {
        var at = tree.following(node)
        for _ in 0..<8 where at >= 0 {
            switch tree.nodes[Int(at)].tag {
            case .pre, .code, .listing: return true
            case .text: if !Bytes.isBlank(tree.bytes, tree.text(of: at)) { return isInCode(at, tree) }
            default: break
            }
            at = tree.successor(at)
        }
        return false
    }

    private func countsLines(_ node: Int32, _ tree: Tree) -> Bool {
        var expected = 0
        var number = 0
        var digits = 0
        var left = 10_000
        var at = tree.nodes[Int(node)].firstChild
        while at >= 0 {
            left -= 1
            if left < 0 { return false }
            if tree.nodes[Int(at)].tag == .text {
                for byte in tree.bytes[tree.text(of: at)] {
                    if InlineText.isDigit(byte), digits < 7 {
                        number = number * 10 + Int(byte) - 0x30
                        digits += 1
                    } else if !Bytes.isSpace(byte) {
                        return false
                    } else if digits > 0 {
                        guard expected == 0 || number == expected else { return false }
                        (expected, number, digits) = (number + 1, 0, 0)
                    }
                }
            }
            at = tree.successor(at, within: node)
        }
        if digits > 0 { return expected > 0 ? number == expected : number == 1 }
        return expected > 2
    }

    /// A number in or beside code, in an element that is named for it.
    private func isLineNumber(_ node: Int32, _ name: Range<Int>, _ tree: Tree) -> Bool {
        let element = tree.nodes[Int(node)]
        // The shortest name that says it is `ln-no`; those of a highlighter are shorter, and there are many. It says
        // `line-number`: the `number` of a highlighter is one of the code.
        guard name.count >= 5, Furniture.namesGutter(tree.bytes, name) else { return false }
        guard let text = InlineText.short(node, tree, limit: 2_000), !text.isEmpty else { return false }
        guard text.allSatisfy({ InlineText.isDigit($0) || Bytes.isSpace($0) }) else { return false }
        guard element.tag == .td else { return isInCode(node, tree) }
        let row = tree.nodes[Int(element.parent)].parent
        return InlineText.first([.pre, .code], below: row, tree) != nil || Furniture.isListing(row, tree)
    }

    private static func namesGutter(_ bytes: [UInt8], _ name: Range<Int>) -> Bool {
        let words = gutters.find(bytes, name)
        return words & 1 != 0 || words & 6 == 6
    }

    /// Whether a table is a listing: its first cell is named for the numbers of lines and holds nothing else, the next
    /// one is named for code.
    static func isListing(_ table: Int32, _ tree: Tree) -> Bool {
        guard let cell = InlineText.first([.td, .th], below: table, tree), tree.nodes[Int(cell)].tag == .td,
            let name = tree.value(.class, of: cell), namesGutter(tree.bytes, name),
            let next = InlineText.neighbour(cell, tree, isBefore: false), tree.nodes[Int(next)].tag == .td,
            let text = InlineText.short(cell, tree, limit: 20_000),
            text.allSatisfy({ InlineText.isDigit($0) || Bytes.isSpace($0) })
        else { return false }
        if InlineText.first([.pre, .code], below: next, tree) != nil { return true }
        return tree.value(.class, of: next).map { code.find(tree.bytes, $0) != 0 } ?? false
    }

    private static let code = ElementWords([["code", "line", "lines", "source"]])

    private func isInCode(_ node: Int32, _ tree: Tree) -> Bool {
        InlineText.around(node, tree, levels: 6) { $0 == .pre || $0 == .code } != nil
    }
}
