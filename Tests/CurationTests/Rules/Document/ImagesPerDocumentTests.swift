import Documents
import Facts
import Testing
@testable import Curation

@Suite struct ImagesPerDocumentTests {
    @Test func bothEndsPass() throws {
        let rule = try Images.rule("per-document", ["min": .integer(1), "max": .integer(2)])
        func document(_ count: Int) -> Document {
            Document(url: "", nodes: (0..<count).map { .image(ImageNode(ordinal: $0, url: "\($0)")) })
        }
        #expect(rule.judge(document(0)) == .drop(.documentNoImage, detail: "0 < 1"))
        #expect(rule.judge(document(1)) == .keep)
        #expect(rule.judge(document(2)) == .keep)
        #expect(rule.judge(document(3)) == .drop(.documentTooManyImages, detail: "3 > 2"))
    }
}
