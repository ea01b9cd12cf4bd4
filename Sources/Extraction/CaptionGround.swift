import HTMLTree

/// What captions are looked for on: a page's tree with its judged pictures.
final class CaptionGround {
    let tree: Tree
    let marks: Marks
    let pictures: Pictures
    let structure: Structure
    let align: AttributeName?
    private let nodes: [Int32]

    /// Why a node is frame, by node number; empty when everything is content.
    private let causes: [FrameCause?]

    init(
        _ tree: Tree, _ marks: Marks, _ pictures: Pictures, _ structure: Structure, _ rules: Rules,
        unseen causes: [FrameCause?]
    ) {
        align = rules.vocabulary["align"]
        self.causes = causes
        (self.tree, self.marks, self.pictures, self.structure) = (tree, marks, pictures, structure)
        nodes = pictures.all.map(\.node)
    }

    // MARK: Pictures

    /// The pictures below an element, in order.
    func pictures(in node: Int32) -> ArraySlice<Int32> {
        let next = tree.following(node)
        let end = next < 0 ? Int32(tree.nodes.count) : next
        return nodes[place(node)..<max(place(node), place(end))]
    }

    /// The first place with a node of at least `node`.
    private func place(_ node: Int32) -> Int {
        var (low, high) = (0, nodes.count)
        while low < high {
            let middle = (low + high) / 2
            if nodes[middle] < node { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The picture that stays of which one of these is a repetition.
    func original(of repeated: ArraySlice<Int32>) -> Int32? {
        for node in repeated {
            guard let first = pictures.all[Int(pictures.places[Int(node)])].original else { continue }
            return pictures.all[first].node
        }
        return nil
    }

    // MARK: Boxes

    /// The element whose caption a caption is: the figure around, or the smallest element with a picture that is no more
    /// than a picture and words about it.
    func box(of caption: Int32) -> Int32? {
        // Some stand behind their figure.
        if tree.nodes[Int(caption)].tag == .figcaption,
            let figure = InlineText.around(caption, tree, levels: 6, { $0 == .figure })
        {
            return pictures(in: figure).isEmpty ? nil : figure
        }
        // Without a figure around it a long one is an article's lead.
        guard tree.nodes[Int(caption)].tag != .figcaption || structure.text(of: caption) <= 160 else { return nil }
        var at = tree.nodes[Int(caption)].parent
        for _ in 0..<6 where at > 0 {
            let tag = tree.nodes[Int(at)].tag
            if tag == .body || tag == .html || tag == .main { return nil }
            guard structure.text(of: at) < Captions.longest else { return nil }
            if !pictures(in: at).isEmpty { return at }
            at = tree.nodes[Int(at)].parent
        }
        return nil
    }

    /// Whether a box holds no more than a picture and some words, in two hundred nodes.
    func isSmall(_ box: Int32) -> Bool {
        let next = tree.following(box)
        let end = next < 0 ? Int32(tree.nodes.count) : next
        return end - box <= 200 && structure.text(of: box) < Captions.longest
    }

    /// A figure with pictures and words and nothing that is content of its own.
    func isPlainFigure(_ figure: Int32) -> Bool {
        guard structure.text(of: figure) < Captions.longest, structure.text(of: figure) > 0 else { return false }
        var at = tree.nodes[Int(figure)].firstChild
        var left = 400
        while at >= 0 {
            left -= 1
            switch tree.nodes[Int(at)].tag {
            case .table, .pre, .blockquote, .ul, .ol, .dl, .figure, .h2, .h3, .h4: return false
            default: if left < 0 { return false }
            }
            at = tree.successor(at, within: figure)
        }
        return true
    }

    // MARK: Text

    /// Whether a text is a link.
    func isLinked(_ node: Int32, within top: Int32) -> Bool {
        var at = node
        while at > top {
            if tree.nodes[Int(at)].tag == .a { return true }
            at = tree.nodes[Int(at)].parent
        }
        return false
    }

    /// The text nodes below an element that no caption has.
    func texts(in node: Int32, without fates: [Captions.Fate]) -> [Int32] {
        var found: [Int32] = []
        var at = tree.nodes[Int(node)].firstChild
        while at >= 0 {
            if fates[Int(at)] != .text || marks.fates[Int(at)] == .removed {
                at = tree.following(at, within: node)
                continue
            }
            if tree.nodes[Int(at)].tag == .text, !Bytes.isBlank(tree.bytes, tree.text(of: at)) { found.append(at) }
            at = tree.successor(at, within: node)
        }
        return found
    }

    /// Whether an element in a text that is seen is told to listeners only ("Image caption, "). What is hidden from these
    /// is seen.
    private func isUnseen(_ node: Int32, in text: Int32) -> Bool {
        guard !causes.isEmpty, causes[Int(node)] == .hidden, causes[Int(text)] != .hidden else { return false }
        return tree.value(.class, of: node).map { UnseenNames.areSuch(tree.bytes, $0) } ?? false
    }

    /// The text of an element as it is read, white space folded.
    func text(of node: Int32) -> String {
        var bytes: [UInt8] = []
        var at = node
        while at >= 0 {
            let tag = tree.nodes[Int(at)].tag
            if marks.fates[Int(at)] == .removed || isUnseen(at, in: node) {
                bytes.append(0x20)
                at = tree.following(at, within: node)
                continue
            }
            if tag == .text {
                bytes.append(contentsOf: tree.bytes[tree.text(of: at)])
            } else if !CaptionGround.isInline(tag) {
                bytes.append(0x20)
            }
            let next = tree.successor(at, within: node)
            // The end of a block parts words as its beginning does.
            if next >= 0, tree.nodes[Int(next)].parent != at, tree.nodes[Int(next)].parent != tree.nodes[Int(at)].parent
            {
                var parent = tree.nodes[Int(at)].parent
                while parent > 0, parent != tree.nodes[Int(next)].parent {
                    if !CaptionGround.isInline(tree.nodes[Int(parent)].tag) { bytes.append(0x20) }
                    parent = tree.nodes[Int(parent)].parent
                }
            }
            at = next
        }
        return PageFacts.folded(bytes)
    }

    /// Elements that part no words.
    static func isInline(_ tag: Tag) -> Bool {
        switch tag {
        case .a, .abbr, .b, .bdi, .bdo, .big, .cite, .code, .data, .del, .dfn, .em, .font, .i, .ins, .kbd, .mark, .nobr,
            .q, .s, .samp, .small, .span, .strike, .strong, .sub, .sup, .time, .tt, .u, .var, .wbr, .text, .picture,
            .noscript, .button, .source:
            true
        default: false
        }
    }
}
