import Annotations
package import Configuration
import CorpusFiles
import Documents
import JSON
import Platform

/// `quarry train-filter`, and the scores a fitted filter gives.
package enum FilterRun {
    /// One of five documents is held out, by a hash of its id: the same one in every run.
    private static let heldOutOf: UInt64 = 5
    private static let leastOfAKind = 10

    /// Fits a filter on labelled documents of a corpus and writes it.
    /// - Parameters:
    ///   - positives: path of a list of ids, one a line; `negatives` likewise.
    ///   - model: whose signals have the plain names, where several models have them.
    /// - Returns: how good it is on the documents that were held out.
    /// - Throws: `PipelineError.problems` for ids that are not in the corpus, too few of a kind, or the same in both.
    package static func train(
        corpus folder: String, positives: String, negatives: String, model: String?, output: String
    ) throws(PipelineError) -> FilterReport {
        do {
            let corpus = try Corpus(folder: folder)
            let index = try ScoredIndex(corpus, model: model)
            let labels = try FilterRun.labels(positives, negatives)
            return try train(corpus, index, labels, output: output)
        } catch { throw PipelineError(scoring: error) }
    }

    private static func train(
        _ corpus: Corpus, _ index: ScoredIndex, _ labels: [String: Bool], output: String
    ) throws -> FilterReport {
        let features = FilterFeatures(allOf: index.documentColumns)
        var training: [(FilterExample, isPositive: Bool)] = []
        var heldOut: [(FilterExample, isPositive: Bool)] = []
        var texts: [String] = []
        var open = labels
        try forEachExample(corpus, index, features, only: { labels[$0] != nil }) { document, _, example in
            guard let isPositive = open.removeValue(forKey: document.id) else { return }
            if XXH3.hash(document.id) % heldOutOf == 0 {
                heldOut.append((example, isPositive))
            } else {
                training.append((example, isPositive))
                texts.append(document.text)
            }
        }
        guard open.isEmpty else {
            let some = open.keys.sorted().prefix(5).joined(separator: ", ")
            throw PipelineError.problems(["\(open.count) labelled ids are not in the corpus: \(some)"])
        }
        for (kind, isPositive) in [("positive", true), ("negative", false)] {
            let count = training.count { $0.isPositive == isPositive }
            guard count >= leastOfAKind, heldOut.contains(where: { $0.isPositive == isPositive }) else {
                throw PipelineError.problems([
                    "too few \(kind) documents: \(count) to fit on and "
                        + "\(heldOut.count { $0.isPositive == isPositive }) held out; give at least 60 of each kind"
                ])
            }
        }
        let regression = LogisticRegression(training)
        var filter = FilterModel(features, regression)
        filter.words = strongest(features, regression, texts)
        let report = FilterReport(heldOut.map { (regression.probability($0.0), $0.isPositive) })
        try filter.write(to: output, report)
        return report
    }

    /// What a filter says of every document of a corpus, by number.
    /// - Throws: `PipelineError.problems` for a filter that needs a signal the corpus does not have.
    static func quality(of corpus: Corpus, _ index: ScoredIndex, _ path: String) throws -> [Int: Double] {
        let filter = try FilterModel(path: path)
        let lacking = filter.features.columns.filter { !index.documentColumns.contains($0) }
        guard lacking.isEmpty else {
            throw PipelineError.problems([
                "the filter \(path) needs \(lacking.joined(separator: ", ")): measure it first (quarry score)"
            ])
        }
        var quality: [Int: Double] = [:]
        try forEachExample(corpus, index, filter.features, only: { _ in true }) { _, number, example in
            quality[number] = filter.regression.probability(example)
        }
        return quality
    }

    /// Reads shards and index side by side, both in corpus order.
    private static func forEachExample(
        _ corpus: Corpus, _ index: ScoredIndex, _ features: FilterFeatures, only: (String) -> Bool,
        _ body: (Document, _ number: Int, FilterExample) throws -> Void
    ) throws {
        var values: [Int: [Double?]] = [:]
        try index.forEachDocument(features.columns) { number, id, row in if only(id) { values[number] = row } }
        var number = 0
        for file in corpus.manifest.files(.shard) {
            try FramedReader(path: corpus.folder + "/" + file.path).lines { line in
                defer { number += 1 }
                guard let row = values.removeValue(forKey: number) else { return }
                let document = try DocumentCoder.read(JSONValue(parsing: Array(line)))
                try body(document, number, features.example(document, row))
            }
        }
    }

    private static func labels(_ positives: String, _ negatives: String) throws(PipelineError) -> [String: Bool] {
        var labels: [String: Bool] = [:]
        for (path, isPositive) in [(positives, true), (negatives, false)] {
            let text: String
            do { text = try Files.readText(path) } catch { throw .problems(["\(error)"]) }
            // A carriage return and a line feed are one character.
            for line in text.split(whereSeparator: \.isNewline) {
                let id = line.filter { $0 != "\r" && $0 != " " && $0 != "\t" }.lowercased()
                guard !id.isEmpty, !id.hasPrefix("#") else { continue }
                guard id.utf8.count == 20, Hex.decode(id) != nil else {
                    throw .problems(["\(path): '\(line)' is not an id (20 hexadecimal digits)"])
                }
                guard labels[id] ?? isPositive == isPositive else {
                    throw .problems(["\(id) is among the positives and the negatives"])
                }
                labels[id] = isPositive
            }
        }
        return labels
    }

    /// The n-grams with the greatest and the least weights; of several in a bucket the one that occurs first.
    private static func strongest(
        _ features: FilterFeatures, _ regression: LogisticRegression, _ texts: [String]
    ) -> (positive: [String], negative: [String]) {
        let ranked = regression.buckets.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
        let (top, bottom) = (
            ranked.prefix(40).filter { $0.value > 0 }, ranked.suffix(40).reversed().filter { $0.value < 0 }
        )
        var names: [Int: String] = [:]
        let wanted = Set((top + bottom).map(\.key))
        for text in texts {
            features.forEachNGram(text) { ngram, bucket in
                if wanted.contains(bucket), names[bucket] == nil { names[bucket] = ngram }
            }
        }
        return (top.compactMap { names[$0.key] }, bottom.compactMap { names[$0.key] })
    }
}
