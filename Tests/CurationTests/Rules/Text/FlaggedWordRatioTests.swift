import Documents
import Facts
import Testing
@testable import Curation

@Suite struct FlaggedWordRatioTests {
    @Test func aValueEqualToTheCutoffPasses() throws {
        let rule = try TextRuleProbe("flagged-words", ["max": .number(0.01)])
        #expect(rule.judge { $0.flaggedWords = 0.01 } == .keep)
        #expect(!rule.judge { $0.flaggedWords = (0.01).nextUp }.isKept)
    }

    @Test func realText() throws {
        let rule = try TextRuleProbe("flagged-words", ["max": .number(0.01)], lists: .obelics)
        #expect(rule.reason("hot milf porn") == .paragraphFlaggedWords)
        #expect(rule.reason("hot milf porn", scope: .document) == .documentFlaggedWords)
        #expect(rule.reason("hot soup and bread") == nil)
    }
}
