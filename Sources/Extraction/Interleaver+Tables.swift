import HTMLTree

/// Rows of tables: each value under its column, whatever cells above or before it span.
extension Interleaver {
    /// A row begins.
    mutating func beginRow() {
        layout.table?.column = 0
        layout.table?.bars = 0
    }

    /// A cell begins: first what reaches down into its row, then its bar.
    mutating func beginCell() {
        fillSpans()
        writeBars()
        flushText()
        layout.table?.cellStart = run.bytes.count
    }

    /// A cell ends; its text is already written.
    mutating func endCell(_ node: Int32) {
        guard var table = layout.table else { return }
        // Beyond 256 columns nobody reads a table, and spans would only multiply what a hostile page sends.
        let isWide = table.column >= 256
        let columns = isWide ? 1 : min(max(tree.integer(.colspan, of: node) ?? 1, 1), 64)
        let rows = min(max(tree.integer(.rowspan, of: node) ?? 1, 1), 1_000)
        if rows > 1, !isWide {
            let start = min(table.cellStart, run.bytes.count)
            let text = Bytes.strip(run.bytes, start..<run.bytes.count)
            // A short value is said again in each of its rows; a long one would be read twice.
            let value = text.count <= 60 ? Array(run.bytes[text].filter { $0 != 0x0A }) : []
            for column in table.column..<table.column + columns {
                while table.spans.count <= column { table.spans.append(Layout.Span()) }
                table.spans[column] = Layout.Span(rows: rows - 1, text: column == table.column ? value : [])
            }
        }
        table.column += columns
        table.bars += columns - 1
        layout.table = table
    }

    /// A row ends.
    mutating func endRow() { fillSpans() }

    /// Writes the values that cells of rows above have in this place.
    private mutating func fillSpans() {
        while let table = layout.table, table.column < table.spans.count, table.spans[table.column].rows > 0 {
            let text = table.spans[table.column].text
            layout.spanBudget -= text.count + 2
            if layout.spanBudget > 0 {
                writeBars()
                raw.append(contentsOf: text)
                flushText()
                edge = max(edge, .space)
            }
            layout.table?.spans[table.column].rows -= 1
            layout.table?.column += 1
        }
    }

    private mutating func writeBars() {
        guard let table = layout.table else { return }
        let bars = table.bars + (table.column > 0 ? 1 : 0)
        for _ in 0..<bars {
            raw.append(contentsOf: "| ".utf8)
            flushText()
        }
        layout.table?.bars = 0
    }
}
