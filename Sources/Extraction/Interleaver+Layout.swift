import Documents
import HTMLTree

/// Lists, tables, headings and code.
extension Interleaver {
    /// The separator of an element where it stands: in a line, blocks are lines or nothing.
    func separator(of tag: Tag, _ node: Int32) -> Separator {
        let usual = rules.separator(of: tag)
        guard !kinds.isEmpty else { return usual }
        if layout.isInTable {
            switch tag {
            case .tr, .caption: return .line
            case .td, .th: return .space
            case .table, .tbody, .thead, .tfoot: return .none
            default: return min(usual, .space)
            }
        }
        if layout.verbatim >= 0 { return tag.isCell ? .none : min(usual, .line) }
        if layout.lists.last?.isLines == true {
            if tag == .li || tag == .dt || tag == .dd || kinds[Int(node)] == .list { return .line }
            return min(usual, .space)
        }
        return usual
    }

    /// An element begins.
    mutating func begin(_ node: Int32, _ tag: Tag) {
        // Code is laid out as it is, whatever elements a highlighter makes of it.
        guard layout.verbatim < 0 else { return }
        switch kinds[Int(node)] {
        case .plain: beginPlain(node, tag)
        case .list:
            layout.lists.append(list(node, tag, isLines: true))
            if !layout.isInTable { style.role = .list }
        case .numbered: layout.lists.append(list(node, tag, isLines: false))
        case .table:
            guard !layout.isInTable else { return }
            layout.table = Layout.Table(node: node)
            style.role = .table
        case .verbatim:
            guard !layout.isInTable else { return }
            layout.verbatim = node
            style.role = .verbatim
        case .heading:
            guard layout.heading < 0, style.role == .body else { return }
            layout.heading = node
            style.role = .heading
        }
    }

    private func list(_ node: Int32, _ tag: Tag, isLines: Bool) -> Layout.List {
        var list = Layout.List(node: node, number: nil)
        list.isLines = isLines
        guard tag == .ol else { return list }
        list.number = tree.integer(.start, of: node) ?? 1
        list.style = tree.string(.type, of: node) ?? "1"
        if tree.value(.reversed, of: node) != nil {
            list.step = -1
            if tree.value(.start, of: node) == nil { list.number = items(of: node) }
        }
        return list
    }

    private func items(of list: Int32) -> Int {
        var count = 0
        var at = tree.nodes[Int(list)].firstChild
        while at >= 0 {
            count += tree.nodes[Int(at)].tag == .li ? 1 : 0
            at = tree.nodes[Int(at)].next
        }
        return count
    }

    private mutating func beginPlain(_ node: Int32, _ tag: Tag) {
        if tag == .li, let last = layout.lists.indices.last, layout.verbatim < 0 {
            if let number = layout.lists[last].number {
                let own = tree.integer(.value, of: node) ?? number
                layout.marker = ListMarker.text(own, style: layout.lists[last].style)
                layout.lists[last].number = own + layout.lists[last].step
            } else if layout.lists[last].isLines {
                layout.marker = ListMarker.dash
            }
        } else if layout.isInTable {
            if tag == .tr { beginRow() }
            if tag.isCell { beginCell() }
        }
    }

    /// An element ends; its text is already written.
    mutating func finish(_ node: Int32, _ tag: Tag) {
        if tag == .li { layout.marker = [] }
        if layout.isInTable, tag == .tr { endRow() }
        if layout.isInTable, tag.isCell { endCell(node) }
        if layout.lists.last?.node == node {
            layout.lists.removeLast()
            restoreRole()
        } else if layout.table?.node == node {
            layout.table = nil
            restoreRole()
        } else if layout.verbatim == node {
            layout.verbatim = -1
            restoreRole()
        } else if layout.heading == node {
            layout.heading = -1
            restoreRole()
        }
    }

    private mutating func restoreRole() {
        style.role =
            layout.verbatim >= 0
            ? .verbatim
            : layout.isInTable
                ? .table : layout.lists.last?.isLines == true ? .list : layout.heading >= 0 ? .heading : .body
    }
}
