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
    private var below: [Below] = []
    private var texts: [Int32] = []

    /// Whether a list or a table is more than lines, perhaps only for a picture that leaves.
    private(set) var isPictured = false

    /// Pictures that leave do not count; before they are judged all do.
    mutating func find(_ tree: Tree, _ marks: Marks, _ pictures: Pictures?, _ options: ExtractionOptions) {
        isPictured = false
        let count = tree.nodes.count
        kinds = Array(repeating: .plain, count: count)
        below = Array(repeating: [], count: count)
        texts = Array(repeating: 0, count: count)
        let places = pictures?.places ?? []
        for index in stride(from: count - 1, to: 0, by: -1)
        where marks.fates[index] != .removed || tree.nodes[index].tag == .math {
            let node = tree.nodes[index]
            if node.tag == .text {
                // White space counts only in long texts, where it does not matter.
                let range = tree.text(of: Int32(index))
                texts[index] =
                    range.count > 64 || !Bytes.isBlank(tree.bytes, range) ? Int32(clamping: range.count) : 0
            } else {
                if node.tag == .math { texts[index] = 8 }
                kinds[index] = kind(Int32(index), node, tree, options)
            }
            texts[Int(node.parent)] &+= texts[index]
            below[Int(node.parent)].formUnion(contribution(index, node.tag))
            let isImage =
                places.isEmpty
                ? node.tag == .img || node.tag == .ampImg
                : places[index] >= 0 && pictures?.isKept(Int32(index)) ?? false
            if isImage { below[Int(node.parent)].insert(.image) }
        }
    }

    /// What an element tells its parent.
    private func contribution(_ index: Int, _ tag: Tag) -> Below {
        var own = below[index]
        switch tag {
        case .table: own.insert(.table)
        case .h1, .h2, .h3, .h4, .h5, .h6: own.insert(.heading)
        case .pre, .blockquote, .form, .figure, .article, .section, .dl, .fieldset, .listing, .hr, .details:
            own.insert(.block)
        case .ul, .ol: own.insert(.list)
        case .p, .div: own.insert(.paragraph)
        default: break
        }
        return own
    }

    private mutating func kind(_ index: Int32, _ node: Tree.Node, _ tree: Tree, _ options: ExtractionOptions) -> Kind {
        let inside = below[Int(index)]
        switch node.tag {
        case .ul, .ol, .dl, .table: if inside.contains(.image) { isPictured = true }
        default: break
        }
        switch node.tag {
        case .pre, .listing, .xmp, .plaintext: return options.text.keepsPreformatted ? .verbatim : .plain
        case .h1, .h2, .h3, .h4, .h5, .h6: return options.text.marksHeadings ? .heading : .plain
        case .ul, .ol, .dl:
            guard options.text.marksListItems else { return .plain }
            if inside.isDisjoint(
                with: node.tag == .ol ? [.table, .heading, .block] : [.image, .table, .heading, .block])
            {
                return .list
            }
            return node.tag == .ol ? .numbered : .plain
        case .table:
            guard options.text.writesTables, inside.isDisjoint(with: [.image, .table, .heading, .block, .list]) else {
                return .plain
            }
            return isData(index, tree) ? .table : .plain
        default: return .plain
        }
    }

    /// Rows of at least two cells that are short.
    private func isData(_ index: Int32, _ tree: Tree) -> Bool {
        var rows = 0
        var cells = 0
        var at = tree.nodes[Int(index)].firstChild
        while at >= 0 {
            switch tree.nodes[Int(at)].tag {
            case .tr: rows += 1
            case .td, .th:
                cells += 1
                if texts[Int(at)] > 600 { return false }
            default: break
            }
            at = tree.successor(at, within: index)
        }
        return rows >= 2 && cells >= rows * 2 - 1
    }

    /// Characters of a node and all below it, white space aside.
    func text(of node: Int32) -> Int32 { texts[Int(node)] }
}
