import JSON
import Tensors

/// What quantising does to the scores of documents: mean log-probability per token before and after.
public struct QuantizationChange: Equatable, Sendable {
    /// Tokens that were scored.
    public let tokens: Int
    /// Mean log-probability of the source in f32 arithmetic.
    public let before: Float
    /// Mean log-probability of the quantised checkpoint in its own arithmetic.
    public let after: Float
    /// Mean of the magnitudes of the differences of single tokens.
    public let meanDifference: Float

    /// Scores the documents of a prompt file with both checkpoints.
    /// - Throws: `IdeficsError`, also that of a document that cannot be scored.
    public init(
        source: String, quantized: String, documents file: PromptFile, threads: Int?
    ) throws(IdeficsError) {
        var scores: [[Float]] = []
        for (folder, precision) in [(source, Precision.f32), (quantized, nil)] {
            let options = LoadOptions(precision: precision, threads: threads)
            var values: [Float] = []
            var problem: IdeficsError?
            try file.logProbabilities(with: IdeficsModel(checkpoint: folder, options: options), images: .keep) {
                switch $0 {
                case .success(let score): values += score.logProbabilities
                case .failure(let error): problem = problem ?? error
                }
            }
            if let problem { throw problem }
            scores.append(values)
        }
        tokens = scores[0].count
        let count = Float(max(tokens, 1))
        before = scores[0].reduce(0, +) / count
        after = scores[1].reduce(0, +) / count
        meanDifference = zip(scores[0], scores[1]).reduce(0) { $0 + abs($1.0 - $1.1) } / count
    }
}

extension CompactCheckpoint {
    /// A page for people.
    public func text(_ change: QuantizationChange?) -> String {
        var text =
            "\(matrices) matrices, \(ModelDescription.size(bytesBefore)) became "
            + ModelDescription.size(bytesAfter)
        if let change {
            text +=
                "\nmean log-probability of \(change.tokens) tokens: \(change.before) before, \(change.after) after "
                + "(\(change.after - change.before)); mean difference of a token \(change.meanDifference)"
        }
        return text
    }

    /// One JSON object.
    public func json(_ change: QuantizationChange?) -> String { value(change).text }

    private func value(_ change: QuantizationChange?) -> JSONValue {
        .members([
            "matrices": .integer(matrices), "bytes_before": .integer(bytesBefore), "bytes_after": .integer(bytesAfter),
            "change": change.map { change in
                .members([
                    "tokens": .integer(change.tokens), "mean_logprob_before": .float(change.before),
                    "mean_logprob_after": .float(change.after), "mean_abs_difference": .float(change.meanDifference),
                ])
            } ?? .null,
        ])
    }
}
