import Documents
import Platform

/// A KenLM binary with a trie (`build_binary trie`, with `-q`, `-b` and `-a` or without), read in place.
struct KenLMTrie: NGramStore, Sendable {
    let mayHaveGaps = false
    let order: Int
    private let file: MappedFile
    private let words: Range<Int>
    private let unigrams: Int
    private let unigramCount: Int
    private let levels: [KenLMTrieLevel]

    /// Entries of the next level that belong to a node.
    typealias Node = Range<Int>

    init(_ head: KenLMFile) throws(ModelError) {
        order = head.order
        file = head.file
        let bytes = head.bytes
        var at = head.start
        func need(_ end: Int) throws(ModelError) {
            guard end <= bytes.count else {
                throw .malformed(path: head.file.path, problem: "\(bytes.count) bytes, the head speaks of \(end)")
            }
        }
        try need(at + 8 + 8 * head.counts[0])
        let known = bytes.load(at, as: UInt64.self)
        guard known <= UInt64(head.counts[0]) else {
            throw .malformed(path: head.file.path, problem: "more words than it says")
        }
        words = at + 8..<at + 8 + 8 * Int(known)
        at += 8 + 8 * head.counts[0]
        let quantizer = try KenLMQuantizer(head, at: at)
        at += quantizer?.size(order: head.order) ?? 0
        unigrams = at
        unigramCount = head.counts[0] + 2
        at += 16 * unigramCount
        try need(at + 16)
        let pointerBits = head.kind.hasArrays && head.order > 2 ? Int(bytes[at + 1]) : 0
        var levels: [KenLMTrieLevel] = []
        for length in 2...head.order {
            let level = KenLMTrieLevel(
                head, length: length, at: at, quantizer: quantizer, pointerBits: pointerBits)
            at = level.end
            levels.append(level)
        }
        self.levels = levels
        try need(at)
    }

    func index(of word: UnsafeRawBufferPointer) -> UInt32 {
        let hash = MurmurHash.hash(word)
        var low = 0
        var high = words.count / 8
        while low < high {
            let middle = (low + high) / 2
            let found = file.bytes.load(words.lowerBound + 8 * middle, as: UInt64.self)
            if found == hash { return UInt32(middle + 1) }
            if found < hash { low = middle + 1 } else { high = middle }
        }
        return 0
    }

    func unigram(_ word: UInt32) -> (entry: NGramEntry, node: Node) {
        let at = unigrams + 16 * Int(word)
        let entry = NGramEntry(
            probability: file.bytes.load(at, as: Float.self), backoff: file.bytes.load(at + 4, as: Float.self))
        let begin = file.bytes.load(at + 8, as: UInt64.self)
        let end = file.bytes.load(at + 24, as: UInt64.self)
        return (entry, levels[0].clamped(begin, end))
    }

    func extend(_ node: inout Node, by word: UInt32, length: Int) -> NGramEntry? {
        let level = levels[length - 2]
        guard let index = level.find(word, in: node, file.bytes) else { return nil }
        if length < order { node = level.children(of: index, file.bytes, next: levels[length - 1]) }
        return level.entry(index, file.bytes)
    }
}
