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

    /// Expressions to try in this order; what one finds comes before what only a later one finds. The last one finds all.
    package var expressions: [String] {
        let wanted = terms.filter { !$0.isExcluded }
        let excluded = terms.filter(\.isExcluded).map { " NOT " + $0.expression }.joined()
        guard !wanted.isEmpty else { return [] }
        let all = wanted.map(\.expression).joined(separator: " AND ") + excluded
        guard wanted.contains(where: { $0.isUnspaced || $0.mayGoOn || wanted.count > 1 }) else { return [all] }
        var list: [String] = []
        if wanted.count > 1, !wanted.contains(where: \.isPrefix) {
            list.append(Term.quoted(wanted.flatMap(\.words)[...]) + excluded)
        }
        list.append(all)
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
        for looser in [inner, core].map({ $0.joined(separator: " AND ") + excluded }) where !list.contains(looser) {
            list.append(looser)
        }
        return list
    }

    /// Expressions that say what matches, the strictest first: the first that finds anything is meant.
    package var selecting: [String] {
        let hasPhrase = terms.count { !$0.isExcluded } > 1 && !terms.contains { !$0.isExcluded && $0.isPrefix }
        return Array(expressions.dropFirst(hasPhrase && expressions.count > 1 ? 1 : 0))
    }

    /// Any word of the runs of scripts without blanks, for a text that cuts them otherwise than the question; nil where
    /// there is no such run.
    var anyWord: String? {
        let runs = terms.filter { $0.isUnspaced && !$0.isExcluded }
        guard !runs.isEmpty else { return nil }
        let excluded = terms.filter(\.isExcluded).map { " NOT " + $0.expression }.joined()
        let words = runs.flatMap(\.words).map { Term.quoted([$0]) }
        return "(" + words.joined(separator: " OR ") + ")" + excluded
    }

    /// The runs of a script without blanks in every way in which a text may cut them: phrases for each way, without the
    /// letters at both ends that may belong to words that reach further. Nil where there is no such run, or no way is left.
    /// - Parameter isWord: whether any text has a word; most pieces of a run are none, which leaves few ways.
    func cuts(_ isWord: (String) throws -> Bool) rethrows -> String? {
        var parts: [String] = []
        for run in unspacedRuns {
            let ways = try RunCuts(run, isWord).ways.map { Term.quoted($0[...]) }
            guard !ways.isEmpty else { return nil }
            parts.append("(" + ways.joined(separator: " OR ") + ")")
        }
        guard !parts.isEmpty else { return nil }
        let others = terms.filter { !$0.isUnspaced && !$0.isExcluded }.map(\.expression)
        let excluded = terms.filter(\.isExcluded).map { " NOT " + $0.expression }.joined()
        return (parts + others).joined(separator: " AND ") + excluded
    }

    /// The runs of a script without blanks: who shows one letter by letter is what was looked for.
    var unspacedRuns: [String] { terms.filter { $0.isUnspaced && !$0.isExcluded }.map { $0.words.joined() } }

    private static func term(_ piece: (text: String, isQuoted: Bool)) -> Term? {
        var text = piece.text[...]
        var term = Term(words: [])
        if !piece.isQuoted, text.first == "-", text.count > 1 {
            term.isExcluded = true
            text = text.dropFirst()
        }
        term.isPrefix = text.last == "*"
        let whole = String(text)
        SearchWords.shared.forEach(in: whole) { _, word in term.words.append(String(decoding: word, as: UTF8.self)) }
        guard !term.words.isEmpty else { return nil }
        let spaced = SearchWords.shared.spaced(whole)
        term.mayGoOn = term.words.count == 1 && SearchWords.shared.isUnspaced(term.words[0])
        term.isUnspaced = term.words.count > 1 && spaced.utf8.count > whole.utf8.count && !whole.contains(" ")
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
