import CorpusFiles
import CorpusKit
import Inspection
import JSON
import Platform
import Testing
import TestKit

@Suite struct Comparing {
    @Test func wordsThatChangedAreFound() {
        #expect(
            WordDiff("a b c d", "a x c d e").pieces == [
                .same("a "), .removed("b "), .added("x "), .same("c "), .removed("d"), .added("d e"),
            ])
        #expect(WordDiff("one two", "one two").isEmpty)
        #expect(WordDiff("", "new").pieces == [.added("new")] && WordDiff("old", "").pieces == [.removed("old")])
    }

    @Test func aDiffGivesBothTextsBack() {
        var random = SplitMix64(seed: 4)
        for _ in 0..<300 {
            func text() -> String {
                (0..<Int(random.next() % 12)).map { _ in ["red ", "green ", "blue "][Int(random.next() % 3)] }.joined()
            }
            let (old, new) = (text(), text())
            var (before, after) = ("", "")
            for piece in WordDiff(old, new).pieces {
                switch piece {
                case .same(let text):
                    before += text
                    after += text
                case .removed(let text): before += text
                case .added(let text): after += text
                }
            }
            #expect(before == old && after == new)
        }
    }

    @Test func textsWithNothingInCommonEndSoon() {
        let old = (0..<20_000).map { "a\($0)" }.joined(separator: " ")
        let new = (0..<20_000).map { "b\($0)" }.joined(separator: " ")
        #expect(WordDiff(old, new).pieces.count == 2)
    }

    @Test func twoCorporaSideBySide() throws {
        let scratch = try Scratch()
        let one = try TinyCorpus.ofTexts(["same text", "old words here", "only there"], in: scratch.file("a"))
        let two = try TinyCorpus.ofTexts(["same text", "new words here"], in: scratch.file("b"))
        let compared = try CompareInspection(one, two, listing: .onlyInA)
        #expect(compared.shared == 2 && compared.changed.count == 1)
        #expect(compared.onlyInA == 1 && compared.onlyInB == 0)
        #expect(compared.lone.map(\.row.number) == [2])
        let text = try CompareInspection(one, two).text()
        #expect(text.contains("in both    2") && text.contains("  changed  1"))
        #expect(try JSONValue(parsing: compared.json)["units"]?["document"]?["a"]?["written"]?.integer == 3)
        let diff = try DocumentDiff(compared.changed[0], in: one, and: two)
        #expect(diff.text().contains("[-old -]{+new +}words here"))
        let ids = try one.index.ids()
        #expect(try DocumentDiff(ids[0], and: ids[0], in: one).text().contains("the texts are the same"))
        #expect(try DocumentDiff(ids[0], and: ids[1], in: one).json.hasPrefix(#"{"same":false,"#))
        #expect(throws: InspectionError.self) { try DocumentDiff(ids[0], and: "none", in: one) }
    }
}
