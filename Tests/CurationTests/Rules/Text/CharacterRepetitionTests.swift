import Documents
import Facts
import Testing
@testable import Curation

@Suite struct CharacterRepetitionTests {
    @Test func aValueEqualToTheCutoffPasses() throws {
        let rule = try TextRuleProbe("character-repetition", ["max": .number(0.1)])
        #expect(rule.judge { $0.characterRepetition = 0.1 } == .keep)
        #expect(!rule.judge { $0.characterRepetition = (0.1).nextUp }.isKept)
    }

    @Test func realText() throws {
        let rule = try TextRuleProbe("character-repetition", ["max": .number(0.1)], lists: .obelics)
        #expect(rule.reason("na na na na na na na na na na na na hey hey") == .paragraphCharacterRepetition)
        #expect(
            rule.reason("na na na na na na na na na na na na hey hey", scope: .document) == .documentCharacterRepetition
        )
        #expect(rule.reason("Nothing in this line comes twice, or hardly.") == nil)
    }
}
