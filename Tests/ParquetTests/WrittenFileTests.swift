import Platform
import TestKit
import Testing

@testable import Parquet

/// What our files say of themselves: footer, indexes and page headers, field by field of `parquet.thrift`.
@Suite struct WrittenFileTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func write(
        _ fields: [ParquetField], _ rows: [[ParquetCell]], _ change: (inout ParquetLayout) -> Void = { _ in }
    ) throws -> [UInt8] {
        var layout = ParquetLayout()
        change(&layout)
        let path = scratch.file("a.parquet")
        var writer = try ParquetWriter(path: path, fields: fields, layout: layout)
        for row in rows { try writer.append(row) }
        _ = try writer.commit()
        return try Files.read(path)
    }

    private func structure(_ bytes: [UInt8], at place: Int) throws -> ThriftValue {
        var reader = ThriftReader(bytes[place...])
        return try reader.structure()
    }

    private func footer(_ bytes: [UInt8]) throws -> ThriftValue {
        let length = Int(bytes.littleEndian(at: bytes.count - 8))
        return try structure(bytes, at: bytes.count - 8 - length)
    }

    // MARK: The footer

    @Test func aFileBeginsAndEndsWithItsName() throws {
        let bytes = try write([ParquetField("a", .text)], [[.text("x")]])
        #expect(bytes.prefix(4) == Format.magic[...] && bytes.suffix(4) == Format.magic[...])
        let footer = try footer(bytes)
        #expect(footer[1]?.integer == 2 && footer[3]?.integer == 1 && footer[4]?.list?.count == 1)
        #expect(footer[6]?.text == "\(Tool.name) version \(Tool.version) (build 0)" && footer[5] == nil)
        // An order of bounds for every leaf: that of its type.
        #expect(footer[7]?.list?.count == 1 && footer[7]?.list?[0][1] != nil)
    }

    @Test func theSchemaIsThatOfOBELICS() throws {
        let fields = [ParquetField("m", .text), ParquetField("t", .texts), ParquetField("p", .pictures)]
        let nodes = try footer(write(fields, []))[2]?.list ?? []
        #expect(
            nodes.map { $0[4]?.text } == [
                "schema", "m", "t", "list", "element", "p", "list", "element", "bytes", "path",
            ])
        #expect(nodes.map { $0[5]?.integer } == [3, nil, 1, 1, nil, 1, 1, 2, nil, nil])
        #expect(nodes.map { $0[3]?.integer } == [nil, 1, 1, 2, 1, 1, 2, 1, 1, 1])
        // Six is bytes; a text says so twice, a list too.
        #expect(nodes.map { $0[1]?.integer } == [nil, 6, nil, nil, 6, nil, nil, nil, 6, 6])
        #expect(nodes.map { $0[6]?.integer } == [nil, 0, 3, nil, 0, 3, nil, nil, nil, 0])
        #expect(nodes.map { $0[10]?[1] != nil } == [false, true, false, false, true, false, false, false, false, true])
        #expect(
            nodes.map { $0[10]?[3] != nil } == [false, false, true, false, false, true, false, false, false, false])
    }

    @Test func keysAndValuesAreKept() throws {
        let bytes = try write([ParquetField("a", .text)], []) { $0.metadata = [("k", "v"), ("ü", "")] }
        let pairs = try footer(bytes)[5]?.list ?? []
        #expect(pairs.map { $0[1]?.text } == ["k", "ü"] && pairs.map { $0[2]?.text } == ["v", ""])
    }

    @Test func aColumnSaysWhereItLiesAndWhatIsInIt() throws {
        let fields = [ParquetField("a", .text), ParquetField("b", .texts)]
        let rows: [[ParquetCell]] = [
            [.text("x"), .texts(["y", nil])], [.text(nil), .texts([])], [.text("zz"), .texts(["w"])],
        ]
        let bytes = try write(fields, rows) { $0.groupRows = 2 }
        let groups = try footer(bytes)[4]?.list ?? []
        #expect(groups.map { $0[3]?.integer } == [2, 1])
        let chunks = groups.flatMap { $0[1]?.list ?? [] }
        let data = chunks.compactMap { $0[3] }
        #expect(
            data.map { $0[1]?.integer } == [6, 6, 6, 6] && data.map { $0[4]?.integer } == [6, 6, 6, 6], "bytes, zstd")
        #expect(
            data.map { $0[3]?.list?.map(\.text) } == [
                ["a"], ["b", "list", "element"], ["a"], ["b", "list", "element"],
            ])
        #expect(data.map { $0[2]?.list?.map(\.integer) }.allSatisfy { $0 == [0, 3] }, "plain values, levels in runs")
        #expect(data.map { $0[5]?.integer } == [2, 3, 1, 1], "nulls and empty lists are values here")
        #expect(data.map { $0[12]?[3]?.integer } == [1, 2, 0, 0])
        let starts = data.compactMap { $0[9]?.integer }, sizes = data.compactMap { $0[7]?.integer }
        #expect(starts[0] == 4 && zip(starts, sizes).map { $0 + $1 }.dropLast() == starts[1...])
        #expect(chunks.map { $0[2]?.integer } == starts.map(Optional.some))
        #expect(groups.map { $0[5]?.integer } == [starts[0], starts[2]])
        #expect(groups.map { $0[6]?.integer } == [sizes[0] + sizes[1], sizes[2] + sizes[3]])
        let whole = data.compactMap { $0[6]?.integer }
        #expect(groups.map { $0[2]?.integer } == [whole[0] + whole[1], whole[2] + whole[3]])
    }

    // MARK: Pages

    @Test func aPageOfVersionOneHasItsHeader() throws {
        let bytes = try write([ParquetField("a", .text)], [[.text("abc")], [.text(nil)]])
        let header = try structure(bytes, at: 4)
        // Four bytes of the levels' length, two of levels, four of the text's length, three of text.
        #expect(header[1]?.integer == 0 && header[2]?.integer == 13)
        #expect(header[5]?[1]?.integer == 2 && header[5]?[2]?.integer == 0)
        #expect(header[5]?[3]?.integer == 3 && header[5]?[4]?.integer == 3 && header[8] == nil)
        var reader = ThriftReader(bytes[4...])
        _ = try reader.structure()
        let size = try #require(header[3]?.integer)
        let body = Array(bytes[(4 + reader.count)..<(4 + reader.count + size)])
        #expect(
            try PageDecompressor(codec: 6).decompress(body[...], size: 13) == [
                2, 0, 0, 0, 3, 1, 3, 0, 0, 0, 97, 98, 99,
            ])
        let crc = body.withUnsafeBytes(PageCompressor.checksum)
        #expect(header[4]?.integer.map { UInt32(truncatingIfNeeded: $0) } == crc)
        let data = try footer(bytes)[4]?.list?[0][1]?.list?[0][3]
        #expect(data?[6]?.integer == reader.count + 13 && data?[7]?.integer == reader.count + size)
    }

    @Test func aPageOfVersionTwoHasItsLevelsBefore() throws {
        let rows: [[ParquetCell]] = [[.texts(["ab", nil])], [.texts([])], [.texts(["c"])]]
        let bytes = try write([ParquetField("a", .texts)], rows) { $0.pageVersion = 2 }
        let header = try structure(bytes, at: 4)
        #expect(header[1]?.integer == 3 && header[5] == nil)
        let page = header[8]
        // Four values, two of them none, in three rows; repetition 0 1 0 0, definition 3 2 1 3 of two bits.
        #expect(page?[1]?.integer == 4 && page?[2]?.integer == 2 && page?[3]?.integer == 3 && page?[4]?.integer == 0)
        #expect(page?[5]?.integer == 3 && page?[6]?.integer == 2 && page?[7]?.flag == true)
        var reader = ThriftReader(bytes[4...])
        _ = try reader.structure()
        let start = 4 + reader.count
        #expect(Array(bytes[start..<start + 5]) == [3, 0b0010, 3, 0b1101_1011, 0])
        #expect(header[2]?.integer == 5 + 4 + 2 + 4 + 1)
    }

    // MARK: Indexes

    /// A page a group of rows: bounds, nulls, pages of nothing, and where they lie.
    @Test func indexesTellOfEveryPage() throws {
        var rows: [[ParquetCell]] = []
        // Two rows of 60,000 bytes fill a page of 10,000 six times; then nulls in another group.
        for text in ["b", "a", "c"] { rows.append([.text(String(repeating: text, count: 70_000))]) }
        rows += [[.text(nil)], [.text(nil)]]
        let bytes = try write([ParquetField("a", .text)], rows) {
            ($0.pageBytes, $0.groupRows) = (10_000, 3)
        }
        let chunks = (try footer(bytes)[4]?.list ?? []).compactMap { $0[1]?.list?[0] }
        func index(_ chunk: Int, _ place: Int) throws -> ThriftValue {
            let start = try #require(chunks[chunk][place]?.integer),
                length = try #require(chunks[chunk][place + 1]?.integer)
            var reader = ThriftReader(bytes[start..<start + length])
            let value = try reader.structure()
            #expect(reader.count == length)
            return value
        }
        let first = try index(0, 6), places = try index(0, 4)[1]?.list ?? []
        #expect(first[1]?.list?.map(\.flag) == [false, false, false] && first[5]?.list?.map(\.integer) == [0, 0, 0])
        #expect(first[2]?.list?.compactMap { $0.bytes?.first } == [98, 97, 99])
        #expect(first[3]?.list?.compactMap { $0.bytes?.last } == [99, 98, 100], "raised, since it was cut")
        #expect(first[4]?.integer == 0 && places.map { $0[3]?.integer } == [0, 1, 2])
        let data = chunks[0][3]
        #expect(places.first?[1]?.integer == data?[9]?.integer)
        #expect(places.reduce(0) { $0 + ($1[2]?.integer ?? 0) } == data?[7]?.integer)
        let offsets = places.compactMap { $0[1]?.integer }, lengths = places.compactMap { $0[2]?.integer }
        #expect(zip(offsets, lengths).map { $0 + $1 }.dropLast() == offsets[1...])
        let second = try index(1, 6)
        #expect(second[1]?.list?.map(\.flag) == [true] && second[5]?.list?.map(\.integer) == [2])
        #expect(second[2]?.list?.first?.bytes?.isEmpty == true && second[3]?.list?.first?.bytes?.isEmpty == true)
    }

    // MARK: Writing

    @Test func rowsThatDoNotFitAreRefused() throws {
        let fields = [ParquetField("a", .text), ParquetField("b", .pictures)]
        func said(_ row: [ParquetCell]) throws -> String {
            var writer = try ParquetWriter(path: scratch.file("x"), fields: fields)
            try writer.append([.text("a"), .pictures([])])
            return problem { try writer.append(row) }
        }
        #expect(try said([.text("a")]).hasSuffix("row 1: a row of 1 cells"))
        #expect(try said([.text("a"), .texts([])]).hasSuffix("row 1: a cell of another kind than its column 'b'"))
        #expect(try said([.pictures([]), .pictures([])]).hasSuffix("a cell of another kind than its column 'a'"))
        #expect(try said([.text(nil), .pictures([nil])]) == "")
    }

    /// Without a number of rows a group ends by its bytes: at twice them at the latest.
    @Test func groupsAreCutByBytes() throws {
        let rows: [[ParquetCell]] = (0..<50).map { _ in [.text(String(repeating: "x", count: 1000))] }
        let bytes = try write([ParquetField("a", .text)], rows) { $0.groupBytes = 5020 }
        let groups = try footer(bytes)[4]?.list?.compactMap { $0[3]?.integer } ?? []
        // A row has 1004 bytes; ten of them are twice 5020.
        #expect(groups == [10, 10, 10, 10, 10])
    }

    @Test func whatIsWrittenIsCounted() throws {
        var layout = ParquetLayout()
        layout.groupRows = 1
        var writer = try ParquetWriter(path: scratch.file("x"), fields: [ParquetField("a", .text)], layout: layout)
        #expect(writer.bytesWritten == 4 && writer.rows == 0)
        try writer.append([.text("abc")])
        #expect(writer.bytesWritten > 20 && writer.rows == 1)
        let summary = try writer.commit()
        #expect(try summary.lines == 1 && summary.bytes == Files.size(scratch.file("x")))
        #expect(try summary.sha256 == SHA256.hash(file: scratch.file("x")).hex)
    }

    @Test func theUsualLayout() {
        let usual = ParquetLayout()
        #expect(usual.groupRows == nil && usual.groupBytes == 268_435_456 && usual.level == 1 && usual.pageVersion == 1)
        #expect(usual.pageBytes == 65_536 && usual.proseBytes == 131_072 && usual.metadata.isEmpty)
    }

    // MARK: Bounds

    @Test func boundsOfSixtyFourBytesStand() {
        let exact = [UInt8](repeating: 7, count: 64)
        for isText in [false, true] {
            #expect(
                PageBounds.lower(exact[...], isText: isText) == exact
                    && PageBounds.upper(exact[...], isText: isText) == exact)
        }
        let more = (exact + [0])[...]
        #expect(PageBounds.lower(more, isText: false) == exact)
        #expect(PageBounds.upper(more, isText: false) == exact.dropLast() + [8])
    }

    @Test func theHighestBytesCannotBeRaised() {
        let bytes = [UInt8](repeating: 255, count: 70)
        #expect(PageBounds.upper(bytes[...], isText: false) == bytes)
        #expect(PageBounds.upper(([1] + bytes)[...], isText: false) == [2])
    }

    /// Behind U+D7FF comes U+E000: what lies between is no character.
    @Test func surrogatesArePassedOver() {
        let text = Array((String(repeating: "a", count: 61) + "\u{D7FF}bbb").utf8)
        #expect(
            PageBounds.upper(text[...], isText: true) == Array((String(repeating: "a", count: 61) + "\u{E000}").utf8))
        let high = Array((String(repeating: "a", count: 60) + "\u{10FFFF}b").utf8)
        #expect(PageBounds.upper(high[...], isText: true) == Array((String(repeating: "a", count: 59) + "b").utf8))
    }
}
