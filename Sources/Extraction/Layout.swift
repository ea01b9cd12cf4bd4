/// What is open while a tree is walked, beside the separators: lists, a table, figures, code.
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

    struct Figure {
        let node: Int32
        /// Its first image's place in the document.
        var image: Int?
        var caption: [UInt8] = []
        /// Text that stands in no caption element.
        var rest: [UInt8] = []
        var captionNode: Int32 = -1
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
    var figures: [Figure] = []
    var verbatim: Int32 = -1
    var heading: Int32 = -1

    var isInTable: Bool { table != nil }

    /// Text belongs to a figure.
    var takesCaption: Bool { !figures.isEmpty }

    /// Takes the text of a figure.
    mutating func takeCaption(_ raw: inout [UInt8]) {
        let last = figures.count - 1
        for index in raw.indices where raw[index] == TextRun.lineBreak { raw[index] = 0x20 }
        if figures[last].captionNode >= 0 {
            figures[last].caption.append(0x20)
            figures[last].caption.append(contentsOf: raw)
        } else {
            figures[last].rest.append(0x20)
            figures[last].rest.append(contentsOf: raw)
        }
        raw.removeAll(keepingCapacity: true)
    }

    /// An image came into the document: it is the one the figures around it speak of, if they have none yet.
    mutating func note(image index: Int) {
        for at in figures.indices where figures[at].image == nil { figures[at].image = index }
    }
}
