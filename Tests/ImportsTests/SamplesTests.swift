import Configuration
import CorpusFiles
import Documents
import Facts
import Parquet
import Platform
import TestKit
import Testing

@testable import Imports

/// Samples of archives, rows of pairs, lines of compressed files, and what an import says of itself.
@Suite struct SamplesTests {
    private let scratch: Scratch
    private let picture = PNG.gradient(width: 30, height: 20, shade: 1)

    init() throws { scratch = try Scratch() }

    private func shape(_ record: ImportedRecord) -> [String] {
        switch record {
        case .unreadable(let why): return ["! " + why]
        case .document(let document, let pictures):
            return document.nodes.map { node in
                switch node {
                case .text(let text): return text.text
                case .divide: return "---"
                case .image(let image):
                    let signals = image.signals.map { " \($0.width)x\($0.height) \($0.format)" } ?? ""
                    let isHere = image.signals.map { pictures[$0.sha256] != nil } ?? false
                    return "<\(image.url)\(signals)\(isHere ? " +" : "")>"
                }
            }
        }
    }

    private func samples(_ members: [(String, [UInt8])]) throws -> [[String]] {
        let bytes = members.flatMap { Tar.member($0.0, kind: "0", $0.1) } + [UInt8](repeating: 0, count: 1024)
        var found: [[String]] = []
        try TarSamples.forEach(scratch.write(bytes, "a.tar")) { found.append(shape($0)) }
        return found
    }

    // MARK: Archives

    @Test func aPairIsAPictureAndAText() throws {
        let found = try samples([
            ("a.png", picture), ("a.txt", Array("one".utf8)), ("b.caption", Array("two".utf8)), ("b.JPG", [1, 2]),
            ("c.png", picture), ("c.json", Array(#"{"caption": "three", "url": "http://c.example/"}"#.utf8)),
            ("d.png", picture), ("e.txt", Array("alone".utf8)),
        ])
        #expect(
            found == [
                ["< 30x20 png +>", "one"], ["<>", "two"], ["<http://c.example/ 30x20 png +>", "three"],
                ["! sample 'd': no picture with a text (png)"], ["! sample 'e': no picture with a text (txt)"],
            ])
    }

    /// Notes of writers are no samples, and do not part the members of one.
    @Test func notesOfWritersArePassedOver() throws {
        let found = try samples([
            ("__meta__.json", Array("{}".utf8)), ("a.png", picture), ("x/__key__", Array("a".utf8)),
            ("a.txt", Array("one".utf8)),
        ])
        #expect(found == [["< 30x20 png +>", "one"]])
    }

    @Test func aPartStandsOnce() throws {
        let found = try samples([("a.txt", [97]), ("a.txt", [98]), ("b.json", Array("{]".utf8))])
        #expect(found == [["! sample 'a': 'txt' twice"], ["! sample 'b': not JSON"]])
    }

    /// A list of images names members of the sample; what is no member is an address.
    @Test func recordsHaveTheirPicturesBeside() throws {
        let found = try samples([
            ("a.json", Array(#"{"texts": ["one", null, null], "images": [null, "0.png", "http://i.example/"]}"#.utf8)),
            ("a.0.png", picture),
        ])
        #expect(found == [["one", "< 30x20 png +>", "<http://i.example/>"]])
        let segments = #"{"segments": [{"kind": "text", "text": "one"}]}"#
        #expect(try samples([("b.json", Array(segments.utf8))])[0].count == 1)
    }

    @Test func theNamesOfM4AreAListOfMembers() throws {
        let list = "k.1.image.png\nk.0.text.txt\nk.10.text.txt\n"
        let members: [(String, [UInt8])] = [
            ("k.1.image.png", picture), ("k.10.text.txt", Array("last".utf8)), ("k.0.text.txt", Array("first".utf8)),
        ]
        #expect(try samples(members + [("k.metadata.txt", Array(list.utf8))]) == [["first", "< 30x20 png +>", "last"]])
        let missing = try samples(members + [("k.metadata.txt", Array((list + "k.2.text.txt").utf8))])
        #expect(missing == [["! sample 'k': 'k.2.text.txt' of its list is not there"]])
    }

    // MARK: Builders

    @Test func aDocumentIsBuiltInOrder() {
        var builder = DocumentBuilder()
        builder.append(text: "one\n\ntwo")
        builder.append(ImageNode(ordinal: 9, url: "http://i.example/", alt: "a", caption: "c"), bytes: picture)
        builder.append(text: "three")
        let document = builder.document(id: "x", url: "http://a.example/")
        #expect(
            document.id == "x" && document.url == "http://a.example/" && document.nodes.map(\.ordinal) == [0, 2, 3])
        let image = document.images[0]
        #expect(image.alt == "a" && image.caption == "c" && image.signals?.sha256 == SHA256.hash(picture).hex)
        #expect(image.signals?.width == 30 && image.signals?.height == 20 && builder.pictures.count == 1)
    }

    /// What was measured on other bytes does not count; on the same it is taken over.
    @Test func factsAreOfTheBytesThatCame() {
        func signals(_ sha256: String, _ bytes: [UInt8]?) -> ImageSignals? {
            var image = ImageNode(ordinal: 0, url: "u")
            image.signals = ImageSignals(sha256: sha256, phash: "00000000000000ff", width: 7, height: 8, format: "gif")
            var builder = DocumentBuilder()
            builder.append(image, bytes: bytes)
            return builder.document(id: "", url: "").images[0].signals
        }
        #expect(signals(SHA256.hash(picture).hex, picture)?.width == 7)
        #expect(signals(SHA256.hash("other").hex, picture)?.width == 30)
        #expect(signals(SHA256.hash("other").hex, picture)?.phash == "")
        #expect(signals(SHA256.hash("other").hex, [1, 2, 3])?.width == 7, "what is no picture tells nothing")
        #expect(signals(SHA256.hash("other").hex, nil)?.phash == "00000000000000ff")
    }

    @Test(arguments: [
        ("0123456789abcdef0123", true), ("0123456789ABCDEF0123", false), ("0123456789abcdef012", false),
        ("0123456789abcdef01234", false), ("g123456789abcdef0123", false), ("", false),
    ]) func idsAreTwentyDigits(text: String, isOne: Bool) {
        #expect(DocumentBuilder.isIdentifier(text) == isOne)
        #expect(DocumentBuilder.identifier(text) == String(SHA256.hash(text).hex.prefix(20)))
    }

    // MARK: Rows of pairs

    private func pairs(_ fields: [ParquetField], _ rows: [[ParquetCell]]) throws -> [[String]] {
        var file = try ParquetWriter(path: scratch.file("p.parquet"), fields: fields)
        for row in rows { try file.append(row) }
        _ = try file.commit()
        var found: [[String]] = []
        try PairRows.forEach(scratch.file("p.parquet")) { found.append(shape($0)) }
        return found
    }

    @Test func aRowIsAPictureAndItsCaption() throws {
        let found = try pairs(
            [ParquetField("url", .text), ParquetField("caption", .text), ParquetField("text", .text)],
            [
                [.text("http://i.example/1"), .text("one"), .text("other")], [.text(nil), .text("two"), .text(nil)],
                [.text("http://i.example/3"), .text(nil), .text("three")],
            ])
        #expect(found == [["<http://i.example/1>", "one"], ["! no picture"], ["! no caption"]])
    }

    @Test func aPictureMayBeAnAddressOrBytes() throws {
        let found = try pairs(
            [ParquetField("image", .text), ParquetField("url", .text), ParquetField("text", .text)],
            [
                [.text("https://i.example/1"), .text("https://p.example/"), .text("one")],
                [.text("not a picture"), .text("https://p.example/"), .text("two")],
            ])
        #expect(found == [["<https://i.example/1>", "one"], ["<https://p.example/>", "two"]])
        #expect(throws: ParquetError.self) { try pairs([ParquetField("image", .text)], []) }
        #expect(throws: ParquetError.self) { try pairs([ParquetField("text", .text), ParquetField("pic", .text)], []) }
    }

    // MARK: Lines

    private func lines(_ bytes: [UInt8]) throws -> [String] {
        var lines: [String] = []
        try LineReader.forEach(scratch.write(bytes, "l")) {
            if case .bytes(let bytes) = $0 { lines.append(String(decoding: bytes, as: UTF8.self)) }
        }
        return lines
    }

    @Test func linesMayLieInSeveralMembers() throws {
        let two = Gzip.member(Array("one\ntw".utf8)) + Gzip.member(Array("o\nthree".utf8))
        #expect(try lines(two) == ["one", "two", "three"])
        #expect(throws: StorageError.self) { try lines(Array(two.dropLast(3))) }
        var broken = two
        broken[20] ^= 0xFF
        #expect(throws: StorageError.self) { try lines(broken) }
        #expect(try lines([]) == [] && lines(Array("\n \t\n\r\n".utf8)) == [])
    }

    @Test func whatIsNoJSONIsToldLineByLine() throws {
        var found: [[String]] = []
        try RecordLines.forEach(scratch.write(Array("{\"text\": \"a\"}\n{\n[1]\n".utf8), "r")) {
            found.append(shape($0))
        }
        #expect(found.count == 3 && found[0] == ["a"] && found[1][0].hasPrefix("! not JSON: "))
        #expect(found[2] == ["! neither segments nor text_list nor texts and images nor text"])
    }

    // MARK: What is said

    @Test func aSummarySaysWhatCame() {
        var summary = ImportSummary()
        (summary.records, summary.documents, summary.images, summary.words) = (9, 5, 7, 11)
        #expect(summary.text == "5 documents of 9 records, 7 images, 11 words")
        (summary.unreadable, summary.dropped) = (3, 1)
        #expect(summary.text.hasSuffix("11 words; 3 records cannot be read; 1 documents were dropped"))
        #expect(summary.json == #"{"records":9,"unreadable":3,"documents":5,"dropped":1,"images":7,"words":11}"#)
        #expect(ImportFormat.allCases.map(\.rawValue) == ["obelics", "mmc4", "segments", "webdataset", "pairs"])
    }

    @Test func whatIsThereOrIsNoFileIsRefused() throws {
        func said(_ files: [String], _ output: String) -> String {
            do {
                _ = try ImportRun.run(ImportRequest(format: .segments, files: files, output: output))
                return ""
            } catch { return error.description }
        }
        let path = try scratch.write([1], "here")
        #expect(said([], path) == "'\(path)' is already there: give another --output")
        #expect(said([scratch.path], scratch.file("out")) == "'\(scratch.path)' is not a file")
        #expect(!Files.exists(scratch.file("out")) && !Files.exists(scratch.file("out.unfinished")))
    }

    // MARK: Mixtures

    private func mixture(_ text: String) throws -> MixFile {
        try MixFile(path: scratch.write(Array(text.utf8), "m.yaml"))
    }

    @Test func pathsBeginAtTheFolderOfTheFile() throws {
        let file = try mixture(
            """
            seed: 7
            total: 5
            sources:
              - {name: a, corpus: web, weight: 1}
              - {name: b, pairs: [x.parquet, /y.parquet], weight: 2, epochs: 3}
              - {name: c, pairs: [x.parquet, z.tar], weight: 1}
              - {name: d, texts: [t.jsonl], weight: 1}
            """)
        let origins = file.sources.map { source -> String in
            switch source.origin {
            case .corpus(let path): path
            case .files(let files, let format): files.joined(separator: " ") + " " + format.rawValue
            }
        }
        let folder = scratch.path
        #expect(
            origins == [
                "\(folder)/web", "\(folder)/x.parquet /y.parquet pairs",
                "\(folder)/x.parquet \(folder)/z.tar webdataset",
                "\(folder)/t.jsonl segments",
            ])
        #expect(file.name == "mixture" && file.seed == 7 && file.total == 5 && file.measure == .words)
        #expect(file.sources.map(\.weight) == [0.2, 0.4, 0.2, 0.2] && file.sources.map(\.epochs) == [1, 3, 1, 1])
    }

    @Test(arguments: [
        ("name: x\n", "it has no sources"), ("sources:\n  - {corpus: x, weight: 1}\n", "a source without a name"),
        (
            "sources:\n  - {name: a, corpus: x, weight: 1}\n  - {name: a, corpus: y, weight: 1}\n",
            "two sources have one name"
        ),
        ("sources:\n  - {name: a, corpus: x, weight: 1, epochs: 1001}\n", "source 'a': epochs are 1 to 1000"),
        ("sources:\n  - {name: a, corpus: x, weight: 2000000}\n", "source 'a' needs a weight above 0"),
        ("sources:\n  - {name: a, weight: 1}\n", "source 'a' has neither corpus nor a list of pairs or texts"),
        (
            "unit: 7\nsources:\n  - {name: a, corpus: x, weight: 1}\n",
            "unit is tokens, words or documents, not 'another value'"
        ),
    ]) func whatIsWrongWithAMixtureIsSaid(text: String, problem: String) {
        do {
            _ = try mixture(text)
            Issue.record("it was read")
        } catch { #expect("\(error)".contains(problem), "\(error)") }
    }

    @Test func theTableHasTokensWhereTheyAreCounted() throws {
        let file = try mixture("unit: tokens\nsources:\n  - {name: a, corpus: x, weight: 1}\n")
        let plan = try MixPlan([.init(name: "a", weight: 1, epochs: 1, sizes: [30, 10], words: [3, 1])], file)
        #expect(
            plan.table
                == "| source | weight | documents | words | tokens | share | epochs |\n|---|---|---|---|---|---|---|\n"
                + "| a | 1.00 | 2 | 4 | 40 | 100.00 % | 1.00 |\n")
    }
}
