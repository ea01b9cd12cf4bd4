import Documents
import Facts
import Testing
@testable import Curation

@Suite struct WordCountTests {
    @Test func bothEndsPass() throws {
        let rule = try TextRuleProbe("words", ["min": .integer(4), "max": .integer(1000)])
        #expect(rule.judge { $0.words = 3 } == .drop(.paragraphTooFewWords, detail: "3 < 4"))
        #expect(rule.judge { $0.words = 4 } == .keep)
        #expect(rule.judge { $0.words = 1000 } == .keep)
        #expect(rule.judge(scope: .document) { $0.words = 1001 } == .drop(.documentTooManyWords, detail: "1001 > 1000"))
    }

    @Test func oneEndIsEnough() throws {
        let rule = try TextRuleProbe("words", ["min": .integer(2)])
        #expect(rule.reason("One") == .paragraphTooFewWords)
        #expect(rule.reason("One two") == nil)
        #expect(try TextRuleProbe("words", [:]).reason("") == nil)
    }
}
