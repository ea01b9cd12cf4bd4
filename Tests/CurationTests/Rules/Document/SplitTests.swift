import Documents
import Facts
import Testing

@testable import Curation

@Suite struct SplitTests {
    private func document(_ count: Int) -> Document {
        var nodes: [Node] = []
        for index in 0..<count {
            let paragraphs = [
                Paragraph(ordinal: index * 3, text: "About picture \(index)", role: .heading),
                Paragraph(ordinal: index * 3 + 1, text: "Text \(index)"),
            ]
            nodes.append(.text(TextNode(paragraphs: paragraphs)))
            nodes.append(.image(ImageNode(ordinal: index * 3 + 2, url: "http://a.example/\(index).png")))
        }
        return Document(url: "http://a.example/gallery#top", nodes: nodes)
    }

    @Test func aDocumentOf102ImagesIsSplitInTwoAndLosesNothing() {
        let parts = document(102).parts(images: 100)
        #expect(parts.map(\.imageCount) == [51, 51])
        #expect(parts.map(\.paragraphCount) == [102, 102])
        #expect(parts.map(\.url) == ["http://a.example/gallery#top", "http://a.example/gallery#part-2"])
        #expect(parts[1].text.hasPrefix("About picture 51"))
    }

    @Test func aDocumentThatIsNotOverTheLimitStaysWhole() {
        #expect(document(100).parts(images: 100) == [document(100)])
    }

    @Test func whatComesOfTooManyIsDropOrSplit() throws {
        let rule = try RuleCatalog.rule("per-document", scope: .image)
        #expect(throws: RuleError.badValue(rule: "per-document", parameter: "over", problem: "it is drop or split")) {
            try rule.make(["max": .integer(3), "over": .text("cut")])
        }
    }
}
