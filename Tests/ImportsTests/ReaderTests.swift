import Documents
import JSON
import Platform
import TestKit
import Testing

@testable import Imports

/// Lines, members and records of other makers, with literal inputs.
struct ReaderTests {
    private func shape(_ record: ImportedRecord) -> [String] {
        switch record {
        case .unreadable(let why): return ["! " + why]
        case .document(let document, _):
            return document.nodes.map { node in
                switch node {
                case .text(let text): text.paragraphs.map(\.text).joined(separator: "|")
                case .image(let image): "<\(image.url)>"
                case .divide: "---"
                }
            }
        }
    }

    private func record(_ text: String) throws -> [String] {
        shape(RecordLines.record(try JSONValue(parsing: Array(text.utf8)), text: text))
    }

    // MARK: Records

    @Test("An image of mmc4 stands before its text; those of one place keep their order")
    func places() throws {
        let infos = [("2", "matched_text_index", 1), ("0", "text_before", 0), ("1", "matched_text_index", 1)].map {
            #"{"raw_url":"\#($0)","\#($1)":\#($2)}"#
        }
        let list = infos.joined(separator: ",")
        #expect(
            try record(#"{"text_list":["a","b"],"image_info":[\#(list),{"raw_url":"3","text_before":2}]}"#)
                == ["<0>", "a", "<2>", "<1>", "b", "<3>"])
        #expect(
            try record(#"{"text_list":["a","b","c"],"image_info":[{"raw_url":"0","matched_text_index":2}]}"#)
                == ["a|b", "<0>", "c"])
        for place in ["-1", "3", "null"] {
            #expect(
                try record(#"{"text_list":["a","b"],"image_info":[{"matched_text_index":\#(place)}]}"#)
                    == ["! an image that is matched with no text"])
        }
        #expect(try record(#"{"text_list":[1],"image_info":[]}"#) == ["! a text that is none"])
    }

    @Test("Two lists of one length give a text or an image a place")
    func aligned() throws {
        #expect(try record(#"{"texts":["a\n\nb",null,"c"],"images":[null,"u",null]}"#) == ["a|b", "<u>", "c"])
        #expect(
            try record(#"{"texts":["a"],"images":[null,null]}"#)
                == ["! 2 images and 1 texts: the lists must have one length"])
        for pair in [(#""a""#, #""u""#), ("null", "null"), ("1", "null")] {
            #expect(
                try record(#"{"texts":["x",\#(pair.0)],"images":[null,\#(pair.1)]}"#)
                    == ["! place 1: not one of a text and an image"])
        }
        #expect(try record(#"{"text":"a\n\nb"}"#) == ["a|b"])
        #expect(try record("{}") == ["! neither segments nor text_list nor texts and images nor text"])
    }

    @Test("An id of ours stays, any other is made of the record")
    func identifiers() throws {
        let own = "0123456789abcdef0123"
        func id(_ text: String) throws -> String {
            let record = RecordLines.record(try JSONValue(parsing: Array(text.utf8)), text: text)
            guard case .document(let document, _) = record else { return "" }
            return document.id
        }
        #expect(try id(#"{"id":"\#(own)","text":"a"}"#) == own)
        for other in [own.uppercased(), String(own.dropLast()), "page 1", ""] {
            let text = #"{"id":"\#(other)","text":"a"}"#
            #expect(try id(text) == String(SHA256.hash(text).hex.prefix(20)))
        }
    }

    // MARK: Lines

    @Test("Lines end in a line feed, a carriage return with it, or the file; blank ones are passed over")
    func lines() throws {
        let scratch = try Scratch()
        let long = String(repeating: "x", count: (1 << 20) - 3)
        try Files.write("a\r\n\n \t\r\n\(long)\nb\rc\nlast", to: scratch.file("l"))
        var lines: [String] = []
        try LineReader.forEach(scratch.file("l")) {
            if case .bytes(let bytes) = $0 { lines.append(String(decoding: bytes, as: UTF8.self)) }
        }
        #expect(lines == ["a", long, "b\rc", "last"])
    }

    // MARK: Members

    private func block(_ name: String, _ size: Int, _ kind: Character = "0", prefix: String = "") -> [UInt8] {
        var block = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at place: Int) {
            for (index, byte) in text.utf8.enumerated() { block[place + index] = byte }
        }
        put(name, at: 0)
        put(String(size, radix: 8), at: 124)
        put(String(kind), at: 156)
        put("ustar", at: 257)
        put(prefix, at: 345)
        put("        ", at: 148)
        let sum = block.reduce(0) { $0 + Int($1) }
        put("0" + String(sum, radix: 8), at: 148)
        block[148 + 1 + String(sum, radix: 8).count] = 0
        return block
    }

    private func member(_ header: [UInt8], _ text: String) -> [UInt8] {
        header + Array(text.utf8) + [UInt8](repeating: 0, count: (512 - text.utf8.count % 512) % 512)
    }

    private func members(_ archive: [UInt8]) throws -> [String] {
        let scratch = try Scratch()
        let path = try scratch.write(archive + [UInt8](repeating: 0, count: 1024), "a.tar")
        var found: [String] = []
        try ForeignTar.forEach(path) { member in
            switch member {
            case .file(let name, let bytes): found.append("\(name)=\(String(decoding: bytes, as: UTF8.self))")
            case .refused(let name, let why): found.append("\(name): \(why)")
            }
        }
        return found
    }

    @Test("Long names stand in a header before: GNU's, pax's, or the prefix of ustar")
    func longNames() throws {
        let pax = "12 path=a/b\n8 size=\n"
        #expect(
            try members(
                member(block("././@LongLink", 9, "L"), "long/name\0") + member(block("short", 1), "1")
                    + member(block("pax", pax.utf8.count, "x"), pax) + member(block("other", 1), "2")
                    + member(block("plain", 1, prefix: "deep/er"), "3"))
                == ["long/name=1", "a/b=2", "deep/er/plain=3"])
    }

    @Test("What leads out of the archive, links and devices are told apart; folders are passed over")
    func refusals() throws {
        #expect(
            try members(
                block("/etc/passwd", 0) + block("a/../../b", 0) + block("..a/b..", 0) + block("dir/", 0, "5")
                    + block("link", 0, "2") + block("hard", 0, "1") + block("pipe", 0, "6"))
                == [
                    "/etc/passwd: an absolute name", "a/../../b: a name that leads out of the archive", "..a/b..=",
                    "link: a link", "hard: a link", "pipe: no file",
                ])
    }

    @Test("A header whose sum is another, and a member that is cut off, are damage")
    func damagedHeaders() throws {
        var wrong = block("a", 0)
        wrong[0] = UInt8(ascii: "b")
        #expect(throws: StorageError.self) { try members(wrong) }
        #expect(throws: StorageError.self) { try members(block("a", 5000)) }
    }

    @Test(
        "The key of a member ends at the first dot of its last part",
        arguments: [
            ("a/b.c.JPG", "a/b", "c.jpg"), ("x.y/b", "x.y/b", ""), ("x.y/b.txt", "x.y/b", "txt"), ("b.", "b", ""),
            ("d/.hidden", "d/", "hidden"),
        ]) func keys(name: String, key: String, part: String)
    {
        #expect(TarSamples.split(name).key == key && TarSamples.split(name).part == part)
    }

    // MARK: Mixtures

    private func mixture(_ more: String) throws -> MixFile {
        let scratch = try Scratch()
        let sources = ["{name: a, corpus: x, weight: 3}", "{name: b, corpus: /y, weight: 1, epochs: 2}"]
        let text = "unit: documents\n\(more)sources:\n" + sources.map { "  - \($0)\n" }.joined()
        try Files.write(text, to: scratch.file("m.yaml"))
        return try MixFile(path: scratch.file("m.yaml"))
    }

    private func part(_ name: String, _ sizes: [Int], _ weight: Double, epochs: Int = 1) -> MixPlan.Part {
        MixPlan.Part(name: name, weight: weight, epochs: epochs, sizes: sizes, words: sizes)
    }

    private let ten = [Int](repeating: 1, count: 10)

    @Test("Without a total the scarcest source decides; the table says what was taken")
    func scarcest() throws {
        let file = try mixture("")
        #expect(file.sources.map(\.weight) == [0.75, 0.25] && file.sources.map(\.epochs) == [1, 2] && file.seed == 0)
        let plan = try MixPlan([part("a", ten, 0.75), part("b", ten, 0.25)], file)
        #expect(plan.parts.map(\.documents) == [10, 3])
        let other = try MixPlan([part("a", ten, 0.6), part("b", ten, 0.4)], file)
        #expect(other.parts.map(\.documents) == [10, 7])
        #expect(plan.table.contains("| a | 0.75 | 10 | 10 | 76.92 % | 1.00 |"))
        #expect(plan.table.contains("| b | 0.25 | 3 | 3 | 23.08 % | 0.30 |"))
    }

    @Test("Whole passes first, then documents in the order of the seed")
    func passes() throws {
        var orders: Set<[Int]> = []
        for seed in 0..<8 {
            let file = try mixture("total: 16\nseed: \(seed)\n")
            let times = try MixPlan([part("a", ten, 1, epochs: 2)], file).parts[0].times
            #expect(times.sorted() == [1, 1, 1, 1, 2, 2, 2, 2, 2, 2])
            #expect(try MixPlan([part("a", ten, 1, epochs: 2)], file).parts[0].times == times)
            orders.insert(times)
        }
        #expect(orders.count > 4)
    }

    @Test("A share is reached by whole documents, those of nothing left out; more than the epochs give is refused")
    func shares() throws {
        let file = try mixture("total: 5\n")
        let plan = try MixPlan([part("a", [4, 0, 4, 0], 1)], file)
        #expect(plan.parts[0].taken == 8 && plan.parts[0].times == [1, 0, 1, 0])
        let few = #expect(throws: StorageError.self) { try MixPlan([part("a", [2, 2], 1)], file) }
        #expect(few?.description.contains("5 are its share: more than 1 epochs") == true)
        let none = #expect(throws: StorageError.self) { try MixPlan([part("a", [0], 1)], file) }
        #expect(none?.description.contains("source 'a' has no documents") == true)
    }
}
