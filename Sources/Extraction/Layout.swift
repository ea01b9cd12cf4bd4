/// What is open while a tree is walked, beside the separators: lists, a table, code.
struct Layout {
    struct List {
        let node: Int32
        /// The number of the next item, nil when items have no numbers.
        var number: Int?
        /// From one item's number to the next.
        var step = 1
        /// How numbers are written: `1`, `a`, `A`, `i`, `I`.
        var style = "1"
        /// Whether items are lines of one paragraph; else they are paragraphs of their own.
        var isLines = true
    }

    /// What reaches down into a column from a cell above.
    struct Span {
        var rows = 0
        var text: [UInt8] = []
    }

    struct Table {
        let node: Int32
        /// The column of the next cell.
        var column = 0
        /// Bars of columns that were passed over.
        var bars = 0
        var spans: [Span] = []
        /// Where the text of the cell begins.
        var cellStart = 0
    }

    var lists: [List] = []
    /// The number or the dash of an item whose text is still to come.
    var marker: [UInt8] = []
    var table: Table?
    /// Bytes of values that cells of other rows may still add to the document's tables.
    var spanBudget = 200_000
    var verbatim: Int32 = -1
    var heading: Int32 = -1

    var isInTable: Bool { table != nil }
}
