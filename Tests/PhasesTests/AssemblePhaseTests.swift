import CorpusFiles
import Documents
import Platform
import Runs
import TestKit
import Testing

@testable import Phases

/// Sets of images, the last cleaning, shards and packs.
@Suite struct AssemblePhaseTests {
    private func run(_ corpus: String, _ parts: [[Document]], _ more: String = "") throws -> PhaseRun {
        try PhaseRun("name: t\ncorpus: \(corpus)\nfetch: {network: false}\n\(more)", documents: parts).work()
    }

    @Test func ofDocumentsWithTheSameImagesTheNewestStays() throws {
        let (a, b) = (Item.image("http://i.example/a.png"), Item.image("http://i.example/b.png"))
        let parts = [
            [Document.page("http://a.example/1", captured: "20230101000000", .text("One text"), a, b)],
            [
                Document.page("http://a.example/2", captured: "20240101000000", .text("Two text"), b, a),
                Document.page("http://a.example/3", captured: "20250101000000", .text("Three text"), a),
            ],
        ]
        let run = try run("{}", parts)
        #expect(try run.left(in: .assemble) == ["0.0 document.duplicate-images"])
        #expect(try run.corpusDocuments().map(\.id) == [PhaseRun.id(1), PhaseRun.id(2)])
        #expect(try self.run("{deduplicate-image-sets: false}", parts).left(in: .assemble) == [])
    }

    @Test func cleaningTakesRepeatedImagesAndSpam() throws {
        let image = Item.image("http://i.example/a.png")
        let page = Document.page(
            "http://a.example/", .text("Some text about hills"), image,
            .text("Facebook Twitter Pinterest Instagram share subscribe newsletter"), image)
        #expect(
            try run("{}", [[page]]).left(in: .assemble)
                == ["0.2 paragraph.spam-words", "0.3 image.repeated-in-document"])
        #expect(try run("{spam-words: 0, first-occurrence: false}", [[page]]).left(in: .assemble) == [])
    }

    @Test func aDocumentThatTheCleaningEmptiesLeaves() throws {
        let page = Document.page(
            "http://a.example/", .text("Facebook Twitter Pinterest Instagram share subscribe newsletter"),
            .image("http://i.example/a.png"))
        #expect(
            try run("{}", [[page]]).left(in: .assemble) == ["0.0 document.no-text", "0.0 paragraph.spam-words"])
    }

    @Test func contentsArePackedOnceInTheOrderOfTheDocuments() throws {
        let parts = (0..<3).map { number in
            [
                Document.page(
                    "http://a.example/\(number)", .text("Text \(number)"), .image("http://i.example/\(number % 2).png"),
                    .image("http://i.example/more\(number).png"))
            ]
        }
        let run = try run("{}", parts)
        let corpus = try Corpus(folder: run.run.path)
        // Every URL has the same bytes here.
        #expect(try TarReader(path: run.run.path + "/images/images-00000.tar").members.count == 1)
        #expect(corpus.manifest.counts.documents == 3)
        #expect(corpus.manifest.counts.images == 6)
        #expect(corpus.manifest.counts.distinctImages == 1)
        let stored = try self.run("{}", parts, "output: {store-images: false}")
        #expect(try Files.list(stored.run.path + "/images").isEmpty)
    }

    /// Units as large as a shard: what they are cut in does not show in the order.
    @Test func shardsFollowTheParts() throws {
        let long = String(repeating: "many words of a long text ", count: 1500)
        let parts = (0..<4).map { number in
            [Document.page("http://a.example/\(number)", .text("\(number) \(long)"))]
        }
        let run = try run("{}", parts, "output: {shard-bytes: 65536}")
        #expect(try Files.list(run.run.path + "/shards").count == 4)
        #expect(try run.corpusDocuments().map(\.id) == (0..<4).map(PhaseRun.id))
    }
}
