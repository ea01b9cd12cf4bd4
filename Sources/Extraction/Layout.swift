/// What is open while a tree is walked, beside the separators: lists, a table, figures, code.
struct Layout {
    struct List {
        let node: Int32
        /// The number of the next item, nil when items have no numbers.
        var number: Int?
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

    var lists: [List] = []
    var table: Int32 = -1
    var isFirstCell = true
    var figures: [Figure] = []
    var verbatim: Int32 = -1
    var heading: Int32 = -1

    var isInTable: Bool { table >= 0 }

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
