import Platform
import TestKit
import Testing

@testable import Parquet

struct ParquetWriteTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private let fields = [
        ParquetField("images", .texts), ParquetField("metadata", .text), ParquetField("texts", .texts),
    ]

    /// Rows as no one would like to have them.
    private let odd: [[ParquetCell]] = [
        [.texts([nil, "https://e/a.b/c.jpg"]), .text("[null, {}]"), .texts(["", nil])],
        [.texts([]), .text(nil), .texts([])],
        [.texts([nil]), .text(""), .texts(["שלום\u{2028}\u{85} {\"json\": true}\n\n\u{0}end"])],
        [.texts((0..<100).map { "u\($0)" }), .text("{}"), .texts((0..<100).map { _ in nil })],
        [
            .texts([nil]), .text(String(repeating: "ÿ", count: 100)),
            .texts([String(repeating: "\u{10FFFF}", count: 40)]),
        ],
    ]

    private func write(_ rows: [[ParquetCell]], _ fields: [ParquetField], _ layout: ParquetLayout) throws -> String {
        let path = scratch.file("\(rows.count).parquet")
        var writer = try ParquetWriter(path: path, fields: fields, layout: layout)
        for row in rows { try writer.append(row) }
        #expect(try writer.commit().lines == rows.count)
        return path
    }

    private func cells(_ file: ParquetFile, _ names: [String]) throws -> [[ParquetValue]] {
        var rows: [[ParquetValue]] = []
        try file.forEachRow(of: names) { rows.append($1) }
        return rows
    }

    private func value(_ cell: ParquetCell) -> ParquetValue {
        switch cell {
        case .text(let value): value.map(text) ?? .null
        case .texts(let values): .list(values.map { $0.map(text) ?? .null })
        case .pictures: .null
        }
    }

    @Test("Rows come back equal in pages of both versions, many to a column and many groups", arguments: [1, 2])
    func roundTrip(version: Int) throws {
        var layout = ParquetLayout()
        layout.pageVersion = version
        layout.pageBytes = 600
        layout.groupRows = 70
        layout.metadata = [("huggingface", "{}")]
        let rows = (0..<60).flatMap { _ in odd }
        let file = try ParquetFile(path: write(rows, fields, layout))
        #expect(file.rows == 300)
        #expect(file.groups.map(\.rows) == [70, 70, 70, 70, 20])
        #expect(file.metadata.map(\.key) == ["huggingface"])
        #expect(try cells(file, ["images", "metadata", "texts"]) == rows.map { $0.map(value) })
    }

    @Test("Pictures are structures in a list, with nulls at every level")
    func pictures() throws {
        let pictures: [ParquetPicture?] = [
            ParquetPicture(bytes: [0, 255], path: "a.jpg"), nil, ParquetPicture(bytes: nil, path: "b"),
            ParquetPicture(bytes: [], path: nil),
        ]
        let file = try ParquetFile(
            path: write([[.pictures(pictures)], [.pictures([])]], [ParquetField("images", .pictures)], ParquetLayout()))
        #expect(file.columns.map(\.name) == ["images.bytes", "images.path"])
        #expect(
            try cells(file, ["images.bytes", "images.path"]) == [
                [
                    .list([.bytes([0, 255]), .null, .null, .bytes([])]),
                    .list([text("a.jpg"), .null, text("b"), .null]),
                ],
                [.list([]), .list([])],
            ])
    }

    @Test("A file of no rows is a file; a cell of another kind than its column is refused")
    func borders() throws {
        let empty = try ParquetFile(path: write([], fields, ParquetLayout()))
        #expect(empty.rows == 0 && empty.groups.isEmpty)
        var writer = try ParquetWriter(path: scratch.file("refused.parquet"), fields: fields)
        let error = #expect(throws: StorageError.self) { try writer.append([.text("a"), .text("b"), .texts([])]) }
        #expect(error?.description.hasSuffix("row 0: a cell of another kind than its column 'images'") == true)
    }

    @Test("After rows were taken out, most pages have the bytes they had")
    func reuse() throws {
        var random = SplitMix64(seed: 7)
        let rows: [[ParquetCell]] = (0..<6000).map { number in
            let words = (0..<60).map { _ in String(random.next() % 5000, radix: 36) }
            return [
                .texts(["https://e/\(number).jpg", nil]), .text("{\"n\": \(number)}"),
                .texts([nil, words.joined(separator: " ")]),
            ]
        }
        var layout = ParquetLayout()
        layout.pageBytes = 16 << 10
        let whole = try pages(write(rows, fields, layout))
        let left = rows.enumerated().filter {
            !(2000..<2030).contains($0.offset) && ![7, 900, 5000].contains($0.offset)
        }
        let after = try pages(write(left.map(\.element), fields, layout))
        let kept = after.filter(whole.contains)
        #expect(after.count > 60)
        #expect(kept.count * 10 > after.count * 8, "\(kept.count) of \(after.count)")
    }

    /// The pages of a file as they lie there.
    private func pages(_ path: String) throws -> Set<[UInt8]> {
        let bytes = try Files.read(path)
        var found: Set<[UInt8]> = []
        for chunk in try ParquetFile(path: path).groups.flatMap(\.chunks) {
            var at = chunk.bytes.lowerBound
            while at < chunk.bytes.upperBound {
                var reader = ThriftReader(bytes[at..<chunk.bytes.upperBound])
                let header = try reader.structure()
                let end = at + reader.count + (header[3]?.integer ?? 0)
                found.insert(Array(bytes[at..<end]))
                at = end
            }
        }
        return found
    }

    @Test("Bounds are never above the least or below the greatest value, and stay text")
    func bounds() {
        let long = Array((String(repeating: "a", count: 63) + "é…").utf8)[...]
        #expect(PageBounds.lower(long, isText: true) == Array(String(repeating: "a", count: 63).utf8))
        #expect(PageBounds.upper(long, isText: true) == Array((String(repeating: "a", count: 62) + "b").utf8))
        let highest = Array(String(repeating: "\u{10FFFF}", count: 20).utf8)[...]
        #expect(PageBounds.upper(highest, isText: true) == Array(highest))
        let bytes = ([UInt8](repeating: 1, count: 62) + [9, 255, 3])[...]
        #expect(PageBounds.upper(bytes, isText: false) == [UInt8](repeating: 1, count: 62) + [10])
    }
}

struct RunLengthTests {
    @Test("Levels come back from runs, groups and what lies between")
    func levels() throws {
        let cases: [[UInt8]] = [
            [], [3], [0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 1], [UInt8](repeating: 2, count: 100),
            (0..<37).map { $0 % 4 }, [UInt8](repeating: 1, count: 9) + [0] + [UInt8](repeating: 1, count: 20),
        ]
        for levels in cases {
            let bytes = RunLength.encode(levels, bitWidth: 2)
            #expect(try RunLength.decode(bytes[...], bitWidth: 2, count: levels.count) == levels.map(UInt32.init))
        }
        #expect(RunLength.encode([UInt8](repeating: 2, count: 100), bitWidth: 2) == [200, 1, 2])
    }

    @Test("Runs that end too early or say nothing are damage")
    func damage() {
        for bytes: [UInt8] in [[], [200], [1], [3, 0], [0, 0], [0x80, 0x80, 0x80, 0x80, 0x80, 1]] {
            #expect(throws: ParquetError.self) { try RunLength.decode(bytes[...], bitWidth: 9, count: 20) }
        }
    }
}

struct SnappyTests {
    @Test("Literals and overlapping copies")
    func decompress() throws {
        // "abab…": a literal of two bytes, then a copy of ten from two back.
        let bytes: [UInt8] = [12, 1 << 2, 0x61, 0x62, 9 << 2 | 2, 2, 0]
        #expect(try Snappy.decompress(bytes[...], size: 12) == Array("abababababab".utf8))
        for end in 0..<bytes.count {
            #expect(throws: ParquetError.self) { try Snappy.decompress(bytes[..<end], size: 12) }
        }
    }
}
