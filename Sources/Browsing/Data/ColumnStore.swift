import Annotations
package import CorpusFiles
package import Platform

/// The columns of a corpus' documents in memory, by number: what facets, histograms and sorting read.
///
/// 10^6 documents with ten numbers each are 60 MB; a facet of all of them is counted in milliseconds.
package final class ColumnStore: Sendable {
    /// How many documents there are.
    package let count: Int
    /// Language, domain, year of capture.
    let categories: [CategoryColumn]
    /// Every number that the index or a model has of a document.
    let numbers: [NumberColumn]

    private static let notNumbers: Set = [
        "id", "number", "shard", "frame_offset", "frame_length", "offset", "length", "url", "captured", "language",
        "title", "domain",
    ]

    /// Reads the index of a corpus and what models said.
    /// - Throws: `StorageError`.
    package init(_ corpus: Corpus) throws(StorageError) {
        let count = try corpus.index.documentCount()
        self.count = count
        var builders = [CategoryBuilder("language"), CategoryBuilder("domain"), CategoryBuilder("year")]
        try corpus.index.forEachFacet { language, domain, captured in
            builders[0].append(language)
            builders[1].append(domain)
            builders[2].append(String(captured.prefix(4)))
        }
        categories = builders.map { $0.column }
        let index = try ScoredIndex(corpus)
        let names = index.documentColumns.filter { !Self.notNumbers.contains($0) }
        var values = names.map { _ in [Float](repeating: .nan, count: count) }
        try index.forEachDocument(names) { number, _, row in
            guard number < count else { return }
            for (column, value) in row.enumerated() { if let value { values[column][number] = Float(value) } }
        }
        numbers = zip(names, values).map { NumberColumn(name: $0, values: $1) }.filter { !$0.isEmpty }
    }

    /// The column of numbers of a name.
    func numbers(_ name: String) -> NumberColumn? { numbers.first { $0.name == name } }

    /// The category of a name.
    func category(_ name: String) -> CategoryColumn? { categories.first { $0.name == name } }
}

/// A column of names.
struct CategoryColumn: Sendable {
    let name: String
    /// The different values; the code of a value is its place.
    let values: [String]
    /// By document.
    let codes: [Int32]
    /// By code: how many documents.
    let totals: [Int]

    /// The code of a value, nil when no document has it.
    func code(_ value: String) -> Int32? { values.firstIndex(of: value).map(Int32.init) }
}

/// Collects a column of names.
private struct CategoryBuilder {
    private let name: String
    private var places: [String: Int32] = [:]
    private var values: [String] = []
    private var codes: [Int32] = []
    private var totals: [Int] = []

    init(_ name: String) { self.name = name }

    mutating func append(_ value: String) {
        let code = places[value] ?? Int32(values.count)
        if Int(code) == values.count {
            places[value] = code
            values.append(value)
            totals.append(0)
        }
        codes.append(code)
        totals[Int(code)] += 1
    }

    var column: CategoryColumn { CategoryColumn(name: name, values: values, codes: codes, totals: totals) }
}

/// A column of numbers, with the bins of its histogram.
struct NumberColumn: Sendable {
    static let binCount = 24

    let name: String
    /// By document; NaN where there is none.
    let values: [Float]
    /// By document: its bin, 255 for none.
    let bins: [UInt8]
    /// The lower edges of the bins, and the upper one of the last; what is outside lies in the bins at the ends.
    let edges: [Float]
    /// By bin: how many documents.
    let totals: [Int]

    /// Whether no document has a number, or all have the same.
    var isEmpty: Bool { edges.isEmpty }

    /// Bins of equal width over the middle 98 %; whole numbers that reach far (words) in steps that grow.
    init(name: String, values: [Float]) {
        self.name = name
        self.values = values
        let step = max(1, values.count / 50_000)
        let sample = stride(from: 0, to: values.count, by: step).map { values[$0] }.filter { !$0.isNaN }.sorted()
        guard let first = sample.first, let last = sample.last, last > first else {
            (bins, edges, totals) = ([], [], [])
            return
        }
        let (low, high) = (sample[sample.count / 100], sample[sample.count - 1 - sample.count / 100])
        let (bottom, top) = high > low ? (low, high) : (first, last)
        let isWide = bottom >= 0 && top > 50 * max(1, sample[sample.count / 2] * 0.2) && top > 100
        let edges = (0...Self.binCount).map { place -> Float in
            let share = Float(place) / Float(Self.binCount)
            return bottom + (top - bottom) * (isWide ? share * share : share)
        }
        self.edges = edges
        var totals = [Int](repeating: 0, count: Self.binCount)
        bins = values.map { value in
            guard !value.isNaN else { return 255 }
            let share = min(1, max(0, (value - bottom) / (top - bottom)))
            let bin = min(Self.binCount - 1, Int((isWide ? share.squareRoot() : share) * Float(Self.binCount)))
            totals[bin] += 1
            return UInt8(bin)
        }
        self.totals = totals
    }

    /// A number as people read it: whole when it is, else three digits behind the point.
    static func short(_ value: Float) -> String {
        let rounded = (Double(value) * 1000).rounded() / 1000
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? Int(rounded).description : "\(rounded)"
    }
}
