import ArgumentParser
import CorpusFiles
import Inspection

/// `quarry search`: the documents that say something.
struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find documents by what they say, the best first, with the place in the text.",
        discussion: """
            All words must be there, in any language and any order; documents that have them side by side come first. \
            '"two words"' is a phrase, -word must not be there, word* is a beginning. Words are taken as they are, \
            whatever their case and accents: nothing is stemmed.

            EXAMPLE:
              quarry search corpus polar bear --language en --limit 5
              quarry search corpus '"polar bear" -zoo' --where 'images > 2' --json | jq -r .results[].url
            """)

    @OptionGroup var options: CorpusOptions
    @OptionGroup var addresses: AddressOptions

    @Argument(help: "The words, with or without quotation marks of the shell around them all.")
    var words: [String]

    @OptionGroup var narrowing: NarrowingOptions

    @Option(help: "At most so many.")
    var limit = 20

    @Option(help: "Leave out so many of the first.")
    var offset = 0

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000") }
        if offset < 0 { throw ValidationError("--offset must not be negative") }
    }

    func run() throws {
        try options.answering { () throws(InspectionError) in
            let corpus = try options.open()
            var question = SearchInspection.Question(words.joined(separator: " "))
            (question.limit, question.offset, question.predicate) = (
                limit, offset, try narrowing.predicate(in: corpus)
            )
            let found = try SearchInspection(question, in: corpus)
            Output.line(options.json ? found.json : found.text(on: Output.screen))
        }
    }
}

/// Options that narrow a corpus down.
struct NarrowingOptions: ParsableArguments {
    @Option(help: "Only documents in this language (ISO 639-1).")
    var language: String?

    @Option(help: "Only documents of this domain.")
    var domain: String?

    @Option(name: .customLong("where"), help: "Only documents for which this SQL expression is true: 'words > 200'.")
    var expression: String?

    @OptionGroup var groups: GroupOptions

    /// All of them as one SQL expression, nil for none.
    func predicate(in corpus: Corpus) throws(InspectionError) -> String? {
        let parts = [
            language.map { "language = '\($0.replacing("'", with: "''"))'" },
            domain.map { "domain = '\($0.replacing("'", with: "''"))'" }, expression.map { "(\n\($0)\n)" },
            try groups.predicate(in: corpus),
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " AND ")
    }
}
