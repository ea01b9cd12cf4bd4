import CorpusKit
import Documents
import Facts
import JSON
import Parquet
import Platform
import TestKit
import Testing

@testable import CorpusFiles
@testable import Exports

/// What lies in an exported folder, form by form, of a corpus of three pages: no picture, a PNG, two JPEGs.
@Suite struct ExportFormsTests {
    private let ids = ["d0000000000000000000", "30000000000000000001", "a0000000000000000002"]
    private let texts = (0..<3).map { "Document \($0) tells of a small white dog named Idéfix." }

    private func export(
        _ format: ExportFormat, _ change: (inout ExportRequest) -> Void = { _ in }
    ) throws -> (summary: ExportSummary, corpus: TinyCorpus, out: Scratch) {
        let scratch = try Scratch()
        let corpus = try TinyCorpus(in: scratch.file("corpus"), count: 3)
        var request = ExportRequest(corpus: scratch.file("corpus"), output: scratch.file("out"), format: format)
        change(&request)
        return (try ExportRun.run(request), corpus, scratch)
    }

    private func json(_ path: String) throws -> JSONValue { try JSONValue(parsing: Files.read(path)) }

    private func offsets(_ path: String) throws -> [Int] {
        let bytes = try Files.read(path)
        return stride(from: 0, to: bytes.count, by: 8).map { Int(bytes.littleEndian64(at: $0)) }
    }

    // MARK: WebDataset

    @Test func aSampleHasItsRecordAndItsPictures() throws {
        let (summary, corpus, out) = try export(.webdataset) { $0.withImages = true }
        let tar = try TarReader(path: out.file("out/shard-00000.tar"))
        #expect(
            tar.members.map(\.name) == [
                ids[0] + ".json", ids[1] + ".json", ids[1] + ".0.png", ids[2] + ".json", ids[2] + ".0.jpg",
                ids[2] + ".1.jpg",
            ])
        let record = try JSONValue(parsing: tar.bytes(of: tar.members[3]))
        #expect(record["texts"]?.text == "[\"\(texts[2])\",null,null]")
        #expect(record["images"]?.text == #"[null,"0.jpg","1.jpg"]"#)
        #expect(record["id"]?.string == ids[2] && record["segments"]?.array?.count == 3)
        #expect(try tar.bytes(of: tar.members[2]) == corpus.images[1])
        #expect(try tar.bytes(of: tar.members[4]) == corpus.images[2])
        #expect(try tar.bytes(of: tar.members[5]) == corpus.images[0])
        #expect(summary.images == 3 && summary.missingPictures == 0 && summary.files == 1)
    }

    @Test func picturesThatAreNotGivenAwayAreNamedByTheirAddress() throws {
        let (_, _, out) = try export(.webdataset)
        let tar = try TarReader(path: out.file("out/shard-00000.tar"))
        #expect(tar.members.map(\.name) == ids.map { $0 + ".json" })
        #expect(
            try JSONValue(parsing: tar.bytes(of: tar.members[1]))["images"]?.text
                == #"[null,"https://images.example.net/1/0.jpg"]"#)
    }

    /// Each sample begins with the header of its first member; the last number is where they end.
    @Test func offsetsOfSamplesLieBesideTheArchives() throws {
        let (_, _, out) = try export(.webdataset) { $0.shardDocuments = 2 }
        let first = try TarReader(path: out.file("out/shard-00000.tar"))
        let found = try offsets(out.file("out/shard-00000.tar.idx"))
        #expect(found.count == 3 && found[0] == 0 && found[1] == first.members[1].content.offset - 512)
        let last = first.members[1].content
        #expect(found[2] == last.offset + (last.length + 511) / 512 * 512)
        #expect(try offsets(out.file("out/shard-00001.tar.idx")).count == 2)
        let folder = out.file("out/.nv-meta/")
        #expect(
            try Files.readText(folder + ".info.json")
                == #"{"energon_version":"7.4.1","shard_counts":{"shard-00000.tar":2,"shard-00001.tar":1}}"#)
        #expect(
            try Files.readText(folder + "split.yaml")
                == "split_parts:\n  train:\n  - shard-00000.tar\n  - shard-00001.tar\n  val: []\n  test: []\nexclude: []\n"
        )
        let sums = try ["shard-00000.tar", "shard-00001.tar"].map { try SHA256.hash(file: out.file("out/" + $0)).hex }
        #expect(
            try Files.readText(folder + "index.uuid") == SHA256.hash(sums.joined(separator: "\n")).hex.prefix(32))
    }

    @Test func namesOfTheOtherReadersListTheMembers() throws {
        let (_, _, out) = try export(.webdataset) {
            $0.naming = .m4
            $0.withImages = true
        }
        let tar = try TarReader(path: out.file("out/shard-00000.tar"))
        let key = ids[2]
        #expect(
            tar.members.map(\.name).suffix(4) == [
                "\(key).0.text.txt", "\(key).1.image.jpeg", "\(key).2.image.jpeg", "\(key).metadata.txt",
            ])
        #expect(
            try tar.bytes(of: tar.members[tar.members.count - 1])
                == Array("\(key).0.text.txt\n\(key).1.image.jpeg\n\(key).2.image.jpeg".utf8))
        #expect(try Files.list(out.file("out")).sorted().first == "LICENSE", "nothing of energon's")
    }

    // MARK: JSON Lines beside packs

    @Test func documentsLieBesideTheirPacks() throws {
        let (summary, corpus, out) = try export(.polylithic) { $0.withImages = true }
        let lines = try Files.readText(out.file("out/documents.jsonl")).split(separator: "\n")
        #expect(try lines.map { try JSONValue(parsing: String($0))["id"]?.string } == ids)
        let found = try offsets(out.file("out/documents.jsonl.idx"))
        #expect(
            found == [
                0, lines[0].utf8.count + 1, lines[0].utf8.count + lines[1].utf8.count + 2,
                try Files.size(out.file("out/documents.jsonl")),
            ])
        // The second pack holds a picture of the first again.
        #expect(
            try Files.list(out.file("out/images")).sorted() == [".nv-meta", "images-00000.tar", "images-00000.tar.idx"])
        #expect(
            try SHA256.hash(file: out.file("out/images/images-00000.tar"))
                == SHA256.hash(file: corpus.folder + "/images/images-00000.tar"))
        #expect(try offsets(out.file("out/images/images-00000.tar.idx")) == [0, 1024, 2560, 4608])
        #expect(
            try Files.readText(out.file("out/metadataset.yaml")).hasSuffix(
                "    path: documents.jsonl\n    aux:\n      images: images\n"))
        #expect(summary.files == 2 && summary.written == 3)
    }

    @Test func aPackLosesThePicturesThatNobodyShows() throws {
        let scratch = try Scratch()
        let list = try scratch.write(Array(SHA256.hash([UInt8](repeating: 1, count: 700)).hex.utf8), "list")
        let (summary, corpus, out) = try export(.polylithic) {
            $0.withImages = true
            $0.takedown = list
        }
        #expect(summary.written == 2 && summary.takenDownImages == 1)
        let tar = try TarReader(path: out.file("out/images/images-00000.tar"))
        #expect(
            tar.members.map { String($0.name.prefix { $0 != "." }) }
                == [0, 2].map { SHA256.hash(corpus.images[$0]).hex })
        #expect(try tar.bytes(of: tar.members[1]) == corpus.images[2])
        let receipt = try Files.readText(out.file("out.takedown.jsonl")).split(separator: "\n")
        #expect(receipt.count == 2 && receipt[0].contains(#""what":"image""#))
    }

    // MARK: Parquet

    @Test func rowsHaveTextsAndAddressesInTurn() throws {
        let (_, _, out) = try export(.obelics) { $0.shardDocuments = 2 }
        var texts: [ParquetValue] = []
        var images: [ParquetValue] = []
        for name in ["train-00000", "train-00001"] {
            try ParquetFile(path: out.file("out/data/\(name).parquet")).forEachRow(of: ["texts", "images"]) { _, row in
                texts.append(row[0])
                images.append(row[1])
            }
        }
        func text(_ value: String) -> ParquetValue { .bytes(Array(value.utf8)[...]) }
        #expect(
            texts == [
                .list([text(self.texts[0])]), .list([text(self.texts[1]), .null]),
                .list([text(self.texts[2]), .null, .null]),
            ])
        #expect(
            images == [
                .list([.null]), .list([.null, text("https://images.example.net/1/0.jpg")]),
                .list([.null, text("https://images.example.net/2/0.jpg"), text("https://images.example.net/2/1.jpg")]),
            ])
    }

    @Test func picturesInRowsHaveBytesAndNames() throws {
        let (_, corpus, out) = try export(.obelics) { $0.withImages = true }
        var rows: [[ParquetValue]] = []
        try ParquetFile(path: out.file("out/data/train-00000.parquet")).forEachRow(of: ["images.bytes", "images.path"])
        {
            rows.append($1)
        }
        let sha256 = SHA256.hash(corpus.images[1]).hex
        #expect(
            rows[1] == [
                .list([.null, .bytes(corpus.images[1][...])]),
                .list([.null, .bytes(Array("\(sha256).png".utf8)[...])]),
            ])
    }

    // MARK: What is asked for

    /// Everything of the corpus is in the account, whatever was asked for.
    @Test func whatAPredicateLeavesBehindIsBooked() throws {
        let (summary, _, out) = try export(.mmc4) { $0.predicate = "words > 9 AND nullif(images, 2) > 0" }
        #expect(summary.documents == 3 && summary.written == 1 && summary.images == 1)
        let manifest = try json(out.file("out/export.json"))
        #expect(manifest["ledger"]?["document"]?["born"]?.integer == 3)
        #expect(manifest["ledger"]?["document"]?["dropped"]?.text == #"{"document.not-selected":2}"#)
        #expect(manifest["ledger"]?["image"]?["dropped"]?.text == #"{"image.document-dropped":2}"#)
        #expect(manifest["counts"]?["words"]?.integer == 10)
        let asked = manifest["parents"]?.array?.last?["selection"]
        #expect(asked?.text == #"{"export":"mmc4","where":"words > 9 AND nullif(images, 2) > 0"}"#)
    }

    @Test func documentsComeInTheOrderThatIsNamed() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("corpus"), count: 12)
        let corpus = try Corpus(folder: scratch.file("corpus"))
        let order = try DocumentOrder.write(corpus, seed: 3, to: scratch.file("order"))
        var request = ExportRequest(corpus: corpus.folder, output: scratch.file("out"), format: .polylithic)
        request.order = order.path
        #expect(try ExportRun.run(request).written == 12)
        let lines = try Files.readText(scratch.file("out/documents.jsonl")).split(separator: "\n")
        let numbers = try lines.map { line in
            Int(try JSONValue(parsing: String(line))["title"]?.string?.dropFirst(5) ?? "")
        }
        #expect(numbers == (try order.numbers(0..<12)) && numbers != Array(0..<12))
    }

    /// An order that was made by hand: short ones leave the rest behind, and none may name a document twice.
    @Test(
        arguments: [([2, 0], nil), ([1, 1], "the order names document 1 twice"), ([0, 9], "no document 9")]
            as [([UInt64], String?)])
    func ordersOfOtherHands(numbers: [UInt64], problem: String?) throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("corpus"), count: 3)
        let made = try DocumentOrder.write(Corpus(folder: scratch.file("corpus")), seed: 3, to: scratch.file("made"))
        var bytes = Array(try Files.read(made.path).prefix(64))
        bytes.replaceSubrange(8..<16, with: [UInt8(numbers.count), 0, 0, 0, 0, 0, 0, 0])
        for number in numbers { bytes.append(littleEndian: number) }
        var request = ExportRequest(corpus: scratch.file("corpus"), output: scratch.file("out"), format: .polylithic)
        request.order = try scratch.write(bytes, "order")
        if let problem {
            let error = #expect(throws: (any Error).self) { try ExportRun.run(request) }
            #expect("\(error.map { "\($0)" } ?? "")".contains(problem))
            #expect(!Files.exists(scratch.file("out")))
        } else {
            #expect(try ExportRun.run(request).written == 2)
            let ledger = try json(scratch.file("out/export.json"))["ledger"]?["document"]
            #expect(ledger?["born"]?.integer == 3 && ledger?["dropped"]?.text == #"{"document.not-selected":1}"#)
        }
    }

    @Test func aFolderThatIsThereIsLeftAlone() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("corpus"), count: 3)
        let output = try scratch.write([1], "out")
        #expect(throws: (any Error).self) {
            try ExportRun.run(ExportRequest(corpus: scratch.file("corpus"), output: output, format: .mmc4))
        }
        #expect(try Files.read(output) == [1])
    }

    /// The corpus has none of a model, and none in its records.
    @Test func captionsThatNobodyWroteAreRefused() throws {
        let error = #expect(throws: (any Error).self) { try export(.mmc4) { $0.withCaptions = true } }
        #expect("\(error.map { "\($0)" } ?? "")".contains("quarry score --signals caption"))
    }
}
