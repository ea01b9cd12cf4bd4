package import CorpusFiles
package import Documents
import Facts
package import JSON
package import Platform

/// `quarry search`: the documents of a corpus that say something, the best first.
package struct SearchInspection: Sendable {
    /// A document that was found.
    package struct Result: Sendable {
        /// What the index knows of it.
        package let row: DocumentRow
        /// Where it says it.
        package let snippet: Snippet
        /// BM25 of FTS5, above 0: more is better.
        package let score: Double
    }

    /// Which documents are asked for.
    package struct Question: Sendable {
        /// The words.
        package var query: SearchQuery
        /// What must be true of a document besides: an SQL expression, nil for nothing.
        package var predicate: String?
        /// At most so many, after leaving out `offset`.
        package var limit = 20, offset = 0

        /// A question.
        package init(_ text: String) { query = SearchQuery(text) }
    }

    /// The documents, best first.
    package let results: [Result]
    /// How many documents match, at most one more than `CorpusIndex.rankedMatches`; nil when a condition was given.
    package let matches: Int?
    /// The question.
    package let question: Question

    /// Searches a corpus.
    /// - Throws: `InspectionError.unanswerable` for a search without a word, or a corpus without texts to search.
    package init(_ question: Question, in corpus: Corpus) throws(InspectionError) {
        guard !question.query.isEmpty else {
            throw .unanswerable("there is no word to look for in '\(question.query.text)'")
        }
        self.question = question
        (results, matches) = try reading {
            let search = try DocumentSearch(question, in: corpus)
            let hits = search.hits.dropFirst(question.offset)
            let rows = try corpus.index.documents(numbers: hits.map(\.number))
            let scores = Dictionary(hits.map { ($0.number, -$0.rank) }, uniquingKeysWith: { one, _ in one })
            let results = try rows.map { row in
                let document = try corpus.document(of: row)
                return Result(
                    row: row, snippet: Snippet(of: document.searchTexts, question.query),
                    score: scores[row.number] ?? 0)
            }
            return (results, question.predicate == nil ? try search.count(in: corpus) : nil)
        }
    }

    // MARK: Renderers

    /// For `--json`: `{"query", "matches", "results": [{"id", "url", "title", …, "snippet", "marks"}]}`.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("query", question.query.text)
            if let matches { json.member("matches", matches) }
            json.key("results")
            json.array { json in
                for result in results {
                    json.object { json in
                        result.row.write(to: &json)
                        json.member("score", result.score)
                        result.snippet.write(to: &json)
                    }
                }
            }
        }
        return json.text
    }

    /// For people; `screen` says how marks look and how wide a line is.
    package func text(on screen: Screen = Screen()) -> String {
        guard !results.isEmpty else { return "nothing says '\(Terminal.safe(question.query.text))'" }
        let blocks = results.map { result in
            let facts = [
                result.row.language, result.row.words.of("word"), result.row.images.of("image"),
            ].filter { !$0.isEmpty }.joined(separator: " · ")
            let title = result.row.title.isEmpty ? "(no title)" : Terminal.safe(result.row.title)
            let snippet = Terminal.wrapped(
                result.snippet.marked("\u{E000}", "\u{E001}"), width: screen.width - 2, indent: "  ")
            return """
                \(screen.strong(title))
                \(screen.soft(SearchInspection.line(result.row, facts, screen.width)))
                \(snippet.replacing("\u{E000}", with: screen.markOpen).replacing("\u{E001}", with: screen.markClose))
                """
        }
        return blocks.joined(separator: "\n\n") + "\n\n" + screen.soft(count)
    }

    /// Id, URL and facts; the URL on a line of its own where they do not fit.
    private static func line(_ row: DocumentRow, _ facts: String, _ width: Int) -> String {
        let url = Terminal.safe(row.url)
        let line = "\(row.id)  \(url)  \(facts)"
        return line.count <= width ? line : "\(row.id)  \(facts)\n\(url)"
    }

    private var count: String {
        let last = question.offset + results.count
        let range = "\(question.offset + 1)–\(last)"
        guard let matches else { return "\(range)" }
        let all =
            matches > CorpusIndex.rankedMatches ? "more than \(CorpusIndex.rankedMatches.grouped)" : matches.grouped
        return "\(range) of \(all)" + (matches > last ? "; --offset \(last) goes on" : "")
    }
}

extension Document {
    /// What the index of texts has of a document: its title, texts, alternative texts and captions.
    package var searchTexts: [String] {
        nodes.flatMap { node -> [String] in
            switch node {
            case .text(let text): text.paragraphs.map(\.text)
            case .image(let image): [image.caption, image.alt].filter { !$0.isEmpty }
            case .divide: []
            }
        } + [title]
    }
}

extension DocumentRow {
    /// The members that every list of documents has: `id`, `number`, `url`, `title`, `language`, `captured`, `words`,
    /// `images`.
    package func write(to json: inout JSONWriter) {
        json.member("id", id)
        json.member("number", number)
        json.member("url", url)
        json.member("title", title)
        json.member("language", language)
        json.member("captured", captured)
        json.member("words", words)
        json.member("images", images)
    }

    /// Words of the document.
    package var words: Int { profile.words }
}
