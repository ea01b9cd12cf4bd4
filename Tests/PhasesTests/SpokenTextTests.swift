import Documents
import Testing

@testable import Phases

/// What the language of a document is told by.
@Suite struct SpokenTextTests {
    private func gallery(_ text: String) -> Document {
        let image = ImageNode(ordinal: 1, url: "https://example.org/a.jpg", caption: "The mill in snow")
        let paragraph = Paragraph(ordinal: 0, text: text)
        return Document(url: "https://example.org/", nodes: [.text(TextNode(paragraphs: [paragraph])), .image(image)])
    }

    @Test func aPageOfPicturesSpeaksByItsCaptions() {
        #expect(Judge.spokenText(of: gallery("Mills")) == "Mills\n\nThe mill in snow")
        let long = String(repeating: "a mill ", count: 30)
        #expect(Judge.spokenText(of: gallery(long)) == long)
    }
}
