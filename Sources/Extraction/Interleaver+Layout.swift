import Documents
import HTMLTree

/// Lists, tables, figures, headings and code.
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
        case .figure: layout.figures.append(Layout.Figure(node: node))
        case .caption:
            if let last = layout.figures.indices.last, layout.figures[last].captionNode < 0 {
                layout.figures[last].captionNode = node
            }
        case .list:
            let start = tag == .ol ? 1 : nil
            layout.lists.append(Layout.List(node: node, number: start))
            if layout.table < 0 { style.role = .list }
        case .table:
            guard layout.table < 0 else { return }
            layout.table = node
            style.role = .table
        case .verbatim:
            guard layout.verbatim < 0, layout.figures.isEmpty else { return }
            layout.verbatim = node
            style.role = .verbatim
        case .heading:
            guard layout.heading < 0, style.role == .body else { return }
            layout.heading = node
            style.role = .heading
        }
    }

    private mutating func beginPlain(_ node: Int32, _ tag: Tag, _ structure: Structure) {
        if tag == .li, let last = layout.lists.indices.last, structure.text(of: node) > 0, layout.figures.isEmpty {
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
        } else if let last = layout.figures.last {
            if last.captionNode == node {
                layout.figures[layout.figures.count - 1].captionNode = -1
            } else if last.node == node {
                endFigure()
            }
        }
    }

    private mutating func restoreRole() {
        style.role =
            layout.verbatim >= 0
            ? .verbatim
            : layout.isInTable ? .table : !layout.lists.isEmpty ? .list : layout.heading >= 0 ? .heading : .body
    }

    /// Gives the caption to the figure's image; without one it is a paragraph that goes.
    private mutating func endFigure() {
        let figure = layout.figures.removeLast()
        let caption = PageFacts.folded(figure.caption)
        let text = caption.isEmpty ? PageFacts.folded(figure.rest) : caption
        guard !text.isEmpty else { return }
        if let image = figure.image {
            assembly.caption(text, at: image)
        } else if layout.figures.isEmpty {
            assembly.dropParagraph(detail: "caption of no image")
        }
    }
}
