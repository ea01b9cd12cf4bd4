import Foundation
import Platform
import Testing
import TestKit

@testable import Parquet

/// A file of `Tests/ParquetTests/Files`, all of one table written by pyarrow 26.
func sample(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Files/\(name).parquet").path
}

/// A text, for literal expectations.
func text(_ value: String) -> ParquetValue { .bytes(Array(value.utf8)[...]) }

struct ParquetReadTests {
    private let files = ["snappy-dictionary-v1", "gzip-plain-v1", "zstd-dictionary-v2", "none-plain-v2"]

    private func column(_ name: String, _ file: String) throws -> [ParquetValue] {
        var values: [ParquetValue] = []
        try ParquetFile(path: sample(file)).forEachRow(of: [name]) { values.append($1[0]) }
        return values
    }

    @Test(
        "Lists of texts come back with their nulls, empty lists and missing lists, whatever codec, encoding and version"
    )
    func lists() throws {
        for file in files {
            #expect(
                try column("texts", file) == [
                    .list([.null, text("Idéfix is small.")]), .list([]), .null, .list([text("")]),
                    .list([.null, text("مرحبا\u{2028}"), text("{\"a\": [1]}")]),
                ], "\(file)")
            #expect(
                try column("images", file) == [
                    .list([text("https://e/1.jpg"), .null]), .list([]), .null, .list([.null]),
                    .list([text("https://e/2.jpg"), text("https://e/2.jpg"), text("https://e/2.jpg")]),
                ], "\(file)")
        }
    }

    @Test("Flat columns of every kind come back, and the parts of a structure")
    func flat() throws {
        for file in files where file != "zstd-dictionary-v2" && file != "none-plain-v2" {
            #expect(try column("flag", file) == [.flag(true), .null, .flag(false), .flag(true), .flag(true)])
        }
        for file in files {
            #expect(try column("number", file) == [.integer(1), .integer(-2), .null, .integer(4), .integer(1 << 40)])
            #expect(try column("small", file) == [.integer(7), .integer(8), .integer(9), .null, .integer(-1)])
            #expect(try column("score", file) == [.number(0.5), .null, .number(-1), .number(2), .number(0)])
            #expect(try column("general_metadata", file) == [text("{}"), .null, text("x"), text("{}"), text("{}")])
            #expect(try column("image.bytes", file) == [.bytes([0xFF, 0xD8]), .null, .null, .bytes([]), .null])
            #expect(try column("image.path", file) == [text("a.jpg"), .null, text("b"), .null, .null])
        }
    }

    @Test("A codec or an encoding that is not read is named, and a column that is not there")
    func unsupported() throws {
        let brotli = #expect(throws: ParquetError.self) { try column("texts", "brotli") }
        #expect(brotli?.description.contains("compressed with brotli; zstd, snappy, gzip and none are read") == true)
        let delta = #expect(throws: ParquetError.self) { try column("general_metadata", "delta") }
        #expect(delta?.description.contains("values in encoding deltaByteArray") == true)
        let missing = #expect(throws: ParquetError.self) { try column("text", "brotli") }
        #expect(missing?.description.hasSuffix("no column 'text'; there are texts") == true)
    }

    @Test("Cut anywhere, a file is refused; with a byte changed it is read, or refused, and never a crash")
    func damage() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/damaged.parquet"
        for file in files {
            let bytes = try Files.read(sample(file))
            for end in stride(from: 0, to: bytes.count, by: 17) {
                try Files.write(Array(bytes[..<end]), to: path)
                #expect(throws: ParquetError.self) { try ParquetFile(path: path) }
            }
            for place in stride(from: 0, to: bytes.count, by: 5) {
                for value: UInt8 in [0, 0xFF] {
                    var changed = bytes
                    changed[place] = value
                    try Files.write(changed, to: path)
                    readAll(path)
                }
            }
        }
    }

    @Test("A part of a schema with fewer children than none is refused")
    func negativeChildren() {
        let root = ThriftValue.structure([(4, .bytes([])), (5, .integer(-1))])
        #expect(throws: ParquetError.damaged("a part of its schema has -1 children")) { try SchemaWalk([root]) }
    }

    /// Reads all that can be read.
    private func readAll(_ path: String) {
        guard let file = try? ParquetFile(path: path) else { return }
        for column in file.columns { try? file.forEachRow(of: [column.name]) { _, _ in } }
    }

    @Test("A page that claims more than its bytes can become is refused before anything is allocated")
    func bombs() throws {
        let codec = try PageDecompressor(codec: Format.Codec.snappy.rawValue)
        #expect(throws: ParquetError.self) { try codec.decompress([1, 2, 3], size: 100_000_000) }
        #expect(throws: ParquetError.self) { try codec.check(compressed: 1 << 30, uncompressed: 1 << 29) }
        #expect(throws: ParquetError.self) { try codec.check(compressed: 10, uncompressed: -1) }
    }
}
