import Configuration

/// Refuses a crawl of many languages when the model that tells them apart is not there.
///
/// Without it each text is judged with the list that fits it best, which is good enough for a crawl of one language and
/// lets too much pass in one of many; and no document would say its language.
enum LanguageCheck {
    /// Shares and numbers of documents outside the main language from which on a crawl has many languages: templates that
    /// say a wrong language and pages in two make up less than a tenth of a crawl of one.
    private static let share = 0.1
    private static let documents = 10
    private static let prefix = "language:"

    /// The name under which documents of a language are counted.
    static func key(_ language: String) -> String { prefix + language }

    /// - Throws: `PipelineError.problems` with the command that brings the model.
    static func check(_ counts: [String: Int], _ text: TextConfig) throws(PipelineError) {
        guard text.lacksLanguageModel else { return }
        var found: [(language: String, documents: Int)] = []
        for (name, count) in counts where name.hasPrefix(prefix) && name != prefix {
            found.append((String(name.dropFirst(prefix.count)), count))
        }
        found.sort { ($1.documents, $0.language) < ($0.documents, $1.language) }
        let total = found.reduce(0) { $0 + $1.documents }
        let others = total - (found.first?.documents ?? 0)
        guard others >= documents, Double(others) >= share * Double(total) else { return }
        let list = found.prefix(6).map { "\($0.language) \($0.documents)" }.joined(separator: ", ")
        throw .problems([
            "the crawl is in many languages (documents: \(list)\(found.count > 6 ? ", ..." : "")) and there is no model "
                + "to tell them apart: run 'pipelines/setup', which brings models/lid.176.ftz, and then this command with "
                + "another --output; or go on without, by --set text.language-model='\"\"'"
        ])
    }
}
