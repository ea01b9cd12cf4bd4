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
    private var texts: [Int32] = []

    /// Whether a list or a table is more than lines, perhaps only for a picture that leaves.
    private(set) var isPictured = false

    /// Pictures that leave do not count; before they are judged all do.
    mutating func find(_ tree: Tree, _ marks: Marks, _ pictures: Pictures?, _ options: ExtractionOptions) {
        isPictured = false
        let count = tree.nodes.count
        // Of their own while they are filled: members would be asked at every node whether they are shared.
        var kinds = Array(repeating: Kind.plain, count: count)
        var below = Array(repeating: Below(), count: count)
        var texts = Array(repeating: Int32(0), count: count)
        let places = pictures?.places ?? []
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
            let own = Self.own(tag)
            if !own.isEmpty || tag == .xmp || tag == .plaintext {
                kinds[index] = kind(Int32(index), tag, below[index], texts, tree, options)
            }
            below[parent].formUnion(below[index].union(own))
            let isImage =
                places.isEmpty
                ? tag == .img || tag == .ampImg : places[index] >= 0 && pictures?.isKept(Int32(index)) ?? false
            if isImage { below[parent].insert(.image) }
        }
        (self.kinds, self.texts) = (kinds, texts)
    }

    /// What an element tells its parent of itself.
    private static func own(_ tag: Tag) -> Below {
        switch tag {
        case .table: .table
        case .h1, .h2, .h3, .h4, .h5, .h6: .heading
        case .pre, .blockquote, .form, .figure, .article, .section, .dl, .fieldset, .listing, .hr, .details: .block
        case .ul, .ol: .list
        case .p, .div: .paragraph
        default: []
        }
    }

    private mutating func kind(
        _ index: Int32, _ tag: Tag, _ inside: Below, _ texts: [Int32], _ tree: Tree, _ options: ExtractionOptions
    ) -> Kind {
        switch tag {
        case .ul, .ol, .dl, .table: if inside.contains(.image) { isPictured = true }
        default: break
        }
        switch tag {
        case .pre, .listing, .xmp, .plaintext: return options.text.keepsPreformatted ? .verbatim : .plain
        case .h1, .h2, .h3, .h4, .h5, .h6: return options.text.marksHeadings ? .heading : .plain
        case .ul, .ol, .dl:
            guard options.text.marksListItems else { return .plain }
            if inside.isDisjoint(
                with: tag == .ol ? [.table, .heading, .block] : [.image, .table, .heading, .block])
            {
                return .list
            }
            return tag == .ol ? .numbered : .plain
        case .table:
            guard options.text.writesTables, inside.isDisjoint(with: [.image, .table, .heading, .block, .list]) else {
                return .plain
            }
            return Self.isData(index, texts, tree) ? .table : .plain
        default: return .plain
        }
    }

    /// Rows of at least two cells that are short.
    private static func isData(_ index: Int32, _ texts: [Int32], _ tree: Tree) -> Bool {
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
