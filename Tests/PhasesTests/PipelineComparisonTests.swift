import Configuration
import CorpusFiles
import CorpusKit
import Documents
import Facts
import Platform
import Testing
import TestKit

@testable import Phases

@Suite struct PipelineComparisons {
    private func pipeline(_ text: String, _ scratch: Scratch, _ name: String) throws -> Pipeline {
        try Files.write(text, to: scratch.file(name))
        return try Pipeline.load(path: scratch.file(name))
    }

    @Test func aThresholdThatMovesIsToldRuleByRule() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("corpus"))
        let a = try pipeline("documents:\n  words: {min: 10}\nimages:\n  side: {min: 150}\n", scratch, "a.yaml")
        let b = try pipeline("documents:\n  words: {min: 3}\nimages:\n  side: {min: 700}\n", scratch, "b.yaml")
        let compared = try PipelineComparison(a, b, corpus: scratch.file("corpus"))
        #expect(compared.changes.map(\.path) == ["documents.words.min", "images.side.min"])
        #expect(compared.unknowable.isEmpty)
        let rows = Dictionary(uniqueKeysWithValues: compared.rows.map { ($0.reason.rawValue, $0) })
        #expect(rows["document.too-few-words"]?.returns == 1)
        // All pictures of the corpus are 640 wide.
        #expect(rows["image.too-small"]?.leaves == 24 && rows["image.too-small"]?.returns == 0)
        #expect(compared.text().contains("B drops 24 more"))
    }

    /// Which of its paragraphs are code no record says: read again, the page has no function words.
    @Test func aPageIsJudgedByWhatTheRunMeasured() throws {
        let scratch = try Scratch()
        let code = "var total = array.reduce(seed) { sum + item } return total"
        var document = Document(
            id: String(repeating: "a", count: 20), url: "https://a.example/",
            nodes: [
                .text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: code)])),
                .image(ImageNode(ordinal: 1, url: "https://a.example/a.png")),
            ])
        document.profile.words = 40
        document.profile.stopWords = 0.4
        document.profile.punctuation = 0.1
        _ = try TinyCorpus.of([document], in: scratch.file("corpus"))
        let rules = "text:\n  lists: quarry\ndocuments:\n  words: {min: 20}\n  stop-words: {min: 0.2}\n"
        let a = try pipeline(rules, scratch, "a.yaml")
        let b = try pipeline(rules.replacing("0.2", with: "0.5"), scratch, "b.yaml")
        let compared = try PipelineComparison(a, b, corpus: scratch.file("corpus"))
        #expect(compared.documents == 1 && compared.keptByA == 1 && compared.keptByB == 0)
    }

    @Test func theNumberThatDecidedIsRead() {
        #expect(PipelineComparison.value("0.31 > 0.1") == 0.31 && PipelineComparison.value("width 20 < 150") == 20)
        #expect(PipelineComparison.value("404") == nil && PipelineComparison.value("< 3") == nil)
    }

    @Test func whatOnlyARunCanTellIsSaid() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.file("corpus"))
        let a = try pipeline("extraction:\n  profile: quarry\n", scratch, "a.yaml")
        let b = try pipeline("extraction:\n  profile: obelics\n", scratch, "b.yaml")
        let compared = try PipelineComparison(a, b, corpus: scratch.file("corpus"))
        #expect(compared.unknowable.contains { $0.hasPrefix("extraction.") })
        #expect(try PipelineComparison(a, a, corpus: scratch.file("corpus")).text() == "the pipelines are the same")
    }
}
