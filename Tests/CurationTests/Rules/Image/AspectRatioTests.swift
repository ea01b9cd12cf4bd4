import Documents
import Facts
import Testing
@testable import Curation

@Suite struct AspectRatioTests {
    @Test func bothEndsPass() throws {
        let rule = try Images.rule("aspect-ratio", ["min": .number(0.5), "max": .integer(2)])
        #expect(rule.judge(Images.image("", 200, 400)) == .keep)
        #expect(rule.judge(Images.image("", 400, 200)) == .keep)
        #expect(rule.judge(Images.image("", 199, 400)) == .drop(.imageAspectRatio, detail: "0.4975 < 0.5"))
        #expect(rule.judge(Images.image("", 401, 200)) == .drop(.imageAspectRatio, detail: "2.005 > 2"))
        #expect(rule.judge(ImageNode(ordinal: 0, url: "")) == .keep)
    }
}
