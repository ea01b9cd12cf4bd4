import CorpusKit
import Documents
import Facts
import JSON
import Parquet
import Platform
import TestKit
import Testing

@testable import Configuration
@testable import CorpusFiles
@testable import Exports

/// What an export says of itself, of manifests made by hand: requests, summaries, cards, Croissant.
@Suite struct ExportWordsTests {
    private func manifest(
        _ format: ExportFormat, _ change: (inout ExportRequest) -> Void = { _ in }
    ) -> ExportManifest {
        var request = ExportRequest(corpus: "in", output: "out", format: format)
        request.date = "2026-01-02"
        change(&request)
        var ledger = Ledger()
        ledger.born(.document, 2000)
        ledger.written(.document, 1500)
        ledger.dropped(.documentNoImage, 100)
        ledger.dropped(.documentNotSelected, 400)
        ledger.born(.image, 3)
        ledger.written(.image, 3)
        var counts = CorpusManifest.Counts()
        (counts.documents, counts.images, counts.words) = (1500, 3, 12_345)
        return ExportManifest(
            request: request, parents: [], counts: counts, ledger: ledger, takedown: nil,
            files: [
                ExportFile("data/a", .jsonl, documents: 1500, bytes: 1000, sha256: "aa"),
                ExportFile("data/a.idx", .index, documents: 0, bytes: 234, sha256: "bb"),
            ])
    }

    private func card(_ manifest: ExportManifest, _ facts: CardFacts = CardFacts(), notes: [String] = []) -> ExportCard
    {
        ExportCard(manifest: manifest, facts: facts, languages: ["de", "en"], notes: notes)
    }

    private func croissant(_ manifest: ExportManifest, _ facts: CardFacts = CardFacts()) throws -> JSONValue {
        try JSONValue(parsing: Croissant(manifest: manifest, facts: facts).bytes)
    }

    // MARK: Requests

    @Test func filesHaveFewerDocumentsWherePicturesAreInThem() {
        var request = ExportRequest(corpus: "a", output: "b", format: .mmc4)
        #expect(request.documentsOfFile == 100_000 && request.naming == .standard && request.date == "")
        request.withImages = true
        #expect(request.documentsOfFile == 10_000)
        request.shardDocuments = 7
        #expect(request.documentsOfFile == 7)
    }

    @Test func whatWasAskedIsAChainOfNames() {
        var request = ExportRequest(corpus: "a", output: "b", format: .webdataset)
        #expect(request.selection(takedown: nil, order: nil).map(\.name) == ["export"])
        request.predicate = "words > 1"
        (request.withImages, request.withCaptions, request.naming) = (true, true, .m4)
        let all = request.selection(takedown: "11", order: "22")
        #expect(all.map(\.name) == ["export", "where", "with", "with", "naming", "takedown", "order"])
        #expect(all.map(\.value) == ["webdataset", "words > 1", "images", "captions", "m4", "11", "22"])
    }

    @Test func formsHaveNamesAndTitles() {
        #expect(ExportFormat.allCases.map(\.rawValue) == ["obelics", "webdataset", "energon-polylithic", "mmc4"])
        #expect(
            ExportFormat.allCases.map(\.title) == [
                "Parquet with OBELICS' columns", "WebDataset, a sample a document",
                "JSON Lines and image packs for megatron-energon", "mmc4's records",
            ])
        #expect(ExportNaming.allCases.map(\.rawValue) == ["standard", "m4"])
    }

    @Test func aSummarySaysWhatWasGivenAway() throws {
        var summary = ExportSummary()
        (summary.documents, summary.written, summary.images, summary.files, summary.bytes) = (5, 3, 7, 2, 999)
        #expect(summary.text == "3 of 5 documents, 7 images, 2 files of 999 bytes")
        (summary.takenDown, summary.missingPictures) = (1, 4)
        #expect(
            summary.text
                == "3 of 5 documents, 7 images, 2 files of 999 bytes; 1 documents and 0 images were taken down; the bytes of 4 "
                + "pictures are not in the corpus")
        summary.takenDownImages = 6
        #expect(
            summary.json
                == #"{"documents":5,"written":3,"images":7,"missing_pictures":4,"taken_down":1,"taken_down_images":6,"files":2,"bytes":999}"#
        )
    }

    @Test(arguments: [(0, "00000"), (12, "00012"), (99_999, "99999"), (123_456, "123456")])
    func numbersOfFilesHaveFiveDigits(number: Int, text: String) {
        #expect(shardNumber(number) == text && CorpusName.pack(number) == "images-\(text).tar")
    }

    // MARK: Errors

    /// What a person can mend is a problem, what is broken is damage, what the machine lacks is the machine's.
    @Test func errorsAreToldByWhoCanMendThem() {
        func kind(_ error: any Error) -> String {
            switch PipelineError(exchange: error) {
            case .problems(let list): "problems \(list.joined())"
            case .damaged(let detail): "damaged \(detail)"
            case .system: "system"
            case .imbalance: "imbalance"
            case .otherRun: "other"
            default: "?"
            }
        }
        struct Other: Error, CustomStringConvertible { let description = "odd" }
        let full = SystemError("write", path: "p", code: 28), absent = SystemError("open", path: "p", code: 2)
        #expect(
            kind(full) == "system" && kind(StorageError.system(full)) == "system"
                && kind(ParquetError.system(full)) == "system")
        #expect(kind(StorageError.system(absent)).hasPrefix(absent.exitCode == 3 ? "problems" : "system"))
        #expect(kind(StorageError.query(detail: "q")) == "problems q")
        #expect(kind(StorageError.refused(path: "p", detail: "r")) == "problems p: r")
        #expect(
            kind(StorageError.version(path: "p", found: "2", expected: "1")).hasPrefix("problems p: format version 2"))
        for error in [
            StorageError.corrupt(path: "p", detail: "d"), .unwritable(path: "p", detail: "d"),
            .database(path: "p", detail: "d"), .remote(path: "p", detail: "d", exitCode: 75),
        ] { #expect(kind(error) == "damaged p: d") }
        #expect(kind(ParquetError.damaged("x")) == "problems x" && kind(ParquetError.unsupported("y")) == "problems y")
        #expect(kind(Imbalance(unit: .image, born: 2, accounted: 1)) == "imbalance" && kind(Other()) == "damaged odd")
        #expect(kind(PipelineError.otherRun("z")) == "other")
    }

    // MARK: Cards

    @Test func frontMatterIsWhatTheHubReads() {
        var facts = CardFacts(prettyName: "A \"name\"")
        (facts.license, facts.licenseName) = ("other", "our own")
        #expect(
            card(manifest(.obelics), facts).text.hasPrefix(
                "---\npretty_name: \"A \\\"name\\\"\"\nlicense: other\nlicense_name: \"our own\"\nlanguage:\n- \"de\"\n- \"en\"\n"
                    + "size_categories:\n- 1K<n<10K\ntask_categories:\n- image-text-to-text\n- text-generation\n"
                    + "tags:\n- interleaved\n- image-text\n- multimodal\n- web\nconfigs:\n- config_name: default\n"
                    + "  data_files:\n  - split: train\n    path: data/*.parquet\n---\n\n# A \"name\"\n"))
        facts.license = "cc-by-4.0"
        let free = ExportCard(manifest: manifest(.mmc4), facts: facts, languages: []).text
        #expect(free.contains("\nlicense: cc-by-4.0\nsize_categories:") && !free.contains("license_name"))
    }

    /// Files of indexes are none of data, but have bytes.
    @Test func theSummaryCounts() {
        let text = card(manifest(.mmc4), notes: ["First note.", "Second."]).text
        #expect(text.contains("|---|---|---|---|---|\n| 1,500 | 3 | 12,345 | 1 | 1,234 |\n"))
        #expect(text.contains("\nFirst note.\n\nSecond.\n"))
        #expect(text.contains("as mmc4's records. Made by `quarry` \(Tool.version)."))
    }

    @Test func theAccountHasTheMostFirst() {
        #expect(
            card(manifest(.mmc4)).text.contains(
                "## What was written\n\n| unit | | count |\n|---|---|---|\n| **document** | in the corpus | 2,000 |\n"
                    + "| | `document.not-selected` | 400 |\n| | `document.no-image` | 100 |\n| | **written** | 1,500 |\n"
                    + "| **image** | in the corpus | 3 |\n| | **written** | 3 |\n"))
    }

    @Test func everyFormSaysHowItIsReadAndWhatItLoses() {
        func text(_ format: ExportFormat, m4: Bool = false) -> String {
            card(manifest(format) { $0.naming = m4 ? .m4 : .standard }).text
        }
        #expect(text(.obelics).contains("load_dataset(\"parquet\"") && text(.obelics).contains("- text signals\n"))
        #expect(
            text(.webdataset).contains("webdataset.WebDataset(") && !text(.webdataset).contains("## Not in this form"))
        #expect(text(.webdataset, m4: true).contains("`KEY.metadata.txt` (the list of them)"))
        #expect(text(.webdataset, m4: true).contains("- pictures whose bytes are not there\n"))
        #expect(
            text(.polylithic).contains("reads `metadataset.yaml`") && !text(.polylithic).contains("## Not in this form")
        )
        #expect(
            text(.mmc4).contains("`matched_text_index` by order")
                && text(.mmc4).contains("- text signals, provenance, `extra`\n"))
    }

    @Test func optOutsAndParentsAreNamed() {
        var made = manifest(.mmc4)
        made.takedown = ("dd", 1200, 34, 5)
        var parent = CorpusManifest(tool: "1", pipeline: "")
        parent.files = []
        made.parents = [CorpusParent(sha256: "ab", manifest: parent, selection: [("where", "a | b"), ("with", "c")])]
        let text = card(made).text
        #expect(
            text.contains(
                "## Opt-outs\n\nA list of 1,200 entries was applied on 2026-01-02: 34 documents and 5 images stayed behind.\n"
            ))
        #expect(text.contains("|---|---|---|\n| `ab` | 0 | where: a ¦ b, with: c |\n"))
    }

    @Test func rightsSayWhomToAsk() {
        var facts = CardFacts()
        let none = card(manifest(.mmc4), facts).text
        #expect(
            none.contains("No picture is in it: addresses, hashes and sizes only.") && none.contains("gave no address"))
        facts.contact = "me@a.example"
        let some = card(manifest(.mmc4) { $0.withImages = true }, facts).text
        #expect(some.contains("Pictures are in it: **see that") && some.contains("Write to me@a.example."))
        #expect(
            card(manifest(.mmc4), facts).license.hasPrefix(
                "No licence was chosen for this compilation.\n\nThe licence is"))
        facts.license = "cc0-1.0"
        #expect(card(manifest(.mmc4), facts).license.hasPrefix("This compilation is under cc0-1.0.\n"))
    }

    // MARK: Croissant

    @Test func croissantHasNamesAndRights() throws {
        var facts = CardFacts(prettyName: "N")
        var json = try croissant(manifest(.obelics), facts)
        #expect(
            json["@type"]?.string == "sc:Dataset" && json["conformsTo"]?.string == "http://mlcommons.org/croissant/1.1")
        #expect(
            json["name"]?.string == "N" && json["license"]?.string == "other"
                && json["url"]?.string == "https://example.org/")
        #expect(json["creator"]?["name"]?.string == "not named" && json["datePublished"]?.string == "2026-01-02")
        #expect(json["citeAs"]?.string == "N, made by quarry \(Tool.version)" && json["version"]?.string == "1.0.0")
        #expect(
            json["description"]?.string
                == "Interleaved image-text documents: 1500 documents, 3 images, 12345 words, as Parquet with OBELICS' columns."
        )
        #expect(json["rai:dataReleaseMaintenancePlan"]?.string == "The maker gave no address.")
        #expect(
            json["rai:dataPreprocessingProtocol"]?.string?.contains(
                "documents: 2000 entered, 1500 written, 400 document.not-selected, 100 document.no-image. paragraphs: 0 entered"
            ) == true)
        (facts.licenseLink, facts.contact) = ("https://l.example/", "https://me.example/")
        json = try croissant(manifest(.obelics) { $0.date = "" }, facts)
        #expect(json["license"]?.string == "https://l.example/" && json["url"]?.string == "https://me.example/")
        #expect(json["creator"]?["name"]?.string == "https://me.example/" && json["datePublished"] == nil)
        #expect(json["rai:dataReleaseMaintenancePlan"]?.string == "Removal: https://me.example/.")
        facts.contact = "me@a.example"
        #expect(
            try croissant(manifest(.obelics), facts)["url"]?.string == "https://example.org/",
            "a mail address is no page")
    }

    @Test func croissantNamesFilesByTheirKind() throws {
        var made = manifest(.polylithic)
        made.files = [
            ExportFile("documents.jsonl", .jsonl, documents: 1, bytes: 5, sha256: "aa"),
            ExportFile("images/p.tar", .pack, documents: 0, bytes: 6, sha256: "bb"),
            ExportFile("x.idx", .index, documents: 0, bytes: 7, sha256: "cc"),
        ]
        let files = try croissant(made)["distribution"]?.array ?? []
        #expect(files.map { $0["@id"]?.string } == ["documents.jsonl", "images/p.tar", "documents"])
        #expect(
            files.map { $0["encodingFormat"]?.string } == [
                "application/jsonlines", "application/x-tar", "application/jsonlines",
            ])
        #expect(files[0]["contentSize"]?.string == "5 B" && files[0]["sha256"]?.string == "aa")
        #expect(files[2]["includes"]?.string == "documents.jsonl" && files[2]["@type"]?.string == "cr:FileSet")
        made = manifest(.obelics)
        made.files = [ExportFile("data/t.parquet", .parquet, documents: 1, bytes: 5, sha256: "aa")]
        let parquet = try croissant(made)["distribution"]?.array ?? []
        #expect(
            parquet[0]["encodingFormat"]?.string == "application/x-parquet"
                && parquet[1]["includes"]?.string == "data/*.parquet")
    }

    @Test func croissantDescribesColumns() throws {
        func fields(_ format: ExportFormat, withImages: Bool = false) throws -> [JSONValue] {
            try croissant(manifest(format) { $0.withImages = withImages })["recordSet"]?[0]?["field"]?.array ?? []
        }
        #expect(try fields(.polylithic).map { $0["@id"]?.string } == ["document/id", "document/url"])
        let rows = try fields(.obelics, withImages: true)
        #expect(
            rows.map { $0["name"]?.string } == ["texts", "metadata", "general_metadata"],
            "pictures are none of its types")
        #expect(rows[0]["isArray"]?.bool == true && rows[0]["arrayShape"]?.string == "-1" && rows[1]["isArray"] == nil)
        #expect(rows[1]["source"]?.text == #"{"fileSet":{"@id":"documents"},"extract":{"column":"metadata"}}"#)
        #expect(
            rows[1]["dataType"]?.string == "sc:Text"
                && rows[0]["description"]?.string == "Texts, null where an image is.")
        let context = try croissant(manifest(.mmc4))["@context"]
        #expect(context?["@vocab"]?.string == "https://schema.org/" && context?["recordSet"]?.string == "cr:recordSet")
        #expect(
            context?["data"]?.text == #"{"@id":"cr:data","@type":"@json"}"#
                && context?["rai"]?.string == "http://mlcommons.org/croissant/RAI/")
    }

    // MARK: The manifest

    @Test func theManifestIsWrittenFieldByField() throws {
        var made = manifest(.mmc4)
        made.takedown = ("dd", 4, 3, 2)
        let json = try JSONValue(parsing: made.bytes)
        #expect(
            json.members?.map(\.key) == [
                "format", "export", "tool", "counts", "ledger", "takedown", "parents", "files",
            ])
        #expect(json["tool"]?["name"]?.string == "quarry" && json["tool"]?["version"]?.string == Tool.version)
        #expect(
            json["takedown"]?.text == #"{"date":"2026-01-02","list_sha256":"dd","entries":4,"documents":3,"images":2}"#)
        #expect(
            json["files"]?[0]?.text == #"{"path":"data/a","kind":"jsonl","documents":1500,"bytes":1000,"sha256":"aa"}"#)
        #expect(json["counts"]?["documents"]?.integer == 1500 && json["ledger"]?["document"]?["born"]?.integer == 2000)
    }

    @Test func aChainIsReadFromAnExport() throws {
        let scratch = try Scratch()
        #expect(ExportChain.parents(in: scratch.path).isEmpty)
        var made = manifest(.mmc4)
        made.parents = [
            CorpusParent(sha256: "ab", manifest: CorpusManifest(tool: "1", pipeline: "p"), selection: [("with", "c")])
        ]
        try Files.write(made.bytes, to: scratch.file("export.json"))
        #expect(ExportChain.parents(in: scratch.path) == made.parents)
        try Files.write("{\"parents\": [{}, 1]}", to: scratch.file("export.json"))
        #expect(ExportChain.parents(in: scratch.path).isEmpty)
        try Files.write("no json", to: scratch.file("export.json"))
        #expect(ExportChain.parents(in: scratch.path).isEmpty)
    }
}
