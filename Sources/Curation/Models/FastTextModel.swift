import Glibc
import Platform

/// A supervised fastText model (`.bin`, or quantised and pruned `.ftz`) with a hierarchical softmax, as the language
/// identification models lid.176 are: bags of words and character n-grams, averaged, into a Huffman tree of labels.
///
/// Source: Joulin et al. 2016 (arXiv 1607.01759, 1612.03651); the file layout is that of fastText 0.9.
struct FastTextModel: Sendable {
    /// Labels in the order of the file, without `__label__`.
    let labels: [String]
    private let dimension: Int
    private let buckets: UInt32
    private let gramLengths: ClosedRange<Int>
    private let words: ByteTable
    private let wordCount: Int
    private let isPruned: Bool
    private let pruned: IntegerTable
    private let input: FastTextMatrix
    private let output: [Float]
    private let tree: HuffmanTree

    /// Reads a model.
    /// - Throws: `ModelError` when it is no such model.
    init(path: String) throws(ModelError) {
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw .unreadable(error) }
        var reader = ModelReader(bytes: bytes, path: path)
        guard try reader.integer() == 793_712_314 else { throw reader.fault("it is no fastText model") }
        let version = try reader.integer()
        let arguments = try FastTextArguments(&reader)
        guard arguments.isSupervised else { throw .unsupported(path: path, feature: "a model without labels") }
        guard arguments.hasTree else {
            throw .unsupported(path: path, feature: "a loss other than hierarchical softmax")
        }
        guard arguments.wordGrams <= 1 else { throw .unsupported(path: path, feature: "word n-grams") }
        let dictionary = try FastTextDictionary(&reader)
        dimension = arguments.dimension
        buckets = UInt32(max(1, arguments.buckets))
        gramLengths = max(1, arguments.shortest)...max(1, arguments.shortest, version == 11 ? 0 : arguments.longest)
        words = dictionary.words
        wordCount = dictionary.wordCount
        labels = dictionary.labels
        isPruned = dictionary.isPruned
        pruned = dictionary.pruned
        let isQuantized = try reader.byte() != 0
        input = try FastTextMatrix(&reader, isQuantized: isQuantized)
        guard try reader.byte() == 0 else { throw .unsupported(path: path, feature: "a quantised output") }
        let outputMatrix = try FastTextMatrix(&reader, isQuantized: false)
        guard input.columns == dimension, outputMatrix.columns == dimension, outputMatrix.rows >= labels.count - 1,
            labels.count > 1
        else { throw reader.fault("its matrices do not fit its labels") }
        output = outputMatrix.values
        tree = HuffmanTree(counts: dictionary.labelCounts)
    }

    /// The most probable label of a line and its probability; nil for a line without any known word or n-gram.
    ///
    /// Words are split at ASCII white space and NUL; `</s>`, which fastText puts at the end of a line, is added.
    func predict(_ line: UnsafeBufferPointer<UInt8>) -> (label: Int, probability: Float)? {
        var sum = RowSum(columns: dimension)
        input.values.withUnsafeBufferPointer { values in
            var word: [UInt8] = [UInt8(ascii: "<")]
            for byte in line {
                if byte != 0x20 && !(0x09...0x0D).contains(byte) && byte != 0 {
                    word.append(byte)
                } else if word.count > 1 {
                    add(&word, &sum, values)
                }
            }
            if word.count > 1 { add(&word, &sum, values) }
            if let end = words["</s>".utf8.map { $0 }[...]] { sum.add(row: end, values) }
        }
        guard sum.count > 0 else { return nil }
        let hidden = sum.mean
        let (label, logarithm) = tree.best { node in dot(hidden, node) }
        return (label, exp(logarithm))
    }

    private func dot(_ hidden: [Float], _ node: Int) -> Float {
        var sum: Float = 0
        for at in 0..<dimension { sum += hidden[at] * output[node * dimension + at] }
        return sum
    }

    /// Adds a word's own vector, if it has one, and those of the n-grams of `<word>`; `word` begins with `<`, and is
    /// `<` again afterwards.
    private func add(_ word: inout [UInt8], _ sum: inout RowSum, _ values: UnsafeBufferPointer<Float>) {
        if let index = words[word[1...]] { sum.add(row: index, values) }
        word.append(UInt8(ascii: ">"))
        word.withUnsafeBufferPointer { word in
            for start in 0..<word.count where word[start] & 0xC0 != 0x80 {
                var hash: UInt32 = 2_166_136_261
                var at = start
                var length = 1
                while length <= gramLengths.upperBound && at < word.count {
                    repeat {
                        hash = (hash ^ UInt32(truncatingIfNeeded: Int32(Int8(bitPattern: word[at])))) &* 16_777_619
                        at &+= 1
                    } while at < word.count && word[at] & 0xC0 == 0x80
                    let isMark = length == 1 && (start == 0 || at == word.count)
                    if length >= gramLengths.lowerBound, !isMark, let row = row(hash % buckets) {
                        sum.add(row: row, values)
                    }
                    length &+= 1
                }
            }
        }
        word.removeLast(word.count - 1)
    }

    private func row(_ bucket: UInt32) -> Int? {
        guard isPruned else { return wordCount + Int(bucket) }
        return pruned[bucket].map { wordCount + Int($0) }
    }
}

/// The sum of rows of a matrix, and of how many.
private struct RowSum {
    private var total: [Float]
    private(set) var count = 0

    init(columns: Int) { total = [Float](repeating: 0, count: columns) }

    /// Adds a row; one that is not there adds nothing.
    @inline(__always)
    mutating func add(row: Int, _ values: UnsafeBufferPointer<Float>) {
        let columns = total.count
        guard row >= 0, (row &+ 1) &* columns <= values.count else { return }
        total.withUnsafeMutableBufferPointer { total in
            for at in 0..<columns { total[at] += values[row &* columns &+ at] }
        }
        count &+= 1
    }

    var mean: [Float] { total.map { $0 * (1 / Float(count)) } }
}

/// The arguments a fastText model was trained with, as far as they matter here.
private struct FastTextArguments {
    let dimension: Int
    let wordGrams: Int
    let hasTree: Bool
    let isSupervised: Bool
    let buckets: Int
    let shortest: Int
    let longest: Int

    init(_ reader: inout ModelReader) throws(ModelError) {
        dimension = try reader.integer()
        try reader.skip(4 * 4)  // window, epochs, least count, negatives
        wordGrams = try reader.integer()
        hasTree = try reader.integer() == 1
        isSupervised = try reader.integer() == 3
        buckets = try reader.integer()
        shortest = try reader.integer()
        longest = try reader.integer()
        try reader.skip(4 + 8)  // learning rate updates, sampling threshold
        guard (1...4096).contains(dimension), (0...1 << 28).contains(buckets), (0...16).contains(shortest),
            (0...16).contains(longest)
        else { throw reader.fault("impossible arguments") }
    }
}

/// Words, labels and what pruning left of the n-grams.
private struct FastTextDictionary {
    var words = ByteTable()
    var labels: [String] = []
    var labelCounts: [Int64] = []
    let wordCount: Int
    let isPruned: Bool
    var pruned = IntegerTable()

    init(_ reader: inout ModelReader) throws(ModelError) {
        let size = try reader.integer()
        wordCount = try reader.integer()
        let labelCount = try reader.integer()
        try reader.skip(8)
        let prunedCount = try reader.long()
        guard size == wordCount + labelCount, size >= 0, wordCount >= 0 else { throw reader.fault("impossible counts") }
        for index in 0..<size {
            let word = try reader.terminated()
            let count = try reader.long()
            if try reader.byte() == 0 {
                words.insert(word, index)
            } else {
                let label = String(decoding: word, as: UTF8.self)
                labels.append(label.hasPrefix("__label__") ? String(label.dropFirst(9)) : label)
                labelCounts.append(count)
            }
        }
        isPruned = prunedCount >= 0
        for _ in 0..<max(0, prunedCount) {
            let bucket = UInt32(truncatingIfNeeded: try reader.integer())
            pruned.insert(bucket, UInt32(truncatingIfNeeded: try reader.integer()))
        }
        guard labels.count == labelCount else { throw reader.fault("impossible labels") }
    }
}
