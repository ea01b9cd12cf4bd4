import Documents
import Facts
import Testing

@testable import Scoring

@Suite struct CaptionContextTests {
    private func document(_ nodes: [Node]) -> Document {
        Document(
            id: "d0000000000000000000", url: "https://a.example/", nodes: nodes,
            provenance: Provenance(archive: "a.warc", offset: 0, length: 1))
    }

    private func text(_ text: String) -> Node { .text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: text)])) }

    private let image = Node.image(ImageNode(ordinal: 0, url: "https://a.example/a.png", alt: "", caption: ""))

    @Test func aPictureHasTheEndOfTheTextBeforeIt() {
        let page = document([image, text("One two three."), image, image, text("Four five."), image])
        #expect(
            page.captionContexts(1000)
                == ["", "One two three.", "One two three.", "One two three.\nFour five."])
        #expect(page.captionContexts(12) == ["", "two three.", "two three.", "Four five."])
        #expect(page.captionContexts(3) == ["", "", "", ""])
    }
}
