import CorpusFiles
import CorpusKit
import Documents
import Idefics
import Testing
import TestKit

@testable import Scoring

@Suite struct ModelVectorsTests {
    @Test(.needsShared("fixtures/idefics/tiny")) func equalTextsAreOnePlaceAndOthersAreNot() throws {
        let scratch = try Scratch()
        let texts = ["A cat on a mat.", "Stocks fell on Monday.", "A cat on a mat.", "The bank raised its rates."]
        let documents = texts.enumerated().map { number, text in
            Document(
                id: String(repeating: "0", count: 19) + "\(number)", url: "http://a.example/\(number)",
                nodes: [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: text)]))])
        }
        let model = try IdeficsModel(checkpoint: Shared.require("fixtures/idefics/tiny"))
        let rows = try ModelVectors.make(TinyCorpus.of(documents, in: scratch.path), model)
        #expect(rows.count == 4 && Set(rows.map(\.count)).count == 1 && rows[0].count > 0)
        #expect(rows.allSatisfy { abs($0.reduce(0) { $0 + $1 * $1 } - 1) < 1e-3 })
        #expect(rows[0] == rows[2] && rows[0] != rows[1] && rows[1] != rows[3])
    }
}
