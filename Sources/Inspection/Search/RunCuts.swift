/// The ways in which a text may cut a run of letters into words: the dictionary that cuts a text looks at what stands
/// around the run, which a question does not show.
struct RunCuts {
    /// The run without its first letters, which may belong to a word that begins before it.
    struct Way: Equatable {
        /// In order.
        var words: [String]
        /// Whether the last one is only the beginning of a word, which goes on behind the run.
        var isOpen = false

        /// For FTS5.
        var expression: String { SearchQuery.Term.quoted(words[...]) + (isOpen ? " *" : "") }
    }

    /// Those that cover most of the run first, then those of few words.
    let ways: [Way]

    /// A word has so many letters at most; so many at the beginning of the run may belong to a word that begins before it.
    private static let longest = 6, slack = 5
    /// Letters of the run's middle that are looked at, and ways that are asked for.
    private static let span = 10, most = 64

    /// - Parameter isAnywhere: whether an expression of FTS5 finds anything; most pieces of a run are no words, which leaves
    ///   few ways.
    init(_ run: String, _ isAnywhere: (String) throws -> Bool) rethrows {
        let letters = Array(run)
        let from = max(0, (letters.count - Self.span) / 2)
        let window = Array(letters[from..<min(letters.count, from + Self.span)])
        // By place: the ways from one of the first places to it.
        var reached = [[[String]]](repeating: [], count: window.count + 1)
        var found: [Way] = []
        for place in window.indices {
            if place <= min(Self.slack, window.count - 2) { reached[place].append([]) }
            guard !reached[place].isEmpty else { continue }
            for end in place + 1..<min(window.count, place + Self.longest + 1) {
                let word = String(window[place..<end])
                guard try isAnywhere(Way(words: [word]).expression) else { continue }
                // Few words first, so that what is cut off is what is told letter by letter.
                reached[end] = Array(
                    (reached[end] + reached[place].map { $0 + [word] }).sorted { $0.count < $1.count }
                        .prefix(Self.most))
            }
            // One letter begins too many words to be asked for.
            let rest = [String(window[place...])]
            guard place + 1 < window.count else { found += reached[place].map { Way(words: $0) }; continue }
            guard try isAnywhere(Way(words: rest, isOpen: true).expression) else { continue }
            found += reached[place].map { Way(words: $0 + rest, isOpen: true) }
        }
        func size(_ way: Way) -> Int { way.words.reduce(0) { $0 + $1.count } }
        ways = Array(
            found.filter { size($0) > 1 }.sorted { (-size($0), $0.words.count) < (-size($1), $1.words.count) }
                .prefix(Self.most))
    }
}
