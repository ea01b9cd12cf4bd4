import Documents
import Facts
import Testing
@testable import Curation

@Suite struct RuleSetsTests {
    private func verdicts(_ set: TextRuleSet, _ stopWords: Double, _ language: String) -> Bool {
        var profile = TextProfile()
        profile.stopWords = stopWords
        return set.judge(profile, language: language).isKept
    }

    @Test func thresholdsOfALanguage() throws {
        let rules: [NamedRule] = [
            ("stop-words", RuleParameters(["min": .number(0.3)], languages: ["de": ["min": .number(0.2)]]))
        ]
        let set = try TextRuleSet(scope: .paragraph, rules: rules, lists: .quarry)
        #expect(verdicts(set, 0.25, "de"))
        #expect(!verdicts(set, 0.25, "en"))
        #expect(!verdicts(set, 0.25, ""))
        #expect(!verdicts(set, 0.1, "de"))
        #expect(verdicts(set, 0, "sw"), "no list for Swahili: the rule says nothing")
        let published = try TextRuleSet(
            scope: .paragraph, rules: [("stop-words", ["min": .number(0.3)])], lists: .obelics)
        #expect(!verdicts(published, 0, "ja"), "the published filter takes everything for English")
    }

    @Test func rulesWithoutListsHoldForEveryLanguage() throws {
        let set = try TextRuleSet(
            scope: .paragraph, rules: [("words", ["min": .integer(4)]), ("stop-words", ["min": .number(0.3)])],
            lists: .quarry)
        #expect(set.judge(TextProfile(), language: "sw") == .drop(.paragraphTooFewWords, detail: "0 < 4"))
        #expect(set.judgeAll(TextProfile(), language: "sw").count == 1)
        #expect(set.judgeAll(TextProfile(), language: "fr").count == 2)
    }

    @Test func theCatalogDecidesTheOrder() throws {
        let rules: [NamedRule] = [("stop-words", ["min": .number(1)]), ("words", ["min": .integer(4)])]
        let set = try TextRuleSet(scope: .document, rules: rules, lists: .obelics)
        #expect(set.names == ["words", "stop-words"])
        #expect(set.judge(TextProfile()) == .drop(.documentTooFewWords, detail: "0 < 4"))
    }

    @Test func aRuleWithoutItsListIsRefused() {
        #expect(throws: RuleError.missingList(rule: "common-words", list: "common words")) {
            try TextRuleSet(scope: .document, rules: [("common-words", ["min": .number(0.9)])], lists: .obelics)
        }
        #expect(throws: RuleError.self) {
            try TextRuleSet(scope: .document, rules: [("format", ["allow": .list([])])], lists: .obelics)
        }
        #expect(throws: RuleError.self) { try ImageRuleSet(rules: [("words", [:])]) }
    }

    @Test func imagesAreJudgedByWhatIsKnown() throws {
        let set = try ImageRuleSet(rules: Goldens.imageRules)
        #expect(set.names == ["banned-url-words", "format", "side", "rendered-side", "aspect-ratio", "per-document"])
        #expect(set.judge(ImageNode(ordinal: 0, url: "http://a.example/x.jpg")) == .keep)
        #expect(!set.judge(ImageNode(ordinal: 0, url: "http://a.example/logo.jpg")).isKept)
        let bad = Images.image("http://a.example/logo.gif", 10, 100, format: "gif")
        #expect(Goldens.checks(set.judgeAll(bad)) == ["url_ban_word", "format", "size", "size"])
    }
}
