import Documents
import Facts
import Testing
@testable import Curation

@Suite struct StopWordRatioTests {
    @Test func aValueEqualToTheCutoffPasses() throws {
        let rule = try TextRuleProbe("stop-words", ["min": .number(0.3)])
        #expect(rule.judge { $0.stopWords = 0.3 } == .keep)
        #expect(!rule.judge { $0.stopWords = (0.3).nextDown }.isKept)
    }

    @Test func realText() throws {
        let rule = try TextRuleProbe("stop-words", ["min": .number(0.3)], lists: .obelics)
        #expect(rule.reason("Cheap laptops, printers, monitors, keyboards") == .paragraphTooFewStopWords)
        #expect(
            rule.reason("Cheap laptops, printers, monitors, keyboards", scope: .document) == .documentTooFewStopWords)
        #expect(rule.reason("This is the one that they had been looking for") == nil)
    }
}
