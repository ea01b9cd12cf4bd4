import Platform
import TestKit
import Testing

@testable import Parquet

/// What is told of a column's pages: other readers skip by it, ours reads every page.
@Suite struct ColumnPagesTests {
    private let leaf = ParquetLeaf(path: ["a"], definition: 1, repetition: 0, isText: true)

    /// A column of rows with a text or nothing, a page a group of rows.
    private func pages(_ groups: [String?]...) throws -> [ColumnWriter.Page] {
        var column = ColumnWriter(leaf, ParquetLayout())
        for group in groups {
            for text in group {
                if let text { column.append(text) } else { column.append(absentAt: 0) }
                _ = try column.endRow()
            }
            try column.close()
        }
        #expect(column.pages.reduce(0) { $0 + $1.length } == column.body.count)
        return column.pages
    }

    private func texts(_ bounds: (lower: [UInt8], upper: [UInt8])?) -> [String]? {
        bounds.map { [String(decoding: $0.lower, as: UTF8.self), String(decoding: $0.upper, as: UTF8.self)] }
    }

    @Test func aPageHasItsRowsNullsAndBounds() throws {
        let pages = try pages(["b", nil, "ab", "b", "a"], [nil, nil], ["ä", "z"])
        #expect(pages.map(\.values) == [5, 2, 2] && pages.map(\.nulls) == [1, 2, 0])
        #expect(pages.map(\.firstRow) == [0, 5, 7])
        #expect(pages.map { texts($0.bounds) } == [["a", "b"], nil, ["z", "ä"]])
        #expect(pages[0].offset == 0 && pages[1].offset == pages[0].length)
        #expect(pages[2].offset == pages[0].length + pages[1].length)
    }

    @Test func aGroupBeginsWithNothing() throws {
        var column = ColumnWriter(leaf, ParquetLayout())
        column.append("text")
        #expect(column.groupBytes == 8, "four bytes of a length before them")
        _ = try column.endRow()
        try column.close()
        #expect(column.valueCount == 1 && column.groupBytes == column.uncompressed)
        column.beginGroup()
        #expect(column.pages.isEmpty && column.body.count == 0 && column.groupBytes == 0)
        column.append("more")
        _ = try column.endRow()
        try column.close()
        #expect(column.pages.map(\.firstRow) == [0] && column.pages.map(\.offset) == [0])
        try column.close()
        #expect(column.pages.count == 1, "no rows, no page")
    }

    /// A page ends where a row's own bytes say so, not before a quarter of its size and not behind six times it.
    @Test func pagesHaveASize() throws {
        var layout = ParquetLayout()
        layout.pageBytes = 1000
        var column = ColumnWriter(leaf, layout)
        for number in 0..<4000 {
            column.append("row number \(number)")
            _ = try column.endRow()
        }
        try column.close()
        #expect(column.valueCount == 4000 && column.pages.count > 40 && column.pages.count < 240)
        let rows = zip(column.pages, column.pages.dropFirst()).map { $1.firstRow - $0.firstRow }
        // A row has some twenty bytes.
        #expect(rows.allSatisfy { $0 >= 11 && $0 <= 400 })
        #expect(column.pages.map(\.firstRow) == column.pages.map(\.firstRow).sorted())
    }

    /// The bounds of what is long are shortened: below the least, above the greatest.
    @Test func longValuesHaveShortBounds() throws {
        let long = String(repeating: "x", count: 100)
        let bounds = try #require(texts(try pages([long])[0].bounds))
        #expect(bounds == [String(repeating: "x", count: 64), String(repeating: "x", count: 63) + "y"])
        let exact = String(repeating: "x", count: 64)
        #expect(try texts(pages([exact])[0].bounds) == [exact, exact])
    }

    /// Texts that begin with the same eight bytes are told apart behind them; a shorter text comes before a longer one.
    @Test func boundsAreThoseOfAllBytes() throws {
        let pages = try pages(["same eight b", "same eight a", "same eight"], ["", "a\u{0}", "a"], ["ÿ", "z", "zz"])
        #expect(pages.map { texts($0.bounds) } == [["same eight", "same eight b"], ["", "a\u{0}"], ["z", "ÿ"]])
    }

    @Test func proseHasLargerPages() throws {
        var layout = ParquetLayout()
        (layout.pageBytes, layout.proseBytes) = (1000, 4000)
        let counts = try [false, true].map { isProse in
            var column = ColumnWriter(try #require(ParquetField("a", .text, isProse: isProse).leaves.first), layout)
            for number in 0..<4000 {
                column.append("row number \(number)")
                _ = try column.endRow()
            }
            try column.close()
            return column.pages.count
        }
        #expect(counts[0] > counts[1] * 2 && counts[1] > 10, "\(counts)")
    }

    @Test func groupsAreCutByRows() throws {
        let scratch = try Scratch()
        var layout = ParquetLayout()
        layout.groupRows = 2
        var file = try ParquetWriter(path: scratch.file("a"), fields: [ParquetField("a", .text)], layout: layout)
        for number in 0..<5 { try file.append([.text("\(number)")]) }
        #expect(file.rows == 5)
        _ = try file.commit()
        var rows: [ParquetValue] = []
        let read = try ParquetFile(path: scratch.file("a"))
        try read.forEachRow(of: ["a"]) { rows.append($1[0]) }
        #expect(rows == (0..<5).map { text("\($0)") } && read.rows == 5)
    }
}
