import Annotations
package import CorpusFiles
package import Platform
import Reports

/// The columns of a corpus' documents in memory, by number: what facets, histograms and sorting read.
///
/// 10^6 documents with ten numbers each are 60 MB; a facet of all of them is counted in milliseconds.
package final class ColumnStore: Sendable {
    /// How many documents there are.
    package let count: Int
    /// Language, domain, year of capture; formats of the pictures and what most left for, where that is quickly found out.
    let categories: [CategoryColumn]
    /// Every number that the index or a model has of a document.
    let numbers: [NumberColumn]

    /// Occurrences of images whose formats are looked up when the pages open.
    private static let quickImages = 1_000_000

    /// Reads the index of a corpus and what models said, in one pass.
    /// - Throws: `StorageError`.
    package init(_ corpus: Corpus) throws(StorageError) {
        let count = try corpus.index.documentCount()
        self.count = count
        var builders = ["language", "domain", "year"].map { CategoryBuilder($0, count: count) }
        let index = try ScoredIndex(corpus)
        let names = index.numberColumns
        var values = names.map { _ in [Float](repeating: .nan, count: count) }
        try index.forEachDocument(["language", "domain", "captured"] + names, every: 1) { number, row in
            guard (0..<count).contains(number) else { return }
            builders[0].set(number, row.text(1))
            builders[1].set(number, row.text(2))
            builders[2].set(number, String(row.text(3).prefix(4)))
            for column in names.indices {
                if let value = row.number(column + 4) { values[column][number] = Float(value) }
            }
        }
        var categories = builders.map { $0.column }
        if corpus.manifest.counts.images <= Self.quickImages {
            let formats = try corpus.index.formats(count)
            if formats.contains(where: { !$0.isEmpty }) { categories.append(CategoryColumn("format", formats)) }
        }
        if corpus.hasQuickLogs, !corpus.dropLogs.isEmpty {
            categories.append(CategoryColumn("reason", try MostLeft.reasons(corpus, index, count)))
        }
        self.categories = categories
        numbers = zip(names, values).map { NumberColumn(name: $0, values: $1) }.filter { !$0.bins.isEmpty }
    }

    /// The column of numbers of a name.
    func numbers(_ name: String) -> NumberColumn? { numbers.first { $0.name == name } }

    /// The category of a name.
    func category(_ name: String) -> CategoryColumn? { categories.first { $0.name == name } }
}

/// A column of names.
struct CategoryColumn: Sendable {
    let name: String
    /// The different values, sorted; the code of a value is its place.
    let values: [String]
    /// By document.
    let codes: [Int32]
    /// By code: how many documents.
    let totals: [Int]

    init(name: String, values: [String], codes: [Int32], totals: [Int]) {
        (self.name, self.values, self.codes, self.totals) = (name, values, codes, totals)
    }

    /// The column of a name for each document.
    init(_ name: String, _ names: [String]) {
        var builder = CategoryBuilder(name, count: names.count)
        for (number, name) in names.enumerated() { builder.set(number, name) }
        self = builder.column
    }

    /// The code of a value, nil when no document has it.
    func code(_ value: String) -> Int32? {
        var (low, high) = (0, values.count)
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < values.count && values[low] == value ? Int32(low) : nil
    }
}

/// Collects a column of names.
private struct CategoryBuilder {
    private let name: String
    private var places: [String: Int32] = [:]
    private var values: [String] = []
    private var codes: [Int32]

    init(_ name: String, count: Int) {
        self.name = name
        codes = [Int32](repeating: 0, count: count)
    }

    mutating func set(_ number: Int, _ value: String) {
        if let code = places[value] { return codes[number] = code }
        codes[number] = Int32(values.count)
        places[value] = Int32(values.count)
        values.append(value)
    }

    /// Sorted, so that equal counts are ordered by their codes alone.
    var column: CategoryColumn {
        let order = values.indices.sorted { values[$0] < values[$1] }
        var ranks = [Int32](repeating: 0, count: order.count)
        for (rank, code) in order.enumerated() { ranks[code] = Int32(rank) }
        var totals = [Int](repeating: 0, count: order.count)
        let sorted = codes.map { code -> Int32 in
            let rank = ranks[Int(code)]
            totals[Int(rank)] += 1
            return rank
        }
        return CategoryColumn(name: name, values: order.map { values[$0] }, codes: sorted, totals: totals)
    }
}

/// A column of numbers, with the bins of its histogram.
struct NumberColumn: Sendable {
    let name: String
    /// By document; NaN where there is none.
    let values: [Float]
    /// The histogram of all documents.
    let bins: Bins
    /// By document: its bin, 255 for none.
    let places: [UInt8]

    init(name: String, values: [Float]) {
        self.name = name
        self.values = values
        let step = max(1, values.count / 50_000)
        var bins = Bins(sample: stride(from: 0, to: values.count, by: step).map { values[$0] })
        places = bins.isEmpty ? [] : values.map { $0.isNaN ? 255 : UInt8(bins.count($0)) }
        self.bins = bins
    }
}
