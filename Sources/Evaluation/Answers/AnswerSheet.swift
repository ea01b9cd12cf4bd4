package import Configuration
import JSON

/// Answers with what they are to be compared with: the lines of `quarry eval --answers`.
package struct AnswerSheet: Equatable, Sendable {
    /// An answer in words and the answers of people.
    package struct Text: Equatable, Sendable {
        /// Whose answer it is.
        let id: String
        /// What was answered.
        let answer: String
        /// What people answered; at least one.
        let references: [String]
    }

    /// A choice between no and yes.
    package struct Choice: Equatable, Sendable {
        /// Whose choice it is.
        let id: String
        /// What was chosen.
        let answer: Bool
        /// How likely yes is: higher speaks for it.
        let score: Double
        /// Whether yes is right.
        let label: Bool
    }

    /// What the answers are.
    enum Content: Equatable, Sendable {
        case texts([Text])
        case choices([Choice])
    }

    let kind: EvaluationTask.Kind
    let content: Content
    /// Lines of queries that could not be answered: an empty answer counts for them, but a choice without one is left out.
    package let problems: Int
    /// Lines that repeat an id: the first counts, as in the published code.
    package let repeated: Int

    /// Reads a file of answers for a task: `{"id", "answer", "references": […]}` a line, or `{"id", "label", "score"}`
    /// and, when something else than the likelier class was chosen, `"answer"`.
    /// - Parameter ids: the lines that count; nil: all.
    /// - Throws: `EvaluationError.input` naming file and line.
    package init(path: String, task: EvaluationTask, ids: Set<[UInt8]>? = nil) throws(EvaluationError) {
        let file = try JSONLines(path: path)
        guard !file.lines.isEmpty else { throw .input("\(path): has no answers") }
        kind = task.kind
        var known: Set<[UInt8]> = []
        var (texts, choices): ([Text], [Choice]) = ([], [])
        var (problems, repeated) = (0, 0)
        for (number, line) in file.lines {
            let id = line["id"]?.identifier ?? "line \(number)"
            if let ids, !ids.contains(Array(id.utf8)) { continue }
            guard known.insert(Array(id.utf8)).inserted else {
                repeated += 1
                continue
            }
            let isUnanswered = !(line["problem"]?.string ?? "").isEmpty
            if isUnanswered { problems += 1 }
            if task.kind == .choice, isUnanswered { continue }
            if task.kind == .choice {
                choices.append(try Self.choice(line, id, task.classes) { file.fault(number, $0) })
            } else {
                texts.append(try Self.text(line, id, task.kind) { file.fault(number, $0) })
            }
        }
        (self.problems, self.repeated) = (problems, repeated)
        content = task.kind == .choice ? .choices(choices) : .texts(texts)
    }

}
