import HTMLTree

/// Tells the page's content from its frame: every text is in one of them.
///
/// In three steps. Elements that say what they are (tag, role, words of class and id) and hidden ones are frame.
/// Paragraphs then vote for the elements around them, by length and commas, less so from farther down (the idea of
/// Arc90's Readability); the element with the most votes, widened until it covers enough of the running text, is the
/// content. Inside it blocks that are mostly links go to the frame again.
struct Frame {
    struct Counts {
        /// Characters that are not white space.
        var text: Int32 = 0
        /// Those of them inside links.
        var linked: Int32 = 0
        /// Commas.
        var commas: Int32 = 0

        mutating func add(_ other: Counts) {
            text += other.text
            linked += other.linked
            commas += other.commas
        }

        var linkDensity: Double { text > 0 ? Double(linked) / Double(text) : 0 }
    }

    /// Whether a node's text is frame, by node number; empty when everything is content.
    private(set) var isFrame: [Bool] = []
    /// Of the node and all below it, frame left out.
    var counts: [Counts] = []
    /// Of the text that stands directly in a kept element.
    var own: [Counts] = []
    var scores: [Float] = []
    let words: FrameWords

    init(_ options: BoilerplateOptions) { words = FrameWords(options) }

    mutating func find(_ tree: Tree, _ marks: Marks, _ rules: Rules, title: String) {
        guard let options = rules.options.boilerplate else { return }
        let count = tree.nodes.count
        isFrame = Array(repeating: false, count: count)
        counts = Array(repeating: Counts(), count: count)
        own = Array(repeating: Counts(), count: count)
        scores = Array(repeating: 0, count: count)
        measure(tree, marks)
        markByName(tree, marks, options)
        counts = Array(repeating: Counts(), count: count)
        own = Array(repeating: Counts(), count: count)
        measure(tree, marks)
        if options.dropsTitleHeading { markTitle(title, tree) }
        guard let content = content(tree, marks, options) else { return }
        markOutside(content, tree)
        prune(content, tree, marks, rules, options)
    }

    // MARK: Measuring

    private mutating func measure(_ tree: Tree, _ marks: Marks) {
        for index in stride(from: tree.nodes.count - 1, to: 0, by: -1) {
            guard marks.fates[index] != .removed, !isFrame[index] else { continue }
            let node = tree.nodes[index]
            if node.tag == .text {
                let counted = Frame.count(tree.bytes, tree.text(of: Int32(index)))
                counts[index] = counted
                own[Int(marks.owners[index])].add(counted)
            } else if node.tag == .a {
                counts[index].linked = counts[index].text
                own[Int(marks.owners[index])].linked += counts[index].text
            }
            counts[Int(node.parent)].add(counts[index])
        }
    }

    private static func count(_ bytes: [UInt8], _ range: Range<Int>) -> Counts {
        var counts = Counts()
        for at in range {
            let byte = bytes[at]
            if byte > 0x20 && byte & 0xC0 != 0x80 { counts.text += 1 }
            if byte == 0x2C { counts.commas += 1 }
            // U+3001 and U+FF0C.
            if byte == 0xE3, at + 2 < range.upperBound, bytes[at + 1] == 0x80, bytes[at + 2] == 0x81 {
                counts.commas += 1
            }
            if byte == 0xEF, at + 2 < range.upperBound, bytes[at + 1] == 0xBC, bytes[at + 2] == 0x8C {
                counts.commas += 1
            }
        }
        return counts
    }

    // MARK: By name

    private mutating func markByName(_ tree: Tree, _ marks: Marks, _ options: BoilerplateOptions) {
        let total = Double(counts[0].text)
        for index in 1..<max(1, tree.nodes.count) {
            let node = tree.nodes[index]
            if isFrame[Int(node.parent)] {
                isFrame[index] = true
            } else if node.tag != .text, marks.fates[index] != .removed {
                let isLarge = Double(counts[index].text) > total * options.largestFrameShare
                let isLine = Int(counts[index].text) <= options.longestLine
                isFrame[index] =
                    !isLarge
                    && (words.isFrame(Int32(index), tree, isLine: isLine) || isNestedArticle(Int32(index), tree))
            }
        }
    }

    /// An `article` inside an `article` is a comment on it or a pointer to another (HTML Standard §4.3.2).
    private func isNestedArticle(_ node: Int32, _ tree: Tree) -> Bool {
        guard tree.nodes[Int(node)].tag == .article else { return false }
        var parent = tree.nodes[Int(node)].parent
        while parent > 0 {
            if tree.nodes[Int(parent)].tag == .article { return counts[Int(node)].text * 2 < counts[Int(parent)].text }
            parent = tree.nodes[Int(parent)].parent
        }
        return false
    }

    /// Marks the first-level headings that say what the page's title says.
    private mutating func markTitle(_ title: String, _ tree: Tree) {
        let title = Frame.letters(Array(title.utf8))
        for index in tree.nodes.indices where tree.nodes[index].tag == .h1 && !isFrame[index] {
            var text: [UInt8] = []
            var at = tree.nodes[index].firstChild
            while at >= 0 {
                if tree.nodes[Int(at)].tag == .text { text += tree.bytes[tree.text(of: at)] }
                at = tree.successor(at, within: Int32(index))
            }
            let heading = Frame.letters(text)
            if heading.count > 8, Bytes.find(heading, in: title, 0..<title.count) != nil { mark(Int32(index), tree) }
        }
    }

    /// Letters and digits only, ASCII in lower case: what two writings of a title have in common.
    private static func letters(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map(Bytes.lower).filter { $0 >= 0x80 || $0 >= 97 && $0 <= 122 || $0 >= 48 && $0 <= 57 }
    }

    private mutating func markOutside(_ content: Set<Int32>, _ tree: Tree) {
        var isInside = Array(repeating: false, count: tree.nodes.count)
        for index in 1..<max(1, tree.nodes.count) {
            isInside[index] = content.contains(Int32(index)) || isInside[Int(tree.nodes[index].parent)]
            if !isInside[index] { isFrame[index] = true }
        }
    }

    mutating func mark(_ node: Int32, _ tree: Tree) {
        var at = node
        while at >= 0 {
            isFrame[Int(at)] = true
            at = tree.successor(at, within: node)
        }
    }
}

/// The words, tags and roles of the options, ready to be looked up.
struct FrameWords {
    private let frame: Set<UInt64>
    private let lines: Set<UInt64>
    private let content: Set<UInt64>
    private let roles: Set<UInt64>
    private let tags: Set<Tag>
    private static let hidden = [Array("display:none".utf8), Array("visibility:hidden".utf8)]

    init(_ options: BoilerplateOptions) {
        frame = Set(options.frameWords.map(ElementWords.hash))
        lines = Set(options.lineWords.map(ElementWords.hash))
        content = Set(options.contentWords.map(ElementWords.hash))
        roles = Set(options.frameRoles.map(ElementWords.hash))
        tags = Set(options.frameTags.compactMap(Tag.init(known:)))
    }

    /// Whether an element says that it is frame; `isLine` when it is short.
    func isFrame(_ node: Int32, _ tree: Tree, isLine: Bool) -> Bool {
        let tag = tree.nodes[Int(node)].tag
        if tag == .html || tag == .body || tag == .article || tag == .main { return false }
        if tags.contains(tag) { return true }
        guard tree.nodes[Int(node)].flags.contains(.hadAttributes) else { return false }
        if let role = tree.value(.role, of: node), ElementWords.contains(roles, tree.bytes, role) { return true }
        if tree.value(.hidden, of: node) != nil || isHidden(node, tree) { return true }
        return weight(node, tree) < 0 || (isLine && hasWord(of: lines, node, tree))
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

    private func hasWord(of words: Set<UInt64>, _ node: Int32, _ tree: Tree) -> Bool {
        for name in [AttributeName.class, .id] {
            if let value = tree.value(name, of: node), ElementWords.contains(words, tree.bytes, value) { return true }
        }
        return false
    }

    /// -1 with a word of frames and none of content, 1 the other way round, else 0.
    func weight(_ node: Int32, _ tree: Tree) -> Int {
        var isFrame = false
        var isContent = false
        for name in [AttributeName.class, .id] {
            guard let value = tree.value(name, of: node) else { continue }
            isFrame = isFrame || ElementWords.contains(frame, tree.bytes, value)
            isContent = isContent || ElementWords.contains(content, tree.bytes, value)
        }
        return isFrame == isContent ? 0 : (isFrame ? -1 : 1)
    }

    /// Whether `style` or `aria-hidden` keeps the element from the reader.
    private func isHidden(_ node: Int32, _ tree: Tree) -> Bool {
        if let value = tree.value(.ariaHidden, of: node), Bytes.equals(tree.bytes, value, Array("true".utf8)) {
            return true
        }
        guard let style = tree.value(.style, of: node) else { return false }
        let bare = tree.bytes[style].filter { !Bytes.isSpace($0) }.map(Bytes.lower)
        return FrameWords.hidden.contains { Bytes.find($0, in: bare, 0..<bare.count) != nil }
    }
}
