import Documents
import Facts
import Testing
@testable import Curation

@Suite struct NSFWImageTests {
    private func image(_ score: Double?) -> ImageNode {
        var image = Images.image(phash: "")
        image.signals?.nsfw = score
        return image
    }

    @Test func aScoreAboveTheCutoffLeavesAndNoScoreStays() throws {
        let rule = try Images.rule("nsfw", ["max": .number(0.5)])
        #expect(rule.judge(image(0.5)) == .keep)
        #expect(rule.judge(image(nil)) == .keep)
        guard case .drop(.imageNSFW, let detail) = rule.judge(image(0.75)) else {
            Issue.record("0.75 was kept")
            return
        }
        #expect(detail == "0.75 > 0.5")
    }

    @Test func theWorstImageDecidesOverTheDocument() throws {
        let descriptor = try RuleCatalog.rule("nsfw-document", scope: .image)
        guard case .document(let rule) = try descriptor.make(["max": .number(0.5)]) else {
            Issue.record("not a rule over documents")
            return
        }
        let mild = Document(url: "", nodes: [.image(image(0.1)), .image(image(nil))])
        #expect(rule.judge(mild) == .keep)
        let other = Document(url: "", nodes: [.image(image(0.1)), .image(image(0.9))])
        #expect(rule.judge(other) == .drop(.documentNSFW, detail: "0.9 > 0.5"))
    }
}
