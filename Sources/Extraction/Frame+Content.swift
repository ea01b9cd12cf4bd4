import HTMLTree

/// Finding the content.
extension Frame {
    /// The elements that hold the content; nil when the page has no running text (all of it is content then).
    mutating func content(_ tree: Tree, _ marks: Marks, _ options: BoilerplateOptions) -> Set<Int32>? {
        let running = vote(tree, marks, options)
        guard running > 0, var top = best(tree, marks) else { return nil }
        top = widen(top, tree, marks, options, running)
        return withSiblings(top, tree, marks, options)
    }

    /// Paragraphs vote for their ancestors. Returns the characters of all running text.
    private mutating func vote(_ tree: Tree, _ marks: Marks, _ options: BoilerplateOptions) -> Int {
        var running = 0
        for index in stride(from: tree.nodes.count - 1, to: 0, by: -1) {
            let own = own[index]
            guard Int(own.text) >= options.shortestParagraph, !isFrame[index], own.linkDensity <= options.maximumLinkDensity
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
        return running
    }

    private func initialScore(_ node: Int32, _ tree: Tree) -> Float {
        let byName = Float(words.weight(node, tree)) * 25
        switch tree.nodes[Int(node)].tag {
        case .div, .article, .section, .main: return 5 + byName
        case .pre, .td, .blockquote: return 3 + byName
        case .address, .ol, .ul, .dl, .dd, .dt, .li, .form: return -3 + byName
        case .h1, .h2, .h3, .h4, .h5, .h6, .th: return -5 + byName
        default: return byName
        }
    }

    func score(_ node: Int32) -> Float { scores[Int(node)] * Float(1 - counts[Int(node)].linkDensity) }

    private func best(_ tree: Tree, _ marks: Marks) -> Int32? {
        var best: Int32 = -1
        for index in 1..<max(1, tree.nodes.count) where scores[index] > 0 && tree.nodes[index].tag != .html {
            if best < 0 || score(Int32(index)) > score(best) { best = Int32(index) }
        }
        return best < 0 ? nil : best
    }

    /// Goes up while the element around has more votes, stands alone, or too little of the running text is covered.
    private func widen(
        _ top: Int32, _ tree: Tree, _ marks: Marks, _ options: BoilerplateOptions, _ running: Int
    ) -> Int32 {
        var top = top
        var last = scores[Int(top)]
        let least = scores[Int(top)] / 3
        var parent = marks.owners[Int(top)]
        while parent > 0, tree.nodes[Int(parent)].tag != .body, tree.nodes[Int(parent)].tag != .html {
            let score = scores[Int(parent)]
            if score < least { break }
            if score > last {
                top = parent
                break
            }
            last = score
            parent = marks.owners[Int(parent)]
        }
        while Double(counts[Int(top)].text - counts[Int(top)].linked) < options.leastCoverage * Double(running) {
            let parent = marks.owners[Int(top)]
            guard parent > 0, tree.nodes[Int(parent)].tag != .html else { break }
            top = parent
        }
        return top
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
            if sibling != top, !isFrame[Int(sibling)], tree.nodes[Int(sibling)].tag != .text {
                let isKin = name != nil && name != "" && tree.string(.class, of: sibling) == name
                let bonus = isKin ? score(top) * 0.2 : 0
                let counts = counts[Int(sibling)]
                let isProse = tree.nodes[Int(sibling)].tag == .p && (counts.text > 80 && counts.linkDensity < 0.25)
                if score(sibling) + bonus >= least || isProse { content.insert(sibling) }
            }
            sibling = tree.nodes[Int(sibling)].next
        }
        return content
    }

    /// Inside the content: blocks that are mostly links go.
    mutating func prune(
        _ content: Set<Int32>, _ tree: Tree, _ marks: Marks, _ rules: Rules, _ options: BoilerplateOptions
    ) {
        for index in 1..<max(1, tree.nodes.count) where !isFrame[index] && marks.fates[index] == .kept {
            let node = tree.nodes[index]
            guard !content.contains(Int32(index)), counts[index].text > 0 else { continue }
            switch node.tag {
            case .div, .ul, .ol, .table, .section, .form, .fieldset, .dl, .p, .aside, .header, .h2, .h3, .h4, .h5, .h6:
                if counts[index].linkDensity > options.maximumLinkDensity { mark(Int32(index), tree) }
            default: break
            }
        }
    }
}
