import Platform

/// The tables of a quantised KenLM trie: for each length the probabilities and backoffs that its numbers stand for.
struct KenLMQuantizer: Sendable {
    /// One table of floats.
    struct Bins: Sendable {
        let start: Int
        let bits: Int

        func value(_ index: UInt64, _ bytes: UnsafeRawBufferPointer) -> Float {
            bytes.load(start + 4 * Int(index), as: Float.self)
        }
    }

    private let start: Int
    private let probabilityBits: Int
    private let backoffBits: Int

    /// Nil for a model that is not quantised.
    init?(_ head: KenLMFile, at offset: Int) throws(ModelError) {
        guard head.kind.isQuantized else { return nil }
        guard offset + 8 <= head.bytes.count, head.bytes[offset] == 2, (1...25).contains(head.bytes[offset + 1]),
            (1...25).contains(head.bytes[offset + 2])
        else { throw .malformed(path: head.file.path, problem: "its quantisation is of another version") }
        start = offset + 8
        probabilityBits = Int(head.bytes[offset + 1])
        backoffBits = Int(head.bytes[offset + 2])
    }

    private var middleSize: Int { 4 << probabilityBits + 4 << backoffBits }

    /// Bytes the tables take.
    func size(order: Int) -> Int { 8 + (order - 2) * middleSize + 4 << probabilityBits }

    /// The probabilities of n-grams of a length.
    func probabilities(length: Int) -> Bins { Bins(start: start + (length - 2) * middleSize, bits: probabilityBits) }

    /// The backoffs of n-grams of a length that is not the longest.
    func backoffs(length: Int) -> Bins {
        Bins(start: start + (length - 2) * middleSize + 4 << probabilityBits, bits: backoffBits)
    }
}
