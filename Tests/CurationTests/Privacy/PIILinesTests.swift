import Platform
import TestKit
import Testing

@testable import Curation

/// Precision and recall on `Goldens/privacy/lines.txt`: sentences of seven countries, what is personal in `[[ ]]`.
@Suite struct PIILinesTests {
    private struct Score {
        var found = 0
        var wrong = 0
        var missed = 0
    }

    @Test func precisionAndRecallOnLinesOfSevenCountries() throws {
        let file = try Files.readText(Repository.root + "/Tests/CurationTests/Goldens/privacy/lines.txt")
        var scores: [String: Score] = [:]
        var lines = 0
        for line in file.split(separator: "\n") where !line.hasPrefix("#") {
            let fields = line.split(separator: "\t", maxSplits: 1)
            try #require(fields.count == 2, "\(line)")
            lines += 1
            score(String(fields[1]), &scores[String(fields[0]), default: Score()])
        }
        var all = Score()
        for (country, score) in scores.sorted(by: { $0.key < $1.key }) {
            print("privacy \(country): \(describe(score))")
            all.found += score.found
            all.wrong += score.wrong
            all.missed += score.missed
        }
        print("privacy, \(lines) lines: \(describe(all))")
        #expect(lines >= 300)
        #expect(scores.count == 7)
        #expect(all.wrong == 0)
        #expect(all.missed <= 8, "numbers that only their country would know, without a plus or a word before them")
    }

    /// Compares what is found with what is marked; a match counts when it begins and ends where the mark does.
    private func score(_ line: String, _ score: inout Score) {
        var text = ""
        var expected: Set<Range<Int>> = []
        for (index, piece) in line.split(separator: "[[", omittingEmptySubsequences: false).enumerated() {
            guard index > 0 else {
                text += piece
                continue
            }
            let parts = piece.split(separator: "]]", maxSplits: 1, omittingEmptySubsequences: false)
            let start = text.utf8.count
            text += parts[0]
            expected.insert(start..<text.utf8.count)
            if parts.count > 1 { text += parts[1] }
        }
        var plain = text
        let found = Set(plain.withUTF8 { PIIRedactor().matches($0).map(\.range) })
        score.found += found.intersection(expected).count
        score.wrong += found.subtracting(expected).count
        score.missed += expected.subtracting(found).count
        for range in found.subtracting(expected) {
            print("privacy, taken for personal: \(String(decoding: Array(text.utf8)[range], as: UTF8.self)) in \(text)")
        }
        for range in expected.subtracting(found) {
            print("privacy, missed: \(String(decoding: Array(text.utf8)[range], as: UTF8.self)) in \(text)")
        }
    }

    private func describe(_ score: Score) -> String {
        let precision = Double(score.found) / Double(max(1, score.found + score.wrong))
        let recall = Double(score.found) / Double(max(1, score.found + score.missed))
        return "precision \(Compact.text(precision)), recall \(Compact.text(recall)) "
            + "(\(score.found) found, \(score.wrong) wrong, \(score.missed) missed)"
    }
}
