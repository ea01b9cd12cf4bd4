import CorpusKit
import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import CorpusFiles
@testable import Exports

/// The parts of an export by themselves.
@Suite struct ExportPartsTests {
    private func text(_ texts: String..., at ordinal: Int = 0) -> Node {
        .text(
            TextNode(paragraphs: texts.enumerated().map { Paragraph(ordinal: ordinal + $0.offset, text: $0.element) }))
    }

    private func image(_ url: String, sha256: String = "") -> Node {
        var image = ImageNode(ordinal: 0, url: url, alt: "alt", caption: "")
        if !sha256.isEmpty {
            image.signals = ImageSignals(sha256: sha256, phash: "", width: 3, height: 4, format: "jpeg")
        }
        return .image(image)
    }

    private func document(_ nodes: Node..., url: String = "https://a.example/p", id: String = "0a") -> Document {
        Document(id: id, url: url, nodes: nodes)
    }

    private let none = PictureSource { _ in nil }

    // MARK: Opt-outs

    private func list(_ text: String) throws -> TakedownList {
        let scratch = try Scratch()
        return try TakedownList(path: scratch.write(Array(text.utf8), "list"))
    }

    @Test func linesSayWhatLeaves() throws {
        let id = String(repeating: "0a", count: 10)
        let digest = String(repeating: "0b", count: 32)
        let list = try list(
            "# comment\r\n\n  \(id.uppercased()) \r\n\(digest)\nhttps://a.example/page\n.Gone.example\n")
        #expect(list.entries.map(\.line) == [3, 4, 5, 6] && list.entries.last?.text == ".Gone.example")
        #expect(list.entry(for: document(id: id)) == 0)
        #expect(list.entry(for: document(url: "https://a.example/page")) == 2)
        #expect(list.entry(for: document(url: "https://a.example/page/")) == nil)
        for url in ["https://gone.example/", "http://a.b.GONE.example:80/x", "https://u@gone.example"] {
            #expect(list.entry(for: document(url: url)) == 3, "\(url)")
        }
        for url in ["https://notgone.example/", "https://gone.example.org/", "https://example/"] {
            #expect(list.entry(for: document(url: url)) == nil, "\(url)")
        }
        guard case .image(let shown) = image("https://x.example/i", sha256: digest),
            case .image(let far) = image("https://i.gone.example/i"),
            case .image(let other) = image("https://x.example/i")
        else { return }
        #expect(list.entry(for: shown) == 1 && list.entry(for: far) == 3 && list.entry(for: other) == nil)
    }

    /// Else all of the list would be the comment that it begins with.
    @Test func linesMayEndInACarriageReturnToo() throws {
        let list = try list("# opt-outs\r\ngone.example\r\n\r\nhttps://a.example/x\r\n")
        #expect(list.entries == [.init(line: 2, text: "gone.example"), .init(line: 4, text: "https://a.example/x")])
    }

    @Test(arguments: ["what is this", "0a0b", "a/b.c", "word", String(repeating: "g", count: 20)])
    func lineThatSaysNothingIsNamed(line: String) throws {
        let error = #expect(throws: StorageError.self) { try list("# one\n\(line)\n") }
        #expect(error?.description.contains(":2: '\(line)'") == true)
    }

    @Test func aReceiptNamesWhatLeftAndWhatWasNotFound() throws {
        let list = try list("gone.example\nhttps://a.example/x\n")
        var receipt = TakedownReceipt(list)
        let page = document(url: "https://gone.example/p")
        receipt.note(0, page)
        guard case .image(let picture) = image("https://gone.example/i", sha256: String(repeating: "0b", count: 32))
        else {
            return
        }
        receipt.note(0, page, image: picture)
        #expect(receipt.documents == 1 && receipt.images == 1)
        let lines = String(decoding: receipt.bytes(date: "2026-01-02"), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(
            lines[0]
                == #"{"line":1,"entry":"gone.example","what":"document","document":"0a","url":"https://gone.example/p","sha256":""}"#
        )
        #expect(lines[1].contains(#""what":"image""#) && lines[1].contains("\"sha256\":\"0b0b"))
        #expect(lines[2] == #"{"line":2,"entry":"https://a.example/x","what":"nothing"}"#)
        #expect(
            lines[3].contains(#""date":"2026-01-02""#) && lines[3].hasSuffix(#""entries":2,"documents":1,"images":1}"#))
    }

    @Test(arguments: [
        ("https://User:pw@A.Example:8080/x?y#z", "a.example"), ("http://[::1]:80/", "[::1]:80"),
        ("https://a.example?q", "a.example"),
        ("a.example/x", ""), ("https://", ""),
    ])
    func hosts(url: String, host: String) { #expect(URLHost.of(url) == host) }

    // MARK: Lists of one length

    @Test func textsThatADivideKeptApartAreJoined() {
        let aligned = AlignedDocument(
            document(
                .divide(ordinal: 0), text("a"), .divide(ordinal: 1), text("b", "c"), image("i"), .divide(ordinal: 2),
                image("j")))
        #expect(aligned.texts == ["a\n\nb\n\nc", nil, nil])
        #expect(aligned.images.map { $0?.url } == [nil, "i", "j"])
    }

    @Test func aRowOfOBELICS() {
        var page = document(image("u", sha256: String(repeating: "0b", count: 32)), text("t"))
        page.provenance = Provenance(archive: "w", offset: 5, length: 6, license: "l")
        let row = ObelicsRow(page)
        #expect(row.images == ["u", nil] && row.texts == [nil, "t"])
        let sha256 = String(repeating: "0b", count: 32)
        #expect(
            row.metadata == #"[{"document_url":"https://a.example/p","src":"u","alt_text":"alt","original_width":3,"#
                + #""original_height":4,"format":"jpeg","caption":"","sha256":"\#(sha256)","phash":""},null]"#)
        #expect(
            row.generalMetadata == #"{"url":"https://a.example/p","warc_filename":"w","warc_record_offset":5,"#
                + #""warc_record_length":6,"id":"0a","captured":"","language":"","title":"","license":"l","extra":"{}"}"#
        )
    }

    /// Objects that an imported row had are given back, of images that are still there.
    @Test func whatARowHadComesBack() {
        var page = document(image("b"), text("t"), image("b"))
        page.extra =
            #"{"obelics":{"metadata":[{"src":"a","x":1},{"src":"b","x":2},{"src":"b","x":3}],"general_metadata":{"y":1}}}"#
        let row = ObelicsRow(page)
        #expect(row.metadata == #"[{"src":"b","x":2},null,{"src":"b","x":3}]"# && row.generalMetadata == #"{"y":1}"#)
    }

    // MARK: mmc4

    private func matches(_ nodes: Node...) throws -> [Int] {
        let record = try MMC4Record(Document(id: "", url: "", nodes: nodes), none, withImages: false)
        let json = try JSONValue(parsing: record.bytes)
        return (json["image_info"]?.array ?? []).compactMap { $0["matched_text_index"]?.integer }
    }

    /// Each image gets the paragraph behind it, and no two the same as long as there are enough.
    @Test func imagesAreMatchedWithParagraphs() throws {
        #expect(try matches(image("a"), text("0"), image("b"), text("1")) == [0, 1])
        #expect(try matches(image("a"), image("b"), text("0", "1", "2")) == [0, 1])
        #expect(try matches(text("0", "1"), image("a"), image("b")) == [1, 0])
        #expect(try matches(text("0"), image("a"), image("b")) == [0, 0])
        #expect(try matches(image("a")) == [0])
        #expect(try matches(text("0", "1"), image("a"), text("2"), image("b"), image("c")) == [2, 1, 0])
    }

    @Test func aRecordOfMMC4() throws {
        let record = try MMC4Record(
            document(text("one", "two"), image("u", sha256: String(repeating: "0b", count: 32))),
            PictureSource { _ in [102] },
            withImages: true)
        let json = try JSONValue(parsing: record.bytes)
        #expect(json["text_list"]?.array?.compactMap(\.string) == ["one", "two"])
        let info = try #require(json["image_info"]?[0])
        #expect(
            info["image_name"]?.string == String(repeating: "0b", count: 32) + ".jpg"
                && info["image_base64"]?.string == "Zg==")
        #expect(
            info["text_before"]?.integer == 2 && info["matched_text_index"]?.integer == 1
                && info["model_caption"] == nil)
        #expect(json["similarity_matrix"]?.text == "[[0.0,1.0]]")
    }

    // MARK: Orders

    @Test func anOrderIsHeldToItsCorpus() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("a"), count: 12)
        _ = try TinyCorpus(in: scratch.file("b"), count: 6)
        let corpus = try Corpus(folder: scratch.file("a"))
        let order = try DocumentOrder.write(corpus, seed: 7, to: scratch.file("order"))
        try order.check(corpus)
        #expect(throws: StorageError.self) { try order.check(Corpus(folder: scratch.file("b"))) }
        // One with as many documents, and other pictures.
        _ = try TinyCorpus(in: scratch.file("c"), count: 12, pictures: (1...3).map { [UInt8](repeating: 9, count: $0) })
        #expect(throws: StorageError.self) { try order.check(Corpus(folder: scratch.file("c"))) }
        #expect(try Files.size(order.path) == 64 + 8 * 12 && order.count == 12 && order.seed == 7)
        #expect(try order.numbers(0..<12).sorted() == Array(0..<12))
        #expect(try order.numbers(3..<5) == [order.document(ofSample: 3), order.document(ofSample: 4)])
        #expect(throws: StorageError.self) { try order.document(ofSample: 12) }
        #expect(throws: StorageError.self) { try order.document(ofSample: -1) }
        let other = try DocumentOrder.write(corpus, seed: 8, to: scratch.file("other"))
        #expect(try other.numbers(0..<12) != order.numbers(0..<12))
    }

    @Test(arguments: [0, 63, 64, 100]) func whatIsNoOrderIsRefused(bytes: Int) throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("a"), count: 6)
        let order = try DocumentOrder.write(Corpus(folder: scratch.file("a")), seed: 7, to: scratch.file("order"))
        try Files.write(Array(try Files.read(order.path).prefix(bytes)), to: order.path)
        #expect(throws: StorageError.self) { try DocumentOrder(path: order.path) }
    }

    // MARK: Whole exports

    private func export(
        _ format: ExportFormat, count: Int, _ change: (inout ExportRequest) -> Void = { _ in }
    ) throws -> (ExportSummary, Scratch) {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("corpus"), count: count)
        var request = ExportRequest(corpus: scratch.file("corpus"), output: scratch.file("out"), format: format)
        change(&request)
        return (try ExportRun.run(request), scratch)
    }

    @Test(arguments: [(ExportFormat.obelics, "data"), (.mmc4, "data"), (.webdataset, ".")])
    func filesHoldAsManyDocumentsAsWasSaid(format: ExportFormat, folder: String) throws {
        let (summary, scratch) = try export(format, count: 6) { $0.shardDocuments = 4 }
        #expect(summary.files == 2 && summary.written == 6 && summary.images == 6)
        let manifest = try JSONValue(parsing: Files.read(scratch.file("out/export.json")))
        let files = (manifest["files"]?.array ?? []).filter { $0["kind"]?.string != "index" }
        #expect(files.compactMap { $0["documents"]?.integer } == [4, 2])
        #expect(manifest["counts"]?["words"]?.integer == 9 + 10 + 11 + 12 + 13 + 14)
        #expect(!Files.exists(scratch.file("out.unfinished")) && Files.isFolder(scratch.file("out/" + folder)))
    }

    @Test func theChecksumsAreThoseOfTheFiles() throws {
        let (_, scratch) = try export(.mmc4, count: 3)
        let lines = try Files.readText(scratch.file("out/SHA256SUMS")).split(separator: "\n").map(String.init)
        #expect(
            lines.map { String($0.dropFirst(66)) } == [
                "LICENSE", "README.md", "croissant.json", "data/docs-00000.jsonl", "export.json",
            ])
        for line in lines {
            #expect(try SHA256.hash(file: scratch.file("out/" + line.dropFirst(66))).hex == line.prefix(64))
        }
    }

    /// A page that loses its last image leaves; one that has others left stays.
    @Test func pagesWithoutAnImageLeftStayBehind() throws {
        let scratch = try Scratch()
        let list = try scratch.write(
            Array("https://images.example.net/1/0.jpg\nhttps://images.example.net/2/1.jpg".utf8), "list")
        let (summary, made) = try export(.polylithic, count: 3) { $0.takedown = list }
        #expect(summary.takenDownImages == 2 && summary.takenDown == 0 && summary.written == 2 && summary.images == 1)
        let ledger = try JSONValue(parsing: Files.read(made.file("out/export.json")))["ledger"]
        #expect(ledger?["document"]?["dropped"]?.text == #"{"document.no-image":1}"#)
        #expect(ledger?["image"]?["dropped"]?.text == #"{"image.taken-down":2}"#)
    }
}
