import Curation

/// Texts as n-grams of words; buffers are kept from call to call.
package struct TextWords: Sendable {
    private var sequence = WordSequence()
    private var shingles: [UInt64] = []

    /// No words.
    package init() {}

    /// The n-grams of texts that follow each other; none when they have fewer words.
    package mutating func ngrams(of texts: [String], width: Int) -> [UInt64] {
        sequence.begin()
        for text in texts { sequence.add(text) }
        guard sequence.words.count >= width else { return [] }
        sequence.words.withUnsafeBufferPointer { Shingles.fill(&shingles, words: $0, width: width) }
        return shingles
    }
}
