import CorpusKit
import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import CorpusFiles

/// What the index is asked besides documents and images: numbers, words, years, formats.
@Suite struct IndexQuestionsTests {
    /// Six documents with 0, 1, 2, 0, 1, 2 images and 9 to 14 words.
    private func open() throws -> (index: CorpusIndex, tiny: TinyCorpus, scratch: Scratch) {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path, count: 6)
        return (try CorpusIndex(path: scratch.file("index.sqlite")), tiny, scratch)
    }

    private func document(
        _ number: Int, url: String = "http://a.example/", captured: String = "", title: String = "", _ nodes: Node...
    ) -> Document {
        let digits = String(number)
        let id = String(repeating: "0", count: 20 - digits.count) + digits
        var document = Document(id: id, url: url, nodes: nodes)
        (document.captured, document.title) = (captured, title)
        return document
    }

    private func text(_ text: String) -> Node { .text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: text)])) }

    @Test func whatIsKnownOfAllDocumentsComesByNumber() throws {
        let (index, tiny, scratch) = try open()
        #expect(try index.documentCount() == 6)
        #expect(try index.ids() == tiny.documents.map(\.id))
        #expect(try index.languages() == ["", "en", "en", "en", "", "en"])
        #expect(try index.formats(6) == ["", "png", "jpeg", "", "png", "jpeg"])
        #expect(try index.formats(2) == ["", "png"])
        withExtendedLifetime(scratch) {}
    }

    @Test func predicatesAreAskedOfSomeOrAll() throws {
        let (index, _, scratch) = try open()
        #expect(try index.numbers(where: "words >= 12") == [3, 4, 5])
        #expect(try index.numbers(where: "nullif(images, 1) >= 0") == [0, 2, 3, 5], "no value is not true")
        #expect(try index.holds("words >= 12", numbers: [5, 0, 99, 3]) == [true, false, false, true])
        #expect(try index.documents(numbers: [4, 99, 1]).map(\.number) == [4, 1])
        #expect(throws: StorageError.self) { try index.numbers(where: "1; SELECT 1") }
        withExtendedLifetime(scratch) {}
    }

    @Test func wordsAreCountedAndFound() throws {
        let (index, _, scratch) = try open()
        #expect(try index.matches("idefix") == [0, 1, 2, 3, 4, 5])
        #expect(try index.matchCount("idefix") == 6)
        #expect(try index.matches("3 OR 5") == [3, 5])
        #expect(try index.isAnywhere("white AND dog"))
        #expect(try !index.isAnywhere("black AND dog"))
        #expect(try index.ranked("idefix", where: "words > 12", limit: 9).map(\.number) == [4, 5])
        #expect(try index.ranked("idefix", limit: 2).map(\.number) == [0, 3], "the shortest, and equals by number")
        withExtendedLifetime(scratch) {}
    }

    @Test func aTitleWeighsMoreThanTheText() throws {
        let scratch = try Scratch()
        var image = ImageNode(ordinal: 1, url: "http://i/", alt: "a lighthouse", caption: "")
        image.caption = "seen from the quay"
        let corpus = try TinyCorpus.of(
            [
                document(1, text("The harbour is quiet, and nobody is there.")),
                document(2, title: "The harbour", text("Nobody is there, and all is quiet."), .image(image)),
                document(3, text("Nothing of it at all is said here.")),
            ], in: scratch.path)
        #expect(try corpus.index.ranked("harbour", limit: 9).map(\.number) == [1, 0])
        #expect(try corpus.index.matches("alt:lighthouse") == [1])
        #expect(try corpus.index.matches("alt:quay") == [1])
        #expect(try corpus.index.matches("body:quay") == [])
        #expect(try corpus.index.matches("title:harbour") == [1])
    }

    @Test func yearsOfTheCaptures() throws {
        let scratch = try Scratch()
        let dated = try TinyCorpus.of(
            [
                document(1, captured: "20240101000000", text("a")), document(2, text("b")),
                document(3, captured: "19991231235959", text("c")),
            ], in: scratch.file("dated"))
        let years = try dated.index.capturedYears()
        #expect(years?.first == "1999" && years?.last == "2024")
        let undated = try TinyCorpus.of([document(1, text("a"))], in: scratch.file("undated"))
        #expect(try undated.index.capturedYears() == nil)
    }

    @Test func capturesOfAPageComeTheOldestFirst() throws {
        let scratch = try Scratch()
        let corpus = try TinyCorpus.of(
            [
                document(1, captured: "20240101000000", text("a")), document(2, captured: "20200101000000", text("b")),
                document(3, url: "http://a.example/other", text("c")),
                document(4, captured: "20220101000000", text("d")),
            ], in: scratch.path)
        #expect(try corpus.index.documents(url: "http://a.example/").map(\.number) == [1, 3, 0])
        #expect(try corpus.index.documents(url: "http://a.example").isEmpty)
    }

    /// Ids and digests are told by their beginnings; a limit holds, and the first is the least.
    @Test func beginningsOfDigests() throws {
        let (index, tiny, scratch) = try open()
        let digests = tiny.images.map { SHA256.hash($0).hex }.sorted()
        #expect(try digests.map { try index.images(sha256Prefix: $0).first?.signals.sha256 } == digests)
        #expect(try index.documents(idPrefix: "0", limit: 9).isEmpty)
        #expect(try index.documents(idPrefix: "D0", limit: 1).map(\.number) == [0])
        #expect(throws: StorageError.self) { try index.images(sha256Prefix: String(repeating: "0", count: 65)) }
        let image = try #require(tiny.documents[2].images.first?.signals?.sha256)
        // Documents 2 and 5 show it first, each by a URL of its own.
        #expect(try index.occurrences(ofImage: image).map(\.position) == [1, 1])
        #expect(try index.occurrences(ofImage: image, limit: 1).count == 1)
        let url = tiny.documents[2].images[1].url
        #expect(try index.occurrences(ofURL: url).map(\.document) == [tiny.documents[2].id])
        #expect(try index.occurrences(inDocument: String(repeating: "f", count: 20)).isEmpty)
        withExtendedLifetime(scratch) {}
    }
}
