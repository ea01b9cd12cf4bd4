import Documents
import Facts
import Testing

@testable import Curation

/// Values at thresholds, parameters of every kind, and what is said of mistakes.
@Suite struct RuleEdgesTests {
    @Test(
        "numbers have four decimals at most and no zeros at their end",
        arguments: [
            (0, "0"), (12.5, "12.5"), (-0.5, "-0.5"), (0.25, "0.25"), (100, "100"), (0.99996, "1"), (-0.00004, "0"),
            (0.00006, "0.0001"), (10.01, "10.01"), (999_999_999, "999999999"), (1e9, "1000000000.0"),
            (-.infinity, "-inf"),
        ] as [(Double, String)])
    func compact(value: Double, text: String) { #expect(Compact.text(value) == text) }

    @Test("as many decimals as it takes to tell two numbers apart: four, six, nine or all") func comparisons() {
        #expect(Compact.comparison(0.31, "<", 0.4) == "0.31 < 0.4")
        #expect(Compact.comparison(0.10001, ">", 0.1) == "0.10001 > 0.1")
        #expect(Compact.comparison(0.100000002, ">", 0.1) == "0.100000002 > 0.1")
        #expect(Compact.comparison(0.1000000004, ">", 0.1) == "0.1000000004 > 0.1")
        #expect(Compact.text(0.256, decimals: 2) == "0.26")
    }

    @Test("a value equal to the limit stays on both sides, and ends of a range belong to it") func verdicts() {
        let (low, high) = (Reason.documentTooFewWords, Reason.documentTooManyWords)
        #expect(Verdict.atMost(0.5, 0.5, else: high).isKept && !Verdict.atMost(0.5, 0.5001, else: high).isKept)
        #expect(Verdict.atLeast(0.5, 0.5, else: low).isKept && !Verdict.atLeast(0.5, 0.4999, else: low).isKept)
        #expect(Verdict.atLeast(0.5, 0.25, else: low) == .drop(low, detail: "0.25 < 0.5"))
        #expect(
            (1...5).map { Verdict.within(2...4, $0, below: low, above: high).isKept } == [
                false, true, true, true, false,
            ])
        #expect(Verdict.within(2...4, 1, below: low, above: high) == .drop(low, detail: "1 < 2"))
        #expect(Verdict.within(2...4, 5, below: low, above: high) == .drop(high, detail: "5 > 4"))
    }

    // MARK: Parameters

    @Test("a value is read as its own kind; a whole number is a number too") func kinds() {
        let given: RuleParameters = [
            "i": .integer(3), "n": .number(0.5), "t": .text("x"), "l": .list(["a"]), "f": .flag(false),
        ]
        #expect(given.integer("i") == 3 && given.number("i") == 3 && given.number("n") == 0.5)
        #expect(given.text("t") == "x" && given.list("l") == ["a"] && given.flag("f") == false)
        for name in ["n", "t", "l", "f", "none"] { #expect(given.integer(name) == nil) }
        for name in ["t", "l", "f", "none"] { #expect(given.number(name) == nil) }
        for name in ["i", "n", "l", "f"] { #expect(given.text(name) == nil) }
        for name in ["i", "n", "t", "f"] { #expect(given.list(name) == nil) }
        for name in ["i", "n", "t", "l"] { #expect(given.flag(name) == nil) }
        var changed = given
        changed["i"] = .integer(4)
        changed["f"] = nil
        #expect(changed.integer("i") == 4 && changed.flag("f") == nil && given.integer("i") == 3)
    }

    @Test("a language's own values go before the general ones, the others stay") func languages() {
        let given = RuleParameters(["min": .integer(1), "max": .integer(9)], languages: ["de": ["min": .integer(5)]])
        #expect(given.resolved(for: "de") == ["min": .integer(5), "max": .integer(9)])
        #expect(given.resolved(for: "fr") == ["min": .integer(1), "max": .integer(9)])
        #expect(given.resolved(for: "") == RuleParameters(given.values))
    }

    @Test(
        "a parameter takes values of its kind only, a number whole ones too",
        arguments: [
            (.integer, [true, false, false, false, false]), (.number, [true, true, false, false, false]),
            (.text, [false, false, true, false, false]), (.list, [false, false, false, true, false]),
            (.flag, [false, false, false, false, true]),
        ] as [(RuleParameter.Kind, [Bool])])
    func accepts(kind: RuleParameter.Kind, expected: [Bool]) {
        let values: [RuleParameters.Value] = [.integer(1), .number(1), .text("1"), .list(["1"]), .flag(true)]
        #expect(values.map(RuleParameter("p", kind, doc: "").accepts) == expected)
    }

    @Test("min and max may be equal, and values of languages are checked without those they lack") func checks() throws
    {
        let words = try RuleCatalog.rule("words", scope: .paragraph)
        #expect(throws: Never.self) { try words.make(["min": .integer(4), "max": .integer(4)]) }
        let stop = try RuleCatalog.rule("stop-words", scope: .paragraph)
        #expect(throws: Never.self) {
            try stop.make(RuleParameters(["min": .number(0.3)], languages: ["de": ["min-words": .integer(3)]]))
        }
        #expect(throws: RuleError.wrongKind(rule: "stop-words", parameter: "min", expected: .number)) {
            try stop.make(RuleParameters(["min": .number(0.3)], languages: ["de": ["min": .flag(true)]]))
        }
    }

    @Test("what is wrong is said in a sentence each") func errors() {
        let errors: [(RuleError, String)] = [
            (
                .unknownRule("x", scope: .paragraph, known: ["a", "b"]),
                "there is no paragraph rule 'x'; there are a, b"
            ),
            (
                .unknownParameter(rule: "r", parameter: "p", known: ["a", "b"]),
                "the rule 'r' has no parameter 'p'; it has a, b"
            ),
            (.missingParameter(rule: "r", parameter: "p"), "the rule 'r' needs 'p'"),
            (.wrongKind(rule: "r", parameter: "p", expected: .integer), "'p' of the rule 'r' must be an integer"),
            (.wrongKind(rule: "r", parameter: "p", expected: .number), "'p' of the rule 'r' must be a number"),
            (.badValue(rule: "r", parameter: "p", problem: "q"), "'p' of the rule 'r': q"),
            (.badModel(rule: "r", problem: "q"), "the rule 'r' is on, but q"),
            (
                .missingList(rule: "r", list: "l"),
                "the rule 'r' is on, but there is no list of l; give its file or take the rule out"
            ),
        ]
        for (error, text) in errors { #expect(error.description == text) }
    }

    @Test("each rule stands in its section and says what it looks at and what it needs") func catalog() throws {
        #expect(
            RuleCatalog.rules(for: .image).map(\.name) == [
                "banned-url-words", "format", "side", "rendered-side", "aspect-ratio", "blank", "nsfw", "nsfw-document",
                "per-document",
            ])
        #expect(
            RuleCatalog.rules(for: .document).map(\.name) == [
                "words", "character-repetition", "word-repetition", "special-characters", "flagged-words", "stop-words",
                "punctuation", "common-words", "language", "perplexity",
            ])
        for rule in RuleCatalog.rules(for: .image) {
            let isOfDocument = ["nsfw-document", "per-document"].contains(rule.name)
            #expect((rule.judges == .document) == isOfDocument && (rule.judges == .image) != isOfDocument)
        }
        func need(_ name: String) throws -> RuleDescriptor.Need? { try RuleCatalog.rule(name, scope: .document).need }
        #expect(try need("stop-words") == .stopWords && need("common-words") == .commonWords)
        #expect(
            try need("language") == .languageModel && need("perplexity") == .perplexityModel && need("words") == nil)
        #expect(try RuleCatalog.rule("language", scope: .document).judges == .document)
    }

    // MARK: Sets

    @Test("of a rule that is given twice the last counts") func twice() throws {
        let set = try TextRuleSet(
            scope: .paragraph, rules: [("words", ["min": .integer(9)]), ("words", ["min": .integer(2)])],
            lists: .obelics)
        var profile = TextProfile()
        profile.words = 3
        #expect(set.names == ["words"] && set.judge(profile).isKept)
        let images = try ImageRuleSet(rules: [("side", ["min": .integer(9)]), ("side", ["min": .integer(2)])])
        #expect(images.judge(Images.image("", 3, 3)).isKept && images.names == ["side"])
    }

    @Test("a document is judged by its text first, then by itself; both can be asked alone") func both() throws {
        let set = try TextRuleSet(
            scope: .document, rules: [("language", ["allow": .list(["en"])]), ("words", ["min": .integer(3)])],
            lists: .quarry)
        #expect(set.names == ["words", "language"] && set.scope == .document)
        var document = Document(url: "", nodes: [])
        document.language = "fr"
        #expect(set.judge(document) == .drop(.documentTooFewWords, detail: "0 < 3"))
        #expect(set.judgeItself(document) == .drop(.documentLanguage, detail: "fr"))
        document.profile.words = 3
        #expect(set.judge(document) == .drop(.documentLanguage, detail: "fr"))
        document.language = "en"
        #expect(set.judge(document) == .keep && set.judgeItself(document) == .keep)
    }

    @Test("rules over the number of images judge documents, not images") func images() throws {
        let set = try ImageRuleSet(rules: [("per-document", ["min": .integer(1), "max": .integer(2)])])
        func document(_ count: Int) -> Document {
            Document(url: "", nodes: (0..<count).map { .image(ImageNode(ordinal: $0, url: "u\($0)")) })
        }
        #expect(set.judge(document(0)) == .drop(.documentNoImage, detail: "0 < 1"))
        #expect(set.judge(document(1)) == .keep && set.judge(document(2)) == .keep)
        #expect(set.judge(document(3)) == .drop(.documentTooManyImages, detail: "3 > 2"))
        #expect(set.judge(Images.image()) == .keep && set.judgeAll(Images.image()).isEmpty)
    }

    @Test("values of a language without a list hold for it as well") func ownValues() throws {
        let set = try TextRuleSet(
            scope: .paragraph,
            rules: [("words", RuleParameters(["min": .integer(5)], languages: ["sw": ["min": .integer(2)]]))],
            lists: .quarry)
        var profile = TextProfile()
        profile.words = 3
        #expect(set.judge(profile, language: "sw").isKept && !set.judge(profile, language: "zu").isKept)
        #expect(!set.judge(profile, language: "en").isKept && !set.judge(profile).isKept)
        #expect(AnyRule.text(WordCount(range: 0...1, reasons: (.documentNoText, .documentNoText))).name == "words")
    }
}
