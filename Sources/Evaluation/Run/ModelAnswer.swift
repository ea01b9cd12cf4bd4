import JSON

/// What a model answered to one query, as it is kept in the file of answers.
struct ModelAnswer: Equatable {
    let query: Example
    /// The ids of the shots.
    let shots: [String]
    /// The prompt, special tokens written out, pictures as their tokens.
    let prompt: String
    /// The pictures of the prompt in order.
    let images: [String]
    /// What was written, and what is left of it before the first stop word; for a choice the class.
    let written: String, answer: String
    /// Log-likelihoods of the classes of a choice.
    let classes: [Double]
    /// Why there is no answer; empty when there is one.
    let problem: String

    /// The probability of the last class among all.
    var probability: Double {
        guard let most = classes.max() else { return 0 }
        let weights = classes.map { exponential($0 - most) }
        return (weights.last ?? 0) / weights.reduce(0, +)
    }

    var json: JSONValue {
        .object(
            [
                .init(key: "id", value: .string(query.id)), .init(key: "answer", value: .string(answer)),
                .init(key: "references", value: .array(query.references.map(JSONValue.string))),
            ] + choice + [
                .init(key: "image", value: .string(query.image)),
                .init(key: "question", value: .string(query.question)),
                .init(key: "shots", value: .array(shots.map(JSONValue.string))),
                .init(key: "written", value: .string(written)), .init(key: "prompt", value: .string(prompt)),
                .init(key: "images", value: .array(images.map(JSONValue.string))),
                .init(key: "problem", value: .string(problem)),
            ])
    }

    private var choice: [JSONValue.Member] {
        guard !classes.isEmpty, let label = query.label else { return [] }
        return [
            .init(key: "label", value: .integer(label == classes.count - 1 ? 1 : 0)),
            .init(key: "score", value: .number(probability)),
            .init(key: "classes", value: .array(classes.map(JSONValue.number))),
        ]
    }
}
