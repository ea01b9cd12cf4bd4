import Documents
import Facts
import Testing
@testable import Curation

@Suite struct SpecialCharacterRatioTests {
    @Test func aValueEqualToTheCutoffPasses() throws {
        let rule = try TextRuleProbe("special-characters", ["max": .number(0.275)])
        #expect(rule.judge { $0.specialCharacters = 0.275 } == .keep)
        #expect(!rule.judge { $0.specialCharacters = (0.275).nextUp }.isKept)
    }

    @Test func realText() throws {
        let rule = try TextRuleProbe("special-characters", ["max": .number(0.275)], lists: .obelics)
        #expect(rule.reason("12:30 - 14:45 | $3.99 (+20%)") == .paragraphSpecialCharacters)
        #expect(rule.reason("12:30 - 14:45 | $3.99 (+20%)", scope: .document) == .documentSpecialCharacters)
        #expect(rule.reason("An ordinary sentence of a few ordinary words.") == nil)
    }
}
