import Glibc

/// What the text metrics need to know of a code point, in one load from a two-stage table.
///
/// Stage one maps `scalar >> 8` to a block, stage two has 256 bytes a block; blocks that are equal are stored once.
struct CharacterClasses: Sendable {
    /// Counts for the special character ratio.
    static let special: UInt8 = 1 << 0
    /// Its lower case is special: stripped from both ends of a word.
    static let strip: UInt8 = 1 << 1
    /// Part of a token of the punctuation ratio: a word character or `'`.
    static let token: UInt8 = 1 << 2
    /// A sign that ends or parts sentences, a token by itself; the published filters know `, ; : ? ! .`.
    static let punctuation: UInt8 = 1 << 3
    /// Splits words.
    static let split: UInt8 = 1 << 4
    /// Has a lower case of its own.
    static let cased: UInt8 = 1 << 5
    /// Of a script that does not part its words by blanks.
    static let unspaced: UInt8 = 1 << 6
    /// Of a script in which a blank parts clauses, and no sign does.
    static let clause: UInt8 = 1 << 7

    let stageOne: [UInt16]
    let stageTwo: [UInt8]
    /// The block of lower-case code points of `scalar >> 8`; only to be asked for what is `cased`.
    let lowerStageOne: [UInt16]
    let lowerStageTwo: [UInt32]
    /// By byte: the lower case of an ASCII letter, 0 for every other byte.
    let letters: [UInt8]
    /// Whether words of scripts without blanks are told apart.
    let hasUnspaced: Bool

    /// Classes for the sets of a list.
    init(_ sets: CharacterSets) {
        var flat = [UInt8](repeating: 0, count: 0x11_0000)
        func mark(_ ranges: [ClosedRange<UInt32>], _ bit: UInt8) {
            flat.withUnsafeMutableBufferPointer { flat in
                for range in ranges {
                    // By index: this is half of the start of a worker where a range is asked for each of its numbers without optimization.
                    var scalar = Int(range.lowerBound)
                    while scalar <= Int(range.upperBound) {
                        flat[scalar] |= bit
                        scalar += 1
                    }
                }
            }
        }
        mark(CodePointRanges.parse(WordCharacters.ranges) + sets.marks + [0x27...0x27], Self.token)
        mark(sets.punctuation, Self.punctuation)
        mark(sets.unspaced + sets.clauses, Self.unspaced)
        mark(sets.clauses, Self.clause)
        mark(sets.blanks, Self.split)
        mark(sets.special, Self.special | Self.strip)
        var lower = sets.folding
        for run in CodePointRanges.parseRuns(LowerCase.runs) {
            for scalar in stride(from: run.range.lowerBound, through: run.range.upperBound, by: Int(run.stride)) {
                lower[scalar] = UInt32(Int32(scalar) + run.distance)
            }
        }
        lower[0x130] = 0x69  // its second code point, U+0307, is put in by the scan
        for (scalar, small) in lower {
            flat[Int(scalar)] |= Self.cased
            let strips = flat[Int(small)] & Self.special != 0
            flat[Int(scalar)] = strips ? flat[Int(scalar)] | Self.strip : flat[Int(scalar)] & ~Self.strip
        }
        hasUnspaced = !sets.unspaced.isEmpty || !sets.clauses.isEmpty
        letters = (0..<256).map { byte in
            let isLetter = (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            return isLetter && flat[byte] & Self.strip == 0 ? UInt8(byte) | 0x20 : 0
        }
        (stageOne, stageTwo) = Self.compress(flat)
        (lowerStageOne, lowerStageTwo) = Self.compressLower(lower)
    }

    /// The classes of a code point.
    subscript(scalar: UInt32) -> UInt8 { stageTwo[Int(stageOne[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)] }

    /// The tables as pointers, valid during `body`.
    func withTables(_ body: (TextScan.Tables) -> Void) {
        stageOne.withUnsafeBufferPointer { one in
            stageTwo.withUnsafeBufferPointer { two in
                lowerStageOne.withUnsafeBufferPointer { lowerOne in
                    lowerStageTwo.withUnsafeBufferPointer { lowerTwo in
                        letters.withUnsafeBufferPointer { letters in
                            body(
                                TextScan.Tables(
                                    one: one, two: two, lowerOne: lowerOne, lowerTwo: lowerTwo, letters: letters))
                        }
                    }
                }
            }
        }
    }

    private static func compress(_ flat: [UInt8]) -> ([UInt16], [UInt8]) {
        var blocks: [[UInt8]: UInt16] = [:]
        var one: [UInt16] = []
        var two: [UInt8] = []
        for start in stride(from: 0, to: flat.count, by: 256) {
            // Most blocks are like the one before; hashing 256 bytes for each would be half of a worker's start.
            if start > 0, isRepeated(flat, at: start), let last = one.last {
                one.append(last)
                continue
            }
            let block = Array(flat[start..<start + 256])
            let index = blocks[block] ?? UInt16(blocks.count)
            if blocks[block] == nil {
                blocks[block] = index
                two += block
            }
            one.append(index)
        }
        return (one, two)
    }

    /// Whether 256 bytes are those before them.
    private static func isRepeated(_ flat: [UInt8], at start: Int) -> Bool {
        flat.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return false }
            return memcmp(base + start, base + start - 256, 256) == 0
        }
    }

    private static func compressLower(_ lower: [UInt32: UInt32]) -> ([UInt16], [UInt32]) {
        var one = [UInt16](repeating: .max, count: 0x1100)
        var two: [UInt32] = []
        for page in Set(lower.keys.map { $0 >> 8 }).sorted() {
            one[Int(page)] = UInt16(two.count >> 8)
            for scalar in page << 8..<(page + 1) << 8 { two.append(lower[scalar] ?? scalar) }
        }
        return (one, two)
    }
}
