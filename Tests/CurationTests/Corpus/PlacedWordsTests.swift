import Testing

@testable import Curation

@Suite struct PlacedWordsTests {
    @Test func wordsStandBetweenBlanksAndLinesEnd() {
        let numbers = PlacedWords("one  two\tone\n\n two ").numbers
        #expect(numbers.count == 7)
        #expect(numbers[0] == numbers[2] && numbers[1] == numbers[5] && numbers[0] != numbers[1])
        #expect(numbers.indices.filter { numbers[$0] == PlacedWords.lineEnd } == [3, 4, 6])
        #expect(PlacedWords("one two\nthree").longestLine == 2)
        #expect(PlacedWords("").numbers == [PlacedWords.lineEnd])
    }

    private func cut(_ text: String, _ runs: Range<Int>...) -> [String] {
        let (rest, cuts) = PlacedWords(text).cutting(runs)
        return [rest] + cuts
    }

    @Test func whatIsLeftIsJoinedByOneBlank() {
        #expect(cut("a b c d", 1..<3) == ["a d", "b c"])
        #expect(cut("a b c d", 0..<2) == ["c d", "a b"])
        #expect(cut("a b\u{20}\u{20}c d", 2..<4) == ["a b", "c d"])
        #expect(cut("ä ö\n  ü  é\nx", 2..<3) == ["ä ö\né\nx", "ü"])
        #expect(cut("a b\nc d\ne", 2..<4) == ["a b\ne", "c d"])
        #expect(cut("a b\nc d\ne", 1..<3, 4..<5) == ["a\nd", "b", "c", "e"])
        #expect(cut("a b", 0..<2) == ["", "a b"])
        #expect(cut("a  b\nc") == ["a  b\nc"])
    }

    @Test func signsThatStandAloneBesideItLeaveWithIt() {
        #expect(cut("- a b c", 1..<3) == ["c", "- a b"])
        #expect(cut("a | b – c", 2..<3) == ["a c", "| b –"])
        #expect(cut("a b | c d", 0..<2, 3..<5) == ["", "a b | c d"])
    }
}
