import Documents
import Facts
import Testing
@testable import Curation

@Suite struct BannedURLWordsTests {
    @Test func publishedMatchesAnywhere() throws {
        let rule = try Images.rule("banned-url-words", ["match": .text("substring")])
        #expect(
            rule.judge(ImageNode(ordinal: 0, url: "http://visitessex.example/a.jpg"))
                == .drop(.imageBannedURL, detail: "sex"))
        #expect(rule.judge(ImageNode(ordinal: 0, url: "http://a.example/LOGO.jpg")) == .keep)
        #expect(
            rule.judge(ImageNode(ordinal: 0, url: "http://a.example/x?icon=1"))
                == .drop(.imageBannedURL, detail: "icon"))
    }

    @Test func tokensAreWholeWordsOfThePath() throws {
        let rule = try Images.rule("banned-url-words", [:])
        for url in [
            "http://logo.example/a.jpg", "http://a.example/silicon.jpg", "http://a.example/essex/x.png", "logo",
        ] {
            #expect(rule.judge(ImageNode(ordinal: 0, url: url)) == .keep, "\(url)")
        }
        for url in ["http://a.example/img/Logo-2x.png", "https://a.example/ICONS/x.png", "http://a.example?p=button"] {
            #expect(!rule.judge(ImageNode(ordinal: 0, url: url)).isKept, "\(url)")
        }
    }

    @Test func parametersAreChecked() {
        #expect(
            throws: RuleError.badValue(
                rule: "banned-url-words", parameter: "match", problem: "it must be 'substring' or 'token'")
        ) {
            try Images.rule("banned-url-words", ["match": .text("regex")])
        }
        #expect(throws: RuleError.badValue(rule: "banned-url-words", parameter: "words", problem: "an empty word")) {
            try Images.rule("banned-url-words", ["words": .list(["a", ""])])
        }
    }
}
