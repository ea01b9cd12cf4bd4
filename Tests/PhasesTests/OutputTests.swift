import CorpusFiles
import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import Configuration
@testable import Phases
@testable import Runs

/// What phases write: shards and packs of a size, and what an earlier attempt brought.
@Suite struct OutputTests {
    private func config(_ output: String) throws -> OutputConfig {
        try Pipeline.parse("output: {\(output)}", file: "t", folder: ".").config.output
    }

    private func document(_ number: Int, letters: Int, _ images: [Int]) -> Document {
        var document = Document(
            id: PhaseRun.id(number), url: "http://a.example/\(number)",
            nodes: [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: String(repeating: "x", count: letters))]))]
                + images.map { image in
                    var node = ImageNode(ordinal: image + 1, url: "http://i/\(image)")
                    node.signals = ImageSignals(
                        sha256: SHA256.hash("\(image)").hex, phash: "", width: 9, height: 9, format: "png")
                    return .image(node)
                })
        document.profile.words = 1
        return document
    }

    private func write(_ documents: [Document], _ settings: String, bytes: Int) throws -> (
        [String: Int], Ledger, [String]
    ) {
        let scratch = try Scratch()
        var output = try CorpusOutput(folder: scratch.path, config: try config(settings))
        for document in documents { try output.keep(document, []) { _, _ in [UInt8](repeating: 7, count: bytes) } }
        let ledger = output.ledger
        return (try output.commit(), ledger, try Files.list(scratch.path))
    }

    @Test func shardsAndPacksAreFilledUpToTheirSize() throws {
        let documents = (0..<5).map { document($0, letters: 25_000, [$0]) }
        let (counts, ledger, files) = try write(documents, "shard-bytes: 65536, pack-bytes: 65536", bytes: 30_000)
        #expect(
            counts == [
                "shards": 3, "documents_of_shard_0": 2, "documents_of_shard_1": 2, "documents_of_shard_2": 1,
                "packs": 3, "members_of_pack_0": 2, "members_of_pack_1": 2, "members_of_pack_2": 1, "drop_lines": 0,
            ])
        #expect(ledger[.document].written == 5 && ledger[.image].written == 5)
        #expect(files.contains("shard-00002.jsonl.zst") && files.contains("images-00002.tar"))
    }

    /// 32,768 bytes twice fill a pack to the byte.
    @Test func aPackIsFilledToItsLastByte() throws {
        let documents = [document(0, letters: 1, [0, 1]), document(1, letters: 1, [1, 2])]
        #expect(try write(documents, "pack-bytes: 65536", bytes: 32_768).0["packs"] == 2)
        #expect(try write(documents, "pack-bytes: 65536", bytes: 32_769).0["packs"] == 3)
        #expect(try write(documents, "store-images: false", bytes: 9).0["packs"] == nil)
    }

    @Test func aRecordThatReadersRefuseLeaves() throws {
        let (counts, ledger, _) = try write(
            [document(0, letters: 1_000_000, [0]), document(1, letters: 9, [])], "level: 1", bytes: 9)
        #expect(counts["documents_of_shard_0"] == 1 && counts["packs"] == nil)
        #expect(counts["drop_lines"] == 3, "the document, its paragraph, its image")
        #expect(
            ledger[.document].dropped == [.documentTooLarge: 1] && ledger[.image].dropped == [.imageDocumentDropped: 1])
    }

    /// A crawl's pictures are not all copied by one unit: groups end where a shard or a pack is full.
    @Test func groupsOfPartsEndWhereSomethingIsFull() throws {
        let long = String(repeating: "many words of a long text ", count: 1500)
        let parts = (0..<5).map { [Document.page("http://a.example/\($0)", .text("\($0) \(long)"))] }
        let run = try PhaseRun(
            "name: t\nfetch: {network: false}\noutput: {shard-bytes: 65536}", documents: parts
        ).work(through: .judge)
        #expect(try AssembleGroups.read(run.run) == [0..<2, 2..<4, 4..<5])
        try Files.write("{}", to: run.run.groups(.assemble))
        #expect(throws: PipelineError.self) { try AssembleGroups.read(run.run) }
    }

    /// The failures that another day may mend are tried again; what was brought is taken over byte for byte.
    @Test func anEarlierAttemptIsTakenOver() throws {
        let page = Document.page(
            "http://a.example/", .text("Text"), .image("http://i.example/0.png"), .image("http://i.example/1.png"))
        let run = try PhaseRun(
            "name: t\nfetch: {network: false}", documents: [[page]], pictures: ["http://i.example/1.png": []],
            buckets: 1
        ).work(through: .fetch)
        let unit = WorkUnit(phase: .fetch, index: 0)
        let folder = run.run.part(unit)
        let before = try SHA256.hash(file: folder + "/" + FetchPhase.pack)
        #expect(try run.counts(of: .fetch)["from_page"] == 1)
        try Files.move(folder, to: run.run.previous(unit))
        for path in [run.run.seal(unit), run.run.committed(.fetch)] { try Files.remove(path) }
        try Worker.work(unit, run: run.run, phases: run.plan.phases)
        let counts = try SealedPart.read(run.run.seal(unit)).counts
        #expect(counts["urls"] == 2 && counts["from_before"] == 1 && counts["image.not-fetched"] == 1)
        #expect(try SHA256.hash(file: folder + "/" + FetchPhase.pack) == before)
        #expect(try Files.list(folder) == [FetchPhase.records, FetchPhase.pack])
        var urls: [String] = []
        try FetchRecord.forEach(folder + "/" + FetchPhase.records) { urls.append($0.url) }
        #expect(urls.sorted() == ["http://i.example/0.png", "http://i.example/1.png"])
    }

    /// What another day may mend is asked for again, and says what came of it now; what is gone for good is not.
    @Test func onlyFailuresThatMayBeMendedAreTriedAgain() throws {
        let page = Document.page(
            "http://a.example/", .text("Text"), .image("http://i.example/0.png"), .image("http://i.example/1.png"))
        let lost: [String: [UInt8]] = ["http://i.example/0.png": [], "http://i.example/1.png": []]
        let run = try PhaseRun(
            "name: t\nfetch: {network: false}", documents: [[page]], pictures: lost, buckets: 1
        ).work(through: .fetch)
        let unit = WorkUnit(phase: .fetch, index: 0)
        let folder = run.run.part(unit)
        var lines: [String] = []
        try FetchRecord.forEach(folder + "/" + FetchPhase.records) { record in
            var json = JSONWriter()
            record.write(to: &json)
            let reason = record.url.hasSuffix("/0.png") ? "image.timeout" : "image.not-found"
            lines.append(json.text.replacing("image.not-fetched", with: reason))
        }
        #expect(lines.count == 2 && lines.allSatisfy { !$0.contains("not-fetched") })
        var writer = try FramedWriter(path: folder + "/" + FetchPhase.records)
        for line in lines { try writer.append(line: Array(line.utf8)) }
        _ = try writer.commit()
        try Files.move(folder, to: run.run.previous(unit))
        for path in [run.run.seal(unit), run.run.committed(.fetch)] { try Files.remove(path) }
        try Worker.work(unit, run: run.run, phases: run.plan.phases)
        let counts = try SealedPart.read(run.run.seal(unit)).counts
        #expect(counts == ["urls": 2, "image.not-fetched": 1, "image.not-found": 1])
    }

    @Test func anImageTooLargeIsNotStored() throws {
        let page = Document.page("http://a.example/", .text("Text"), .image("http://i.example/0.png"))
        let size = PNG.gradient(width: 160, height: 120, shade: 3).count
        for (limit, reason) in [(size, [String: Int]()), (size - 1, ["image.too-many-bytes": 1])] {
            let run = try PhaseRun(
                "name: t\nfetch: {network: false, maximum-bytes: \(limit)}", documents: [[page]]
            ).work(through: .judge)
            #expect(try run.reasons(through: .judge) == reason)
        }
    }

    @Test func hostsMeetWhateverTheURLHasAroundThem() {
        let host = HostKey.hash(of: "http://a.example/x.png")
        for url in ["https://a.example/y", "http://a.example?q", "http://a.example#f", "http://a.example"] {
            #expect(HostKey.hash(of: url) == host, "\(url)")
        }
        #expect(HostKey.hash(of: "http://b.example/x.png") != host && HostKey.hash(of: "http://a.example:80/") != host)
        #expect(HostKey.hash(of: "a.example/x") == host, "no scheme")
    }

    @Test func placesSortAsTheirKeys() {
        let places = [(0, 0), (0, 7), (1, 0), (1, 1 << 20), (2, 0)].map { Location(part: $0.0, document: $0.1) }
        #expect(places.shuffled().sorted() == places && places.map(\.key) == places.map(\.key).sorted())
        #expect(places.map { Location(key: $0.key) } == places)
    }
}
