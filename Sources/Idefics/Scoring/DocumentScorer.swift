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
    /// Tokens that go through the decoder together unless somebody says otherwise.
    package static let batchTokens = 1024

    private let model: IdeficsModel
    private let options: PromptOptions
    private let batchTokens: Int

    /// A scorer; `options` say how documents become prompts.
    public init(_ model: IdeficsModel, options: PromptOptions = PromptOptions(addsEndOfUtterance: false)) {
        self.init(model, options: options, batchTokens: Self.batchTokens)
    }

    package init(
        _ model: IdeficsModel, options: PromptOptions = PromptOptions(addsEndOfUtterance: false), batchTokens: Int
    ) {
        (self.model, self.options, self.batchTokens) = (model, options, batchTokens)
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

    /// The same sums for prompts whose pictures are encoded already, by whoever keeps states: with those in `states`, or
    /// with none.
    /// - Throws: as `scores(of:)`.
    package func sums(of prompts: [(prompt: Prompt, states: [ImageStates])]) throws(IdeficsError) -> [TextSums] {
        var sums = Array(repeating: TextSums([], runs: []), count: prompts.count)
        for batch in TokenBatches.make(prompts.map(\.prompt.ids.count), limit: batchTokens) {
            var attended: [AttendedPrompt] = []
            for index in batch {
                let (prompt, states) = prompts[index]
                attended.append(
                    try AttendedPrompt(ids: prompt.ids, imageIndices: prompt.imageIndices, states: states))
            }
            for (index, values) in zip(batch, try model.logProbabilities(of: attended)) {
                sums[index] = TextSums(values, runs: prompts[index].prompt.textRuns(model.tokenizer))
            }
        }
        return sums
    }
}
