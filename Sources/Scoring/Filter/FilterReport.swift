import JSON

/// How good a filter is on documents it was not fitted on.
package struct FilterReport: Sendable, Equatable {
    /// Documents held out, and how many of them are positive.
    package let documents: Int, positives: Int
    /// Share of pairs of a positive and a negative in which the positive has the higher probability; ties count half.
    package let auc: Double
    /// Mean squared difference of probability and truth.
    package let brier: Double
    /// Ten ranges of probability: documents, their mean probability, and the share of them that are positive.
    package let bins: [(count: Int, predicted: Double, observed: Double)]

    /// Mean difference of probability and observed share over the ranges, by their documents.
    package var calibrationError: Double {
        guard documents > 0 else { return 0 }
        return bins.reduce(0) { $0 + Double($1.count) * abs($1.predicted - $1.observed) } / Double(documents)
    }

    init(_ results: [(probability: Double, isPositive: Bool)]) {
        documents = results.count
        positives = results.count { $0.isPositive }
        auc = FilterReport.auc(results)
        brier =
            results.reduce(0) { $0 + ($1.probability - ($1.isPositive ? 1 : 0)).squared }
            / Double(max(1, results.count))
        bins = (0..<10).map { bin in
            let inside = results.filter { min(9, Int($0.probability * 10)) == bin }
            let count = Double(max(1, inside.count))
            return (
                inside.count, inside.reduce(0) { $0 + $1.probability } / count,
                Double(inside.count { $0.isPositive }) / count
            )
        }
    }

    static func auc(_ results: [(probability: Double, isPositive: Bool)]) -> Double {
        let sorted = results.sorted { $0.probability < $1.probability }
        var (below, pairs): (Double, Double) = (0, 0)
        var start = 0
        while start < sorted.count {
            var end = start
            while end < sorted.count, sorted[end].probability == sorted[start].probability { end += 1 }
            let positives = Double(sorted[start..<end].count { $0.isPositive })
            let negatives = Double(end - start) - positives
            pairs += positives * (below + negatives / 2)
            below += negatives
            start = end
        }
        let positives = Double(results.count) - below
        return positives * below > 0 ? pairs / (positives * below) : 0.5
    }

    /// Equal when all is.
    package static func == (left: FilterReport, right: FilterReport) -> Bool {
        left.json == right.json
    }

    /// For `--json` and the filter's own file.
    package var json: String {
        var json = JSONWriter()
        write(to: &json)
        return json.text
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("documents", documents)
            json.member("positives", positives)
            json.member("auc", auc.rounded5)
            json.member("brier", brier.rounded5)
            json.member("calibration_error", calibrationError.rounded5)
            json.key("calibration")
            json.array { json in
                for bin in bins where bin.count > 0 {
                    json.object { json in
                        json.member("count", bin.count)
                        json.member("predicted", bin.predicted.rounded5)
                        json.member("observed", bin.observed.rounded5)
                    }
                }
            }
        }
    }

    /// For people.
    package var text: String {
        var lines = [
            "held out: \(documents) documents (\(positives) positive)", "AUC \(auc.rounded5)",
            "Brier score \(brier.rounded5), calibration error \(calibrationError.rounded5)",
            "predicted  observed  documents",
        ]
        for bin in bins where bin.count > 0 {
            lines.append("\(bin.predicted.padded)     \(bin.observed.padded)    \(bin.count)")
        }
        return lines.joined(separator: "\n")
    }
}

extension Double {
    var squared: Double { self * self }
    var rounded5: Double { (self * 1e5).rounded() / 1e5 }
    fileprivate var padded: String {
        let text = "\((self * 1000).rounded() / 1000)"
        return text + String(repeating: " ", count: max(0, 6 - text.count))
    }
}
