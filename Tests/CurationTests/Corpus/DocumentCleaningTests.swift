import Documents
import Facts
import Testing
@testable import Curation

@Suite struct DocumentCleaningTests {
    private func text(_ ordinal: Int, _ texts: String...) -> Node {
        .text(
            TextNode(paragraphs: texts.enumerated().map { Paragraph(ordinal: ordinal + $0.offset, text: $0.element) }))
    }

    private func image(_ ordinal: Int, _ url: String) -> Node { .image(ImageNode(ordinal: ordinal, url: url)) }

    @Test func repeatedImagesSpamAndTheTextsAround() {
        var profiler = TextProfiler(lists: .obelics)
        var document = Document(
            url: "u",
            nodes: [
                text(0, "The first words of the page."), image(1, "a"), text(2, "Share on Facebook and Twitter"),
                image(3, "a"), text(4, "The last words."),
            ])
        let drops = DocumentCleaning().clean(&document, profiler: &profiler)
        #expect(drops.map(\.reason) == [.imageRepeatedInDocument, .paragraphSpamWords])
        #expect(drops.map(\.ordinal) == [3, 2])
        #expect(drops[0].url == "a")
        #expect(drops[1].detail == "0.6 >= 0.12")
        #expect(document.nodes == [text(0, "The first words of the page."), image(1, "a"), text(4, "The last words.")])
        #expect(DocumentCleaning.verdict(document) == .keep)
    }

    @Test func neighboursBecomeOneText() {
        var profiler = TextProfiler(lists: .obelics)
        var document = Document(
            url: "u", nodes: [text(0, "One."), image(1, "a"), image(2, "b"), text(3), text(4, "Two.")])
        document.sift { if case .image = $0 { nil } else { $0 } }
        _ = DocumentCleaning(spamWordLimit: nil).clean(&document, profiler: &profiler)
        #expect(document.nodes.count == 1)
        #expect(document.text == "One.\n\nTwo.")
        #expect(DocumentCleaning.verdict(document) == .drop(.documentNoImage, detail: ""))
        #expect(DocumentCleaning.verdict(document, needsImage: false) == .keep)
    }

    @Test func dividesThatDivideNothing() {
        var document = Document(
            url: "u",
            nodes: [
                text(0, "One."), .divide(ordinal: 1), .divide(ordinal: 2), text(3, "Two."), .divide(ordinal: 4),
                image(5, "a"), .divide(ordinal: 6), .divide(ordinal: 7),
            ])
        DocumentCleaning.tidyDivides(&document)
        #expect(document.nodes.map(\.ordinal) == [0, 1, 3, 4, 5])
        let empty = Document(url: "u", nodes: [.divide(ordinal: 0), image(1, "a")])
        #expect(DocumentCleaning.verdict(empty) == .drop(.documentNoText, detail: ""))
    }
}
