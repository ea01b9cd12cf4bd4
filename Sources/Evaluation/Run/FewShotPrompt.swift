package import Configuration

/// The text of a prompt: what is said first, the shots, the query. `{image}` stands where a picture does.
package struct FewShotPrompt: Equatable, Sendable {
    /// Texts and pictures in order.
    package enum Part: Equatable, Sendable {
        /// Text as it goes to the tokenizer, special tokens written out.
        case text(String)
        /// The path of a picture.
        case image(String)
    }

    /// The parts, no two texts beside each other.
    package private(set) var parts: [Part] = []

    /// The prompt for `query` after `shots`, the nearest last.
    /// - Parameters:
    ///   - beginning: the token that a text begins with, for `{bos}`.
    ///   - showsImages: whether shots have their pictures; the published "0 shots" are two without.
    ///   - answer: a class that is tried as the query's answer, nil to let the model answer.
    package init(
        _ task: EvaluationTask, shots: [Example], query: Example, beginning: String, showsImages: Bool = true,
        answer: String? = nil
    ) {
        append(task.prefix.replacing("{bos}", with: beginning))
        for shot in shots { append(task.example, shot, answer: shot.answer(task), showsImages) }
        // The query is an example up to its answer.
        let open = task.example.ranges(of: "{answer}").last?.lowerBound ?? task.example.endIndex
        append(String(task.example[..<open]) + "{answer}", query, answer: answer ?? "", true)
        trim()
    }

    private mutating func append(_ text: String) {
        guard !text.isEmpty else { return }
        if case .text(let last)? = parts.last {
            parts[parts.count - 1] = .text(last + text)
        } else {
            parts.append(.text(text))
        }
    }

    /// An example with its values in the places of their names. Values are put in once: a question that holds `{answer}`
    /// stays as it is.
    private mutating func append(_ template: String, _ example: Example, answer: String, _ showsImages: Bool) {
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            append(String(rest[..<open]))
            switch rest[rest.index(after: open)..<close] {
            case "image": if showsImages { parts.append(.image(example.image)) }
            case "question": append(example.question)
            case "text": append(example.text)
            case "answer": append(answer)
            default: append(String(rest[open...close]))
            }
            rest = rest[rest.index(after: close)...]
        }
        append(String(rest))
    }

    /// Without white space at both ends, as the published code strips its prompts.
    private mutating func trim() {
        if case .text(let text)? = parts.last {
            let kept = String(text.reversed().drop(while: \.isWhitespace).reversed())
            parts[parts.count - 1] = .text(kept)
            if kept.isEmpty { parts.removeLast() }
        }
        if case .text(let text)? = parts.first {
            parts[0] = .text(String(text.drop(while: \.isWhitespace)))
        }
    }

    /// The pictures in order.
    package var images: [String] { parts.compactMap { if case .image(let path) = $0 { path } else { nil } } }
}
