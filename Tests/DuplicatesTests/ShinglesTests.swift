import Curation
import TestKit
import Testing
@testable import Duplicates

@Suite struct ShinglesTests {
    static func shingles(_ words: [UInt32], width: Int = 5) -> [UInt64] {
        var out: [UInt64] = []
        words.withUnsafeBufferPointer { Shingles.fill(&out, words: $0, width: width) }
        return out
    }

    @Test("A text of n words has n - 4 shingles; a shorter one has one, one without words none")
    func counts() {
        #expect(Self.shingles([]).count == 0)
        #expect(Self.shingles([1, 2, 3]).count == 1)
        #expect(Self.shingles([1, 2, 3, 4, 5]).count == 1)
        #expect(Self.shingles([1, 2, 3, 4, 5, 6, 7]).count == 3)
    }

    @Test("Equal runs of words are equal shingles wherever they stand")
    func equalRuns() {
        let one = Self.shingles([9, 1, 2, 3, 4, 5, 8])
        let other = Self.shingles([7, 7, 1, 2, 3, 4, 5])
        #expect(one[1] == other[2])
        #expect(Set(one + other).count == 5)
    }

    @Test("The similarity of two sets is what they share over what they have")
    func jaccard() {
        var (one, other) = (ShingleSet(), ShingleSet())
        one.fill([1, 2, 3, 4, 4, 0])
        #expect(one.count == 5)
        let similar = other.fill([3, 4, 5, 6, 0, 0], comparedWith: one)
        #expect(similar == 3.0 / 7)
        let emptyAndFull = other.fill([], comparedWith: one)
        #expect(emptyAndFull == 0)
        one.fill([])
        let bothEmpty = other.fill([], comparedWith: one)
        #expect(bothEmpty == 0)
    }

    @Test("Sets of every size around the size of the table agree with Swift's")
    func sizes() {
        var random = SeededRandom(seed: 3)
        var (one, other) = (ShingleSet(), ShingleSet())
        for count in [1, 31, 32, 33, 500, 5000, 20] {
            let first = (0..<count).map { _ in UInt64.random(in: 0..<UInt64(count * 2), using: &random) }
            let second = (0..<count).map { _ in UInt64.random(in: 0..<UInt64(count * 2), using: &random) }
            one.fill(first)
            let expected = Double(Set(first).intersection(second).count) / Double(Set(first).union(second).count)
            let similarity = other.fill(second, comparedWith: one)
            #expect(similarity == expected)
        }
    }

    static func words(_ texts: [String]) -> [UInt32] {
        var sequence = WordSequence()
        sequence.begin()
        for text in texts { sequence.add(text) }
        return sequence.words
    }

    @Test("Words are told apart by letters and digits, not by case and the marks around them")
    func wordsOfText() {
        #expect(Self.words(["The cat, (the) “cat”!"]) == Self.words(["the CAT the cat"]))
        #expect(Self.words(["in 1998"]) != Self.words(["in 1999"]))
        #expect(Self.words(["w12 w13"])[0] != Self.words(["w12 w13"])[1])
        #expect(Self.words(["one two"]) == Self.words(["one", "two"]))
        #expect(Self.words(["— … !"]).isEmpty)
        #expect(Self.words(["one\u{A0}two\u{3000}three\r\nfour"]) == Self.words(["one two three four"]))
    }

    @Test("A text of a script without blanks has the words of its dictionary")
    func chinese() {
        #expect(Self.words(["我们今天去北京大学看朋友"]).count > 4)
        #expect(Self.words(["我们今天"]) == Self.words(["我们", "今天"]))
    }
}
