import Documents
import Facts
import Testing
@testable import Curation

@Suite struct WordRepetitionTests {
    @Test func aValueEqualToTheCutoffPasses() throws {
        let rule = try TextRuleProbe("word-repetition", ["max": .number(0.2)])
        #expect(rule.judge { $0.wordRepetition = 0.2 } == .keep)
        #expect(!rule.judge { $0.wordRepetition = (0.2).nextUp }.isKept)
    }

    @Test func realText() throws {
        let rule = try TextRuleProbe("word-repetition", ["max": .number(0.2)], lists: .obelics)
        #expect(rule.reason("we are the best of all, we are the best of all") == .paragraphWordRepetition)
        #expect(
            rule.reason("we are the best of all, we are the best of all", scope: .document) == .documentWordRepetition)
        #expect(rule.reason("we are the best of all the people in this town") == nil)
    }
}
