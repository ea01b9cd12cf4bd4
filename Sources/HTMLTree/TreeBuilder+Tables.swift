/// Tables: §13.2.6.4.9 to §13.2.6.4.15, told apart by what is open instead of by a mode.
extension TreeBuilder {
    /// Whether the innermost table is open without a cell or a caption in it.
    private func isBetweenCells() -> Bool {
        guard isOpen(.table) else { return false }
        for open in stack.reversed() {
            switch open.tag {
            case .td, .th, .caption, .template, .html: return false
            case .table, .tbody, .tfoot, .thead, .tr, .colgroup: return true
            default: continue
            }
        }
        return false
    }

    mutating func tableStart(_ attributes: AttributeList?) {
        if isBetweenCells() {
            pop(through: .table)
        } else if !tree.quirks {
            closeParagraph()
        }
        insert(.table, attributes)
    }

    mutating func tablePartStart(_ tag: Tag, _ attributes: AttributeList?) {
        guard hasTable() else {
            if templates > 0 { insertHere(tag, attributes, opens: tag != .col) }
            return
        }
        switch tag {
        case .caption, .colgroup, .tbody, .thead, .tfoot:
            clear { $0 == .table }
        case .col:
            clear { $0 == .table || $0 == .colgroup }
            if stack.last?.tag == .table { insertHere(.colgroup, nil, implied: true) }
        case .tr:
            clear { $0 == .table || $0 == .tbody || $0 == .thead || $0 == .tfoot }
            if stack.last?.tag == .table { insertHere(.tbody, nil, implied: true) }
        default:
            clear { $0 == .table || $0 == .tbody || $0 == .thead || $0 == .tfoot || $0 == .tr }
            if stack.last?.tag == .table { insertHere(.tbody, nil, implied: true) }
            if stack.last?.tag != .tr { insertHere(.tr, nil, implied: true) }
        }
        insertHere(tag, attributes, opens: tag != .col)
    }

    /// Whether the nearest table is open in this template.
    private func hasTable() -> Bool { isInTableScope(.table) }

    /// Pops until the current element is one of a set (a table is always below).
    private mutating func clear(_ stops: (Tag) -> Bool) {
        while let top = stack.last, !stops(top.tag), top.tag != .html, top.tag != .template { pop() }
    }

    mutating func tableEnd(_ tag: Tag) {
        guard isInTableScope(tag) else { return }
        switch tag {
        case .td, .th, .caption:
            closeImplied()
            pop(through: tag)
        case .col: return
        case .colgroup:
            if stack.last?.tag == .colgroup { pop() }
        default: pop(through: tag)
        }
    }
}
