import Documents
import Facts
import Testing
@testable import Curation

@Suite struct ImageSideTests {
    @Test func bothSidesCountAndTheEndsPass() throws {
        let rule = try Images.rule("side", ["min": .integer(150), "max": .integer(20_000)])
        #expect(rule.judge(Images.image("", 150, 20_000)) == .keep)
        #expect(rule.judge(Images.image("", 149, 300)) == .drop(.imageTooSmall, detail: "149 < 150"))
        #expect(rule.judge(Images.image("", 300, 149)) == .drop(.imageTooSmall, detail: "149 < 150"))
        #expect(rule.judge(Images.image("", 20_001, 300)) == .drop(.imageTooLarge, detail: "20001 > 20000"))
        #expect(rule.judge(ImageNode(ordinal: 0, url: "")) == .keep)
    }
}
