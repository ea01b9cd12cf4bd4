import Glibc
import Platform

extension Double {
    /// The natural logarithm.
    var logarithm: Double { log(self) }
}

/// A logistic regression over dense numbers (standardised) and hashed n-grams (each document's vector of length 1).
struct LogisticRegression: Sendable, Equatable {
    /// Mean and deviation of each dense feature over the training set; what is missing counts as the mean.
    var means: [Double]
    var deviations: [Double]
    /// Weights of the dense features, of the buckets that matter, and the bias.
    var weights: [Double]
    var buckets: [Int: Double] = [:]
    var bias = 0.0

    private static let epochs = 30
    private static let rate = 0.2
    /// L2 penalty on dense weights and on those of n-grams.
    private static let penalty = (dense: 1e-3, ngram: 1e-4)

    /// Fits by AdaGrad over the examples in a fixed random order; the same examples give the same weights.
    init(_ examples: [(FilterExample, isPositive: Bool)]) {
        let count = examples.first?.0.dense.count ?? 0
        (means, deviations) = LogisticRegression.moments(examples.map(\.0), count)
        weights = Array(repeating: 0, count: count)
        var squares = Array(repeating: 1e-8, count: count + 1)
        var bucketSquares: [Int: Double] = [:]
        var random = SplitMix64(seed: 1)
        for _ in 0..<LogisticRegression.epochs {
            for index in examples.indices.shuffled(using: &random) {
                let (example, isPositive) = examples[index]
                let error = probability(example) - (isPositive ? 1 : 0)
                for feature in 0..<count {
                    let gradient =
                        error * standard(example, feature) + LogisticRegression.penalty.dense * weights[feature]
                    squares[feature] += gradient * gradient
                    weights[feature] -= LogisticRegression.rate * gradient / squares[feature].squareRoot()
                }
                squares[count] += error * error
                bias -= LogisticRegression.rate * error / squares[count].squareRoot()
                let scale = LogisticRegression.scale(example)
                for bucket in example.ngrams {
                    let weight = buckets[bucket] ?? 0
                    let gradient = error * scale + LogisticRegression.penalty.ngram * weight
                    let square = (bucketSquares[bucket] ?? 1e-8) + gradient * gradient
                    bucketSquares[bucket] = square
                    buckets[bucket] = weight - LogisticRegression.rate * gradient / square.squareRoot()
                }
            }
        }
    }

    init(means: [Double], deviations: [Double], weights: [Double]) {
        (self.means, self.deviations, self.weights) = (means, deviations, weights)
    }

    /// The probability that a document is of the positive kind.
    func probability(_ example: FilterExample) -> Double {
        var sum = bias
        for feature in weights.indices { sum += weights[feature] * standard(example, feature) }
        let scale = LogisticRegression.scale(example)
        for bucket in example.ngrams { sum += (buckets[bucket] ?? 0) * scale }
        return 1 / (1 + exp(-sum))
    }

    private func standard(_ example: FilterExample, _ feature: Int) -> Double {
        guard let value = example.dense[feature] else { return 0 }
        // A value far outside what was seen must not decide alone.
        return max(-5, min(5, (value - means[feature]) / deviations[feature]))
    }

    private static func scale(_ example: FilterExample) -> Double {
        1 / Double(max(1, example.ngrams.count)).squareRoot()
    }

    private static func moments(_ examples: [FilterExample], _ count: Int) -> (means: [Double], deviations: [Double]) {
        var (means, deviations): ([Double], [Double]) = ([], [])
        for feature in 0..<count {
            let values = examples.compactMap { $0.dense[feature] }
            let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
            let variance =
                values.isEmpty ? 0 : values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            means.append(mean)
            deviations.append(variance > 1e-18 ? variance.squareRoot() : 1)
        }
        return (means, deviations)
    }
}
