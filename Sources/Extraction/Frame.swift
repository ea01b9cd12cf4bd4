import HTMLTree

/// Tells the page's content from its frame: every text is in one of them.
///
/// In three steps. Elements that say what they are (tag, role, words of class and id) and hidden ones are frame.
/// Paragraphs then vote for the elements around them, by length and commas, less so from farther down (the idea of
/// Arc90's Readability); the element with the most votes, widened until it covers enough of the running text, is the
/// content. Inside it blocks that are mostly links go to the frame again.
struct Frame {
    struct Counts {
        // Together: they are added up over every node of a page, twice.
        private var all = SIMD4<Int32>()

        init() {}

        init(text: Int32, commas: Int32) { all = SIMD4(text, 0, commas, 0) }

        /// Characters that are not white space.
        var text: Int32 { all.x }
        /// Those of them inside links.
        var linked: Int32 {
            get { all.y }
            set { all.y = newValue }
        }
        /// Commas.
        var commas: Int32 { all.z }
        /// Characters in long paragraphs with few links.
        var prose: Int32 {
            get { all.w }
            set { all.w = newValue }
        }

        mutating func add(_ other: Counts) { all &+= other.all }

        var linkDensity: Double { text > 0 ? Double(linked) / Double(text) : 0 }
    }

    /// Why a node's text is frame, by node number (nil: it is content); empty when everything is content.
    var causes: [FrameCause?] = []
    /// Of the node and all below it, frame left out.
    var counts: [Counts] = []
    /// Of the text that stands directly in a kept element.
    var own: [Counts] = []
    var scores: [Float] = []
    /// What the names of elements say.
    private(set) var sayings: [FrameWords.Saying] = []
    /// Whether most of the running text stands in blocks that are all called alike (`widget`): a name that tells nothing.
    private(set) var isBuiltOfBlocks = false
    /// Where names say nothing.
    private(set) var seals = Seals()
    let words: FrameWords

    init(_ options: BoilerplateOptions) { words = FrameWords(options) }

    mutating func find(_ tree: Tree, _ marks: Marks, _ structure: Structure?, _ rules: Rules, _ facts: PageFacts) {
        guard let options = rules.options.boilerplate else { return }
        let count = tree.nodes.count
        causes = Array(repeating: nil, count: count)
        counts = Array(repeating: Counts(), count: count)
        own = Array(repeating: Counts(), count: count)
        scores = Array(repeating: 0, count: count)
        sayings = Array(repeating: [], count: count)
        isBuiltOfBlocks = false
        countTexts(tree, marks)
        measure(tree, marks)
        markByName(tree, marks, structure, options)
        if isBuiltOfBlocks {
            causes = Array(repeating: nil, count: count)
            markByName(tree, marks, structure, options)
        }
        measure(tree, marks)
        if options.dropsTitleHeading { markTitle(facts.title, tree) }
        if var content = content(tree, marks, options) {
            content.formUnion(leads(content, tree, marks))
            markOutside(content, tree)
            prune(content, tree, marks, rules, options)
        }
        takeLead(facts.description, tree, marks)
        if let body = ArticleBody(tree) { follow(body, tree, marks) }
        markUnseen(tree, options)
        markTeasers(tree)
        markSiteLines(tree, marks)
        markLoneHeadings(tree, marks)
    }

    // MARK: Measuring

    private mutating func countTexts(_ tree: Tree, _ marks: Marks) {
        var (all, links) = (self.counts, Array(repeating: false, count: tree.nodes.count))
        self.counts = []
        var counts = all.mutableSpan
        var isLinked = links.mutableSpan
        for index in 1..<max(1, tree.nodes.count) where marks.fates[index] != .removed {
            let node = tree.nodes[index]
            // A link may hold paragraphs: all their text is linked.
            let linked = isLinked[Int(node.parent)] || node.tag == .a && leads(index, tree, marks)
            if linked { isLinked[index] = true }
            guard node.tag == .text else { continue }
            var count = tree.bytes.withUnsafeBufferPointer { Frame.count($0, tree.text(of: Int32(index))) }
            if linked { count.linked = count.text }
            counts[index] = count
        }
        self.counts = all
    }

    /// Adds up what is not frame, from the leaves to the root.
    private mutating func measure(_ tree: Tree, _ marks: Marks) {
        // As spans while they are filled: members and arrays would be asked at every node whether they are shared.
        var (owns, all) = (Array(repeating: Counts(), count: tree.nodes.count), self.counts)
        self.counts = []
        var own = owns.mutableSpan
        var counts = all.mutableSpan
        for index in tree.nodes.indices where tree.nodes[index].tag != .text { counts[index] = Counts() }
        for index in stride(from: tree.nodes.count - 1, to: 0, by: -1) {
            guard marks.fates[index] != .removed, causes[index] == nil else { continue }
            if tree.nodes[index].tag == .text {
                own[Int(marks.owners[index])].add(counts[index])
            } else if own[index].text >= 80, own[index].linkDensity < 0.3 {
                counts[index].prose += own[index].text
            }
            counts[Int(tree.nodes[index].parent)].add(counts[index])
        }
        (self.own, self.counts) = (owns, all)
    }

    /// Whether a link leads away: a heading that is a link to itself does not, nor does an anchor without an address.
    private func leads(_ link: Int, _ tree: Tree, _ marks: Marks) -> Bool {
        guard let address = tree.value(.href, of: Int32(link)) else { return false }
        guard tree.nodes[Int(marks.owners[link])].tag.isHeading else { return true }
        return !address.isEmpty && tree.bytes[address.lowerBound] != 0x23
    }

    private static func count(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Counts {
        var text: Int32 = 0
        var commas: Int32 = 0
        var union: UInt64 = 0
        var at = range.lowerBound
        while at < range.upperBound {
            let eight = Bytes.eight(bytes, at, range.upperBound)
            let low = eight & 0x7F7F_7F7F_7F7F_7F7F
            // Above 0x20, without the bytes 10xxxxxx that continue a character; the highest bit of a byte says it.
            let counted = (low &+ 0x5F5F_5F5F_5F5F_5F5F | eight) & ~(eight & ~(eight << 1))
            let other = (low ^ 0x2C2C_2C2C_2C2C_2C2C) &+ 0x7F7F_7F7F_7F7F_7F7F | eight
            text &+= Frame.tops(counted)
            commas &+= Frame.tops(~other)
            union |= eight
            at &+= 8
        }
        // Most texts are ASCII and have been counted many bytes at once.
        for at in union & 0x8080_8080_8080_8080 != 0 ? range : 0..<0 {
            let byte = bytes[at]
            // U+3001 and U+FF0C.
            if byte == 0xE3 || byte == 0xEF, at + 2 < range.upperBound {
                let tail = (bytes[at + 1], bytes[at + 2])
                if byte == 0xE3 ? tail == (0x80, 0x81) : tail == (0xBC, 0x8C) { commas += 1 }
            }
        }
        return Counts(text: text, commas: commas)
    }

    /// In how many of eight bytes the highest bit is set.
    @inline(__always)
    private static func tops(_ bytes: UInt64) -> Int32 {
        Int32(truncatingIfNeeded: (((bytes >> 7) & 0x0101_0101_0101_0101) &* 0x0101_0101_0101_0101) >> 56)
    }

    // MARK: By name

    private mutating func markByName(
        _ tree: Tree, _ marks: Marks, _ structure: Structure?, _ options: BoilerplateOptions
    ) {
        let total = Double(counts[0].text)
        var blocks = Blocks()
        // As spans while they are filled, as in `measure`.
        var (allCauses, allSayings, seals) = (self.causes, self.sayings, Seals(tree))
        (self.causes, self.sayings) = ([], [])
        var causes = allCauses.mutableSpan
        var sayings = allSayings.mutableSpan
        for index in 1..<max(1, tree.nodes.count) {
            let node = tree.nodes[index]
            if let cause = causes[Int(node.parent)] {
                causes[index] = cause
            } else if node.tag != .text, marks.fates[index] != .removed {
                let isLarge = Double(counts[index].text) > total * options.largestFrameShare
                seals.note(index, node, structure)
                if node.flags.contains(.hadAttributes), !seals.isSealed(index), isBlock(index, marks) {
                    sayings[index] = words.saying(Int32(index), tree).subtracting(isBuiltOfBlocks ? .block : [])
                    if sayings[index].contains(.block) { blocks.note(Int32(index), counts[index], tree) }
                }
                guard !isLarge else { continue }
                let isLine =
                    isLine(index, node.tag, options)
                    && !(sayings[index].contains(.line) && hasHeadedText(Int32(index), tree))
                let isProse = isProse(index, options)
                var cause = words.cause(Int32(index), tree, sayings[index], isLine: isLine, isProse: isProse)
                if cause == .hidden, Controls.opens(Int32(index), tree) { cause = nil }
                causes[index] =
                    cause
                    ?? (isNestedArticle(Int32(index), tree) ? .nestedArticle : nil)
                    ?? (node.tag == .form && !isProse && Controls.hasFields(Int32(index), tree) ? .form : nil)
            }
        }
        (self.causes, self.sayings, self.seals) = (allCauses, allSayings, seals)
        if blocks.prose * 2 > counts[0].prose { isBuiltOfBlocks = true }
    }

    /// The running text in blocks that are called alike.
    private struct Blocks {
        var prose: Int32 = 0
        /// The first node behind the last of them: what is inside one counts once.
        private var end: Int32 = 0
        private static let pages: Set<Tag> = [.html, .body, .main, .article]

        mutating func note(_ node: Int32, _ counts: Counts, _ tree: Tree) {
            // What is called so as a whole is the page, not a block of it.
            guard node >= end, !Blocks.pages.contains(tree.nodes[Int(node)].tag) else { return }
            prose += counts.prose
            let next = tree.following(node)
            end = next < 0 ? Int32.max : next
        }
    }

    /// Whether an element is short enough for a line beside the text. An item of a list that says something is none: a
    /// byline stands alone.
    private func isLine(_ index: Int, _ tag: Tag, _ options: BoilerplateOptions) -> Bool {
        let counts = counts[index]
        // What is said of several pictures is called a caption and stays text.
        return tag != .figcaption && Int(counts.text) <= options.longestLine
            && !(tag == .li && counts.text >= 40 && counts.linkDensity < 0.4)
    }

    /// Whether an element begins with a heading and says something below it: that is more than a line.
    private func hasHeadedText(_ node: Int32, _ tree: Tree) -> Bool {
        guard let heading = FrameWords.firstHeading(node, tree) else { return false }
        let counts = counts[Int(node)]
        return counts.text - counts.linked - self.counts[Int(heading)].text >= 20
    }

    private func isProse(_ index: Int, _ options: BoilerplateOptions) -> Bool {
        Int(counts[index].prose) >= options.leastProse && counts[index].prose * 2 >= counts[index].text
    }

    /// An element of a line counts by its names only where it is all there is of the block.
    private func isBlock(_ index: Int, _ marks: Marks) -> Bool {
        marks.fates[index] == .kept || counts[index].text >= counts[Int(marks.owners[index])].text
    }

    /// An `article` inside an `article` is a comment on it or a pointer to another (HTML Standard §4.3.2).
    private func isNestedArticle(_ node: Int32, _ tree: Tree) -> Bool {
        guard tree.nodes[Int(node)].tag == .article else { return false }
        var parent = tree.nodes[Int(node)].parent
        while parent > 0 {
            if tree.nodes[Int(parent)].tag == .article {
                return counts[Int(node)].text * 2 < counts[Int(parent)].text && !isPart(node, tree)
            }
            parent = tree.nodes[Int(parent)].parent
        }
        return false
    }

    /// One of several articles side by side that are most of what is around them: the parts of a list, not comments on
    /// it.
    private func isPart(_ node: Int32, _ tree: Tree) -> Bool {
        let parent = tree.nodes[Int(node)].parent
        var text: Int32 = 0
        var sibling = tree.nodes[Int(parent)].firstChild
        var left = 100
        while sibling >= 0, left > 0 {
            left -= 1
            if tree.nodes[Int(sibling)].tag == .article {
                text += counts[Int(sibling)].text
                if counts[Int(sibling)].linkDensity > 0.5 || isPointer(sibling, tree) { return false }
            }
            sibling = tree.nodes[Int(sibling)].next
        }
        return text * 4 > counts[Int(parent)].text * 3 && text > 1_000
    }

    /// Whether an article's heading or its picture is a link: a pointer to another page.
    private func isPointer(_ node: Int32, _ tree: Tree) -> Bool {
        var at = tree.nodes[Int(node)].firstChild
        var left = 80
        while at >= 0, left > 0 {
            left -= 1
            switch tree.nodes[Int(at)].tag {
            case .h1, .h2, .h3, .h4, .h5, .h6: if counts[Int(at)].linkDensity > 0.5 { return true }
            case .img:
                let parent = tree.nodes[Int(at)].parent
                if tree.nodes[Int(parent)].tag == .a || tree.nodes[Int(tree.nodes[Int(parent)].parent)].tag == .a {
                    return true
                }
            default: break
            }
            at = tree.successor(at, within: node)
        }
        return false
    }

    /// Marks the first-level headings that say what the page's title says.
    private mutating func markTitle(_ title: String, _ tree: Tree) {
        let title = Frame.letters(Array(title.utf8))
        for index in tree.nodes.indices where tree.nodes[index].tag == .h1 && causes[index] == nil {
            var text: [UInt8] = []
            var at = tree.nodes[index].firstChild
            while at >= 0 {
                if tree.nodes[Int(at)].tag == .text { text += tree.bytes[tree.text(of: at)] }
                at = tree.successor(at, within: Int32(index))
            }
            let heading = Frame.letters(text)
            if heading.count > 8, Bytes.find(heading, in: title, 0..<title.count) != nil {
                mark(Int32(index), .title, tree)
            }
        }
    }

    /// Letters and digits only, ASCII in lower case: what two writings of a title have in common.
    private static func letters(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map(Bytes.lower).filter { $0 >= 0x80 || $0 >= 97 && $0 <= 122 || $0 >= 48 && $0 <= 57 }
    }

    private mutating func markOutside(_ content: Set<Int32>, _ tree: Tree) {
        var isInside = Array(repeating: false, count: tree.nodes.count)
        for node in content { isInside[Int(node)] = true }
        // Of their own while they are filled, as in `measure`.
        var causes = self.causes
        self.causes = []
        for index in 1..<max(1, tree.nodes.count) {
            if isInside[Int(tree.nodes[index].parent)] { isInside[index] = true }
            if !isInside[index], causes[index] == nil { causes[index] = .outside }
        }
        self.causes = causes
    }

    mutating func mark(_ node: Int32, _ cause: FrameCause, _ tree: Tree) {
        var at = node
        while at >= 0 {
            if causes[Int(at)] == nil { causes[Int(at)] = cause }
            at = tree.successor(at, within: node)
        }
    }
}
