import Glibc

/// CIDEr-D (arXiv 1411.5726), the agreement of a caption with those of people: cosine of n-gram counts weighted by how few
/// pictures have them, for n from 1 to 4, as `pycocoevalcap` 1.2 computes it.
///
/// A picture counts once whatever it repeats; a caption's counts are cut to the reference's; a difference of lengths costs
/// exp(-Δ² / 2σ²) with σ = 6, where length is the number of bigrams (the published code asks for n = 1 counting from 0).
package enum CIDEr {
    /// One picture: the words of its caption and those of its references.
    package struct Item: Sendable {
        /// Tokens of the caption.
        package let caption: [String]
        /// Tokens of each reference; at least one.
        package let references: [[String]]

        /// A picture with its captions, tokenised.
        package init(caption: [String], references: [[String]]) {
            (self.caption, self.references) = (caption, references)
        }
    }

    private static let longest = 4
    private static let deviation = 6.0

    /// The score of each picture, 0 to 10; the number for all is their mean. With a single picture every weight, and so
    /// the score, is 0.
    package static func scores(_ items: [Item]) -> [Double] {
        var weights = Weights()
        for item in items { weights.add(item.references) }
        return items.map(weights.score)
    }

    /// How few pictures have each n-gram in their references.
    package struct Weights: Sendable {
        private var pictures: [[String]: Int] = [:]
        /// Pictures.
        package private(set) var count = 0

        /// No pictures yet.
        package init() {}

        /// Adds the references of a picture.
        package mutating func add(_ references: [[String]]) {
            count += 1
            for gram in Set(references.flatMap { CIDEr.counts($0).keys }) { pictures[gram, default: 0] += 1 }
        }

        /// The score of a caption, 0 to 10.
        package func score(_ item: Item) -> Double {
            let caption = vector(item.caption)
            let sum = item.references.reduce(0.0) { $0 + caption.similarity(to: vector($1), deviation: deviation) }
            return 10 * sum / Double(max(1, item.references.count))
        }

        private func vector(_ tokens: [String]) -> Vector {
            let all = log(Double(count))
            return Vector(CIDEr.counts(tokens), longest) { all - log(Double(max(1, pictures[$0] ?? 0))) }
        }
    }

    /// How often each n-gram occurs.
    private static func counts(_ tokens: [String]) -> [[String]: Int] {
        var counts: [[String]: Int] = [:]
        for length in 1...longest where tokens.count >= length {
            for start in 0...tokens.count - length { counts[Array(tokens[start..<start + length]), default: 0] += 1 }
        }
        return counts
    }

    /// The weighted counts of a text.
    private struct Vector {
        /// By n - 1.
        var weights: [[[String]: Double]]
        var squares: [Double]
        /// Number of bigrams.
        var length = 0

        init(_ counts: [[String]: Int], _ longest: Int, weight: ([String]) -> Double) {
            weights = Array(repeating: [:], count: longest)
            squares = Array(repeating: 0, count: longest)
            // In a fixed order: the sums of floating-point numbers are the same in every run.
            for (gram, count) in counts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                let value = Double(count) * weight(gram)
                weights[gram.count - 1][gram] = value
                squares[gram.count - 1] += value * value
                if gram.count == 2 { length += count }
            }
        }

        /// The mean over n of the cosines, with cut counts.
        func similarity(to reference: Vector, deviation: Double) -> Double {
            let difference = Double(length - reference.length)
            let penalty = exp(-difference * difference / (2 * deviation * deviation))
            var sum = 0.0
            for n in weights.indices {
                var product = 0.0
                let grams = weights[n].keys.sorted { $0.lexicographicallyPrecedes($1) }
                for gram in grams {
                    guard let own = weights[n][gram], let other = reference.weights[n][gram] else { continue }
                    product += min(own, other) * other
                }
                let norms = squares[n].squareRoot() * reference.squares[n].squareRoot()
                sum += (norms == 0 ? product : product / norms) * penalty
            }
            return sum / Double(weights.count)
        }
    }
}
