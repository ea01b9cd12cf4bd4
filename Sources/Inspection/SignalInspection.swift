import Annotations
package import CorpusFiles
import JSON
package import Platform

/// `quarry stats --signal`: how one column of numbers is distributed over the documents or images of a corpus.
package struct SignalInspection: Sendable {
    /// The column.
    package let signal: String
    private let isOfImages: Bool
    private let sorted: [Double]
    private let none: Int

    /// Reads a column: a signal of a model, or any other number of the index.
    /// - Throws: `InspectionError.storage`; `.query` in it lists the columns when there is no such one.
    package init(
        _ corpus: Corpus, signal: String, ofImages: Bool = false, model: String? = nil
    ) throws(InspectionError) {
        self.signal = String(signal.map { $0 == "-" ? "_" : $0 })
        isOfImages = ofImages
        (sorted, none) = try reading {
            try ScoredIndex(corpus, model: model).values(of: signal, ofImages: ofImages)
        }
    }

    /// The mean; 0 of nothing.
    package var mean: Double { sorted.isEmpty ? 0 : sorted.reduce(0, +) / Double(sorted.count) }

    /// The least value with at least `share` of all values at or below it (nearest rank); 0 of nothing.
    package func quantile(_ share: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        // The rank is an integer up to the last bit of the product.
        let rank = Int((Double(sorted.count) * share - 1e-9).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    private static let shares = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1]

    /// For `--json`: `{"signal", "count", "none", "mean", "quantiles": {"0.05": …}}`.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("signal", signal)
            json.member("of", isOfImages ? "images" : "documents")
            json.member("count", sorted.count)
            json.member("none", none)
            json.member("mean", mean)
            json.key("quantiles")
            json.object { json in
                for share in sorted.isEmpty ? [] : SignalInspection.shares {
                    json.key(SignalInspection.name(share))
                    json.value(quantile(share))
                }
            }
        }
        return json.text
    }

    private static func name(_ share: Double) -> String { share == 0 ? "0" : share == 1 ? "1" : "\(share)" }

    /// Twenty ranges of equal width from the least to the greatest value; values outside the middle 98 % are in the
    /// ranges at the ends, so that one stray value does not flatten the rest.
    package var bins: [(lower: Double, upper: Double, count: Int)] {
        let (low, high) = (quantile(0.01), quantile(0.99))
        guard high > low else { return sorted.isEmpty ? [] : [(low, high, sorted.count)] }
        let count = 20
        var bins = (0..<count).map { index in
            let width = (high - low) / Double(count)
            return (lower: low + Double(index) * width, upper: low + Double(index + 1) * width, count: 0)
        }
        for value in sorted {
            bins[min(count - 1, max(0, Int((value - low) / (high - low) * Double(count))))].count += 1
        }
        return bins
    }

    /// For people: the histogram, then the quantiles.
    package func text(on screen: Screen = Screen()) -> String {
        let what = isOfImages ? "images" : "documents"
        var head = "\(signal) of \(sorted.count.grouped) \(what)"
        if none > 0 { head += " (\(none.grouped) have none)" }
        guard !sorted.isEmpty else { return head }
        let bins = bins
        let most = bins.map(\.count).max() ?? 1
        // Beside the edge and the count.
        let room = max(6, min(50, screen.width - 26))
        let rows = bins.enumerated().map { index, bin in
            let edge =
                index == 0
                ? "≤ \(short(bin.upper))" : index == bins.count - 1 ? "> \(short(bin.lower))" : short(bin.lower)
            return [edge, bin.count.grouped, Histogram.bar(bin.count, of: most, width: room)]
        }
        let quantiles = SignalInspection.shares.map { ["\(SignalInspection.name($0))", short(quantile($0))] }
        return [
            head, Terminal.table(rows, left: [2]),
            Terminal.table([["quantile", "value"]] + quantiles + [["mean", short(mean)]]),
        ].joined(separator: "\n\n")
    }

    private func short(_ value: Double) -> String { "\((value * 10000).rounded() / 10000)" }
}
