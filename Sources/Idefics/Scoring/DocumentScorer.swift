import Tensors

/// How well a model predicts the texts of an interleaved document, and how much its pictures help.
public struct DocumentScore: Equatable, Sendable {
    /// A run of text tokens that see the same picture.
    public struct Segment: Equatable, Sendable {
        /// Positions of its tokens in `ids`.
        public let tokens: Range<Int>
        /// The picture they see, -1 for none.
        public let image: Int
        /// Sum of log-probabilities with the document's pictures.
        public let logProbability: Float
        /// The same with the pictures masked.
        public let maskedLogProbability: Float

        /// Nats per token that the picture adds: an estimate of the mutual information of text and picture.
        public var gain: Float {
            Float(
                TextSums.gain(
                    own: Double(logProbability), other: Double(maskedLogProbability), tokens: tokens.count))
        }
    }

    /// Token ids of the document.
    public let ids: [Int]
    /// Log-probability of each id after the first.
    public let logProbabilities: [Float]
    /// The text segments in order; special tokens belong to none.
    public let segments: [Segment]

    /// Mean log-probability of the text tokens.
    public var meanLogProbability: Float {
        let count = segments.reduce(0) { $0 + $1.tokens.count }
        return segments.reduce(0) { $0 + $1.logProbability } / Float(max(count, 1))
    }
}

/// Scores interleaved documents: log-probabilities with the document's pictures and with none.
///
/// ```swift
/// let scorer = DocumentScorer(model)
/// let score = try scorer.score([.text("A cat."), .image(picture), .text("It sleeps.")])
/// print(score.meanLogProbability, score.segments.map(\.gain))
/// ```
public struct DocumentScorer: Sendable {
    private let model: IdeficsModel
    private let options: PromptOptions

    /// A scorer; `options` say how documents become prompts.
    public init(_ model: IdeficsModel, options: PromptOptions = PromptOptions(addsEndOfUtterance: false)) {
        (self.model, self.options) = (model, options)
    }

    /// Scores one document.
    /// - Throws: as `scores(of:)`.
    public func score(_ items: [PromptItem]) throws(IdeficsError) -> DocumentScore {
        guard let score = try scores(of: [items]).first else { throw .prompt("it has no tokens") }
        return score
    }

    /// Scores documents, as many together as fit a batch.
    /// - Throws: `IdeficsError` when a document cannot be a prompt or the model is broken.
    public func scores(of documents: [[PromptItem]]) throws(IdeficsError) -> [DocumentScore] {
        var prompts: [Prompt] = []
        for items in documents { prompts.append(try model.prompts.document(items, options: options)) }
        let kept = try model.logProbabilities(of: prompts)
        let masked = try model.logProbabilities(of: prompts, images: .mask)
        return prompts.indices.map { index in
            let runs = prompts[index].textRuns(model.tokenizer)
            let pairs = zip(TextSums(kept[index], runs: runs).runs, TextSums(masked[index], runs: runs).runs)
            let segments = pairs.map { own, other in
                DocumentScore.Segment(
                    tokens: own.tokens, image: own.image, logProbability: Float(own.sum),
                    maskedLogProbability: Float(other.sum))
            }
            return DocumentScore(ids: prompts[index].ids, logProbabilities: kept[index], segments: segments)
        }
    }
}
