/// How a text is continued.
public struct GenerationOptions: Sendable {
    /// New tokens at most; the prompt and they end at `ModelConfiguration.maximumTokens` anyway.
    public var maximumTokens: Int
    /// Greedy, sampling or beam search.
    public var strategy: Strategy
    /// Ids after which a text is complete; nil: the end of text of the configuration. The id belongs to the answer.
    public var stopIDs: [Int]?
    /// Texts after which an answer is complete; they belong to it.
    public var stopStrings: [String]
    /// Sequences of ids that must not be written; the image tokens are always among them (see `allowsImageTokens`).
    public var badWords: [[Int]]
    /// Whether the model may write image tokens; nothing good comes of it, only comparisons with other engines.
    public var allowsImageTokens: Bool
    /// Keeps the keys and values of a single prompt and its answer, so that a next prompt that begins with the same
    /// tokens and pictures (a conversation) computes only what is new.
    public var continuesLastPrompt: Bool
    /// Above 1: ids that are in the text already become less likely (CTRL, arXiv 1909.05858).
    public var repetitionPenalty: Float

    /// How the next token is chosen.
    public enum Strategy: Equatable, Sendable {
        /// The most likely token, the first among equals.
        case greedy
        /// At random, from the distribution that the settings leave.
        case sample(SamplingOptions)
        /// The most likely of several texts.
        case beam(BeamOptions)
    }

    /// Greedy with `maximumTokens` new tokens unless said otherwise.
    public init(
        maximumTokens: Int = 20, strategy: Strategy = .greedy, stopIDs: [Int]? = nil, stopStrings: [String] = []
    ) {
        (self.maximumTokens, self.strategy) = (maximumTokens, strategy)
        (self.stopIDs, self.stopStrings) = (stopIDs, stopStrings)
        (badWords, allowsImageTokens, repetitionPenalty) = ([], false, 1)
        continuesLastPrompt = false
    }
}

/// Settings of sampling.
public struct SamplingOptions: Equatable, Sendable {
    /// Divides the logits; below 1 the likely becomes likelier.
    public var temperature: Float
    /// Only the k most likely tokens (and equals of the last) remain; 0 keeps all.
    public var topK: Int
    /// The smallest set of tokens with at least this probability remains.
    public var topP: Float
    /// Equal seeds give equal texts.
    public var seed: UInt64

    /// Plain sampling unless said otherwise; `topK` 50 as the published generation loop has it.
    public init(temperature: Float = 1, topK: Int = 50, topP: Float = 1, seed: UInt64 = 0) {
        (self.temperature, self.topK, self.topP, self.seed) = (temperature, topK, topP, seed)
    }
}

/// Settings of beam search.
public struct BeamOptions: Equatable, Sendable {
    /// Texts that are followed at a time.
    public var beams: Int
    /// Finished texts are compared by score / length ^ penalty.
    public var lengthPenalty: Float
    /// Stop as soon as `beams` texts are finished, not only when no running one can beat them.
    public var stopsEarly: Bool
    /// Texts to return, best first.
    public var answers: Int

    /// A search over `beams` texts that returns the best.
    public init(beams: Int, lengthPenalty: Float = 1, stopsEarly: Bool = false, answers: Int = 1) {
        (self.beams, self.lengthPenalty, self.stopsEarly, self.answers) = (beams, lengthPenalty, stopsEarly, answers)
    }
}

/// A continued text.
public struct Generation: Equatable, Sendable {
    /// The new ids, the stop id included.
    public let ids: [Int]
    /// Their text without special tokens.
    public let text: String
    /// Why it ended.
    public let reason: Reason
    /// Beam search: sum of log-probabilities / length ^ penalty.
    public let score: Float?

    /// Why an answer ended.
    public enum Reason: String, Equatable, Sendable {
        /// A stop id.
        case stopToken
        /// A stop string.
        case stopString
        /// The largest number of new tokens.
        case length
        /// The receiver of the stream wanted no more.
        case cancelled
    }
}

extension GenerationOptions {
    /// The options for one of several prompts that share them: sampling with random numbers of its own.
    func forPrompt(_ index: Int) -> GenerationOptions {
        guard case .sample(var sampling) = strategy else { return self }
        sampling.seed &+= UInt64(index) &* 0xD1B5_4A32_D192_ED03
        var options = self
        options.strategy = .sample(sampling)
        return options
    }

    /// Tokens that room is made for at the start; a longer text makes its room as it grows, so that a large limit costs
    /// nothing.
    var expectedTokens: Int { min(maximumTokens, 256) }
}
