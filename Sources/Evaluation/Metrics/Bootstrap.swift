import Platform

/// How far a number could be another with other examples: the percentile interval of resamples with replacement.
package enum Bootstrap {
    /// The interval that holds `confidence` of the resampled numbers.
    /// - Parameters:
    ///   - count: examples.
    ///   - resamples: how often they are drawn anew.
    ///   - statistic: the number of the examples at these indices; nil leaves the resample out.
    /// - Returns: nil when there is no example or no resample has a number.
    package static func interval(
        count: Int, resamples: Int, seed: UInt64, confidence: Double = 0.95, _ statistic: ([Int]) -> Double?
    ) -> ClosedRange<Double>? {
        guard count > 0, resamples > 0 else { return nil }
        var random = SplitMix64(seed: seed)
        var values: [Double] = []
        for _ in 0..<resamples {
            if let value = statistic((0..<count).map { _ in Int.random(in: 0..<count, using: &random) }) {
                values.append(value)
            }
        }
        guard !values.isEmpty else { return nil }
        values.sort()
        let tail = (1 - confidence) / 2
        func quantile(_ share: Double) -> Double { values[min(values.count - 1, Int(share * Double(values.count)))] }
        return quantile(tail)...quantile(1 - tail)
    }

    /// The interval of a mean.
    package static func interval(ofMean values: [Double], resamples: Int, seed: UInt64) -> ClosedRange<Double>? {
        interval(count: values.count, resamples: resamples, seed: seed) { indices in
            indices.reduce(0) { $0 + values[$1] } / Double(indices.count)
        }
    }
}
