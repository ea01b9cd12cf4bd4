import CZstd
import TestKit
import Testing
@testable import Duplicates

@Suite struct DuplicateSearchTests {
    static let story = Recombined.words[..<60].joined(separator: " ")
    static let other = Recombined.words[200..<260].joined(separator: " ")

    @Test("Of duplicates the one with most images stays, then the newest, the longest, the least id")
    func survivors() throws {
        func survivor(_ items: [Item]) throws -> [String] {
            try search([items.lines]).clusters().map(\.survivor.description)
        }
        var items = [Item(id: "b", text: Self.story), Item(id: "a", text: Self.story), Item(id: "c", text: Self.story)]
        #expect(try survivor(items) == ["a"])
        items[2].text += " !!!"
        #expect(try survivor(items) == ["c"])
        items[0].captured = "2024-05-01"
        #expect(try survivor(items) == ["b"])
        items[1].captured = "20240501100000"
        #expect(try survivor(items) == ["a"])
        items[2].images = 1
        #expect(try survivor(items) == ["c"])
    }

    @Test("Equal texts are a cluster of similarity 1, and every two of them a pair")
    func equal() throws {
        let items = ["d", "a", "c", "b"].map { Item(id: $0, text: Self.story) } + [Item(id: "e", text: Self.other)]
        let answer = Answer(try search([items.lines]))
        #expect(answer.clusters == [#"{"ids":["a","b","c","d"],"survivor":"a","similarity":1.0}"#])
        #expect(answer.pairs.count == 6)
        #expect(answer.pairs.first == #"{"a":"a","b":"b","similarity":1.0}"#)
        #expect(answer.pairs.last == #"{"a":"c","b":"d","similarity":1.0}"#)
    }

    @Test("Ids that are integers are ordered as integers and stay integers")
    func integers() throws {
        let lines = [10, 9, -1].map { #"{"text":"\#(Self.story)","id":\#($0)}"# }.joined(separator: "\n")
        #expect(
            Answer(try search([Array(lines.utf8)])).clusters == [#"{"ids":[-1,9,10],"survivor":-1,"similarity":1.0}"#])
    }

    @Test("Lines that are no documents are counted and told by file and line; the others count")
    func badLines() throws {
        let first = Item(id: "a", text: Self.story).line + Array("\n\n{\"id\":\"b\"}\nnot json\n[1]\n".utf8)
        let second = Array("{\"text\":\"x\"}\n".utf8) + Item(id: "c", text: Self.story).line
        let result = try search([first, second])
        #expect(
            result.faults.least.map { "\($0.file):\($0.line): \($0.problem)" } == [
                "0:3: no 'text' that is a string, no 'texts' and no 'segments'",
                "0:4: not JSON: byte 0: expected null",
                "0:5: an array, not an object with 'id' and 'text'", "1:1: no 'id' that is a text or an integer",
            ])
        #expect(result.documentCount == 2)
        #expect(result.clusters().count == 1)
    }

    @Test("Of lines with one id one counts, the same whatever comes first")
    func repeatedIDs() throws {
        let longer = Self.other + " " + Self.story
        let items = [
            Item(id: "a", text: Self.story), Item(id: "a", text: longer), Item(id: "b", text: longer),
        ]
        for order in [items, items.reversed()] {
            let result = try search([order.lines])
            #expect(result.documentCount == 2)
            #expect(result.repeatedIDs.count == 1)
            #expect(result.repeatedIDs.least.map(\.description) == ["a"])
            #expect(result.clusters().map { $0.ids.map(\.description) } == [["a", "b"]])
        }
    }

    @Test("Texts without words are counted and are nobody's duplicates")
    func withoutWords() throws {
        let items = [Item(id: "a", text: ""), Item(id: "b", text: " … "), Item(id: "c", text: "")]
        let result = try search([items.lines])
        #expect(result.withoutWords == 3)
        #expect(result.clusters().isEmpty)
    }

    @Test("The texts of our own documents count, not the words of their images")
    func documents() throws {
        let line = """
            {"id":"1","url":"u","captured":"20240101000000","segments":[{"kind":"text","text":"\(Self.story)","url":""},\
            {"kind":"image","text":"","url":"http://a/b.jpg"}]}
            """
        let plain = #"{"id":"2","texts":["\#(Self.story)",null]}"#
        let answer = Answer(try search([Array((line + "\n" + plain + "\n").utf8)]))
        #expect(answer.clusters == [#"{"ids":["1","2"],"survivor":"1","similarity":1.0}"#])
    }

    @Test("Of a crowd too large to list, every document of a group has a pair in another one")
    func crowdOfGroups() throws {
        // One word of 200 differs: any two are near each other, and of 14 keys of one value each most have most of them.
        let words = Recombined.words[..<200].map { $0 }
        let files = (0..<2).map { group in
            (0..<2300).map { number in
                var text = words
                text[number % 200] = "w\(group)x\(number)"
                return Item(id: "\(number)", text: text.joined(separator: " "))
            }.lines
        }
        var options = DuplicateOptions()
        (options.permutations, options.bands) = (14, 14)
        var paired: [Set<String>] = [[], []]
        try search(files, options, groups: [0, 1]).forEachPair { pair in
            guard let one = pair.a.group, let other = pair.b.group, one != other else { return }
            paired[one].insert(pair.a.ungrouped.description)
            paired[other].insert(pair.b.ungrouped.description)
        }
        #expect(paired.map(\.count) == [2300, 2300])
    }

    @Test("gzip and zstd files are read like plain ones, of several members too")
    func compressed() throws {
        let items = (0..<40).map { Item(id: "\($0)", text: $0 % 2 == 0 ? Self.story : Self.other + " \($0)") }
        let expected = Answer(try search([items.lines]))
        let (first, second) = (items[..<11].lines, items[11...].lines)
        #expect(Answer(try search([Gzip.member(first) + Gzip.member(second)])) == expected)
        #expect(Answer(try search([Zstd.frame(first) + Zstd.frame(second)])) == expected)
        #expect(Answer(try search([Gzip.member(first), Zstd.frame(second)])) == expected)
    }

    @Test("What a cut or damaged file still gives counts, and the damage is told")
    func damaged() throws {
        let items = [Item(id: "a", text: Self.story), Item(id: "b", text: Self.story)]
        let whole = Gzip.member(items.lines)
        let result = try search([Gzip.member(items.lines), Array(whole.dropLast(20))])
        #expect(result.faults.least.map(\.problem) == ["the compressed stream is cut off; what follows is not read"])
        let zstd = Zstd.frame(items.lines)
        let damaged = try search([zstd[..<30] + [0, 0, 0, 0] + zstd[34...]])
        #expect(damaged.faults.count == 1)
        let garbage = try search([Gzip.member(items.lines) + Array("behind".utf8)])
        #expect(garbage.faults.least.map(\.problem) == ["the gzip stream is damaged; what follows is not read"])
        #expect(garbage.documentCount == 2)
    }

    @Test("A line that is too long is passed over and told; the next ones count")
    func longLine() throws {
        let scratch = try Scratch()
        let long = [UInt8](repeating: 0x61, count: 3000)
        let path = try scratch.write(long + [0x0A] + Item(id: "a", text: Self.story).line + [0x0A], "long.jsonl")
        let reader = LineReader(paths: [path], longest: 1000, chunkBytes: 256)
        var lines: [Int] = []
        while let chunk = try reader.next() { chunk.forEachLine { _, number in lines.append(number) } }
        #expect(lines == [2])
        #expect(reader.faults == [InputFault(file: 0, line: 1, problem: "longer than 1000 bytes")])
    }

    @Test("Every place where a chunk may end gives the same lines")
    func chunks() throws {
        let scratch = try Scratch()
        for size in 61...67 {
            let line = [UInt8](repeating: 0x61, count: size)
            let path = try scratch.write(line + [0x0A, 0x62, 0x0A] + line + [0x0A, 0x63], "\(size)")
            let reader = LineReader(paths: [path], chunkBytes: 64)
            var counts: [Int] = []
            while let chunk = try reader.next() { chunk.forEachLine { line, _ in counts.append(line.count) } }
            #expect(counts == [size, 1, size, 1])
        }
    }
}

enum Zstd {
    static func frame(_ bytes: [UInt8]) -> [UInt8] {
        var out = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let count = ZSTD_compress(&out, out.count, bytes, bytes.count, 3)
        return Array(out[..<count])
    }
}
