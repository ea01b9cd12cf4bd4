import Documents
import Facts
import Testing
@testable import Curation

@Suite struct AllowedLanguagesTests {
    private func judge(_ language: String, _ parameters: RuleParameters) throws -> Verdict {
        var document = Document(url: "", nodes: [])
        document.language = language
        return try TextRuleSet(scope: .document, rules: [("language", parameters)], lists: .obelics).judge(document)
    }

    @Test func onlyTheListedStay() throws {
        #expect(try judge("de", ["allow": .list(["en", "de"])]) == .keep)
        #expect(try judge("fr", ["allow": .list(["en", "de"])]) == .drop(.documentLanguage, detail: "fr"))
        #expect(try judge("", ["allow": .list(["en"])]) == .keep)
        #expect(
            try judge("", ["allow": .list(["en"]), "unknown": .flag(false)])
                == .drop(.documentLanguage, detail: "unknown"))
    }
}
