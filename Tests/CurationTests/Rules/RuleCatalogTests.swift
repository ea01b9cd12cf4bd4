import Testing

@testable import Curation

@Suite struct RuleCatalogTests {
    @Test func namesAreUniqueInAScopeAndDocumented() {
        for scope in RuleScope.allCases {
            let rules = RuleCatalog.rules(for: scope)
            #expect(Set(rules.map(\.name)).count == rules.count)
            for rule in rules {
                #expect(rule.summary.hasSuffix("."))
                for parameter in rule.parameters {
                    #expect(parameter.doc.hasSuffix(")") || parameter.doc.hasSuffix("."))
                }
                #expect(Set(rule.parameters.map(\.name)).count == rule.parameters.count)
            }
        }
    }

    @Test func theOrderIsThatOfTheChecks() {
        let names = RuleCatalog.rules(for: .paragraph).map(\.name)
        #expect(
            names == [
                "words", "character-repetition", "word-repetition", "special-characters", "flagged-words", "stop-words",
                "punctuation", "common-words", "spam-words",
            ])
    }

    @Test func everyRuleIsMadeFromItsRequiredParameters() throws {
        for descriptor in RuleCatalog.all where descriptor.name != "perplexity" {
            var given = RuleParameters()
            for parameter in descriptor.parameters where parameter.isRequired {
                given[parameter.name] = parameter.kind == .list ? .list(["x"]) : .number(0.5)
            }
            #expect(try descriptor.make(given).name == descriptor.name)
        }
    }

    @Test func mistakesAreNamed() throws {
        let rule = try RuleCatalog.rule("stop-words", scope: .paragraph)
        #expect(throws: RuleError.missingParameter(rule: "stop-words", parameter: "min")) { try rule.make([:]) }
        #expect(throws: RuleError.unknownParameter(rule: "stop-words", parameter: "max", known: ["min", "min-words"])) {
            try rule.make(["min": .number(0.1), "max": .number(1)])
        }
        #expect(throws: RuleError.wrongKind(rule: "stop-words", parameter: "min", expected: .number)) {
            try rule.make(["min": .text("much")])
        }
        #expect(throws: RuleError.unknownParameter(rule: "stop-words", parameter: "mni", known: ["min", "min-words"])) {
            try rule.make(RuleParameters(["min": .number(0.1)], languages: ["de": ["mni": .number(0)]]))
        }
        let words = try RuleCatalog.rule("words", scope: .document)
        #expect(throws: RuleError.badValue(rule: "words", parameter: "min", problem: "it is more than 'max'")) {
            try words.make(["min": .integer(5), "max": .integer(4)])
        }
        let unknown = #expect(throws: RuleError.self) { try RuleCatalog.rule("stopwords", scope: .image) }
        #expect(
            unknown?.description.hasPrefix("there is no image rule 'stopwords'; there are banned-url-words, ") == true)
    }
}
