/// Log-likelihoods of a prompt's text tokens, summed over runs of them that see the same picture: what every score of a
/// document is made of.
package struct TextSums: Equatable, Sendable {
    /// A run of text tokens.
    package struct Run: Equatable, Sendable {
        /// Positions of its tokens in the prompt.
        package let tokens: Range<Int>
        /// The picture of the prompt that they see, -1 for none.
        package let image: Int
        /// Sum of their log-probabilities, nats.
        package let sum: Double
    }

    /// The runs in order; special tokens belong to none.
    package let runs: [Run]

    /// Sums of the log-probabilities of each id after the first.
    package init(_ logProbabilities: [Float], runs: [(tokens: Range<Int>, image: Int)]) {
        self.runs = runs.map { tokens, image in
            let scored = logProbabilities[tokens.lowerBound - 1..<tokens.upperBound - 1]
            return Run(tokens: tokens, image: image, sum: scored.reduce(0.0) { $0 + Double($1) })
        }
    }

    /// Nats a token by which `own` is likelier than `other`, the same text beside other pictures or none: an estimate of
    /// the mutual information of text and picture.
    package static func gain(own: Double, other: Double, tokens: Int) -> Double {
        (own - other) / Double(max(tokens, 1))
    }
}
