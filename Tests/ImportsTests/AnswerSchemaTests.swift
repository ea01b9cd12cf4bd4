import TestKit
import Testing

@testable import Imports

/// What `quarry import` prints with `--json` is as `schemas/answers/` says.
@Suite struct ImportAnswers {
    @Test func anImport() throws {
        var summary = ImportSummary()
        (summary.records, summary.unreadable, summary.documents) = (10, 1, 9)
        #expect(try Schema.problems(summary.json, answer: "import") == [])
        #expect(try Schema.problems(#"{"records": -1}"#, answer: "import") != [])
    }
}
