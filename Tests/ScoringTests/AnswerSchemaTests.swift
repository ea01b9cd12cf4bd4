import JSON
import Testing
import TestKit

@testable import Scoring

/// What `quarry select` and `quarry train-filter` print with `--json` is as `schemas/answers/` says.
@Suite struct ScoringAnswers {
    private func problems(_ text: String, _ name: String) throws -> [String] {
        try Schema.problems(text, answer: name)
    }

    @Test func aSelection() throws {
        var summary = SelectSummary()
        (summary.documents, summary.kept, summary.keptImages) = (10, 4, 7)
        #expect(try problems(summary.json, "select") == [])
        #expect(try problems(#"{"documents": -1}"#, "select") != [])
    }

    @Test func aFilter() throws {
        let report = FilterReport([(0.2, false), (0.9, true), (0.7, false), (0.8, true)])
        #expect(try problems(report.json, "filter") == [])
        #expect(try problems(#"{"auc": 2}"#, "filter") != [])
    }
}
