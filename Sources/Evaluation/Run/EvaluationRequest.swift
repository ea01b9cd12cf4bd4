package import Configuration
package import Idefics
import JSON
import Platform

/// What is to be evaluated.
package struct EvaluationRequest: Sendable {
    /// The task.
    package var task: EvaluationTask
    /// The folder of the checkpoint.
    package var checkpoint: String
    /// How it is computed with.
    package var load = LoadOptions()
    /// The file of queries.
    package var data: String
    /// The file of questions, where the data set has them apart.
    package var questions: String?
    /// The file that shots are taken from; nil: the queries' own, the query left out.
    package var support: String?
    /// The folder of pictures.
    package var images: String
    /// Numbers of shots, one run each.
    package var shots: [Int] = [0]
    /// How shots are chosen.
    package var selection = ShotSelection.rices
    /// Where random numbers begin.
    package var seed: UInt64 = 0
    /// Queries at most, from the beginning of the file.
    package var limit: Int?
    /// Queries that run together.
    package var batch = 8
    /// The folder of answers.
    package var output: String
    /// Resamples for intervals.
    package var resamples = 1000

    /// An evaluation with the usual settings.
    package init(task: EvaluationTask, checkpoint: String, data: String, images: String, output: String) {
        (self.task, self.checkpoint) = (task, checkpoint)
        (self.data, self.images, self.output) = (data, images, output)
    }
}

extension EvaluationRequest {
    /// What changes the answers: a folder of answers holds those of one such text only.
    func settings(digest: String, precision: Precision) throws(SystemError) -> JSONValue {
        func sha256(_ path: String?) throws(SystemError) -> JSONValue {
            guard let path else { return .null }
            return .string(try SHA256.hash(file: path).hex)
        }
        func texts(_ list: [String]) -> JSONValue { .array(list.map(JSONValue.string)) }
        return .members([
            "format": .string("quarry-eval-1"), "task": .string(task.name), "kind": .string(task.kind.rawValue),
            "prefix": .string(task.prefix), "example": .string(task.example), "stop": texts(task.stopWords),
            "bad_words": texts(task.badWords), "classes": texts(task.classes),
            "max_tokens": .integer(task.maximumTokens), "beams": .integer(task.beams),
            "text_only_shots": .integer(task.textOnlyShots), "prompt_tokens": .integer(task.promptTokens),
            "checkpoint": .string(digest), "dtype": .string(precision.rawValue), "data": try sha256(data),
            "questions": try sha256(questions), "support": try sha256(support), "select": .string(selection.rawValue),
            "seed": .string(String(seed)),
        ])
    }
}
