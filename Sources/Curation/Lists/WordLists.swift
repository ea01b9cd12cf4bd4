import JSON
package import Platform

/// The word lists the text metrics count with, interned by hash, and the set of special characters that goes with them.
///
/// Stop words are kept per language; flagged and spam words hold for every language; common words are a file of the
/// user's, for one language.
package struct WordLists: Sendable {
    var table = WordTable()
    let classes: CharacterClasses
    /// Languages (ISO 639-1) that have stop words, in the order of their flags; at most eight.
    package private(set) var languages: [String]
    /// The language every text is taken to be in, whatever was identified; nil when the text's own counts. The published
    /// filters know English only.
    package let assumedLanguage: String?
    /// The language of the common words, nil when there are none.
    package private(set) var commonWordsLanguage: String?

    static let stopFlags: UInt16 = 0x00FF
    static let flagged: UInt16 = 1 << 8
    static let spam: UInt16 = 1 << 9
    static let common: UInt16 = 1 << 10

    init(
        classes: CharacterClasses, stopWords: [(language: String, words: [String])], assumedLanguage: String?
    ) {
        self.classes = classes
        self.assumedLanguage = assumedLanguage
        languages = stopWords.prefix(8).map(\.language)
        for (index, list) in stopWords.prefix(8).enumerated() { insert(list.words, flags: 1 << index) }
    }

    mutating func insert(_ words: some Sequence<String>, flags: UInt16) {
        for word in words { table.insert(WordHash.of(word), flags: flags) }
    }

    /// The same lists with common words: words that make up ordinary text of `language`.
    package func adding(commonWords: some Sequence<String>, language: String = "en") -> WordLists {
        var lists = self
        lists.insert(commonWords, flags: Self.common)
        lists.commonWordsLanguage = language
        return lists
    }

    /// The same lists with the common words of a file: a JSON object word → count (counts are not looked at), or one
    /// word a line (what follows a tab or space is not looked at). Words must be lower-cased already.
    /// - Throws: `WordListError`.
    package func adding(commonWordsFile path: String, language: String = "en") throws(WordListError) -> WordLists {
        let bytes: [UInt8]
        do { bytes = try Files.read(path) } catch { throw .unreadable(error) }
        let words: [String]
        if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") {
            let json: JSONValue
            do { json = try JSONValue(parsing: bytes) } catch {
                throw .malformed(path: path, problem: error.description)
            }
            words = (json.members ?? []).map(\.key)
        } else {
            words = bytes.split(separator: 0x0A).compactMap { line in
                let word = line.prefix { $0 > 0x20 }
                return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
            }
        }
        guard !words.isEmpty else { throw .malformed(path: path, problem: "no words in it") }
        return adding(commonWords: words, language: language)
    }

    /// Which stop words count for a text of `language`: those of that language; of all languages, the best of them,
    /// when the language is not known (`""`); nil when the language has no list.
    func stopWordMask(_ language: String) -> UInt8? {
        let language = assumedLanguage ?? language
        if language.isEmpty { return UInt8(truncatingIfNeeded: (1 << languages.count) - 1) }
        return languages.firstIndex(of: language).map { 1 << UInt8($0) }
    }

    /// Whether there are stop words for `language`; true when the language is not known.
    package func hasStopWords(for language: String) -> Bool { stopWordMask(language) != nil }

    /// Whether the common words hold for `language`; an unknown language is judged by them.
    package func hasCommonWords(for language: String) -> Bool {
        guard let own = commonWordsLanguage else { return false }
        let language = assumedLanguage ?? language
        return language.isEmpty || language == own
    }

    static func words(_ list: StaticString) -> [String] {
        CodePointRanges.words(list).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Why a word list could not be used.
package enum WordListError: Error, CustomStringConvertible {
    /// The file could not be read.
    case unreadable(SystemError)
    /// The file was read and holds no word list.
    case malformed(path: String, problem: String)

    /// One sentence with the path.
    package var description: String {
        switch self {
        case .unreadable(let error): "the word list cannot be read: \(error)"
        case .malformed(let path, let problem):
            "\(path) is no word list (a JSON object word → count, or one word a line): \(problem)"
        }
    }
}
