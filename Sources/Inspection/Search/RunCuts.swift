/// The ways in which a text may cut a run of letters into words: the dictionary that cuts a text looks at what stands
/// around the run, which a question does not show.
struct RunCuts {
    /// Each way: the words in the run's middle, in order; those that cover most of the run first, then those of few words.
    let ways: [[String]]

    /// A word has so many letters at most; so many at an end of the run may belong to a word that reaches further.
    private static let longest = 6, slack = 4
    /// Letters of the run's middle that are looked at, and ways that are asked for.
    private static let span = 10, most = 64

    /// - Parameter isWord: whether any text has a word; most pieces of a run are none, which leaves few ways.
    init(_ run: String, _ isWord: (String) throws -> Bool) rethrows {
        let letters = Array(run)
        let from = max(0, (letters.count - Self.span) / 2)
        let window = Array(letters[from..<min(letters.count, from + Self.span)])
        // By place: the ways from one of the first places to it.
        var reached = [[[String]]](repeating: [], count: window.count + 1)
        for place in 0...window.count {
            if place <= min(Self.slack, window.count - 2) { reached[place].append([]) }
            guard !reached[place].isEmpty, place < window.count else { continue }
            for end in place + 1...min(window.count, place + Self.longest) {
                let word = String(window[place..<end])
                guard try isWord(word) else { continue }
                // Few words first, so that what is cut off is what is told letter by letter.
                reached[end] = Array(
                    (reached[end] + reached[place].map { $0 + [word] }).sorted { $0.count < $1.count }
                        .prefix(Self.most))
            }
        }
        let ends = max(2, window.count - Self.slack)...max(2, window.count)
        ways = Array(
            ends.filter { $0 <= window.count }.flatMap { reached[$0] }.filter { $0.joined().count > 1 }
                .sorted { (-$0.joined().count, $0.count) < (-$1.joined().count, $1.count) }.prefix(Self.most))
    }
}
