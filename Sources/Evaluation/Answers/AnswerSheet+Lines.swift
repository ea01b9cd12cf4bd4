import Configuration
import JSON

extension AnswerSheet {
    static func text(
        _ line: JSONValue, _ id: String, _ kind: EvaluationTask.Kind, fault: (String) -> EvaluationError
    ) throws(EvaluationError) -> Text {
        guard let answer = line["answer"]?.string else { throw fault("has no answer") }
        let references = line["references"]?.texts ?? []
        guard kind == .harm || !references.isEmpty else { throw fault("has no list of references") }
        return Text(id: id, answer: answer, references: references)
    }

    static func choice(
        _ line: JSONValue, _ id: String, _ classes: [String], fault: (String) -> EvaluationError
    ) throws(EvaluationError) -> Choice {
        guard let label = line["label"].flatMap({ isPositive($0, classes) }) else {
            throw fault("its label is neither 0 nor 1")
        }
        guard let score = line["score"]?.number, score.isFinite else { throw fault("its score is no number") }
        // Of two classes the likelier; the first of equals, as an arg max has it.
        let answer = line["answer"].flatMap { isPositive($0, classes) } ?? (score > 0.5)
        return Choice(id: id, answer: answer, score: score, label: label)
    }

    /// What a label says: 1, true or the last class are yes; 0, false or another class no.
    private static func isPositive(_ value: JSONValue, _ classes: [String]) -> Bool? {
        switch value {
        case .bool(let flag): return flag
        case .integer(let number): return (0...1).contains(number) ? number == 1 : nil
        case .string(let text):
            let word = text.filter { !$0.isWhitespace }.lowercased()
            guard let index = (classes.firstIndex { $0.lowercased() == word }) ?? Int(word) else { return nil }
            return (0..<max(2, classes.count)).contains(index) ? index == max(2, classes.count) - 1 : nil
        default: return nil
        }
    }
}
