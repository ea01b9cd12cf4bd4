import Annotations
import CorpusFiles
import Platform

/// How every number that the index or a model has of the documents is distributed: two passes over the index, nothing of
/// a document in memory.
struct ReportNumbers {
    /// Columns whose documents are not all alike.
    let columns: [(name: String, bins: Bins)]
    /// Edges of bins are told by so many documents.
    private static let sampled = 50_000

    init(_ corpus: Corpus) throws(StorageError) {
        let index = try ScoredIndex(corpus)
        let names = index.numberColumns
        let step = max(1, try corpus.index.documentCount() / Self.sampled)
        var samples = names.map { _ in [Float]() }
        try index.forEachDocument(names, every: step) { _, row in
            for column in names.indices {
                if let value = row.number(column + 1) { samples[column].append(Float(value)) }
            }
        }
        var bins = samples.map { Bins(sample: $0) }
        let told = bins.indices.filter { !bins[$0].isEmpty }
        try index.forEachDocument(names, every: 1) { _, row in
            for column in told { if let value = row.number(column + 1) { bins[column].count(Float(value)) } }
        }
        columns = told.map { (names[$0], bins[$0]) }
    }
}
