import Annotations
import Facts
import JSON

/// What a sample says of all documents: quantiles of each signal with the bounds between which the real ones lie with 95 %
/// confidence (of order statistics, without any assumption about the distribution).
package struct SampleReport: Sendable, Equatable {
    /// A quantile of a signal.
    package struct Quantile: Sendable, Equatable {
        /// Its share, such as 0.5.
        package let share: Double
        /// Its value in the sample.
        package let value: Double
        /// The bounds; a sample that is too small for one has the least or the greatest value there.
        package let low: Double, high: Double
    }

    /// The quantiles of one signal.
    package struct Signal: Sendable, Equatable {
        /// Its name in SQL.
        package let name: String
        /// Documents of the sample that have a value.
        package let count: Int
        /// In ascending order of shares.
        package let quantiles: [Quantile]
    }

    /// The signals that have numbers, in their order.
    package let signals: [Signal]

    static let shares = [0.05, 0.25, 0.5, 0.75, 0.95]

    init(_ annotations: [Annotation], _ wanted: Set<ScoreSignal>) {
        signals = ScoreSignal.allCases.filter { wanted.contains($0) && $0.isNumber }.compactMap { signal in
            let values = annotations.compactMap { $0.values[signal] }.sorted()
            guard !values.isEmpty else { return nil }
            return Signal(
                name: signal.column, count: values.count, quantiles: Self.shares.map { Self.quantile($0, values) })
        }
    }

    /// The quantile of sorted values: bounds are the order statistics 1.96 standard deviations of a binomial count around.
    static func quantile(_ share: Double, _ values: [Double]) -> Quantile {
        let count = Double(values.count)
        let half = 1.96 * (count * share * (1 - share)).squareRoot()
        func value(_ place: Double) -> Double { values[min(values.count - 1, max(0, Int(place)))] }
        return Quantile(
            share: share, value: value(count * share), low: value((count * share - half).rounded(.down)),
            high: value((count * share + half).rounded(.up)))
    }

    var json: JSONValue {
        .object(
            signals.map { signal in
                let quantiles = signal.quantiles.map { quantile in
                    JSONValue.Member(
                        key: "\(quantile.share)",
                        value: .members([
                            "value": .number(quantile.value), "low": .number(quantile.low),
                            "high": .number(quantile.high),
                        ]))
                }
                return .init(
                    key: signal.name,
                    value: .members(["count": .integer(signal.count), "quantiles": .object(quantiles)]))
            })
    }

    /// A table for people.
    package var text: String {
        signals.map { signal in
            func shown(_ value: Double) -> String { "\((value * 1e4).rounded() / 1e4)" }
            let lines = signal.quantiles.map { quantile in
                "  \(quantile.share)  \(shown(quantile.value))  (95 %: \(shown(quantile.low)) to \(shown(quantile.high)))"
            }
            return (["\(signal.name), \(signal.count) documents"] + lines).joined(separator: "\n")
        }.joined(separator: "\n")
    }
}
