/// One level of a KenLM trie: n-grams of one length, sorted by their first word within a node, bit-packed as word,
/// weights and the start of their children.
struct KenLMTrieLevel: Sendable {
    /// The first byte behind the level.
    let end: Int
    private let base: Int
    private let count: Int
    private let wordBits: Int
    private let totalBits: Int
    private let nextBits: Int
    private let isLongest: Bool
    private let probabilities: KenLMQuantizer.Bins?
    private let backoffs: KenLMQuantizer.Bins?
    /// Where the high bits of the children change, when these are kept in an array: offsets of 64-bit indices.
    private let array: Range<Int>?

    init(_ head: KenLMFile, length: Int, at start: Int, quantizer: KenLMQuantizer?, pointerBits: Int) {
        count = head.counts[length - 1]
        isLongest = length == head.order
        wordBits = KenLMTrieLevel.bits(for: head.counts[0])
        probabilities = quantizer?.probabilities(length: length)
        backoffs = isLongest ? nil : quantizer?.backoffs(length: length)
        var at = start
        if isLongest {
            nextBits = 0
            array = nil
        } else {
            let required = KenLMTrieLevel.bits(for: head.counts[length])
            if head.kind.hasArrays {
                let chop = KenLMTrieLevel.choppedBits(
                    entries: count + 1, children: head.counts[length], limit: min(required, pointerBits))
                nextBits = required - chop
                let size = (head.counts[length] >> nextBits) + 1
                let first = (at + 7) / 8 * 8 + 8
                array = first..<first + 8 * size
                at += 8 * (1 + size) + 7
            } else {
                nextBits = required
                array = nil
            }
        }
        base = at
        let weights: Int
        if let probabilities {
            weights = probabilities.bits + (backoffs?.bits ?? 0)
        } else {
            weights = isLongest ? 31 : 63
        }
        totalBits = wordBits + weights + nextBits
        end = base + ((1 + count) * totalBits + 7) / 8 + 8
    }

    /// How many bits hold the numbers up to `value`.
    static func bits(for value: Int) -> Int { Int.bitWidth - value.leadingZeroBitCount }

    /// How many high bits of the children's start KenLM takes out of the entries: those that save the most.
    private static func choppedBits(entries: Int, children: Int, limit: Int) -> Int {
        let required = bits(for: children)
        var best = (chop: 0, change: Int.max)
        for chop in 0...max(0, limit) {
            let change = (children >> (required - chop)) * 64 - entries * chop
            if change < best.change { best = (chop, change) }
        }
        return best.chop
    }

    /// A range of entries as a node gives it, kept within the level.
    func clamped(_ begin: UInt64, _ end: UInt64) -> Range<Int> {
        let low = Int(min(begin, UInt64(count)))
        return low..<max(low, Int(min(end, UInt64(count))))
    }

    /// The entry of `word` among those of a node.
    func find(_ word: UInt32, in node: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Int? {
        var low = node.lowerBound
        var high = node.upperBound
        while low < high {
            let middle = (low + high) / 2
            let found = read(bytes, middle * totalBits, wordBits)
            if found == UInt64(word) { return middle }
            if found < UInt64(word) { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// The weights of an entry.
    func entry(_ index: Int, _ bytes: UnsafeRawBufferPointer) -> NGramEntry {
        let at = index * totalBits + wordBits
        guard let probabilities else {
            let probability = -Float(bitPattern: UInt32(read(bytes, at, 31)))
            if isLongest { return NGramEntry(probability: probability) }
            return NGramEntry(
                probability: probability, backoff: Float(bitPattern: UInt32(read(bytes, at + 31, 32))))
        }
        let shift = backoffs?.bits ?? 0
        let probability = probabilities.value(read(bytes, at + shift, probabilities.bits), bytes)
        let backoff = backoffs.map { $0.value(read(bytes, at, $0.bits), bytes) }
        return NGramEntry(probability: probability, backoff: backoff ?? 0)
    }

    /// The children of an entry in the next level.
    func children(of index: Int, _ bytes: UnsafeRawBufferPointer, next: KenLMTrieLevel) -> Range<Int> {
        let at = index * totalBits + totalBits - nextBits
        var begin = read(bytes, at, nextBits)
        var end = read(bytes, at + totalBits, nextBits)
        if let array {
            begin |= UInt64(highBits(index, array, bytes)) << UInt64(nextBits)
            end |= UInt64(highBits(index + 1, array, bytes)) << UInt64(nextBits)
        }
        return next.clamped(begin, end)
    }

    /// How many array elements after the first are at most `index`.
    private func highBits(_ index: Int, _ array: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> Int {
        var low = 1
        var high = array.count / 8
        while low < high {
            let middle = (low + high) / 2
            if bytes.load(array.lowerBound + 8 * middle, as: UInt64.self) <= UInt64(index) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low - 1
    }

    /// Up to 57 bits at a bit offset.
    @inline(__always)
    private func read(_ bytes: UnsafeRawBufferPointer, _ bit: Int, _ count: Int) -> UInt64 {
        bytes.load(base + bit >> 3, as: UInt64.self) >> UInt64(bit & 7) & ((1 << UInt64(count)) - 1)
    }
}
