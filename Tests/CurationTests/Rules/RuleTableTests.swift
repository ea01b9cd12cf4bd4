import Documents
import Facts
import Testing

@testable import Curation

/// Every rule at its threshold: the value kept, the neighbour that leaves, and for which reason.
@Suite struct RuleTableTests {
    private typealias Change = @Sendable (inout TextProfile, Double) -> Void

    private static let most: [(String, Change, Reason, Reason)] = [
        (
            "character-repetition", { $0.characterRepetition = $1 }, .paragraphCharacterRepetition,
            .documentCharacterRepetition
        ),
        ("word-repetition", { $0.wordRepetition = $1 }, .paragraphWordRepetition, .documentWordRepetition),
        ("special-characters", { $0.specialCharacters = $1 }, .paragraphSpecialCharacters, .documentSpecialCharacters),
        ("flagged-words", { $0.flaggedWords = $1 }, .paragraphFlaggedWords, .documentFlaggedWords),
    ]
    private static let least: [(String, Change, Reason, Reason)] = [
        ("stop-words", { $0.stopWords = $1 }, .paragraphTooFewStopWords, .documentTooFewStopWords),
        ("punctuation", { $0.punctuation = $1 }, .paragraphTooLittlePunctuation, .documentTooLittlePunctuation),
        ("common-words", { $0.commonWords = $1 }, .paragraphTooFewCommonWords, .documentTooFewCommonWords),
    ]

    @Test("shares that may be at most so large, and no other share, decide") func atMost() throws {
        for (name, change, paragraph, document) in Self.most {
            let rule = try TextRuleProbe(name, ["max": .number(0.25)])
            for (scope, reason) in [(RuleScope.paragraph, paragraph), (.document, document)] {
                #expect(rule.judge(scope: scope) { change(&$0, 0.25) } == .keep, "\(name)")
                #expect(
                    rule.judge(scope: scope) { change(&$0, 0.26) } == .drop(reason, detail: "0.26 > 0.25"), "\(name)")
                for other in Self.most where other.0 != name {
                    #expect(rule.judge(scope: scope) { other.1(&$0, 1) } == .keep, "\(name), \(other.0)")
                }
            }
        }
    }

    @Test("shares that must be at least so large, and no other share, decide") func atLeast() throws {
        for (name, change, paragraph, document) in Self.least {
            let rule = try TextRuleProbe(name, ["min": .number(0.25)])
            for (scope, reason) in [(RuleScope.paragraph, paragraph), (.document, document)] {
                #expect(rule.judge(scope: scope) { change(&$0, 0.25) } == .keep, "\(name)")
                #expect(
                    rule.judge(scope: scope) { change(&$0, 0.24) } == .drop(reason, detail: "0.24 < 0.25"), "\(name)")
                for other in Self.least where other.0 != name {
                    #expect(
                        rule.judge(scope: scope) { other.1(&$0, 1) } == .drop(reason, detail: "0 < 0.25"), "\(name)")
                }
            }
        }
    }

    @Test("too short a text passes: by words, or by tokens unless it has none") func exemptions() throws {
        let stop = try TextRuleProbe("stop-words", ["min": .number(0.5), "min-words": .integer(10)])
        #expect(stop.judge { $0.words = 9 } == .keep && stop.judge { $0.words = 10 } != .keep)
        let always = try TextRuleProbe("stop-words", ["min": .number(0.5)])
        #expect(always.judge { $0.words = 0 } != .keep)
        let punctuation = try TextRuleProbe("punctuation", ["min": .number(0.5)])
        #expect(punctuation.judge { $0.tokens = 11 } == .keep && punctuation.judge { $0.tokens = 12 } != .keep)
        #expect(punctuation.judge { $0.tokens = 0 } != .keep && punctuation.judge { $0.tokens = 1 } == .keep)
        #expect(punctuation.judge(scope: .document) { $0.tokens = 1 } != .keep)
        let own = try TextRuleProbe("punctuation", ["min": .number(0.5), "min-tokens": .integer(3)])
        for scope in [RuleScope.paragraph, .document] {
            #expect(
                own.judge(scope: scope) { $0.tokens = 2 } == .keep && own.judge(scope: scope) { $0.tokens = 3 } != .keep
            )
            #expect(own.judge(scope: scope) { $0.tokens = 0 } != .keep)
        }
    }

    @Test("words are counted from the fewest to the most, reasons by what is judged") func words() throws {
        let rule = try TextRuleProbe("words", ["min": .integer(4), "max": .integer(6)])
        #expect(rule.judge { $0.words = 4 } == .keep && rule.judge { $0.words = 6 } == .keep)
        #expect(rule.judge { $0.words = 3 } == .drop(.paragraphTooFewWords, detail: "3 < 4"))
        #expect(rule.judge { $0.words = 7 } == .drop(.paragraphTooManyWords, detail: "7 > 6"))
        #expect(rule.judge(scope: .document) { $0.words = 3 } == .drop(.documentTooFewWords, detail: "3 < 4"))
        #expect(rule.judge(scope: .document) { $0.words = 7 } == .drop(.documentTooManyWords, detail: "7 > 6"))
        let open = try TextRuleProbe("words", [:])
        #expect(open.judge { $0.words = 0 } == .keep && open.judge { $0.words = .max } == .keep)
    }

    @Test("the limit of spam words itself is not kept") func spam() throws {
        let rule = try TextRuleProbe("spam-words", ["below": .number(0.12)])
        #expect(rule.judge { $0.spamWords = 0.1199 } == .keep)
        #expect(rule.judge { $0.spamWords = 0.12 } != .keep)
        #expect(rule.judge { $0.spamWords = 0.2 } == .drop(.paragraphSpamWords, detail: "0.2 >= 0.12"))
    }

    // MARK: Images

    private func judge(_ name: String, _ parameters: RuleParameters, _ image: ImageNode) throws -> String {
        switch try Images.rule(name, parameters).judge(image) {
        case .keep: "keep"
        case .drop(let reason, let detail): "\(reason.rawValue) \(detail)"
        }
    }

    @Test(
        "the shorter side decides first, then the longer one",
        arguments: [
            (150, 150, "keep"), (149, 400, "image.too-small 149 < 150"), (400, 149, "image.too-small 149 < 150"),
            (150, 1000, "keep"), (150, 1001, "image.too-large 1001 > 1000"), (1001, 150, "image.too-large 1001 > 1000"),
            (149, 1001, "image.too-small 149 < 150"),
        ])
    func side(width: Int, height: Int, says: String) throws {
        #expect(
            try judge("side", ["min": .integer(150), "max": .integer(1000)], Images.image("", width, height)) == says)
    }

    @Test(
        "width is divided by height, both ends are kept",
        arguments: [
            (100, 200, "keep"), (200, 100, "keep"), (201, 100, "image.aspect-ratio 2.01 > 2"),
            (49, 100, "image.aspect-ratio 0.49 < 0.5"), (5, 0, "keep"),
        ])
    func ratio(width: Int, height: Int, says: String) throws {
        #expect(
            try judge("aspect-ratio", ["min": .number(0.5), "max": .number(2)], Images.image("", width, height)) == says
        )
        #expect(try judge("aspect-ratio", [:], Images.image("", width, height)) == "keep")
    }

    @Test("an image that was not measured passes what is measured") func unmeasured() throws {
        let image = ImageNode(ordinal: 0, url: "http://a.example/x.jpg")
        #expect(try judge("side", ["min": .integer(150)], image) == "keep")
        #expect(try judge("aspect-ratio", ["min": .number(9)], image) == "keep")
        #expect(try judge("format", ["allow": .list(["png"])], image) == "keep")
        #expect(try judge("blank", [:], image) == "keep" && judge("nsfw", ["max": .number(0)], image) == "keep")
        #expect(try judge("format", ["allow": .list(["png"])], Images.image(format: "")) == "keep")
    }

    @Test("a format has several names; others are told") func formats() throws {
        #expect(try judge("format", ["allow": .list(["jpg"])], Images.image(format: "jpeg")) == "keep")
        #expect(try judge("format", ["allow": .list(["jpeg", "png"])], Images.image(format: "png")) == "keep")
        #expect(try judge("format", ["allow": .list(["jpeg"])], Images.image(format: "gif")) == "image.format gif")
        #expect(try judge("format", ["allow": .list([])], Images.image(format: "gif")) == "image.format gif")
    }

    @Test("images of one colour are known by two hashes, or by those that are given") func blank() throws {
        #expect(try judge("blank", [:], Images.image(phash: "0000000000000000")) == "image.blank 0000000000000000")
        #expect(try judge("blank", [:], Images.image(phash: "8000000000000000")) == "image.blank 8000000000000000")
        #expect(try judge("blank", [:], Images.image(phash: "8000000000000001")) == "keep")
        #expect(try judge("blank", [:], Images.image(phash: "")) == "keep")
        #expect(
            try judge("blank", ["hashes": .list(["00ff"])], Images.image(phash: "ff")) == "image.blank 00000000000000ff"
        )
        #expect(try judge("blank", ["hashes": .list(["00ff"])], Images.image(phash: "0")) == "keep")
        #expect(
            throws: RuleError.badValue(
                rule: "blank", parameter: "hashes", problem: "'xyz' is not 16 hexadecimal digits")
        ) {
            try Images.rule("blank", ["hashes": .list(["xyz"])])
        }
    }

    @Test("a score that is the limit is kept, of a document the worst picture counts") func nsfw() throws {
        func image(_ score: Double?) -> ImageNode {
            var image = Images.image()
            image.signals?.nsfw = score
            return image
        }
        #expect(try judge("nsfw", ["max": .number(0.5)], image(0.5)) == "keep")
        #expect(try judge("nsfw", ["max": .number(0.5)], image(0.51)) == "image.nsfw 0.51 > 0.5")
        let rule = try Images.rule("nsfw-document", ["max": .number(0.5)])
        func document(_ scores: Double?...) -> Document { Document(url: "", nodes: scores.map { .image(image($0)) }) }
        #expect(rule.judge(document()) == .keep && rule.judge(document(nil, 0.5)) == .keep)
        #expect(rule.judge(document(0.1, 0.9, 0.6)) == .drop(.documentNSFW, detail: "0.9 > 0.5"))
    }

    @Test(
        "a banned word is a whole word of the path, or anything in the URL",
        arguments: [
            ("http://logo.example/x.jpg", nil, "logo.example"), ("http://a.example/logo.jpg", "logo", "logo"),
            ("http://a.example/LOGOS/x", "logo", nil), ("http://a.example/catalogo/x", nil, "logo"),
            ("http://a.example?logo=1", "logo", "logo"), ("http://a.example/logo2", nil, "logo"),
            ("http://a.example/x-logo_1.png", "logo", "logo"), ("http://a.example/logo\u{E9}", nil, "logo"),
        ] as [(String, String?, String?)])
    func banned(url: String, token: String?, substring: String?) throws {
        let words: RuleParameters.Value = .list(["icon", "logo"])
        let image = Images.image(url)
        #expect(
            try judge("banned-url-words", ["words": words], image) == token.map { "image.banned-url \($0)" } ?? "keep")
        let anywhere = try judge("banned-url-words", ["words": words, "match": .text("substring")], image)
        #expect(anywhere == (substring == nil ? "keep" : "image.banned-url logo"))
    }

    @Test("other ways to match, and an empty word, are refused") func bannedFaults() {
        #expect(
            throws: RuleError.badValue(
                rule: "banned-url-words", parameter: "match", problem: "it must be 'substring' or 'token'")
        ) { try Images.rule("banned-url-words", ["match": .text("word")]) }
        #expect(throws: RuleError.badValue(rule: "banned-url-words", parameter: "words", problem: "an empty word")) {
            try Images.rule("banned-url-words", ["words": .list(["a", ""])])
        }
    }

    // MARK: Documents

    @Test("a language must be allowed and sure; an unknown one stays unless it must not") func languages() throws {
        func judge(_ parameters: RuleParameters, _ language: String, _ probability: Double = 1) throws -> Verdict {
            let set = try TextRuleSet(scope: .document, rules: [("language", parameters)], lists: .quarry)
            var document = Document(url: "", nodes: [])
            (document.language, document.languageProbability) = (language, probability)
            return set.judgeItself(document)
        }
        let strict: RuleParameters = ["allow": .list(["en", "de"]), "min": .number(0.8)]
        #expect(try judge(strict, "de", 0.8) == .keep)
        #expect(try judge(strict, "en", 0.79) == .drop(.documentLanguage, detail: "en 0.79 < 0.8"))
        #expect(try judge(strict, "fr", 1) == .drop(.documentLanguage, detail: "fr"))
        #expect(try judge(strict, "", 0) == .keep)
        #expect(try judge(["unknown": .flag(false)], "") == .drop(.documentLanguage, detail: "unknown"))
        #expect(try judge(["unknown": .flag(true)], "") == .keep && judge([:], "xx", 0) == .keep)
    }

    @Test(
        "a document is split into parts of about as many pictures",
        arguments: [
            (3, 3, [3]), (4, 3, [2, 2]), (7, 3, [3, 3, 1]), (8, 3, [3, 3, 2]), (5, 1, [1, 1, 1, 1, 1]), (5, 0, [5]),
        ])
    func parts(count: Int, most: Int, images: [Int]) {
        let document = Document(url: "u", nodes: (0..<count).map { .image(ImageNode(ordinal: $0, url: "u\($0)")) })
        let parts = document.parts(images: most)
        #expect(parts.map(\.imageCount) == images)
        #expect(parts.map(\.url) == images.indices.map { $0 == 0 ? "u" : "u#part-\($0 + 1)" })
        #expect(parts.flatMap(\.images).map(\.ordinal) == Array(0..<count))
    }

    @Test("a part begins with the heading before its picture, else with what follows the last one, else with itself")
    func beginnings() {
        func text(_ ordinal: Int, _ role: Paragraph.Role = .body) -> Node {
            .text(TextNode(paragraphs: [Paragraph(ordinal: ordinal, text: "t\(ordinal)", role: role)]))
        }
        func image(_ ordinal: Int) -> Node { .image(ImageNode(ordinal: ordinal, url: "u\(ordinal)")) }
        func first(_ nodes: [Node]) -> Int? {
            Document(url: "", nodes: nodes).parts(images: 1).last?.nodes.first?.ordinal
        }
        #expect(first([image(0), image(1)]) == 1)
        #expect(first([image(0), text(1), image(2)]) == 1)
        #expect(first([image(0), .divide(ordinal: 1), text(2), image(3)]) == 1)
        let headed = Node.text(
            TextNode(paragraphs: [
                Paragraph(ordinal: 1, text: "of the first"), Paragraph(ordinal: 2, text: "Second", role: .heading),
                Paragraph(ordinal: 3, text: "of the second"),
            ]))
        #expect(
            Document(url: "", nodes: [image(0), headed, image(4)]).parts(images: 1).map(\.text) == [
                "of the first", "Second\n\nof the second",
            ])
    }
}
