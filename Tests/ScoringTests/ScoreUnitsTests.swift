import Annotations
import Configuration
import CorpusFiles
import Platform
import TestKit
import Testing

@testable import Scoring

/// Annotations of ranges of documents become those of shards.
@Suite struct ScoreUnitsTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Units of 4 documents among 10, of which some were done, by models of these checkpoints.
    private func units(_ done: [Int], checkpoint: (Int) -> String = { _ in "c" }, short: Int? = nil) throws
        -> ScoreUnits
    {
        let path = scratch.path
        let units = ScoreUnits(documents: 10, size: 4) { ScoreFolder(path: "\(path)/\($0)") }
        let summary = FileSummary(name: "s", bytes: 1, lines: 10, sha256: String(repeating: "0", count: 64))
        let shard = CorpusManifest.File("shards/s", .shard, summary)
        for unit in done {
            var made = units.range(unit).map { Annotation(document: String(repeating: "\($0)", count: 20)) }
            if unit == short { made.removeLast() }
            let model = ScoreModel(name: "m", checkpoint: checkpoint(unit), dtype: "f32")
            try ScoreFolder(path: "\(path)/\(unit)").write(made, shard: 0, model: model, of: shard)
        }
        return units
    }

    private func digits(_ annotations: [Annotation]) -> String {
        annotations.map { String($0.document.prefix(1)) }.joined()
    }

    @Test func aShardGetsItsDocumentsFromAllUnitsThatReachIntoIt() throws {
        var units = try units([0, 1, 2])
        #expect(units.count == 3 && units.range(2) == 8..<10)
        #expect(digits(try units.annotations(of: 0..<3)) == "012")
        #expect(digits(try units.annotations(of: 3..<9)) == "345678")
        #expect(digits(try units.annotations(of: 9..<10)) == "9")
        #expect(try units.annotations(of: 10..<10).isEmpty)
    }

    @Test func aUnitThatWasNotDoneLeavesItsDocumentsOut() throws {
        var units = try units([0, 2])
        #expect(!units.isDone(1))
        #expect(digits(try units.annotations(of: 2..<10)) == "2389")
    }

    @Test func unitsOfTwoModelsAreNotMixed() throws {
        var units = try units([0, 1], checkpoint: { "\($0)" })
        #expect(digits(try units.annotations(of: 0..<4)) == "0123")
        #expect(throws: PipelineError.self) { try units.annotations(of: 4..<8) }
    }

    @Test func aUnitThatLacksADocumentIsDamaged() throws {
        var units = try units([0], short: 0)
        #expect(throws: PipelineError.self) { try units.annotations(of: 0..<4) }
    }
}
