import Documents
import HTMLTree

/// What a tree's elements are for the layout of text: plain lists, data tables, code. Found once, from the
/// leaves up.
struct Structure {
    /// What lies below an element.
    struct Below: OptionSet {
        let rawValue: UInt8
        static let image = Below(rawValue: 1)
        static let table = Below(rawValue: 2)
        static let heading = Below(rawValue: 4)
        /// `pre`, `blockquote`, `form`, `figure`, `article`: more than a line can hold.
        static let block = Below(rawValue: 8)
        static let list = Below(rawValue: 16)
        static let paragraph = Below(rawValue: 32)
        /// `pre` of one line.
        static let code = Below(rawValue: 64)
    }

    /// What an element is.
    enum Kind: UInt8 {
        case plain
        /// A list whose items are lines.
        case list
        /// A list with numbers whose items are more than lines.
        case numbered
        /// A table whose rows are lines.
        case table
        /// Code: kept as it is.
        case verbatim
        case heading
    }

    private(set) var kinds: [Kind] = []
    private var texts: [Int32] = []
    /// Lists and tables with what lies below them, pictures aside.
    private var containers: [(node: Int32, inside: Below)] = []
    /// Whether a list or a table is more than lines, perhaps only for a picture that leaves.
    private var isPictured = false

    /// Before pictures are judged, all of them count.
    mutating func find(_ tree: Tree, _ marks: Marks, _ options: ExtractionOptions) {
        isPictured = false
        containers.removeAll(keepingCapacity: true)
        let count = tree.nodes.count
        var allKinds = Array(repeating: Kind.plain, count: count)
        var allBelow = Array(repeating: Below(), count: count)
        var allTexts = Array(repeating: Int32(0), count: count)
        // As spans while they are filled: members and arrays would be asked at every node whether they are shared.
        var kinds = allKinds.mutableSpan
        var below = allBelow.mutableSpan
        var texts = allTexts.mutableSpan
        for index in stride(from: count - 1, to: 0, by: -1) {
            let (tag, parent) = (tree.nodes[index].tag, Int(tree.nodes[index].parent))
            guard marks.fates[index] != .removed || tag == .math else { continue }
            if tag == .text {
                // White space counts only in long texts, where it does not matter.
                let range = tree.text(of: Int32(index))
                guard range.count > 64 || !Bytes.isBlank(tree.bytes, range) else { continue }
                texts[parent] &+= Int32(clamping: range.count)
                texts[index] = Int32(clamping: range.count)
                continue
            }
            if tag == .math { texts[index] = 8 }
            texts[parent] &+= texts[index]
            let own = Self.isCommand(Int32(index), tag, tree) ? .code : Self.own(tag)
            if tag == .table, options.text.keepsPreformatted, Furniture.isListing(Int32(index), tree) {
                kinds[index] = .verbatim
            } else if !own.isEmpty || Self.isOther(tag) {
                kinds[index] = kind(Int32(index), tag, below[index], texts.span, tree, options)
            }
            below[parent].formUnion(below[index].union(own))
            if tag == .img || tag == .ampImg { below[parent].insert(.image) }
            if !own.isDisjoint(with: [.list, .table]) || tag == .dl {
                containers.append((Int32(index), below[index].subtracting(.image)))
            }
        }
        (self.kinds, self.texts) = (allKinds, allTexts)
    }

    /// What lists and tables are once pictures are judged: those that leave do not count.
    mutating func settle(_ pictures: Pictures, _ tree: Tree, _ marks: Marks, _ options: ExtractionOptions) {
        guard isPictured else { return }
        var pictured: Set<Int32> = []
        for picture in pictures.all where pictures.isKept(picture.node) && marks.fates[Int(picture.node)] != .removed {
            var at = tree.nodes[Int(picture.node)].parent
            while at > 0, pictured.insert(at).inserted { at = tree.nodes[Int(at)].parent }
        }
        let texts = self.texts
        for (node, inside) in containers where kinds[Int(node)] != .verbatim {
            let tag = tree.nodes[Int(node)].tag
            let isParted = tag == .table && !inside.contains(.table) && Self.parts(node, pictured, tree)
            let isPictured = pictured.contains(node) && !isParted
            kinds[Int(node)] = kind(node, tag, isPictured ? inside.union(.image) : inside, texts.span, tree, options)
        }
    }

    /// Whether a table that names its columns or rows has its pictures in rows of one cell, between those of its data.
    private static func parts(_ table: Int32, _ pictured: Set<Int32>, _ tree: Tree) -> Bool {
        guard InlineText.first([.th], below: table, tree) != nil else { return false }
        var at = tree.nodes[Int(table)].firstChild
        while at >= 0 {
            if tree.nodes[Int(at)].tag == .tr, pictured.contains(at), InlineText.onlyChild(at, tree) == nil {
                return false
            }
            at = tree.successor(at, within: table)
        }
        return true
    }

    /// What an element tells its parent of itself.
    private static func own(_ tag: Tag) -> Below {
        switch tag {
        case .table: .table
        case .h1, .h2, .h3, .h4, .h5, .h6: .heading
        case .pre, .blockquote, .form, .figure, .article, .section, .dl, .fieldset, .listing, .hr, .details: .block
        case .ul, .ol, .menu, .dir: .list
        case .p, .div: .paragraph
        default: []
        }
    }

    private static func isOther(_ tag: Tag) -> Bool {
        tag == .xmp || tag == .plaintext || (tag == .summary || tag == .legend)
    }

    /// Whether an element is preformatted text of one line.
    private static func isCommand(_ node: Int32, _ tag: Tag, _ tree: Tree) -> Bool {
        guard tag == .pre else { return false }
        var (length, isBroken) = (0, false)
        var at = tree.nodes[Int(node)].firstChild
        while at >= 0, length <= 200 {
            for byte in tree.nodes[Int(at)].tag == .text ? tree.bytes[tree.text(of: at)] : [] {
                if length > 0 { length += 1 }
                if byte == 0x0A {
                    isBroken = length > 0
                } else if !Bytes.isSpace(byte) {
                    if isBroken { return false }
                    length = max(1, length)
                }
            }
            at = tree.successor(at, within: node)
        }
        return length <= 200
    }

    private mutating func kind(
        _ index: Int32, _ tag: Tag, _ inside: Below, _ texts: Span<Int32>, _ tree: Tree, _ options: ExtractionOptions
    ) -> Kind {
        switch tag {
        case .ul, .ol, .dl, .menu, .dir, .table: if inside.contains(.image) { isPictured = true }
        default: break
        }
        switch tag {
        case .pre, .listing, .xmp, .plaintext: return options.text.keepsPreformatted ? .verbatim : .plain
        case .h1, .h2, .h3, .h4, .h5, .h6, .summary, .legend: return options.text.marksHeadings ? .heading : .plain
        case .ul, .ol, .dl, .menu, .dir:
            guard options.text.marksListItems else { return .plain }
            if inside.isDisjoint(
                with: tag == .ol ? [.table, .heading, .block, .code] : [.image, .table, .heading, .block, .code])
            {
                return .list
            }
            return tag == .ol ? .numbered : .plain
        case .table:
            guard options.text.writesTables, inside.isDisjoint(with: [.image, .table, .heading, .block]) else {
                return .plain
            }
            // Lists and commands stand in the cells of a table that names its columns or rows.
            let isPlain = inside.isDisjoint(with: [.list, .code])
            guard isPlain || InlineText.first([.th], below: index, tree) != nil else { return .plain }
            return Self.isData(index, texts, tree) ? .table : .plain
        default: return .plain
        }
    }

    /// Rows of at least two cells that are short; in a table that names its columns or rows, some may have one cell that
    /// spans them.
    private static func isData(_ index: Int32, _ texts: Span<Int32>, _ tree: Tree) -> Bool {
        var (rows, cells, spanning) = (0, 0, 0)
        var isNamed = false
        var at = tree.nodes[Int(index)].firstChild
        while at >= 0 {
            let node = tree.nodes[Int(at)]
            switch node.tag {
            case .tr: rows += 1
            case .td, .th:
                cells += 1
                isNamed = isNamed || node.tag == .th
                if texts[Int(at)] > 600 { return false }
                if spans(at, tree) { spanning += 1 }
            default: break
            }
            at = tree.successor(at, within: index)
        }
        if isNamed { (rows, cells) = (rows - spanning, cells - spanning) }
        return rows >= 2 && cells >= rows * 2 - 1
    }

    /// Whether a cell is all of its row and spans columns.
    private static func spans(_ cell: Int32, _ tree: Tree) -> Bool {
        tree.nodes[Int(cell)].flags.contains(.hadAttributes)
            && InlineText.onlyChild(tree.nodes[Int(cell)].parent, tree) == cell
            && (tree.integer(.colspan, of: cell) ?? 1) > 1
    }

    /// Characters of a node and all below it, white space aside.
    func text(of node: Int32) -> Int32 { texts[Int(node)] }
}
