import CorpusKit
import Platform
import TestKit
import Testing

@testable import Exports

/// What `quarry export` and `quarry order` print with `--json` is as `schemas/answers/` says.
@Suite struct ExportAnswers {
    @Test func anExport() throws {
        var summary = ExportSummary()
        (summary.documents, summary.written, summary.takenDown) = (10, 9, 1)
        #expect(try Schema.problems(summary.json, answer: "export") == [])
        #expect(try Schema.problems(#"{"documents": 10}"#, answer: "export") != [])
    }

    @Test func anOrderAndASampleOfIt() throws {
        let scratch = try Scratch()
        let corpus = scratch.file("corpus")
        try Files.makeFolder(corpus)
        _ = try TinyCorpus(in: corpus)
        let path = scratch.file("corpus.order")
        let written = try OrderRun.run(corpus: corpus, seed: 3, path: path, sample: nil)
        #expect(try Schema.problems(written.json, answer: "order") == [])
        let sample = try OrderRun.run(corpus: corpus, seed: 3, path: path, sample: 1)
        #expect(try Schema.problems(sample.json, answer: "order") == [])
        #expect(try Schema.problems(#"{"sample": 1, "seed": 3}"#, answer: "order") != [])
    }
}
