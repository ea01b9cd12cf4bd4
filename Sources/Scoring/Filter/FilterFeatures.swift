import Documents
import Facts
import Platform

/// A document as a filter sees it: numbers that were measured, and which n-grams of words occur in it.
struct FilterExample {
    /// One number a dense feature; nil where it was not measured.
    let dense: [Double?]
    /// Buckets of the n-grams, each once, ascending.
    let ngrams: [Int]
}

/// Where a filter's numbers come from.
struct FilterFeatures: Sendable, Equatable {
    /// Columns of the index that are taken: text profile, counts, scores of models.
    let columns: [String]
    /// Words of an n-gram at most.
    let order: Int
    /// log2 of the number of buckets.
    let bits: Int

    /// What is computed from the document's images: means over those that were measured.
    static let imageFacts = ["image_log_pixels", "image_log_aspect"]
    /// Columns whose logarithm is taken: counts and other numbers without an upper end.
    private static let logarithmic: Set = ["words", "images", "tokens", "perplexity"]
    /// Columns that say where a document lies, not what it is.
    private static let places: Set = [
        "id", "number", "shard", "frame_offset", "frame_length", "offset", "length", "url", "captured", "language",
        "title", "domain", "tokens",
    ]

    /// Names of the dense features, in order.
    var names: [String] { columns + FilterFeatures.imageFacts }

    init(columns: [String], order: Int, bits: Int) { (self.columns, self.order, self.bits) = (columns, order, bits) }

    /// Everything that is measured in a corpus.
    init(allOf columns: [String], order: Int = 2, bits: Int = 18) {
        self.init(columns: columns.filter { !FilterFeatures.places.contains($0) }, order: order, bits: bits)
    }

    /// The example of a document with its values of `columns`.
    func example(_ document: Document, _ values: [Double?]) -> FilterExample {
        var dense: [Double?] = zip(columns, values).map { name, value in
            let isLogarithmic = FilterFeatures.logarithmic.contains { name == $0 || name.hasSuffix("_" + $0) }
            return value.map { isLogarithmic ? ($0 + 1).logarithm : $0 }
        }
        let sizes = document.images.compactMap(\.signals).filter { $0.width > 0 && $0.height > 0 }
        let pixels = sizes.map { Double($0.width * $0.height).logarithm }
        let aspects = sizes.map { abs((Double($0.width) / Double($0.height)).logarithm) }
        dense += [pixels.mean, aspects.mean]
        var buckets: Set<Int> = []
        forEachNGram(document.text) { _, bucket in buckets.insert(bucket) }
        return FilterExample(dense: dense, ngrams: buckets.sorted())
    }

    /// Gives every n-gram of a text with its bucket to `body`: words are runs of letters and digits, lower-cased.
    func forEachNGram(_ text: String, _ body: (_ ngram: String, _ bucket: Int) -> Void) {
        let words = text.lowercased().split { !($0.isLetter || $0.isNumber) }
        let mask = (UInt64(1) << UInt64(bits)) - 1
        for start in words.indices {
            var ngram = ""
            for word in words[start..<min(start + order, words.count)] {
                if !ngram.isEmpty { ngram += " " }
                ngram += word
                body(ngram, Int(XXH3.hash(ngram) & mask))
            }
        }
    }
}

extension [Double] {
    fileprivate var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}
