import Documents
import Facts
import Testing
@testable import Curation

@Suite struct CommonWordRatioTests {
    @Test func aValueEqualToTheCutoffPasses() throws {
        let rule = try TextRuleProbe("common-words", ["min": .number(0.8)])
        #expect(rule.judge { $0.commonWords = 0.8 } == .keep)
        #expect(!rule.judge { $0.commonWords = (0.8).nextDown }.isKept)
    }

    @Test func realText() throws {
        let rule = try TextRuleProbe(
            "common-words", ["min": .number(0.8)], lists: .obelics.adding(commonWords: ["the", "bread", "and", "soup"]))
        #expect(rule.reason("xqz vrrt plonk the") == .paragraphTooFewCommonWords)
        #expect(rule.reason("xqz vrrt plonk the", scope: .document) == .documentTooFewCommonWords)
        #expect(rule.reason("the bread and the soup") == nil)
    }
}
