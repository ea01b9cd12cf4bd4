import HTMLTree

/// Finding the content.
extension Frame {
    /// The elements that hold the content; nil when the page has no running text (all of it is content then).
    mutating func content(_ tree: Tree, _ marks: Marks, _ options: BoilerplateOptions) -> Set<Int32>? {
        let running = vote(tree, marks, options)
        guard running > 0, var top = best(tree, marks) else { return nil }
        top = outOfCode(top, tree, marks)
        top = widen(top, tree, marks, options)
        top = outOfSections(top, tree, marks)
        return withSiblings(top, tree, marks, options)
    }

    /// Paragraphs vote for their ancestors. Returns the characters of all running text.
    private mutating func vote(_ tree: Tree, _ marks: Marks, _ options: BoilerplateOptions) -> Int {
        var running = 0
        // Of their own while they are filled, as in `measure`.
        var all = self.scores
        self.scores = []
        var scores = all.mutableSpan
        for index in stride(from: tree.nodes.count - 1, to: 0, by: -1) {
            let own = own[index]
            guard Int(own.text) >= options.shortestParagraph, causes[index] == nil,
                own.linkDensity <= options.maximumLinkDensity
            else { continue }
            running += Int(own.text)
            var score = 1 + Float(own.commas) + Float(min(own.text / 100, 3))
            score *= Float(1 - own.linkDensity)
            var ancestor = marks.owners[index]
            var level = 0
            while ancestor > 0, level < 5 {
                let share: Float = level == 0 ? 1 : (level == 1 ? 0.5 : 1 / Float(level * 3))
                if scores[Int(ancestor)] == 0 { scores[Int(ancestor)] = initialScore(ancestor, tree) }
                scores[Int(ancestor)] += score * share
                ancestor = marks.owners[Int(ancestor)]
                level += 1
            }
        }
        self.scores = all
        return running
    }

    /// What a tag is worth before any vote, and how much the votes for it count.
    private func initialScore(_ node: Int32, _ tree: Tree) -> Float {
        switch tree.nodes[Int(node)].tag {
        case .div, .article, .section, .main: 5
        case .pre, .td, .blockquote: 3
        case .address, .ol, .ul, .dl, .dd, .dt, .li, .form: -3
        case .h1, .h2, .h3, .h4, .h5, .h6, .th: -5
        default: 0
        }
    }

    /// The votes for an element, fewer for links in it, more or fewer for what its names say.
    func score(_ node: Int32) -> Float {
        scores[Int(node)] * Float(1 - counts[Int(node)].linkDensity)
    }

    private mutating func best(_ tree: Tree, _ marks: Marks) -> Int32? {
        var best: Int32 = -1
        for index in 1..<max(1, tree.nodes.count) where scores[index] > 0 && tree.nodes[index].tag != .html {
            switch FrameWords.weight(sayings[index]) {
            case 1: scores[index] *= 1.25
            case -1: scores[index] *= 0.6
            default: break
            }
            if best < 0 || score(Int32(index)) > score(best) { best = Int32(index) }
        }
        return best < 0 ? nil : best
    }

    /// A listing is no page: from code the way leads up to the first element that has more than the listing.
    private func outOfCode(_ top: Int32, _ tree: Tree, _ marks: Marks) -> Int32 {
        var code = top
        while code > 0, !Self.isCode(tree.nodes[Int(code)].tag) {
            // Boxes around the listing may have won in its place.
            guard let only = onlyBlock(code, tree) else { return top }
            code = only
        }
        var around = marks.owners[Int(code)]
        while around > 0, counts[Int(around)].text == counts[Int(code)].text { around = marks.owners[Int(around)] }
        switch around > 0 ? tree.nodes[Int(around)].tag : .html {
        case .html, .body, .document: return top
        default: return around
        }
    }

    private static func isCode(_ tag: Tag) -> Bool { tag == .pre || tag == .listing || tag == .xmp }

    /// The child that has all the text of an element.
    private func onlyBlock(_ node: Int32, _ tree: Tree) -> Int32? {
        var child = tree.nodes[Int(node)].firstChild
        while child >= 0 {
            if tree.nodes[Int(child)].tag != .text, counts[Int(child)].text == counts[Int(node)].text { return child }
            child = tree.nodes[Int(child)].next
        }
        return nil
    }

    /// A section is a part of the one around it; the whole is the section that begins with the page's heading.
    private func outOfSections(_ top: Int32, _ tree: Tree, _ marks: Marks) -> Int32 {
        var section = top
        while section > 0, tree.nodes[Int(section)].tag == .section, causes[Int(section)] == nil {
            if let heading = FrameWords.firstHeading(section, tree), tree.nodes[Int(heading)].tag == .h1 {
                return section
            }
            section = marks.owners[Int(section)]
        }
        return top
    }

    /// Goes up while what the element around adds is more running text than anything else, and until enough of the
    /// running text of what the page calls its main part is in it.
    private func widen(_ top: Int32, _ tree: Tree, _ marks: Marks, _ options: BoilerplateOptions) -> Int32 {
        let worths = worths(tree, marks, options)
        var top = top
        var candidate = marks.owners[Int(top)]
        while candidate > 0, tree.nodes[Int(candidate)].tag != .html {
            let isMain = tree.nodes[Int(candidate)].tag == .body || words.isMain(candidate, tree)
            let least = Float(tree.nodes[Int(candidate)].tag == .body ? options.leastOfBody : options.leastOfMain)
            if worths[Int(candidate)].x > worths[Int(top)].x + 1
                || isMain && worths[Int(top)].y < least * worths[Int(candidate)].y
            {
                top = candidate
            }
            candidate = marks.owners[Int(candidate)]
        }
        return top
    }

    /// Of every element with all below it: running text less what is not, and running text alone, in characters.
    private func worths(_ tree: Tree, _ marks: Marks, _ options: BoilerplateOptions) -> [SIMD2<Float>] {
        var sums = [SIMD2<Float>](repeating: .zero, count: tree.nodes.count)
        var worths = sums.mutableSpan
        for index in stride(from: tree.nodes.count - 1, to: 0, by: -1) where causes[index] == nil {
            let own = own[index]
            if own.text > 0 {
                let value = value(of: own, tree.nodes[index].tag, options)
                worths[index] += SIMD2(value, max(0, value))
            }
            // Most nodes are texts and elements without one.
            if worths[index] != .zero { worths[Int(marks.owners[index])] += worths[index] }
        }
        return sums
    }

    private func value(of own: Counts, _ tag: Tag, _ options: BoilerplateOptions) -> Float {
        if own.linkDensity > 0.33 { return -Float(own.text) * Float(options.linkPenalty) }
        if own.text >= 60 { return Float(own.text - own.linked) }
        switch tag {
        case .h1, .h2, .h3, .h4, .h5, .h6, .li, .dt, .dd, .td, .th, .pre, .p: return 0
        default: return -Float(own.text)
        }
    }

    /// The content's siblings that look like it.
    private func withSiblings(
        _ top: Int32, _ tree: Tree, _ marks: Marks, _ options: BoilerplateOptions
    ) -> Set<Int32> {
        var content: Set<Int32> = [top]
        let parent = tree.nodes[Int(top)].parent
        guard parent > 0 else { return content }
        let least = max(10, score(top) * 0.2)
        let name = tree.string(.class, of: top)
        var sibling = tree.nodes[Int(parent)].firstChild
        while sibling >= 0 {
            if sibling != top, causes[Int(sibling)] == nil, tree.nodes[Int(sibling)].tag != .text {
                let isKin = name != nil && name != "" && tree.string(.class, of: sibling) == name
                let bonus = isKin ? score(top) * 0.2 : 0
                let counts = counts[Int(sibling)]
                let isProse = tree.nodes[Int(sibling)].tag == .p && (counts.text > 80 && counts.linkDensity < 0.25)
                // Two articles are two texts: the second has to be one of its own right.
                let isOther = tree.nodes[Int(sibling)].tag == .article && counts.text < self.counts[Int(top)].text / 2
                if !isOther, score(sibling) + bonus >= least || isProse { content.insert(sibling) }
            }
            sibling = tree.nodes[Int(sibling)].next
        }
        return content
    }

    /// Inside the content: blocks that are mostly links go.
    mutating func prune(
        _ content: Set<Int32>, _ tree: Tree, _ marks: Marks, _ rules: Rules, _ options: BoilerplateOptions
    ) {
        // What is a large part of the content is what the page is about, links or not.
        let large = content.reduce(0) { $0 + counts[Int($1)].text } / 4
        for index in 1..<max(1, tree.nodes.count)
        where causes[index] == nil && marks.fates[index] == .kept && tree.nodes[index].tag != .text {
            let node = tree.nodes[index]
            guard !content.contains(Int32(index)), counts[index].text > 0, counts[index].text <= large,
                !seals.isInside(Int(node.parent))
            else { continue }
            // Where a paragraph stands among the links, its lists and lines are looked at one by one.
            if counts[index].prose >= 80, node.tag != .p { continue }
            let limit: Double
            switch node.tag {
            case .ul, .ol, .menu, .dir: limit = options.maximumListLinkDensity
            case .div, .table, .section, .form, .fieldset, .dl, .p, .aside, .header, .h2, .h3, .h4, .h5, .h6:
                limit = options.maximumLinkDensity
            default: continue
            }
            let density = counts[index].linkDensity
            if density > limit {
                mark(
                    Int32(index),
                    .links(percent: UInt8(clamping: Int(density * 100)), limit: UInt8(clamping: Int(limit * 100))), tree
                )
            }
        }
    }
}
