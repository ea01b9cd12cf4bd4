import CorpusFiles
import CorpusKit
import Documents
import Exports
import Facts
import Imports
import Inspection
import Platform
import TestKit
import Testing

struct RoundTripTests {
    private let exchange: Exchange

    init() throws { exchange = try Exchange() }

    @Test("JSON lines become a corpus that its own verification finds sound, whatever stands in the texts")
    func segments() throws {
        let summary = try exchange.load(.segments, [exchange.lines(Odd.documents)], as: "corpus")
        #expect(summary.documents == 7 && summary.images == 107 && summary.unreadable == 0)
        #expect(Verification.verify(folder: exchange.scratch.file("corpus")).problems == [])
        let found = try exchange.documents("corpus")
        #expect(found.map(\.shape) == Odd.documents.map(\.shape))
        #expect(found.map(\.page) == Odd.documents.map(\.page))
        #expect(found.map(\.extra) == Odd.documents.map(\.extra))
        #expect(found.map(\.provenance) == Odd.documents.map(\.provenance))
    }

    @Test("Odd documents come back from every form", arguments: ExportFormat.allCases)
    func odd(format: ExportFormat) throws {
        try exchange.load(.segments, [exchange.lines(Odd.documents)], as: "corpus")
        let source = try exchange.documents("corpus")
        try exchange.give(format, "corpus", as: "out") { $0.shardDocuments = 3 }
        let (form, ending): (ImportFormat, String) =
            switch format {
            case .obelics: (.obelics, ".parquet")
            case .webdataset: (.webdataset, ".tar")
            case .polylithic: (.segments, ".jsonl")
            case .mmc4: (.mmc4, ".jsonl")
            }
        let files = try exchange.files("out", ending)
        #expect(files.count == (format == .polylithic ? 1 : 3))
        try exchange.load(form, files, as: "back")
        let found = try exchange.documents("back")
        #expect(found.map(\.shape) == source.map(\.shape))
        #expect(found.map(\.page) == source.map(\.page))
        if format != .mmc4 { #expect(found.map(\.provenance) == source.map(\.provenance)) }
        #expect(Verification.verify(folder: exchange.scratch.file("back")).problems == [])
        // The chain of the export goes on in what is made of it.
        let parents = try Corpus(folder: exchange.scratch.file("back")).manifest.parents
        #expect(parents.last?.selection.first?.value == format.rawValue)
    }

    @Test(
        "Pictures come back byte for byte, one in many documents too",
        arguments: [ExportFormat.obelics, .webdataset, .mmc4])
    func pictures(format: ExportFormat) throws {
        let tiny = try TinyCorpus(in: exchange.scratch.file("corpus"), count: 250)
        let summary = try exchange.give(format, "corpus", as: "out") { $0.withImages = true }
        #expect(summary.written == 250 && summary.missingPictures == 0)
        let forms: [ExportFormat: ImportFormat] = [.obelics: .obelics, .webdataset: .webdataset, .mmc4: .mmc4]
        let files = try exchange.files("out", format == .obelics ? ".parquet" : ".tar")
        try exchange.load(try #require(forms[format]), files, as: "back")
        #expect(try exchange.documents("back").map(\.shape) == tiny.documents.map(\.shape))
        let corpus = try Corpus(folder: exchange.scratch.file("back"))
        for bytes in tiny.images {
            let row = try #require(try corpus.index.images(sha256Prefix: SHA256.hash(bytes).hex).first)
            #expect(try corpus.bytes(of: row) == bytes)
        }
    }

    @Test("The names of m4 bring texts and pictures back; addresses are lost, as the card says")
    func m4() throws {
        let tiny = try TinyCorpus(in: exchange.scratch.file("corpus"), count: 9)
        try exchange.give(.webdataset, "corpus", as: "out") { ($0.withImages, $0.naming) = (true, .m4) }
        let members = try TarReader(path: exchange.scratch.file("out/shard-00000.tar")).members.prefix(5).map(\.name)
        let ids = tiny.documents.map(\.id)
        #expect(
            members == [
                "\(ids[0]).0.text.txt", "\(ids[0]).metadata.txt", "\(ids[1]).0.text.txt", "\(ids[1]).1.image.png",
                "\(ids[1]).metadata.txt",
            ])
        let card = try Files.readText(exchange.scratch.file("out/README.md"))
        #expect(card.contains("- addresses, captions and all that is known of images and pages"))
    }

    @Test("What has to stay behind leaves for the line that says so, whole groups of rows too")
    func takedown() throws {
        let tiny = try TinyCorpus(in: exchange.scratch.file("corpus"), count: 300)
        let gone = tiny.documents[100..<200].map(\.id)
        let sha256 = try #require(tiny.documents[1].images.first?.signals?.sha256)
        let list = ["# opt-outs", ""] + gone + ["https://images.example.net/2/0.jpg", "nowhere.example", sha256]
        let path = try exchange.scratch.write(Array(list.joined(separator: "\n").utf8), "list")
        let summary = try exchange.give(.obelics, "corpus", as: "out") { ($0.withImages, $0.takedown) = (true, path) }
        #expect(summary.takenDown == 100)
        let account = try Files.readText(exchange.scratch.file("out/export.json"))
        #expect(account.contains("document.taken-down") && account.contains("image.taken-down"))
        try exchange.load(.obelics, exchange.files("out", ".parquet"), as: "back")
        let found = try exchange.documents("back")
        #expect(Set(found.map(\.id)).isDisjoint(with: gone))
        #expect(
            !found.flatMap(\.images).contains {
                $0.signals?.sha256 == sha256 || $0.url == "https://images.example.net/2/0.jpg"
            })
        let receipt = try Files.readText(exchange.scratch.file("out.takedown.jsonl")).split(separator: "\n")
        #expect(receipt.contains(#"{"line":104,"entry":"nowhere.example","what":"nothing"}"#))
        #expect(receipt.first?.hasPrefix("{\"line\":") == true && receipt.last?.contains("\"documents\":100") == true)
        #expect(
            try Files.readText(exchange.scratch.file("out/README.md")).contains(
                "was applied on 2026-12-01: 100 documents"))
    }

    @Test("A line of a list that is nothing of the kind is refused before anything is written")
    func badTakedown() throws {
        _ = try TinyCorpus(in: exchange.scratch.file("corpus"), count: 3)
        let path = try exchange.scratch.write(Array("what is this".utf8), "list")
        #expect(throws: (any Error).self) { try exchange.give(.mmc4, "corpus", as: "out") { $0.takedown = path } }
        #expect(!Files.exists(exchange.scratch.file("out")) && !Files.exists(exchange.scratch.file("out.unfinished")))
    }

    @Test("An export follows a fixed order; sample n is the document that the order names")
    func order() throws {
        let tiny = try TinyCorpus(in: exchange.scratch.file("corpus"), count: 40)
        let corpus = try Corpus(folder: exchange.scratch.file("corpus"))
        let order = try DocumentOrder.write(corpus, seed: 5, to: exchange.scratch.file("order"))
        let numbers = try (0..<40).map { try order.document(ofSample: $0) }
        #expect(numbers.sorted() == Array(0..<40) && numbers != Array(0..<40))
        try exchange.give(.webdataset, "corpus", as: "out") { $0.order = exchange.scratch.file("order") }
        try exchange.load(.webdataset, exchange.files("out", ".tar"), as: "back")
        #expect(try exchange.documents("back").map(\.id) == numbers.map { tiny.documents[$0].id })
        let same = try DocumentOrder.write(corpus, seed: 5, to: exchange.scratch.file("again"))
        #expect(try Files.read(order.path) == Files.read(same.path))
        try Files.write(Array(Files.read(order.path).dropLast(3)), to: exchange.scratch.file("cut"))
        #expect(throws: StorageError.self) { try DocumentOrder(path: exchange.scratch.file("cut")) }
    }

    @Test("A condition keeps its documents, and the account says where the others went")
    func condition() throws {
        _ = try TinyCorpus(in: exchange.scratch.file("corpus"), count: 24)
        let summary = try exchange.give(.mmc4, "corpus", as: "out") { $0.predicate = "images > 0" }
        #expect(summary.documents == 24 && summary.written == 16)
        #expect(
            try Files.readText(exchange.scratch.file("out/README.md")).contains("| | `document.not-selected` | 8 |"))
    }
}
