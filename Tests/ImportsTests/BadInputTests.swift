import CorpusFiles
import Documents
import Exports
import Facts
import Imports
import Inspection
import Parquet
import Platform
import TestKit
import Testing

struct BadInputTests {
    private let exchange: Exchange

    init() throws { exchange = try Exchange() }

    private func parquet(_ rows: [(images: [String?], metadata: String?, texts: [String?])]) throws -> String {
        let fields = [
            ParquetField("images", .texts), ParquetField("metadata", .text), ParquetField("general_metadata", .text),
            ParquetField("texts", .texts),
        ]
        var file = try ParquetWriter(path: exchange.scratch.file("in.parquet"), fields: fields)
        for (number, row) in rows.enumerated() {
            try file.append([
                .texts(row.images), .text(row.metadata), .text("{\"url\": \"u\(number)\"}"), .texts(row.texts),
            ])
        }
        _ = try file.commit()
        return exchange.scratch.file("in.parquet")
    }

    @Test("Rows whose lists do not fit are counted drops; the others are documents, and the books balance")
    func rows() throws {
        let path = try parquet([
            (["https://e/1", nil], "[{\"src\": \"https://e/1\", \"alt_text\": \"a\"}, null]", [nil, "t"]),
            (["https://e/1"], nil, [nil, "t"]), (["https://e/1", nil], "[null]", [nil, "t"]), (["x"], "no JSON", [nil]),
            ([nil], nil, [nil]), (["x"], nil, ["y"]), ([], "[]", []),
        ])
        let summary = try exchange.load(.obelics, [path], as: "corpus")
        #expect(summary.records == 7 && summary.unreadable == 5 && summary.documents == 1 && summary.dropped == 1)
        #expect(Verification.verify(folder: exchange.scratch.file("corpus")).problems == [])
        var details: [String] = []
        var reasons: [Reason] = []
        try Corpus(folder: exchange.scratch.file("corpus")).forEachDrop {
            details.append($0.detail)
            reasons.append($0.reason)
        }
        #expect(reasons.prefix(5).allSatisfy { $0 == .recordUnreadable } && reasons.count == 6)
        #expect(
            details == [
                "in.parquet: 1 images and 2 texts: the lists must have one length",
                "in.parquet: metadata of 1 places, 2 are there", "in.parquet: its metadata is no JSON list",
                "in.parquet: place 0: neither text nor image", "in.parquet: place 0: a text and an image", "",
            ])
    }

    @Test("A row of another maker keeps what a document has no place for, and gives it back")
    func foreign() throws {
        let object =
            #"{"src":"https://e/1","formatted_filename":"f 1","alt_text":"a","rendered_width":12,"original_width":3,"original_height":4,"format":"png"}"#
        let path = try parquet([(["https://e/1", nil], "[\(object),null]", [nil, "t"])])
        try exchange.load(.obelics, [path], as: "corpus")
        try exchange.give(.obelics, "corpus", as: "out")
        try ParquetFile(path: exchange.files("out", ".parquet")[0]).forEachRow(of: ["metadata", "general_metadata"]) {
            #expect($1[0].text == "[\(object),null]")
            #expect($1[1].text == #"{"url":"u0"}"#)
        }
    }

    @Test("A file of another form is refused with the first fault, and no corpus is left")
    func foreignFile() throws {
        let path = try exchange.scratch.write(Array("{\"a\": 1}\n{\"b\": 2}\n".utf8), "in.jsonl")
        let error = #expect(throws: (any Error).self) { try exchange.load(.segments, [path], as: "corpus") }
        #expect("\(String(describing: error))".contains("no record can be read as segments"))
        #expect(!Files.exists(exchange.scratch.file("corpus")))
        #expect(throws: (any Error).self) { try exchange.load(.obelics, [path], as: "other") }
    }

    @Test("Lines that are no records are counted, between those that are; gzip and zstd are read too")
    func lines() throws {
        let good = try Files.readText(exchange.lines([Odd.documents[5]]))
        let text = "\n{]\n" + good + "{\"text\": \"alone\"}\n" + good
        let path = try exchange.scratch.write(Gzip.member(Array(text.utf8)), "in.jsonl.gz")
        let summary = try exchange.load(.segments, [path], as: "corpus")
        #expect(summary.records == 4 && summary.unreadable == 1 && summary.documents == 2 && summary.dropped == 1)
        var reasons: [Reason] = []
        try Corpus(folder: exchange.scratch.file("corpus")).forEachDrop { reasons.append($0.reason) }
        #expect(reasons == [.recordUnreadable, .documentDuplicateID, .paragraphDocumentDropped])
        try exchange.give(.polylithic, "corpus", as: "out")
        let shard = exchange.scratch.file("corpus/shards/shard-00000.jsonl.zst")
        #expect(try exchange.load(.segments, [shard], as: "again").documents == 2)
        let cut = try exchange.scratch.write(Array(Files.read(path).dropLast(12)), "cut.gz")
        #expect(throws: (any Error).self) { try exchange.load(.segments, [cut], as: "cut") }
    }

    @Test("Links, absolute names and names that lead out are refused sample by sample; a cut archive is refused")
    func archives() throws {
        let record = "{\"texts\": [\"t\"], \"images\": [null]}"
        var bytes: [UInt8] = []
        for (name, kind) in [
            ("a.json", "0"), ("b.json", "2"), ("/c.json", "0"), ("../d.json", "0"), ("e/f.g.json", "0"),
            ("h.json", "0"),
        ] {
            bytes += Tar.member(name, kind: kind, kind == "0" ? Array(record.utf8) : [])
        }
        let path = try exchange.scratch.write(bytes + [UInt8](repeating: 0, count: 1024), "in.tar")
        let summary = try exchange.load(.webdataset, [path], as: "corpus")
        #expect(summary.records == 6 && summary.unreadable == 4 && summary.documents == 2)
        let cut = try exchange.scratch.write(bytes, "cut.tar")
        #expect(throws: (any Error).self) { try exchange.load(.webdataset, [cut], as: "cut") }
    }
}

/// Members of archives, sound or not.
enum Tar {
    static func member(_ name: String, kind: String, _ content: [UInt8]) -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, _ at: Int) { block.replaceSubrange(at..<at + text.utf8.count, with: text.utf8) }
        func octal(_ value: Int, _ digits: Int) -> String {
            let text = String(value, radix: 8)
            return String(repeating: "0", count: digits - text.count) + text
        }
        put(name, 0)
        put(octal(content.count, 11), 124)
        put("        ", 148)
        put(kind, 156)
        put("ustar\u{0}00", 257)
        put(octal(block.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", 148)
        return block + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }
}
