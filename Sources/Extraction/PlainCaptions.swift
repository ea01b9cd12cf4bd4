import HTMLTree

/// Captions that no element declares: words in italics below a picture, the short text of its list item or cell,
/// "Figure 3: …" beside it.
struct PlainCaptions {
    private let ground: CaptionGround
    private let captions: Captions
    private var tree: Tree { ground.tree }
    /// Characters up to which such a text can be a caption: what is longer is a paragraph.
    private static let longest: Int32 = 320

    init(_ ground: CaptionGround, _ captions: Captions) { (self.ground, self.captions) = (ground, captions) }

    /// The nodes with a picture's caption.
    func nodes(of picture: Int32) -> [Int32] {
        if let said = saidAgain(picture) { return [said] }
        var block = tree.nodes[Int(picture)].parent
        while block > 0, CaptionGround.isInline(tree.nodes[Int(block)].tag) { block = tree.nodes[Int(block)].parent }
        guard block > 0 else { return [] }
        var isFigure = false
        for _ in 0..<3 {
            isFigure = isFigure || tree.nodes[Int(block)].tag == .figure
            let tag = tree.nodes[Int(block)].tag
            if tag == .body || tag == .html || tag == .main || tag == .article { return [] }
            if ground.structure.text(of: block) > 0 { return inside(block, picture) }
            if ground.pictures(in: block).filter(ground.pictures.isKept).count > 1 { return [] }
            if tag.isCell, let below = below(block) { return [below] }
            if let beside = beside(block, isFigure) { return [beside] }
            block = tree.nodes[Int(block)].parent
        }
        return []
    }

    /// The text after a picture that says what its `alt` says.
    private func saidAgain(_ picture: Int32) -> Int32? {
        guard let value = tree.value(.alt, of: picture), value.count >= 8 else { return nil }
        var at = picture
        for _ in 0..<4 {
            if let next = neighbour(at, { tree.nodes[Int($0)].next }), ground.pictures(in: next).isEmpty,
                ground.structure.text(of: next) > 0 || tree.nodes[Int(next)].tag == .text
            {
                // Two writings of the same words are about as long.
                let length = Int(ground.structure.text(of: next))
                guard length <= Self.longest, length * 8 >= value.count, !isHeading(next) else { return nil }
                let alt = Self.letters(String(decoding: tree.bytes[value], as: UTF8.self))
                return alt.utf8.count >= 8 && Self.letters(ground.text(of: next)) == alt ? next : nil
            }
            at = tree.nodes[Int(at)].parent
            if at <= 0 || tree.nodes[Int(at)].tag == .body { return nil }
        }
        return nil
    }

    private static func letters(_ text: String) -> String {
        let text = text.lowercased()
        // Most texts are ASCII, which needs no table of properties.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return String(text.filter { $0.isLetter || $0.isNumber }) }
        return String(decoding: text.utf8.filter { InlineText.isLetter($0) || InlineText.isDigit($0) }, as: UTF8.self)
    }

    // MARK: In the picture's block

    private func inside(_ block: Int32, _ picture: Int32) -> [Int32] {
        guard ground.structure.text(of: block) <= Self.longest,
            ground.pictures(in: block).filter(ground.pictures.isKept).count == 1
        else { return [] }
        let texts = ground.texts(in: block, without: captions.fates)
        guard !texts.isEmpty else { return [] }
        let isCentred = isCentred(block) && ground.structure.text(of: block) <= 160
        if isCentred, texts.allSatisfy({ $0 > picture }) { return texts }
        let isItem = [.li, .td, .dd, .dt, .th].contains(tree.nodes[Int(block)].tag)
        if texts.allSatisfy({ isSlanted($0, within: block) }) || Self.isNumbered(text(texts)) { return texts }
        return isItem && texts.allSatisfy { $0 > picture } && isAmongTwins(block) ? texts : []
    }

    private func text(_ nodes: [Int32]) -> String { nodes.map { ground.text(of: $0) }.joined(separator: " ") }

    /// Whether words are set apart as captions are: in italics or in small letters.
    private func isSlanted(_ node: Int32, within top: Int32) -> Bool {
        var at = tree.nodes[Int(node)].parent
        while at > 0 {
            switch tree.nodes[Int(at)].tag {
            case .em, .i, .small, .cite: return true
            default: if isSmallPrint(at) { return true }
            }
            if at == top { return false }
            at = tree.nodes[Int(at)].parent
        }
        return false
    }

    /// Called small, or what is said of a picture.
    private func isSmallPrint(_ node: Int32) -> Bool {
        guard tree.nodes[Int(node)].flags.contains(.hadAttributes), let value = tree.value(.class, of: node) else {
            return false
        }
        return Self.smallPrint.find(tree.bytes, value) != 0
    }

    private static let smallPrint = ElementWords([
        ["small", "minor", "credit", "credits", "legend", "legende", "bildunterschrift", "subtext"]
    ])

    /// A cell or an item among others that show a picture each.
    private func isAmongTwins(_ item: Int32) -> Bool {
        guard ground.structure.text(of: item) <= 160 else { return false }
        var twins = 0
        var sibling = tree.nodes[Int(tree.nodes[Int(item)].parent)].firstChild
        var left = 60
        while sibling >= 0, left > 0 {
            left -= 1
            if tree.nodes[Int(sibling)].tag == tree.nodes[Int(item)].tag, !ground.pictures(in: sibling).isEmpty {
                twins += 1
            }
            sibling = tree.nodes[Int(sibling)].next
        }
        return twins >= 2
    }

    /// The cell below one, in a row of short texts below a row of pictures.
    private func below(_ cell: Int32) -> Int32? {
        let row = tree.nodes[Int(cell)].parent
        guard row > 0, ground.structure.text(of: row) == 0,
            let next = neighbour(row, { tree.nodes[Int($0)].next }), tree.nodes[Int(next)].tag == .tr,
            ground.pictures(in: next).isEmpty
        else { return nil }
        let (cells, below) = (cells(row), cells(next))
        guard cells.count > 1, cells.count == below.count, let place = cells.firstIndex(of: cell) else { return nil }
        let length = ground.structure.text(of: below[place])
        return length > 0 && length <= 160 ? below[place] : nil
    }

    private func cells(_ row: Int32) -> [Int32] {
        var found: [Int32] = []
        var at = tree.nodes[Int(row)].firstChild
        while at >= 0, found.count < 20 {
            if tree.nodes[Int(at)].tag.isCell { found.append(at) }
            at = tree.nodes[Int(at)].next
        }
        return found
    }

    // MARK: Beside it

    /// The block after a picture's, or before it, if it is the caption.
    private func beside(_ block: Int32, _ isFigure: Bool) -> Int32? {
        // Who has a figure has a place for its caption in it.
        if let next = neighbour(block, { tree.nodes[Int($0)].next }), isCaption(next, slantedCounts: !isFigure) {
            return next
        }
        if let next = neighbour(block, { tree.nodes[Int($0)].next }), isCentred(block), isCentred(next),
            isCentredCaption(next)
        {
            return next
        }
        if let previous = neighbour(block, { tree.nodes[Int($0)].previous }),
            isCaption(previous, slantedCounts: false)
        {
            return previous
        }
        return nil
    }

    private func neighbour(_ block: Int32, _ step: (Int32) -> Int32) -> Int32? {
        var at = step(block)
        for _ in 0..<6 where at >= 0 {
            let isBlank = tree.nodes[Int(at)].tag == .text && Bytes.isBlank(tree.bytes, tree.text(of: at))
            if !isBlank, tree.nodes[Int(at)].tag != .br { return at }
            at = step(at)
        }
        return nil
    }

    private func isCaption(_ node: Int32, slantedCounts: Bool) -> Bool {
        let length = ground.structure.text(of: node)
        guard length > 0, length <= Self.longest, ground.pictures(in: node).isEmpty, !isHeading(node) else {
            return false
        }
        let texts = tree.nodes[Int(node)].tag == .text ? [node] : ground.texts(in: node, without: captions.fates)
        guard !texts.isEmpty else { return false }
        if Self.isNumbered(text(texts)) { return true }
        // A quotation is set in italics too.
        guard slantedCounts, length <= 220, let first = ground.text(of: texts[0]).unicodeScalars.first,
            !"\u{22}\u{27}\u{201C}\u{201E}\u{2018}\u{AB}\u{300C}".unicodeScalars.contains(first)
        else { return false }
        return texts.allSatisfy { isSlanted($0, within: node) }
    }

    /// Words set in the middle below a picture that is set in the middle.
    private func isCentredCaption(_ node: Int32) -> Bool {
        let length = ground.structure.text(of: node)
        guard tree.nodes[Int(node)].tag == .p, length > 0, length <= 160, ground.pictures(in: node).isEmpty else {
            return false
        }
        guard let after = neighbour(node, { tree.nodes[Int($0)].next }) else { return true }
        return !isCentred(after) || !ground.pictures(in: after).isEmpty
    }

    private func isCentred(_ node: Int32) -> Bool {
        guard tree.nodes[Int(node)].flags.contains(.hadAttributes) else { return tree.nodes[Int(node)].tag == .center }
        if tree.string(.style, of: node)?.contains("center") ?? false { return true }
        return ground.align.flatMap { tree.string($0, of: node) }?.lowercased() == "center"
    }

    private func isHeading(_ node: Int32) -> Bool {
        switch tree.nodes[Int(node)].tag {
        case .h1, .h2, .h3, .h4, .h5, .h6, .ul, .ol, .table, .pre, .blockquote: true
        default: false
        }
    }

    /// `Figure 3: …`, `Abb. 2 …`, `図1 …`.
    static func isNumbered(_ text: String) -> Bool {
        let text = text.drop { !$0.isLetter }
        let word = text.prefix { $0.isLetter }.lowercased()
        guard Self.figures.contains(word) else { return false }
        let rest = text.dropFirst(word.count).drop { $0 == "." || $0.isWhitespace || $0 == "\u{A0}" }
        guard let digit = rest.first, digit.isNumber else { return false }
        // "Figure 3 shows that …" is a sentence about the figure.
        let tail = rest.drop { $0.isNumber || $0 == "." || $0 == "-" || $0 == "–" || $0 == "a" || $0 == "b" }
        guard let mark = tail.first(where: { !$0.isWhitespace }) else { return true }
        return !mark.isLetter || rest.prefix(8).contains(".") || mark.isUppercase
    }

    private static let figures: Set<String> = [
        "figure", "fig", "abbildung", "abb", "bild", "foto", "photo", "image", "figura", "imagen", "imagem", "immagine",
        "rys", "rysunek", "zdjęcie", "рис", "рисунок", "фото", "afbeelding", "图", "圖", "図", "写真", "그림", "рисунок",
    ]
}
