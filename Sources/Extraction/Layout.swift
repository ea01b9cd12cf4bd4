/// What is open while a tree is walked, beside the separators: lists, a table, code.
struct Layout {
    struct List {
        let node: Int32
        /// The number of the next item, nil when items have no numbers.
        var number: Int?
    }

    var lists: [List] = []
    var table: Int32 = -1
    var isFirstCell = true
    var verbatim: Int32 = -1
    var heading: Int32 = -1

    var isInTable: Bool { table >= 0 }
}
