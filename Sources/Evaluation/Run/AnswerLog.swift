import JSON
import Platform

/// The file of answers of one number of shots: a line an answer, appended batch by batch, so that a run that was stopped
/// goes on behind them.
struct AnswerLog {
    let path: String
    /// The ids that have an answer.
    private(set) var answered: Set<[UInt8]> = []

    /// Opens or begins the file; a last line that was not written to its end is dropped.
    /// - Throws: `EvaluationError`.
    init(path: String) throws(EvaluationError) {
        self.path = path
        guard Files.exists(path) else { return }
        try JSONLines.dropCutLine(path: path)
        for (_, line) in try JSONLines(path: path).lines {
            if let id = line["id"]?.string { answered.insert(Array(id.utf8)) }
        }
    }

    /// Whether a query has its answer.
    func has(_ id: String) -> Bool { answered.contains(Array(id.utf8)) }

    /// Adds the answers of a batch.
    /// - Throws: `EvaluationError.system`.
    mutating func add(_ answers: [ModelAnswer]) throws(EvaluationError) {
        var json = JSONWriter()
        for answer in answers {
            answer.json.write(to: &json)
            json.newline()
        }
        do throws(SystemError) { try Files.append(json.bytes, to: path) } catch { throw .system(error) }
        for answer in answers { answered.insert(Array(answer.query.id.utf8)) }
    }
}
