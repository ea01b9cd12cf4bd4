import JSON
import Tensors

/// The continuation of one line of a prompt file.
public struct PromptAnswer: Equatable, Sendable {
    /// Ids of the prompt.
    public let promptIDs: [Int]
    /// The new ids.
    public let ids: [Int]
    /// Their text without special tokens.
    public let text: String

    /// `{"prompt_ids": […], "ids": […], "text": …}`.
    public var json: String { value.text }

    var value: JSONValue {
        .members(["prompt_ids": .integers(promptIDs), "ids": .integers(ids), "text": .string(text)])
    }
}

/// The log-probabilities of one line of a prompt file.
public struct TokenScores: Equatable, Sendable {
    /// Ids of the document.
    public let ids: [Int]
    /// One log-probability for each id after the first.
    public let logProbabilities: [Float]

    /// Mean log-probability; 0 when there is none.
    public var mean: Float {
        logProbabilities.isEmpty ? 0 : logProbabilities.reduce(0, +) / Float(logProbabilities.count)
    }

    /// `{"ids": […], "logprobs": […]}`.
    public var json: String { value.text }

    var value: JSONValue {
        .members(["ids": .integers(ids), "logprobs": .array(logProbabilities.map { .float($0) })])
    }
}

extension Result where Failure == IdeficsError {
    /// The answer as JSON, or `{"error": …}`.
    public func json(_ answer: (Success) -> String) -> String {
        switch self {
        case .success(let value): answer(value)
        case .failure(let error): JSONValue.members(["error": .string(error.description)]).text
        }
    }
}
