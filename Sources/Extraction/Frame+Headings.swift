import HTMLTree

/// Headings, and what stands between the page's heading and its text.
extension Frame {
    /// Headings whose sections left: "Related posts", "More on this", "Comments" of nothing that stayed.
    mutating func markLoneHeadings(_ tree: Tree, _ marks: Marks) {
        var open: [Section] = []
        var at = tree.nodes[0].firstChild
        while at >= 0 {
            let tag = tree.nodes[Int(at)].tag
            while let last = open.last, at >= last.end, last.isOfTeasers {
                close(open.removeLast(), isLast: false, tree)
            }
            if tag == .text || tag == .img || tag == .ampImg {
                if let last = open.last, !last.hasContent { note(at, tag, &open, marks, tree) }
            } else if let level = level(at, tag, tree, marks) {
                while let last = open.last, last.level >= level { close(open.removeLast(), isLast: false, tree) }
                open.append(Section(heading: at, level: level, end: end(around: at, tree)))
                at = tree.following(at)
                continue
            }
            at = tree.successor(at)
        }
        while let last = open.popLast() { close(last, isLast: true, tree) }
    }

    /// The level of a heading, 1 to 6; 7 for a line that stands for one: in bold letters, or with a colon at its end. Nil
    /// for what is none.
    private func level(_ node: Int32, _ tag: Tag, _ tree: Tree, _ marks: Marks) -> Int? {
        guard tag.isHeading || tag == .p || tag == .div, causes[Int(node)] == nil, marks.fates[Int(node)] == .kept,
            counts[Int(node)].text > 0
        else { return nil }
        if tag.isHeading { return Int(tag.rawValue - Tag.h1.rawValue) + 1 }
        guard own[Int(node)].text == counts[Int(node)].text, counts[Int(node)].text <= 80,
            let last = InlineText.last(node, tree, limit: 200)
        else { return nil }
        if last == 0x3A { return 7 }
        // A sentence is none, bold or not.
        if last == 0x2E || last == 0x21 || last == 0x3F || last == 0x29 { return nil }
        guard let bold = InlineText.onlyChild(node, tree) else { return nil }
        return [.strong, .b, .em, .i].contains(tree.nodes[Int(bold)].tag) ? 7 : nil
    }

    /// The first node behind the box that a heading stands in.
    private func end(around heading: Int32, _ tree: Tree) -> Int32 {
        let next = tree.following(tree.nodes[Int(heading)].parent)
        return next < 0 ? Int32.max : next
    }

    private struct Section {
        let heading: Int32
        let level: Int
        /// Where the heading's box ends: it is of nothing too when all behind it in its box are pointers elsewhere.
        let end: Int32
        /// Texts and pictures below that lead to other pages, and whether a picture is among them.
        var pointers = 0
        var hasPicture = false
        var hasContent = false
        var hasFrame = false

        /// The page's heading may stand above links to its subjects, another one not above pictures of other pages alone.
        var isOfTeasers: Bool { level > 1 && pointers > 2 && hasPicture && !hasContent }
    }

    /// Something stands below the open headings.
    private func note(_ node: Int32, _ tag: Tag, _ open: inout [Section], _ marks: Marks, _ tree: Tree) {
        let isKept = marks.fates[Int(node)] != .removed
        if tag == .text, isKept ? counts[Int(node)].text == 0 : true { return }
        if causes[Int(node)] == nil {
            guard isKept else { return }
            // What is content below the innermost is content below all around it.
            for index in open.indices.reversed() {
                if open[index].hasContent { break }
                open[index].hasContent = true
            }
        } else {
            if tag == .text { open[open.count - 1].hasFrame = true }
            switch causes[Int(node)] {
            case .links, .teaser:
                open[open.count - 1].pointers += 1
                if tag != .text { open[open.count - 1].hasPicture = true }
            default: break
            }
        }
    }

    private mutating func close(_ section: Section, isLast: Bool, _ tree: Tree) {
        guard !section.hasContent, section.hasFrame || isLast && section.level < 7 else { return }
        // A long heading says something by itself: it is the article's lead.
        guard counts[Int(section.heading)].text <= 80 else { return }
        mark(section.heading, .loneHeading, tree)
    }

    /// Leads: what stands between the page's first heading and its content in blocks of running text.
    func leads(_ content: Set<Int32>, _ tree: Tree, _ marks: Marks) -> [Int32] {
        guard let top = content.min(), let heading = lastTitle(before: top, tree, marks) else { return [] }
        var found: [Int32] = []
        var at = tree.following(heading)
        while at >= 0, at < top {
            let node = tree.nodes[Int(at)]
            if causes[Int(at)] != nil {
                at = tree.following(at)
                continue
            }
            if node.tag != .text, marks.fates[Int(at)] == .kept, isLead(at) { found.append(at) }
            at = tree.successor(at)
        }
        return found
    }

    /// A block of its own text of at least 60 characters, links few.
    func isLead(_ node: Int32) -> Bool {
        own[Int(node)].text >= 60 && own[Int(node)].linkDensity < 0.2 && counts[Int(node)].text <= 1_000
    }

    /// The last `h1` (without any, the last `h2`) before a node, that is no more than 400 nodes away.
    private func lastTitle(before top: Int32, _ tree: Tree, _ marks: Marks) -> Int32? {
        for tag in [Tag.h1, .h2] {
            for index in stride(from: Int(top) - 1, to: max(0, Int(top) - 400), by: -1)
            where tree.nodes[index].tag == tag && marks.fates[index] == .kept && counts[index].text > 10 {
                return Int32(index)
            }
        }
        return nil
    }
}
