import HTMLTree

/// The words, tags and roles of the options, ready to be looked up.
struct FrameWords {
    /// What the names of an element say.
    struct Saying: OptionSet {
        let rawValue: UInt8
        static let frame = Saying(rawValue: 1)
        static let content = Saying(rawValue: 2)
        static let line = Saying(rawValue: 4)
        static let weak = Saying(rawValue: 8)
        /// A word of what a layout has or lacks: `has-sidebar`, `no-ads`.
        static let having = Saying(rawValue: 16)
        /// A weak word that may be what the page calls all its blocks.
        static let block = Saying(rawValue: 32)
    }

    private let words: ElementWords
    private let roles: ElementWords
    private let notes: ElementWords
    private let isFrameTag: [Bool]
    private static let yes = Array("true".utf8)
    private static let hidden = [Array("display:none".utf8), Array("visibility:hidden".utf8)]

    init(_ options: BoilerplateOptions) {
        words = ElementWords([
            options.frameWords, options.contentWords, options.lineWords, options.weakWords, options.havingWords,
            options.blockWords,
        ])
        roles = ElementWords([options.frameRoles])
        notes = ElementWords([options.noteWords])
        var tags = [Bool](repeating: false, count: 256)
        for tag in options.frameTags.compactMap(Tag.init(known:)) { tags[Int(tag.rawValue)] = true }
        isFrameTag = tags
    }

    /// What class and id say.
    func saying(_ node: Int32, _ tree: Tree) -> Saying {
        var found: UInt8 = 0
        let (start, end) = (Int(tree.nodes[Int(node)].start), Int(tree.nodes[Int(node)].end))
        for at in start..<end where tree.attributes[at].name == .class || tree.attributes[at].name == .id {
            let attribute = tree.attributes[at]
            let name = Int(attribute.start)..<Int(attribute.end)
            let said = words.find(
                tree.bytes, name, mute: Saying.having.rawValue, heard: Saying.content.rawValue | Saying.line.rawValue)
            if attribute.name == .id, said != 0, FrameWords.isOfHeading(name, node, tree) { continue }
            found |= said
        }
        return Saying(rawValue: found)
    }

    /// Whether an id is made of the words of the heading that the element begins with, as tools for writing make them.
    static func isOfHeading(_ id: Range<Int>, _ node: Int32, _ tree: Tree) -> Bool {
        guard let heading = FrameWords.firstHeading(node, tree),
            let text = InlineText.short(heading, tree, limit: 200)
        else { return false }
        return FrameWords.letters(text[...]) == FrameWords.letters(tree.bytes[id])
            || FrameWords.isShortened(tree.bytes[id], of: text)
    }

    /// Whether an id of at least two words has those of a heading, in order, without some small ones.
    private static func isShortened(_ id: ArraySlice<UInt8>, of heading: [UInt8]) -> Bool {
        func words(_ bytes: ArraySlice<UInt8>) -> [[UInt8]] {
            bytes.split { !InlineText.isLetter($0) && !InlineText.isDigit($0) && $0 < 0x80 }.map(letters)
        }
        var wanted = words(id)[...]
        guard wanted.count >= 2 else { return false }
        for word in words(heading[...]) {
            if word == wanted.first { wanted.removeFirst() } else if word.count > 3 { return false }
        }
        return wanted.isEmpty
    }

    /// The heading at the beginning of an element, before any text.
    static func firstHeading(_ node: Int32, _ tree: Tree) -> Int32? {
        var at = tree.nodes[Int(node)].firstChild
        var left = 12
        while at >= 0, left > 0 {
            if tree.nodes[Int(at)].tag.isHeading { return at }
            if tree.nodes[Int(at)].tag == .text, !Bytes.isBlank(tree.bytes, tree.text(of: at)) { return nil }
            at = tree.successor(at, within: node)
            left -= 1
        }
        return nil
    }

    /// Letters and digits, without the signs that lead a heading to itself (`¶`, a space of no width).
    private static func letters(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var found: [UInt8] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let byte = bytes[at]
            // Signs of Latin-1, and U+2000 to U+2FFF.
            at += byte == 0xC2 ? 2 : byte == 0xE2 ? 3 : 1
            guard byte != 0xC2, byte != 0xE2 else { continue }
            if InlineText.isLetter(byte) || InlineText.isDigit(byte) || byte >= 0x80 { found.append(Bytes.lower(byte)) }
        }
        return found
    }

    /// How an element says that it is frame, nil when it does not; `isLine` when it is short, `isProse` when it is
    /// running text, which no weak word makes frame.
    func cause(_ node: Int32, _ tree: Tree, _ saying: Saying, isLine: Bool, isProse: Bool) -> FrameCause? {
        let tag = tree.nodes[Int(node)].tag
        if tag == .html || tag == .body || tag == .article || tag == .main { return nil }
        if tag == .aside, isNote(node, tree) { return nil }
        // The footer of a quotation says whose words they are.
        if tag == .footer, InlineText.around(node, tree, levels: 3, { $0 == .blockquote }) != nil { return nil }
        if tag.rawValue < 256, isFrameTag[Int(tag.rawValue)] { return .tag }
        guard tree.nodes[Int(node)].flags.contains(.hadAttributes) else { return nil }
        if FrameWords.weight(saying) < 0
            || (!saying.isDisjoint(with: [.weak, .block]) && !saying.contains(.content) && !isProse)
            || (isLine && saying.contains(.line))
        {
            return .names
        }
        return attributeCause(node, tree)
    }

    /// What `role`, `hidden`, `aria-hidden` and `style` say, in one look at the attributes.
    private func attributeCause(_ node: Int32, _ tree: Tree) -> FrameCause? {
        var isHidden = false
        for at in Int(tree.nodes[Int(node)].start)..<Int(tree.nodes[Int(node)].end) {
            let attribute = tree.attributes[at]
            let value = Int(attribute.start)..<Int(attribute.end)
            switch attribute.name {
            case .role: if roles.find(tree.bytes, value) != 0 { return .role }
            case .hidden: isHidden = true
            case .ariaHidden: isHidden = isHidden || Bytes.equals(tree.bytes, value, FrameWords.yes)
            case .style: isHidden = isHidden || Self.hides(tree.bytes, value)
            default: break
            }
        }
        return isHidden ? .hidden : nil
    }

    /// Whether an element says that it is a note to the text: a warning, a tip.
    func isNote(_ node: Int32, _ tree: Tree) -> Bool {
        for name in [AttributeName.class, .ariaLabel, .role, .id] {
            if let value = tree.value(name, of: node), notes.find(tree.bytes, value) != 0 { return true }
        }
        return false
    }

    /// -1 for words of frames and none of content, 1 the other way round, else 0.
    static func weight(_ saying: Saying) -> Int {
        saying.contains(.frame) == saying.contains(.content) ? 0 : (saying.contains(.frame) ? -1 : 1)
    }

    /// Whether the page calls an element its main part.
    func isMain(_ node: Int32, _ tree: Tree) -> Bool {
        switch tree.nodes[Int(node)].tag {
        case .main, .article: return true
        default:
            guard let role = tree.value(.role, of: node) else { return false }
            return Bytes.equals(tree.bytes, role, Array("main".utf8))
        }
    }

    private static func hides(_ bytes: [UInt8], _ style: Range<Int>) -> Bool {
        guard style.count >= 12 else { return false }
        let bare = bytes[style].filter { !Bytes.isSpace($0) }.map(Bytes.lower)
        return hidden.contains { Bytes.find($0, in: bare, 0..<bare.count) != nil }
    }
}
