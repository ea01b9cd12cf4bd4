import Documents
import Facts
import Testing
@testable import Curation

@Suite struct PunctuationRatioTests {
    private let eleven = "one two three four five six seven eight nine ten eleven"

    @Test func shortParagraphsPass() throws {
        let rule = try TextRuleProbe("punctuation", ["min": .number(0.001)])
        #expect(rule.reason(eleven) == nil)
        #expect(rule.reason(eleven + " twelve") == .paragraphTooLittlePunctuation)
        #expect(rule.reason(eleven + " twelve.") == nil)
    }

    @Test func documentsAndTextWithoutTokensDoNot() throws {
        let rule = try TextRuleProbe("punctuation", ["min": .number(0.03)])
        #expect(rule.reason(eleven, scope: .document) == .documentTooLittlePunctuation)
        #expect(rule.reason("— —") == .paragraphTooLittlePunctuation)
        #expect(rule.judge(scope: .document) { $0.punctuation = 0.03 } == .keep)
    }

    @Test func theNumberOfTokensIsAParameter() throws {
        let rule = try TextRuleProbe("punctuation", ["min": .number(0.5), "min-tokens": .integer(3)])
        #expect(rule.reason("two words") == nil)
        #expect(rule.reason("just three words") == .paragraphTooLittlePunctuation)
    }
}
