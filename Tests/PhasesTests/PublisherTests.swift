import Configuration
import CorpusFiles
import Documents
import Facts
import Platform
import Runs
import TestKit
import Testing

@testable import Phases

/// What a finished run is published with: names, manifest, card, drop logs.
@Suite struct PublisherTests {
    private func made(_ settings: String) throws -> PhaseRun {
        let long = String(repeating: "many words of a long text ", count: 1500)
        let parts = (0..<3).map { number in
            [
                Document.page(
                    "http://a.example/\(number)", .text("\(number) \(long)"), .image("http://i.example/\(number).png")),
                Document.page("http://a.example/short\(number)", .text("Short.")),
            ]
        }
        var pictures: [String: [UInt8]] = [:]
        for number in 0..<3 {
            pictures["http://i.example/\(number).png"] = PNG.squares(side: 160, seed: UInt64(number))
        }
        return try PhaseRun(
            "name: Harbours\ndocuments: {words: {min: 5}}\n\(settings)", documents: parts, pictures: pictures
        ).work()
    }

    private let network = "fetch: {network: false}\n"

    /// Units become shards and packs with dense names, in their order; every file is as its seal said.
    @Test func filesGetTheirNamesInOrder() throws {
        let run = try made(network + "output: {shard-bytes: 65536, pack-bytes: 65536}")
        let corpus = try Corpus(folder: run.run.path)
        #expect(
            corpus.manifest.files(.shard).map(\.path)
                == (0..<corpus.manifest.files(.shard).count).map { "shards/shard-0000\($0).jsonl.zst" })
        #expect(
            corpus.manifest.files(.shard).count > 1 && corpus.manifest.files(.shard).reduce(0) { $0 + $1.lines } == 3)
        #expect(corpus.manifest.files(.pack).reduce(0) { $0 + $1.lines } == 3)
        #expect(
            corpus.manifest.files(.drops).map(\.path)
                == [
                    "assemble-00000", "assemble-00001", "extract-00000", "extract-00001", "extract-00002",
                    "judge-00000", "judge-00001", "judge-00002",
                ].map { "drops/\($0).jsonl.zst" })
        for file in corpus.manifest.files {
            #expect(try SHA256.hash(file: run.run.path + "/" + file.path).hex == file.sha256, "\(file.path)")
            #expect(try Files.size(run.run.path + "/" + file.path) == file.bytes)
        }
        #expect(try run.corpusDocuments().map(\.id) == [0, 2, 4].map(PhaseRun.id))
        var bytes: Set<[UInt8]> = []
        try corpus.index.forEachImage { bytes.insert(try corpus.bytes(of: $0)) }
        #expect(bytes == Set((0..<3).map { PNG.squares(side: 160, seed: $0) }))
    }

    /// The account of the whole run, and the bounds that its documents were made under.
    @Test func theManifestHasAccountAndBounds() throws {
        let run = try made(
            network + "input: {record-bytes: 2048, payload-bytes: 1024}\nextraction: {page-bytes: 4096}\n"
                + "measure: {pixels: 1000000}")
        let manifest = try CorpusManifest(folder: run.run.path)
        #expect(
            manifest.limits.map { "\($0.name) \($0.value)" } == [
                "record-bytes 2048", "payload-bytes 1024", "page-bytes 4096", "image-bytes 33554432",
                "image-pixels 1000000", "document-bytes 1000000",
            ])
        let documents = manifest.ledger[.document]
        #expect(documents.born == 6 && documents.written == 3 && documents.dropped == [.documentTooFewWords: 3])
        #expect(manifest.ledger[.image].written == 3 && manifest.counts.images == 3)
        #expect(manifest.ledger[.paragraph].dropped == [.paragraphDocumentDropped: 3])
        #expect(manifest.pipeline == run.plan.pipeline.resolved && manifest.parents.isEmpty)
    }

    @Test func theCardSaysLicenceContactAndWhatIsOff() throws {
        let run = try made(
            "fetch: {network: false, robots-tag: false}\noutput: {license: cc-by-4.0, contact: 'mailto:x@a.org'}")
        let card = try Files.readText(run.run.path + "/README.md")
        #expect(card.contains("license: cc-by-4.0") && card.contains("Harbours"))
        #expect(card.contains("Write to mailto:x@a.org.") && card.contains("`fetch.robots-tag is off`"))
    }

    @Test func logsAndSearchAreLeftOutWhereThePipelineSaysSo() throws {
        let without = try made(network + "output: {keep-drops: false, full-text: false}")
        let corpus = try Corpus(folder: without.run.path)
        #expect(corpus.manifest.files(.drops).isEmpty && corpus.dropLogs.isEmpty)
        #expect(throws: StorageError.self) { try corpus.index.matches("words") }
        let all = try made(network)
        let with = try Corpus(folder: all.run.path)
        #expect(try with.index.matches("words") == [0, 1, 2])
        var reasons: [Reason] = []
        try with.forEachDrop { if $0.reason.unit == .document { reasons.append($0.reason) } }
        #expect(reasons == [.documentTooFewWords, .documentTooFewWords, .documentTooFewWords])
    }
}
