import Platform

/// A KenLM binary with hash tables (`build_binary probing`), read in place.
struct KenLMProbing: NGramStore, Sendable {
    let mayHaveGaps = false
    let order: Int
    private let file: MappedFile
    private let vocabulary: Table
    private let unigrams: Int
    private let unigramCount: Int
    private let tables: [Table]

    /// An open-addressing table: entries of `stride` bytes that begin with their 64-bit key, 0 for none.
    private struct Table {
        let start: Int
        let buckets: Int
        let stride: Int

        var end: Int { start + buckets * stride }

        init(start: Int, entries: Int, multiplier: Float, stride: Int) {
            self.start = start
            self.stride = stride
            buckets = max(entries + 1, Int(multiplier * Float(entries)))
        }

        /// The offset of the entry with `key`, nil when there is none.
        func find(_ key: UInt64, in bytes: UnsafeRawBufferPointer) -> Int? {
            var bucket = Int(key % UInt64(buckets))
            for _ in 0..<buckets {
                let found = bytes.load(start + bucket * stride, as: UInt64.self)
                if found == key { return start + bucket * stride }
                if found == 0 { return nil }
                bucket = bucket + 1 == buckets ? 0 : bucket + 1
            }
            return nil
        }
    }

    init(_ head: KenLMFile) throws(ModelError) {
        order = head.order
        file = head.file
        let multiplier = head.probingMultiplier
        vocabulary = Table(start: head.start + 8, entries: head.counts[0], multiplier: multiplier, stride: 12)
        unigrams = vocabulary.end
        unigramCount = head.counts[0] + 1
        var at = unigrams + 8 * unigramCount
        var tables: [Table] = []
        for length in 2...head.order {
            let stride = length == head.order ? 12 : 16
            let table = Table(start: at, entries: head.counts[length - 1], multiplier: multiplier, stride: stride)
            tables.append(table)
            at = table.end
        }
        self.tables = tables
        guard at <= head.bytes.count else {
            throw .malformed(path: file.path, problem: "\(head.bytes.count) bytes, the head speaks of \(at)")
        }
    }

    func index(of word: UnsafeRawBufferPointer) -> UInt32 {
        guard let entry = vocabulary.find(MurmurHash.hash(word), in: file.bytes) else { return 0 }
        let index = file.bytes.load(entry + 8, as: UInt32.self)
        return Int(index) < unigramCount ? index : 0
    }

    func unigram(_ word: UInt32) -> (entry: NGramEntry, node: UInt64) {
        (entry(unigrams + 8 * Int(word)), UInt64(word))
    }

    func extend(_ node: inout UInt64, by word: UInt32, length: Int) -> NGramEntry? {
        node = (node &* 8_978_948_897_894_561_157) ^ ((1 &+ UInt64(word)) &* 17_894_857_484_156_487_943)
        guard let found = tables[length - 2].find(node, in: file.bytes) else { return nil }
        if length == order { return NGramEntry(probability: -abs(file.bytes.load(found + 8, as: Float.self))) }
        return entry(found + 8)
    }

    /// The sign of a probability is no sign but tells whether longer n-grams end with this one.
    private func entry(_ offset: Int) -> NGramEntry {
        NGramEntry(
            probability: -abs(file.bytes.load(offset, as: Float.self)),
            backoff: file.bytes.load(offset + 4, as: Float.self))
    }
}
