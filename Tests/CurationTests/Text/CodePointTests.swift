import Testing

@testable import Curation

/// Tables of code points, UTF-8 by hand, and windows of words, all against their definitions.
@Suite struct CodePointTests {
    @Test("ranges are hexadecimal and inclusive, parted by any white space; what is none is left out") func ranges() {
        #expect(CodePointRanges.parse("41-5A 5F\n  61-61\n") == [0x41...0x5A, 0x5F...0x5F, 0x61...0x61])
        #expect(CodePointRanges.parse("5A-41 x 10FFFF -5 7-") == [0x10FFFF...0x10FFFF])
        #expect(CodePointRanges.parse("").isEmpty)
        #expect(CodePointRanges.words(" a\nb  c") == [[0x61], [0x62], [0x63]])
    }

    @Test("the complement has what no range has, whatever their order and however they overlap") func complement() {
        #expect(CodePointRanges.complement(of: []) == [0...0x10_FFFF])
        #expect(CodePointRanges.complement(of: [0...0x10_FFFF]) == [])
        #expect(CodePointRanges.complement(of: [5...9, 0...2]) == [3...4, 10...0x10_FFFF])
        #expect(CodePointRanges.complement(of: [1...9, 3...4, 10...11]) == [0...0, 12...0x10_FFFF])
        #expect(CodePointRanges.complement(of: [7...0x10_FFFF]) == [0...6])
    }

    @Test("runs of lower case have a stride and a distance with its sign") func runs() {
        let runs = CodePointRanges.parseRuns("41-5A/1+32 178-178/1-121\n100-12E/2+1 9-1/1+1 41/1+1 41-42/0+1 41-42/1")
        #expect(runs.map(\.range) == [0x41...0x5A, 0x178...0x178, 0x100...0x12E])
        #expect(runs.map(\.stride) == [1, 1, 2] && runs.map(\.distance) == [32, -121, 1])
    }

    private func decoded(_ bytes: [UInt8]) -> [UInt32] {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return [] }
            let (scalar, next) = UTF8Decoding.scalar(base, 0, buffer.count)
            return [scalar, UInt32(next)]
        }
    }

    @Test(
        "the first and the last code point of every length",
        arguments: [
            ([0xC2, 0x80], 0x80), ([0xDF, 0xBF], 0x7FF), ([0xE0, 0xA0, 0x80], 0x800), ([0xED, 0x9F, 0xBF], 0xD7FF),
            ([0xEE, 0x80, 0x80], 0xE000), ([0xEF, 0xBF, 0xBF], 0xFFFF), ([0xF0, 0x90, 0x80, 0x80], 0x10000),
            ([0xF4, 0x8F, 0xBF, 0xBF], 0x10FFFF),
        ] as [([UInt8], UInt32)])
    func scalars(bytes: [UInt8], scalar: UInt32) {
        #expect(decoded(bytes) == [scalar, UInt32(bytes.count)])
        #expect(decoded(bytes + [0x41]) == [scalar, UInt32(bytes.count)])
        // Each cut of it is no code point; one byte is passed over.
        for count in 1..<bytes.count { #expect(decoded(Array(bytes[..<count])) == [0xFFFD, 1]) }
        for place in 1..<bytes.count {
            var broken = bytes
            broken[place] = 0x41
            #expect(decoded(broken) == [0xFFFD, 1])
        }
    }

    @Test(
        "overlong forms, surrogates and what is beyond Unicode are one byte that does not fit",
        arguments: [
            [0x80], [0xBF, 0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF],
            [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]])
    func noScalars(bytes: [UInt8]) { #expect(decoded(bytes) == [0xFFFD, 1]) }

    // MARK: Windows

    private func shares(_ values: [UInt32], _ width: Int) -> [Double] {
        var counter = WindowCounter()
        values.withUnsafeBufferPointer { counter.count($0, width: width) }
        return [counter.topShare(), counter.repeatedShare()]
    }

    @Test("windows that occur more than once, and the most frequent of them, as shares of all") func windows() {
        #expect(shares([1, 1, 1, 1, 1], 2) == [1, 1])
        // 12 23 31 12 24: two of five.
        #expect(shares([1, 2, 3, 1, 2, 4], 2) == [0.4, 0.4])
        #expect(shares([1, 2, 3], 2) == [0, 0] && shares([1, 2], 3) == [0, 0] && shares([], 1) == [0, 0])
        #expect(shares([1, 2], 2) == [0, 0] && shares([7, 7], 1) == [1, 1])
    }

    @Test(
        "only so many of the most frequent count as the root of the different ones, also where they are very frequent")
    func top() {
        func values(_ counts: [Int], once: Int) -> [UInt32] {
            counts.enumerated().flatMap { [UInt32](repeating: UInt32($0.offset), count: $0.element) }
                + (0..<once).map { UInt32(100 + $0) }
        }
        // Nine different ones: the three most frequent of 187.
        #expect(shares(values([2, 10, 100, 70], once: 5), 1) == [180.0 / 187, 182.0 / 187])
        #expect(shares(values([63, 64, 65, 2], once: 5), 1) == [192.0 / 199, 194.0 / 199])
        #expect(shares(values([3, 2, 2], once: 0), 1) == [3.0 / 7, 1])
    }

    @Test("a counter forgets the text before") func again() {
        var counter = WindowCounter()
        ([5, 5, 5, 5] as [UInt32]).withUnsafeBufferPointer { counter.count($0, width: 1) }
        ([1, 2, 3] as [UInt32]).withUnsafeBufferPointer { counter.count($0, width: 1) }
        #expect(
            counter.topShare() == 0 && counter.repeatedShare() == 0 && counter.windows == 3 && counter.distinct == 3)
        ([] as [UInt32]).withUnsafeBufferPointer { counter.count($0, width: 1) }
        #expect(counter.windows == 0 && counter.topShare() == 0)
    }

    // MARK: Counts

    @Test("counts of texts add up one by one") func counts() {
        var one = TextCounts()
        (one.characters, one.special, one.unspaced, one.runs, one.marks, one.words) = (1, 2, 3, 4, 5, 6)
        (one.listed.stop, one.listed.flagged, one.listed.spam, one.listed.common) = (7, 8, 9, 10)
        var sum = one
        sum.add(one)
        #expect([sum.characters, sum.special, sum.unspaced, sum.runs, sum.marks, sum.words] == [2, 4, 6, 8, 10, 12])
        #expect([sum.listed.stop, sum.listed.flagged, sum.listed.spam, sum.listed.common] == [14, 16, 18, 20])
    }

    @Test("spaces of every kind are folded at both ends and beside each other, other signs of their rows are not")
    func spaces() {
        #expect(StandardSpaces.fold("\u{A0}a\u{3000}\u{2003}b\u{FFFC}") == " a  b ")
        #expect(
            StandardSpaces.fold("\u{2001}\u{2004}\u{2006}\u{2007}\u{200B}\u{3001}\u{A1}\u{83}\u{FFFD}").contains(" ")
                == false)
    }
}
