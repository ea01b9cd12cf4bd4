import Configuration
import CorpusFiles
import CorpusKit
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
