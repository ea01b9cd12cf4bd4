import Documents
import HTMLTree

/// Lists, tables, headings and code.
extension Interleaver {
    /// The separator of an element where it stands: in a line, blocks are lines or nothing.
    func separator(of tag: Tag, _ node: Int32) -> Separator {
        let usual = rules.separator(of: tag)
        guard let structure else { return usual }
        if layout.isInTable {
            switch tag {
            case .tr, .caption: return .line
            case .td, .th: return .space
            case .table, .tbody, .thead, .tfoot: return .none
            default: return min(usual, .space)
            }
        }
        if !layout.lists.isEmpty {
            if tag == .li || structure.kinds[Int(node)] == .list { return .line }
            return min(usual, .space)
        }
        return usual
    }

    /// An element begins.
    mutating func begin(_ node: Int32, _ tag: Tag) {
        guard let structure else { return }
        switch structure.kinds[Int(node)] {
        case .plain: beginPlain(node, tag, structure)
        case .list:
            let start = tag == .ol ? 1 : nil
            layout.lists.append(Layout.List(node: node, number: start))
            if layout.table < 0 { style.role = .list }
        case .table:
            guard layout.table < 0 else { return }
            layout.table = node
            style.role = .table
        case .verbatim:
            guard layout.verbatim < 0 else { return }
            layout.verbatim = node
            style.role = .verbatim
        case .heading:
            guard layout.heading < 0, style.role == .body else { return }
            layout.heading = node
            style.role = .heading
        }
    }

    private mutating func beginPlain(_ node: Int32, _ tag: Tag, _ structure: Structure) {
        if tag == .li, let last = layout.lists.indices.last, structure.text(of: node) > 0 {
            if let number = layout.lists[last].number {
                raw.append(contentsOf: "\(number). ".utf8)
                layout.lists[last].number = number + 1
            } else {
                raw.append(contentsOf: "- ".utf8)
            }
            style.frame = frame.isEmpty ? nil : frame[Int(node)]
            flushText()
            edge = .space
        } else if layout.isInTable {
            if tag == .tr { layout.isFirstCell = true }
            if tag == .td || tag == .th {
                if !layout.isFirstCell {
                    raw.append(contentsOf: "| ".utf8)
                    flushText()
                }
                layout.isFirstCell = false
            }
        }
    }

    /// An element ends; its text is already written.
    mutating func finish(_ node: Int32, _ tag: Tag) {
        if layout.lists.last?.node == node {
            layout.lists.removeLast()
            if layout.lists.isEmpty { restoreRole() }
        } else if layout.table == node {
            layout.table = -1
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
            : layout.isInTable ? .table : !layout.lists.isEmpty ? .list : layout.heading >= 0 ? .heading : .body
    }
}
