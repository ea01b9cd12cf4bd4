/// The values of a column in a row group, row by row; one page is in memory, and the dictionary.
struct ChunkReader {
    /// The most elements of a row.
    private static let longestList = 1 << 20

    private let column: ParquetColumn
    private let chunk: RowGroup.Chunk
    private var pages: PageReader
    private var page = DataPage()
    /// Values of pages that were read so far.
    private var values = 0

    /// A reader of a chunk of the file at `path`.
    init(_ path: String, _ column: ParquetColumn, _ chunk: RowGroup.Chunk) {
        self.column = column
        self.chunk = chunk
        pages = PageReader(path, column, chunk)
    }

    /// The next row's value.
    /// - Throws: `ParquetError`.
    mutating func next() throws(ParquetError) -> ParquetValue {
        do throws(ParquetError) {
            guard try fill() else { throw .damaged("it has fewer rows than its group") }
            return column.repetition == 0 ? try scalar() : try list()
        } catch { throw error.at("\(pages.path), column '\(column.name)'") }
    }

    /// Checks that all was read.
    /// - Throws: `ParquetError.damaged`.
    func checkEnd() throws(ParquetError) {
        guard page.isRead, values == chunk.values else {
            throw .damaged("\(pages.path), column '\(column.name)': it has more rows than its group")
        }
    }

    /// Sees that there is a page with values left; false at the end of the chunk.
    private mutating func fill() throws(ParquetError) -> Bool {
        while page.isRead {
            guard values < chunk.values else { return false }
            page = try pages.next()
            values += page.count
            guard values <= chunk.values else { throw .damaged("its pages have more values than it says") }
        }
        return true
    }

    private mutating func scalar() throws(ParquetError) -> ParquetValue {
        let definition = page.definition
        page.advance()
        return definition == column.definition ? try page.value() : .null
    }

    private mutating func list() throws(ParquetError) -> ParquetValue {
        guard page.repetition == 0 else { throw .damaged("a row begins within a list") }
        let first = page.definition
        if first < column.elementDefinition {
            page.advance()
            // An empty list, or none.
            return first == column.elementDefinition - 1 ? .list([]) : .null
        }
        var elements: [ParquetValue] = []
        repeat {
            guard page.definition >= column.elementDefinition else { throw .damaged("a list that has an end within") }
            guard elements.count < Self.longestList else { throw .damaged("a list of more than \(Self.longestList)") }
            elements.append(try scalar())
        } while try fill() && page.repetition > 0
        return .list(elements)
    }
}
