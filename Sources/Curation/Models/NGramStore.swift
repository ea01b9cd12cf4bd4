import Documents

/// What a model says of an n-gram.
struct NGramEntry: Equatable {
    /// log10 of the probability of the last word after the others.
    var probability: Float
    /// log10 of the weight with which a longer n-gram falls back to it.
    var backoff: Float = 0
}

/// Where the n-grams of a model are kept. Look-ups start at a word and put the words before it in front, nearest first.
protocol NGramStore {
    /// Where a look-up has got to.
    associatedtype Node

    /// Longest n-gram, in words.
    var order: Int { get }
    /// Whether a longer n-gram may be there when a shorter one is not (ARPA files that were pruned).
    var mayHaveGaps: Bool { get }

    /// The number of a word, 0 for one the model does not know.
    func index(of word: UnsafeRawBufferPointer) -> UInt32
    /// A word by itself.
    func unigram(_ word: UInt32) -> (entry: NGramEntry, node: Node)
    /// The n-gram of `length` words that `word` makes of the one at `node`; nil when it is not there.
    func extend(_ node: inout Node, by word: UInt32, length: Int) -> NGramEntry?
}

extension NGramStore {
    /// log10 of the probability of a sentence, from its beginning to its end (the mark for the end included).
    func score(_ words: [UInt32], begin: UInt32, end: UInt32) -> Double {
        var history = [begin]
        var backoffs = [unigram(begin).entry.backoff]
        var total = 0.0
        for word in words { total += Double(step(word, &history, &backoffs)) }
        return total + Double(step(end, &history, &backoffs))
    }

    /// log10 of the probability of `word` after `history` (nearest first), which then has it in front.
    private func step(_ word: UInt32, _ history: inout [UInt32], _ backoffs: inout [Float]) -> Float {
        var (entry, node) = unigram(word)
        var probability = entry.probability
        var length = 1
        var newBackoffs = [entry.backoff]
        for (at, before) in history.enumerated() {
            if let longer = extend(&node, by: before, length: at + 2) {
                probability = longer.probability
                length = at + 2
                entry = longer
            } else {
                if !mayHaveGaps { break }
                entry = NGramEntry(probability: 0)
            }
            newBackoffs.append(entry.backoff)
        }
        for backoff in backoffs.dropFirst(length - 1) { probability += backoff }
        history.insert(word, at: 0)
        let kept = min(order - 1, newBackoffs.count)
        history.removeLast(max(0, history.count - kept))
        backoffs = Array(newBackoffs.prefix(kept))
        return probability
    }
}
