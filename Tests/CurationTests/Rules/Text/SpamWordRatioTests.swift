import Documents
import Facts
import Testing
@testable import Curation

@Suite struct SpamWordRatioTests {
    @Test func theCutoffItselfLeaves() throws {
        let rule = try TextRuleProbe("spam-words", ["below": .number(0.12)])
        #expect(rule.judge { $0.spamWords = 0.12 } == .drop(.paragraphSpamWords, detail: "0.12 >= 0.12"))
        #expect(rule.judge { $0.spamWords = 0.119 } == .keep)
        #expect(rule.reason("Subscribe to the newletter") == .paragraphSpamWords)
    }
}
