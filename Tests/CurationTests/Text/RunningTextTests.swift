import Documents
import Facts
import Testing

@testable import Curation

/// Code, tables and lists count as words of a document and not in its ratios.
@Suite struct RunningTextTests {
    private let prose =
        "The boats are in the harbour, and all of the people that came to see them have gone home by now."
    private let code = String(repeating: "x = foo(x)\n", count: 40)

    private func document(_ texts: [(String, Paragraph.Role)]) -> Document {
        let paragraphs = texts.enumerated().map { Paragraph(ordinal: $0, text: $1.0, role: $1.1) }
        return Document(url: "", nodes: [.text(TextNode(paragraphs: paragraphs))])
    }

    @Test func keptCodeDoesNotCountInTheRatios() {
        var profiler = TextProfiler(lists: .quarry)
        let all = document([(prose, .body), (code, .verbatim)])
        let alone = profiler.profile(document: document([(prose, .body)]))
        let spared = profiler.profile(document: all) { $0 == .verbatim }
        #expect(alone.words == 21)
        #expect(spared.words == 101)
        #expect(spared.stopWords == alone.stopWords)
        #expect(spared.characterRepetition == 0)
        #expect(profiler.profile(document: all).characterRepetition > 0.3)
    }

    private func gallery(_ captions: [String], _ texts: [String] = []) -> Document {
        let images = captions.enumerated().map { index, caption in
            Node.image(ImageNode(ordinal: index, url: "https://example.org/\(index).jpg", caption: caption))
        }
        let paragraphs = texts.enumerated().map { Paragraph(ordinal: 100 + $0, text: $1) }
        return Document(url: "", nodes: images + (paragraphs.isEmpty ? [] : [.text(TextNode(paragraphs: paragraphs))]))
    }

    @Test func captionsCountAsWordsAndNotInTheRatios() {
        var profiler = TextProfiler(lists: .quarry)
        let alone = profiler.profile(document: document([(prose, .body)]))
        let shown = profiler.profile(document: gallery(["The quay, the quay, the quay, the quay"], [prose]))
        #expect(alone.words == 21)
        #expect(shown.words == 29)
        #expect(shown.stopWords == alone.stopWords)
    }

    @Test func aGalleryIsMeasuredByItsCaptionsAndIsADocument() {
        var profiler = TextProfiler(lists: .quarry)
        let document = gallery(["The boats in the harbour", "The quay at low water, and the people on it"])
        #expect(document.hasText)
        #expect(DocumentCleaning.verdict(document) == .keep)
        #expect(profiler.profile(document: document).words == 15)
        #expect(DocumentCleaning.verdict(gallery(["", ""])) == .drop(.documentNoText, detail: ""))
    }

    @Test func aDocumentOfHardlyAnyRunningTextIsMeasuredByAllOfIt() {
        var profiler = TextProfiler(lists: .quarry)
        let spared = profiler.profile(document: document([("A heading", .heading), (code, .verbatim)])) {
            $0 == .verbatim
        }
        #expect(spared.characterRepetition > 0.3)
    }
}
