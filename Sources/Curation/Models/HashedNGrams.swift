import Platform

/// N-grams in memory: one table of 64-bit hashes per order. Two n-grams with one hash are taken for one.
struct HashedNGrams: NGramStore {
    private(set) var order: Int
    let mayHaveGaps = true
    private var vocabulary: [UInt64: UInt32] = [:]
    private var unigrams: [NGramEntry]
    private var tables: [[UInt64: NGramEntry]]

    /// A model of nothing; the unknown word has the number 0 and log10 probability −100 until it is given.
    init(order: Int) {
        self.order = order
        unigrams = [NGramEntry(probability: -100)]
        tables = Array(repeating: [:], count: max(0, order - 1))
    }

    /// Numbers a word and gives it its entry; `<unk>` and `<UNK>` are the unknown word.
    mutating func add(word: UnsafeRawBufferPointer, _ entry: NGramEntry) {
        if word.elementsEqual("<unk>".utf8) || word.elementsEqual("<UNK>".utf8) {
            unigrams[0] = entry
        } else {
            vocabulary[XXH3.hash(word)] = UInt32(unigrams.count)
            unigrams.append(entry)
        }
    }

    /// Adds an n-gram of two words or more, in reading order.
    mutating func add(_ words: [UInt32], _ entry: NGramEntry) {
        var hash = UInt64(words[words.count - 1])
        for word in words.dropLast().reversed() { hash = HashedNGrams.combine(hash, word) }
        tables[words.count - 2][hash] = entry
    }

    /// Room for the n-grams a file announces.
    mutating func reserve(_ count: Int, length: Int) {
        if length == 1 { vocabulary.reserveCapacity(count) } else { tables[length - 2].reserveCapacity(count) }
    }

    func index(of word: UnsafeRawBufferPointer) -> UInt32 { vocabulary[XXH3.hash(word)] ?? 0 }

    func unigram(_ word: UInt32) -> (entry: NGramEntry, node: UInt64) { (unigrams[Int(word)], UInt64(word)) }

    func extend(_ node: inout UInt64, by word: UInt32, length: Int) -> NGramEntry? {
        node = HashedNGrams.combine(node, word)
        return tables[length - 2][node]
    }

    private static func combine(_ hash: UInt64, _ word: UInt32) -> UInt64 {
        var mixed = (hash ^ hash >> 29) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 32) &+ (UInt64(word) &+ 1) &* 0x9E37_79B9_7F4A_7C15
        return mixed
    }
}
