import Curation

/// What a person typed into a search field, as an expression of FTS5 that cannot be malformed.
///
/// Words are all asked for; `"quoted words"` as a phrase; `-word` must not be there; `word*` is the beginning of a word.
/// A word of a script without blanks is cut into the words that the index has.
package struct SearchQuery: Sendable, Equatable {
    /// One thing that is asked for.
    struct Term: Sendable, Equatable {
        /// The words, in order: more than one for a phrase.
        var words: [String]
        /// What was typed, in lower case.
        var typed = ""
        /// Whether it stood in quotation marks.
        var isQuoted = false
        /// Whether the last word is only a beginning.
        var isPrefix = false
        /// Whether it must not be there.
        var isExcluded = false
        /// Whether it is a run of a script without blanks, whose first and last word may be cut elsewhere in a text.
        var isUnspaced = false
        /// Whether it is one word of such a script, which in a text may be the beginning of a longer one.
        var mayGoOn = false

        /// `"polar bear"`, for FTS5.
        var expression: String { Term.quoted(words[...]) + (isPrefix ? " *" : "") }

        /// The same, and longer words where it may go on.
        var beginning: String { expression + (mayGoOn && !isPrefix ? " *" : "") }

        static func quoted(_ words: ArraySlice<String>) -> String {
            // Words are letters, marks and digits alone, so no quotation mark is among them.
            "\"" + words.joined(separator: " ") + "\""
        }
    }

    /// What was typed.
    package let text: String
    let terms: [Term]

    /// Understands a search; everything has a meaning, so nothing is thrown.
    package init(_ text: String) {
        self.text = text
        terms = SearchQuery.pieces(of: text).compactMap(SearchQuery.term)
    }

    /// Whether there is nothing to look for.
    package var isEmpty: Bool { !terms.contains { !$0.isExcluded } }

    /// The words to mark in a text, in lower case.
    package var words: [String] {
        var seen: Set<String> = []
        return terms.filter { !$0.isExcluded }.flatMap(\.words).filter { seen.insert($0).inserted }
    }

    /// Words side by side, in order: who has them so comes first. Nil for one word, or with beginnings of words.
    package var phrase: String? {
        let wanted = terms.filter { !$0.isExcluded }
        guard wanted.count > 1, !wanted.contains(where: \.isPrefix) else { return nil }
        return Term.quoted(wanted.flatMap(\.words)[...]) + excluded
    }

    /// Expressions that say what matches, the strictest first: the first that finds anything is meant.
    package var expressions: [String] {
        let wanted = terms.filter { !$0.isExcluded }
        guard !wanted.isEmpty else { return [] }
        // The ends of a run may be halves of words there: what is between them must stand there as it is.
        let inner = wanted.map { term -> String in
            guard term.isUnspaced else { return term.beginning }
            // Of two words both are needed, or what is left is too little.
            return Term.quoted(term.words.dropFirst(term.words.count > 2 ? 1 : 0)) + " *"
        }
        let core = wanted.map { term -> String in
            guard term.isUnspaced, term.words.count > 2 else { return term.beginning }
            return Term.quoted(term.words.dropFirst().dropLast())
        }
        var list: [String] = []
        for parts in [wanted.map(\.expression), inner, core] {
            let expression = parts.joined(separator: " AND ") + excluded
            if !list.contains(expression) { list.append(expression) }
        }
        return list
    }

    private var excluded: String { terms.filter(\.isExcluded).map { " NOT " + $0.expression }.joined() }

    /// Any word of the runs of scripts without blanks, for a text that cuts them otherwise than the question; nil where
    /// there is no such run.
    var anyWord: String? {
        guard !runs.isEmpty else { return nil }
        let words = runs.flatMap(\.words).map { Term.quoted([$0]) }
        return "(" + words.joined(separator: " OR ") + ")" + excluded
    }

    /// The runs of a script without blanks in every way in which a text may cut them. Nil where there is no such run, or no
    /// way is left.
    /// - Parameter isAnywhere: whether an expression finds anything; most pieces of a run are no words, which leaves few
    ///   ways.
    func cuts(_ isAnywhere: (String) throws -> Bool) rethrows -> String? {
        var parts: [String] = []
        for run in runs {
            let ways = try RunCuts(run.words.joined(), isAnywhere).ways.map(\.expression)
            guard !ways.isEmpty else { return nil }
            parts.append("(" + ways.joined(separator: " OR ") + ")")
        }
        guard !parts.isEmpty else { return nil }
        let others = terms.filter { !$0.isUnspaced && !$0.isExcluded }.map(\.expression)
        return (parts + others).joined(separator: " AND ") + excluded
    }

    private var runs: [Term] { terms.filter { $0.isUnspaced && !$0.isExcluded } }

    /// The runs of a script without blanks, in lower case.
    var unspacedRuns: [String] { runs.map(\.typed) }

    /// What the best document shows letter by letter, in lower case: signs between words count here. All that was typed, or
    /// its phrases where some words have a meaning of their own (`-word`, `word*`, quotation marks).
    var literals: [String] {
        let isPlain = !terms.contains { $0.isQuoted || $0.isPrefix || $0.isExcluded }
        if isPlain {
            return terms.count > 1 ? [SearchQuery.folded(text)] : terms.filter { $0.words.count > 1 }.map(\.typed)
        }
        return terms.filter { $0.words.count > 1 && !$0.isPrefix && !$0.isExcluded }.map(\.typed)
    }

    /// A text as it is compared letter by letter: in lower case, each white space one blank.
    package static func folded(_ text: String) -> String {
        text.lowercased().split { $0.isWhitespace }.joined(separator: " ")
    }

    private static func term(_ piece: (text: String, isQuoted: Bool)) -> Term? {
        var text = piece.text[...]
        var term = Term(words: [])
        if !piece.isQuoted, text.first == "-", text.count > 1 {
            term.isExcluded = true
            text = text.dropFirst()
        }
        term.isPrefix = text.last == "*"
        term.isQuoted = piece.isQuoted
        term.typed = SearchQuery.folded(String(term.isPrefix ? text.dropLast() : text))
        // Two words side by side: their script writes no blanks.
        var end = -1
        SearchWords.shared.forEach(in: String(text)) { place, word in
            term.words.append(String(decoding: word, as: UTF8.self))
            if place.lowerBound == end { term.isUnspaced = true }
            end = place.upperBound
        }
        guard let first = term.words.first else { return nil }
        term.mayGoOn = term.words.count == 1 && SearchWords.shared.isUnspaced(first)
        if text.contains(" ") { term.isUnspaced = false }
        return term
    }

    /// Cut at blanks outside quotation marks; a minus before a quotation stays with it.
    private static func pieces(of text: String) -> [(text: String, isQuoted: Bool)] {
        var pieces: [(text: String, isQuoted: Bool)] = []
        var current = ""
        var isQuoted = false, isExcluded = false
        func take(_ piece: inout String, quoted: Bool) {
            if !piece.isEmpty { pieces.append((piece, quoted && !isExcluded)) }
            piece = ""
        }
        for character in text {
            if "\"“”„«»".contains(character) {
                let isMinus = !isQuoted && current == "-"
                if !isMinus { take(&current, quoted: isQuoted) }
                isExcluded = isMinus
                isQuoted.toggle()
            } else if character.isWhitespace && !isQuoted {
                take(&current, quoted: false)
            } else {
                current.append(character)
            }
        }
        take(&current, quoted: isQuoted)
        return pieces
    }
}
