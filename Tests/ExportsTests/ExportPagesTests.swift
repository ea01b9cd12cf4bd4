import CorpusKit
import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import CorpusFiles
@testable import Exports

/// What an export says of itself: the card, Croissant, the manifest, and orders that are told apart.
@Suite struct ExportPagesTests {
    private func export(
        _ format: ExportFormat, _ change: (inout ExportRequest) -> Void = { _ in }
    ) throws -> (card: String, croissant: JSONValue, manifest: JSONValue) {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("corpus"), count: 3)
        var request = ExportRequest(corpus: scratch.file("corpus"), output: scratch.file("out"), format: format)
        request.date = "2026-01-02"
        change(&request)
        _ = try ExportRun.run(request)
        return (
            try Files.readText(scratch.file("out/README.md")),
            try JSONValue(parsing: Files.read(scratch.file("out/croissant.json"))),
            try JSONValue(parsing: Files.read(scratch.file("out/export.json")))
        )
    }

    @Test(arguments: [
        (ExportFormat.obelics, false, "data/*.parquet"), (.webdataset, false, "shard-*.tar"),
        (.polylithic, false, "documents.jsonl"), (.mmc4, false, "data/*.jsonl"), (.mmc4, true, "data/*.tar"),
    ])
    func theCardNamesWhereDocumentsAre(format: ExportFormat, withImages: Bool, pattern: String) throws {
        let card = try export(format) { $0.withImages = withImages }.card
        #expect(card.contains("  - split: train\n    path: \(pattern)\n---\n"))
        #expect(card.contains("- \"en\"\n") && card.contains("size_categories:\n- n<1K\n"))
        #expect(card.contains("see that you may pass them on") == withImages)
        #expect(card.contains("No picture is in it") == !withImages)
    }

    @Test func theCardHasTheAccount() throws {
        let card = try export(.mmc4) { $0.predicate = "words > 9" }.card
        #expect(
            card.contains(
                "| **document** | in the corpus | 3 |\n| | `document.not-selected` | 1 |\n| | **written** | 2 |"))
        #expect(card.contains("| **image** | in the corpus | 3 |\n| | **written** | 3 |"))
        #expect(card.contains("| 3 | export: mmc4, where: words > 9 |"))
        #expect(!card.contains("## Opt-outs"))
    }

    @Test func theCardTellsOfOptOuts() throws {
        let scratch = try Scratch()
        let list = try scratch.write(Array("https://images.example.net/2/0.jpg\ngone.example\n".utf8), "list")
        let made = try export(.polylithic) { $0.takedown = list }
        #expect(
            made.card.contains(
                "A list of 2 entries was applied on 2026-01-02: 0 documents and 1 images stayed behind."))
        let takedown = try #require(made.manifest["takedown"])
        #expect(takedown["entries"]?.integer == 2 && takedown["images"]?.integer == 1)
        #expect(takedown["documents"]?.integer == 0 && takedown["date"]?.string == "2026-01-02")
        #expect(takedown["list_sha256"]?.string == (try SHA256.hash(file: list).hex))
        #expect(
            made.croissant["rai:dataReleaseMaintenancePlan"]?.string?.hasSuffix(
                "A list of 2 entries was applied on 2026-01-02: 0 documents and 1 images stayed behind.") == true)
    }

    @Test func croissantDescribesFilesAndColumns() throws {
        let made = try export(.mmc4).croissant
        #expect(made["description"]?.string?.contains("3 documents, 3 images, 30 words") == true)
        let files = made["distribution"]?.array ?? []
        #expect(files.map { $0["@id"]?.string } == ["data/docs-00000.jsonl", "documents"])
        #expect(
            files[0]["sha256"]?.string?.utf8.count == 64
                && files[0]["encodingFormat"]?.string == "application/jsonlines")
        #expect(files[1]["includes"]?.string == "data/*.jsonl")
        let fields = made["recordSet"]?[0]?["field"]?.array ?? []
        #expect(fields.compactMap { $0["name"]?.string } == ["url", "text_list"])
        #expect(fields.compactMap { $0["isArray"]?.text } == ["true"])
        let collected = made["rai:dataPreprocessingProtocol"]?.string ?? ""
        #expect(
            collected.contains("documents: 3 entered, 3 written") && collected.contains("images: 3 entered, 3 written"))
        // Readers of Croissant read no tar archives of these.
        #expect(try export(.webdataset).croissant["recordSet"]?.text == "[]")
        #expect(try export(.mmc4) { $0.withImages = true }.croissant["recordSet"]?.text == "[]")
        let columns = try export(.obelics).croissant["recordSet"]?[0]?["field"]?.array ?? []
        #expect(columns.compactMap { $0["name"]?.string } == ["images", "texts", "metadata", "general_metadata"])
    }

    @Test func theManifestNamesTheFormAndItsParents() throws {
        let manifest = try export(.obelics) { $0.withImages = true }.manifest
        #expect(manifest["format"]?.string == "1.0" && manifest["export"]?.string == "obelics")
        let parent = try #require(manifest["parents"]?.array?.last)
        #expect(manifest["parents"]?.array?.count == 1 && parent["documents"]?.integer == 3)
        #expect(parent["selection"]?.text == #"{"export":"obelics","with":"images"}"#)
        let files = manifest["files"]?.array ?? []
        #expect(files.map { $0["path"]?.string } == ["data/train-00000.parquet"])
        #expect(files[0]["documents"]?.integer == 3 && files[0]["kind"]?.string == "parquet")
        #expect(manifest["takedown"] == nil)
    }

    // MARK: Orders

    @Test func aSampleOfAnOrderIsTold() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.file("corpus"), count: 12)
        let (folder, path) = (scratch.file("corpus"), scratch.file("order"))
        let made = try OrderRun.run(corpus: folder, seed: 7, path: path, sample: nil)
        #expect(made.text == "12 samples in the order of seed 7")
        let digest = try SHA256.hash(file: path).hex
        #expect(made.json == "{\"samples\":12,\"seed\":7,\"sha256\":\"\(digest)\"}")
        let number = try DocumentOrder(path: path).document(ofSample: 4)
        let told = try OrderRun.run(corpus: folder, seed: 0, path: path, sample: 4)
        #expect(told.text == "sample 4 is document \(number), \(tiny.documents[number].id)")
        #expect(told.json == "{\"sample\":4,\"number\":\(number),\"id\":\"\(tiny.documents[number].id)\"}")
        let error = #expect(throws: (any Error).self) {
            try OrderRun.run(corpus: folder, seed: 8, path: path, sample: nil)
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains("already there"))
        #expect(try SHA256.hash(file: path).hex == digest)
    }

    /// The same corpus and seed: the same order on every machine. Fisher and Yates, from the end.
    @Test func anOrderIsTheSameEverywhere() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("corpus"), count: 6)
        let corpus = try Corpus(folder: scratch.file("corpus"))
        let one = try DocumentOrder.write(corpus, seed: 1, to: scratch.file("one"))
        let again = try DocumentOrder.write(corpus, seed: 1, to: scratch.file("again"))
        #expect(try one.numbers(0..<6) == again.numbers(0..<6))
        var random = SplitMix64(seed: 1)
        var expected = Array(0..<6)
        for place in [5, 4, 3, 2, 1] {
            expected.swapAt(place, Int(random.next().multipliedFullWidth(by: UInt64(place + 1)).high))
        }
        #expect(try one.numbers(0..<6) == expected)
    }
}
