import Documents
import Foundation
import JSON
import Testing
import TestKit
@testable import Curation

@Suite struct PerplexityScorerTests {
    @Test func textIsNormalizedAsPublished() {
        #expect(PerplexityText.normalize("  A\nB\u{7}\u{9F}c\u{A0}d ") == "ABc d")
        #expect(PerplexityText.normalize("1984, ٣ ①") == "0000, 0 ①")
        #expect(PerplexityText.normalize("“Yes”—no… １％。") == "\"Yes\" - no... 0%.")
    }

    @Test(.needsShared("goldens/obelics")) func punctuationIsMappedAsPublished() throws {
        let map = try #require(Goldens.json("assets/lists.json")?["unicode_punctuation_map"]?.members)
        #expect(map.count == 34)
        for member in map {
            guard let value = UInt32(member.key, radix: 16), let scalar = Unicode.Scalar(value) else { continue }
            // A digit of any script is a 0 before the map is asked.
            let expected = scalar.properties.generalCategory == .decimalNumber ? "0" : member.value.string
            #expect(PerplexityText.normalize("a\(Character(scalar))b") == "a\(expected ?? "")b", "\(member.key)")
        }
    }

    @Test func perplexityIsOfThePiecesAndTheEnd() throws {
        let (model, tokenizer) = (Goldens.committed("ngrams/trie.bin"), Goldens.committed("sentencepiece/rules.model"))
        let scorer = try PerplexityScorer(model: model, tokenizer: tokenizer)
        let pieces = try SentencePieceModel(path: tokenizer).pieces(of: "the river")
        let score = try NGramModel(path: model).score(pieces)
        let expected = pow(10, -score / Double(pieces.count + 1))
        #expect(abs(scorer.perplexity(of: "the\u{A0}river\n") - expected) <= 0.05)
        #expect(scorer.perplexity(of: "") > 0)
    }

    @Test func theRuleJudgesDocuments() throws {
        let rule = RuleParameters([
            "max": .number(1), "model": .text(Goldens.committed("ngrams/both.bin")),
            "tokenizer": .text(Goldens.committed("sentencepiece/identity.model")),
        ])
        let set = try TextRuleSet(scope: .document, rules: [("perplexity", rule)], lists: .quarry)
        let document = Document(
            url: "", nodes: [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: "the river")]))])
        guard case .drop(.documentPerplexity, let detail) = set.judge(document) else {
            Issue.record("a perplexity of at most 1")
            return
        }
        #expect(detail.hasSuffix(" > 1"))
        var broken = rule
        broken["model"] = .text("/nonexistent")
        #expect(throws: RuleError.self) {
            try TextRuleSet(scope: .document, rules: [("perplexity", broken)], lists: .quarry)
        }
    }
}
