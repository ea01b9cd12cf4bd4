import Annotations
import Facts
import Idefics

/// Sums of log-likelihoods of a document's text tokens: of all, and of those that see an image, by occurrence.
struct LikelihoodSums: Equatable {
    private(set) var total = 0.0
    private(set) var byImage: [Int: Double] = [:]
    private(set) var tokens: [Int: Int] = [:]

    /// Adds a run of tokens that see the image of an occurrence, nil for none.
    mutating func add(_ sum: Double, tokens count: Int, image: Int?) {
        total += sum
        guard let image else { return }
        byImage[image, default: 0] += sum
        tokens[image, default: 0] += count
    }
}

/// The sums of a document with its own images, without images, and with those of others.
struct DocumentSums {
    let own: LikelihoodSums
    let masked, swapped: LikelihoodSums?
}

extension Annotation {
    /// Takes perplexity, gain and margin from sums: what signals mean is said here, whoever made the sums.
    /// - Parameter tokens: text tokens of the document.
    mutating func take(_ sums: DocumentSums, tokens count: Int, wanted: Set<ScoreSignal>) {
        if wanted.contains(.perplexity), count > 0 {
            values[.perplexity] = (-sums.own.total / Double(count)).exponential
        }
        for (signal, other) in [(ScoreSignal.imageGain, sums.masked), (.swapMargin, sums.swapped)] {
            guard let other else { continue }
            for (occurrence, sum) in sums.own.byImage {
                guard let tokens = sums.own.tokens[occurrence], let there = other.byImage[occurrence] else { continue }
                images[occurrence].values[signal] = TextSums.gain(own: sum, other: there, tokens: tokens).rounded6
            }
            values[signal] = mean(signal)
        }
    }
}
