import CorpusKit
import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import CorpusFiles
@testable import Exports

/// Sinks and lists with documents made by hand: captions of models, pictures that are missing, lines of opt-outs.
@Suite struct SinksTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func image(_ ordinal: Int, format: String = "png", caption: String = "") -> ImageNode {
        var image = ImageNode(ordinal: ordinal, url: "http://i.example/\(ordinal)", alt: "alt \(ordinal)")
        image.signals = ImageSignals(
            sha256: SHA256.hash("\(ordinal)").hex, phash: "00000000000000ff", width: 3, height: 4, format: format)
        image.modelCaption = caption
        return image
    }

    private func document(_ nodes: [Node], captions: Bool = false) -> Document {
        var document = Document(id: String(repeating: "0a", count: 10), url: "http://a.example/", nodes: nodes)
        (document.captured, document.language, document.title) = ("20240102030405", "en", "T")
        document.hasModelCaptions = captions
        return document
    }

    private func text(_ text: String, at ordinal: Int) -> Node {
        .text(TextNode(paragraphs: [Paragraph(ordinal: ordinal, text: text)]))
    }

    /// The bytes of pictures with odd ordinals are not there.
    private let source = PictureSource { signals in
        signals.digest == SHA256.hash("2") ? [50, 50] : nil
    }

    // MARK: WebDataset

    @Test func picturesKeepTheirNumbersWhereSomeAreMissing() throws {
        var request = ExportRequest(corpus: "", output: "", format: .webdataset)
        request.withImages = true
        let sink = try WebDatasetSink(scratch.path, request)
        let page = document([.image(image(1)), text("one", at: 4), .divide(ordinal: 5), .image(image(2))])
        try sink.append(page, source)
        let files = try sink.finish()
        let tar = try TarReader(path: scratch.file("shard-00000.tar"))
        #expect(tar.members.map(\.name) == [page.id + ".json", page.id + ".1.png"])
        let record = try JSONValue(parsing: tar.bytes(of: tar.members[0]))
        #expect(
            record["texts"]?.text == #"[null,"one",null]"#
                && record["images"]?.text == #"["http://i.example/1",null,"1.png"]"#)
        #expect(files.filter { $0.kind == .tar }.map(\.documents) == [1])
        #expect(
            files.map(\.path).contains(".nv-meta/index.sqlite") && files.map(\.path).contains("shard-00000.tar.idx"))
    }

    @Test func theOtherReadersGetNoAddresses() throws {
        var request = ExportRequest(corpus: "", output: "", format: .webdataset)
        (request.naming, request.withImages) = (.m4, true)
        let sink = try WebDatasetSink(scratch.path, request)
        let page = document([
            .image(image(1)), text("one", at: 4), .divide(ordinal: 5), text("two", at: 6), .image(image(2)),
        ])
        try sink.append(page, source)
        #expect(try sink.finish().map(\.path) == ["shard-00000.tar"])
        let tar = try TarReader(path: scratch.file("shard-00000.tar"))
        #expect(tar.members.map { $0.name.dropFirst(21) } == ["1.text.txt", "2.image.png", "metadata.txt"])
        #expect(try tar.bytes(of: tar.members[0]) == Array("one\n\ntwo".utf8))
    }

    @Test func noSamplesAreAnEmptyList() throws {
        let energon = try EnergonFolder(scratch.path)
        let files = try energon.finish([])
        #expect(
            files.map(\.path) == [
                ".nv-meta/.info.json", ".nv-meta/dataset.yaml", ".nv-meta/index.sqlite", ".nv-meta/index.uuid",
                ".nv-meta/split.yaml",
            ])
        #expect(files.allSatisfy { $0.kind == .index && $0.documents == 0 && $0.bytes > 0 })
        #expect(
            try Files.readText(scratch.file(".nv-meta/split.yaml"))
                == "split_parts:\n  train: []\n  val: []\n  test: []\nexclude: []\n")
        #expect(
            try Files.readText(scratch.file(".nv-meta/dataset.yaml"))
                == "__module__: megatron.energon\n__class__: CrudeWebdataset\n")
    }

    // MARK: mmc4

    @Test func aRecordHasWhatIsKnownOfPageAndPicture() throws {
        let page = document([text("one", at: 0), .image(image(2, format: "jpeg", caption: "a dog"))])
        let record = try MMC4Record(page, source, withImages: false)
        let json = try JSONValue(parsing: record.bytes)
        #expect(
            json.members?.map(\.key) == [
                "url", "id", "captured", "language", "title", "text_list", "image_info", "similarity_matrix",
            ])
        #expect(
            json["captured"]?.string == "20240102030405" && json["language"]?.string == "en"
                && json["title"]?.string == "T")
        let info = json["image_info"]?[0]
        #expect(
            info?["model_caption"]?.string == "a dog" && info?["alt"]?.string == "alt 2"
                && info?["raw_url"]?.string == "http://i.example/2")
        #expect(info?["image_base64"] == nil && info?["matched_sim"]?.number == 1 && info?["width"]?.integer == 3)
        #expect(
            info?["image_name"]?.string == SHA256.hash("2").hex + ".jpg" && info?["phash"]?.string == "00000000000000ff"
        )
        let missing = try JSONValue(parsing: MMC4Record(document([.image(image(1))]), source, withImages: true).bytes)
        #expect(missing["image_info"]?[0]?["image_base64"] == nil && missing["similarity_matrix"]?.text == "[[]]")
    }

    @Test func mmc4WithPicturesIsATarOfRecords() throws {
        var request = ExportRequest(corpus: "", output: "", format: .mmc4)
        (request.withImages, request.shardDocuments) = (true, 1)
        try Files.makeFolder(scratch.file("data"))
        let sink = MMC4Sink(scratch.path, request)
        for _ in 0..<2 { try sink.append(document([.image(image(2))]), source) }
        #expect(try sink.finish().map(\.path) == ["data/docs-00000.tar", "data/docs-00001.tar"])
        let tar = try TarReader(path: scratch.file("data/docs-00001.tar"))
        #expect(tar.members.map(\.name) == [String(repeating: "0a", count: 10) + ".json"])
        #expect(
            try JSONValue(parsing: tar.bytes(of: tar.members[0]))["image_info"]?[0]?["image_base64"]?.string == "MjI=")
    }

    // MARK: OBELICS

    /// A caption of a model is told of every image where captions were asked for, else where there is one.
    @Test func captionsStandInTheMetadata() throws {
        func captions(_ page: Document) throws -> [String?] {
            try JSONValue(parsing: ObelicsRow(page).metadata).array?.map { $0["model_caption"]?.string } ?? []
        }
        let nodes: [Node] = [.image(image(1, caption: "a dog")), .image(image(2)), text("x", at: 3)]
        #expect(try captions(document(nodes, captions: true)) == ["a dog", "", nil])
        #expect(try captions(document(nodes)) == ["a dog", nil, nil])
        var imported = document(nodes, captions: true)
        imported.extra =
            #"{"obelics":{"metadata":[{"src":"http://i.example/2","model_caption":"theirs","sha256":"x"}]}}"#
        #expect(try captions(imported) == ["a dog", "theirs", nil])
        let second = try? JSONValue(parsing: ObelicsRow(imported).metadata)[1]
        #expect(
            second?["sha256"]?.string == "x" && second?["phash"]?.string == "00000000000000ff"
                && second?["caption"] == nil)
    }

    // MARK: Captions

    @Test func captionsOfAModelAreMerged() throws {
        let tiny = try TinyCorpus(in: scratch.file("corpus"), count: 6)
        let corpus = try Corpus(folder: scratch.file("corpus"))
        var request = ExportRequest(corpus: corpus.folder, output: scratch.file("out"), format: .polylithic)
        request.withCaptions = true
        let error = #expect(throws: (any Error).self) { try ExportRun.run(request) }
        #expect("\(error.map { "\($0)" } ?? "")" == "the corpus has no captions yet: quarry score --signals caption")
        #expect(tiny.documents.count == 6 && !Files.exists(scratch.file("out")))
    }

    @Test func captionsOfRecordsAreEnough() throws {
        let page = document([text("x", at: 0), .image(image(1, caption: "of the record"))], captions: true)
        let corpus = try TinyCorpus.of([page], in: scratch.file("corpus"))
        var request = ExportRequest(corpus: corpus.folder, output: scratch.file("out"), format: .polylithic)
        request.withCaptions = true
        #expect(try ExportRun.run(request).written == 1)
        #expect(try Files.readText(scratch.file("out/documents.jsonl")).contains("\"model_caption\":\"of the record\""))
    }

    // MARK: Opt-outs

    private func list(_ text: String) throws -> TakedownList {
        try TakedownList(path: scratch.write(Array(text.utf8), "list"))
    }

    @Test func idsComeBeforeAddressesAndThoseBeforeDomains() throws {
        let page = document([.image(image(1))])
        #expect(try list("a.example\nhttp://a.example/\n\(page.id)").entry(for: page) == 2)
        #expect(try list("a.example\nhttp://a.example/").entry(for: page) == 1)
        let digest = SHA256.hash("1").hex
        let picture = image(1)
        #expect(try list("i.example\nhttp://i.example/1\n\(digest.uppercased())").entry(for: picture) == 2)
        #expect(try list("i.example\nhttp://i.example/1").entry(for: picture) == 1)
        #expect(try list("i.example\n# x\n").entry(for: picture) == 0 && list("").entry(for: picture) == nil)
    }

    @Test func theNarrowestDomainIsNamed() throws {
        let both = try list("example.org\nb.example.org\n")
        func entry(_ url: String) -> Int? { both.entry(for: Document(url: url, nodes: [])) }
        #expect(
            entry("http://a.b.example.org/") == 1 && entry("http://example.org") == 0
                && entry("http://c.example.org") == 0)
        #expect(entry("http://org/") == nil && entry("no address") == nil)
    }

    @Test func aListHasADigest() throws {
        #expect(try list("a.example\n").digest == SHA256.hash("a.example\n").hex)
        #expect(throws: StorageError.self) { try TakedownList(path: scratch.file("none")) }
    }
}
