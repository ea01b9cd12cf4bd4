import Testing
@testable import Configuration
@testable import ImageLists

/// Lists of URLs in every form.
@Suite struct ListReaderTests {
    private func lines(_ text: String, _ path: String = "", column: String? = nil) throws -> [ListLine] {
        var lines: [ListLine] = []
        try Array(text.utf8).withUnsafeBytes { bytes in
            let format = ListFormat(path: path, first: bytes.first, column: column)
            try ListReader(format).forEachLine(bytes) { lines.append($0) }
        }
        return lines
    }

    @Test func plainLines() throws {
        #expect(try lines("") == [])
        #expect(try lines("\u{FEFF}a\r\n\n b \nc") == [.url("a"), .none("empty"), .url("b"), .url("c")])
        #expect(try lines("a\n") == [.url("a")])
    }

    @Test func jsonLines() throws {
        let text = "{\"url\":\"a\",\"u\":\"b\"}\n\"c\"\n{\"url\":3}\n[\n"
        #expect(
            try lines(text) == [.url("a"), .url("c"), .none("no text 'url' in the line"), .none("not JSON")])
        #expect(try lines(text, "x.jsonl", column: "u").first == .url("b"))
        #expect(
            try lines("{\"link\":\"a\",\"alt\":1}\n") == [.none("no text 'url' in the line (it has 'link', 'alt')")])
    }

    @Test func separatedLines() throws {
        let text = "\u{FEFF}n,\"U\"\r\n\"1,\n\"\"2\"\"\",\"a\nb\"\r\n3,c\n4\n,\n\"open,d"
        #expect(
            try lines(text, column: "U") == [
                .url("ab"), .url("c"), .none("no column 'U' in the line"), .none("empty"),
                .none("no column 'U' in the line"),
            ])
        #expect(try lines("url\tn\na\t1\n", "x.tsv") == [.url("a")])
        #expect(throws: PipelineError.self) { try lines(text, column: "u") }
    }
}
