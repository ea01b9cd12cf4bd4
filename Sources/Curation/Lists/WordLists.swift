import JSON
package import Platform

/// The word lists the text metrics count with, interned by hash, and the set of special characters that goes with them.
///
/// Stop words are kept per language, each in a table of its own with the flagged and spam words, which hold for every
/// language; common words are a file of the user's, for one language.
package struct WordLists: Sendable {
    let classes: CharacterClasses
    /// Languages (ISO 639-1) that have stop words; at most 60.
    package let languages: [String]
    /// The language every text is taken to be in, whatever was identified; nil when the text's own counts. The published
    /// filters know English only.
    package let assumedLanguage: String?
    /// The language of the common words, nil when there are none.
    package private(set) var commonWordsLanguage: String?

    /// Flagged and spam words alone, then those of each language.
    private(set) var tables: [WordTable]
    /// All words, for a text whose language is not known: a word's flags are the place of its lists in `sets`.
    private(set) var mixed = WordTable()
    /// Which lists a word may be on: a bit a language, then `mixedFlagged`, `mixedSpam`, `mixedCommon`.
    private(set) var sets: [UInt64] = [0]

    static let stop: UInt16 = 1 << 0
    static let flagged: UInt16 = 1 << 1
    static let spam: UInt16 = 1 << 2
    static let common: UInt16 = 1 << 3
    /// Where the flags above stand in a set, behind the languages: shifted by this, `stop` left out.
    static let mixedShift: UInt64 = 60

    init(
        classes: CharacterClasses, stopWords: [(language: String, words: [String])], assumedLanguage: String?,
        general: [(flag: UInt16, words: [String])] = []
    ) {
        self.classes = classes
        self.assumedLanguage = assumedLanguage
        let stopWords = stopWords.prefix(60)
        languages = stopWords.map(\.language)
        tables = [WordTable](repeating: WordTable(), count: stopWords.count + 1)
        var found: [UInt64: UInt64] = [:]
        for (flag, words) in general {
            for hash in words.map(WordHash.of) {
                for index in tables.indices { tables[index].insert(hash, flags: flag) }
                found[hash & WordTable.keyBits, default: 0] |= UInt64(flag) << Self.mixedShift
            }
        }
        for (index, list) in stopWords.enumerated() {
            for hash in list.words.map(WordHash.of) {
                tables[index + 1].insert(hash, flags: Self.stop)
                found[hash & WordTable.keyBits, default: 0] |= 1 << UInt64(index)
            }
        }
        mix(found)
    }

    /// Makes the table of all words anew.
    private mutating func mix(_ found: [UInt64: UInt64]) {
        mixed = WordTable()
        sets = [0] + Set(found.values).sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(sets, sets.indices))
        for (hash, set) in found { mixed.insert(hash, flags: UInt16(places[set] ?? 0)) }
    }

    /// The same lists with common words: words that make up ordinary text of `language`.
    package func adding(commonWords: some Sequence<String>, language: String = "en") -> WordLists {
        var lists = self
        let hashes = commonWords.map(WordHash.of)
        let own = choice(language).table
        var found: [UInt64: UInt64] = [:]
        mixed.forEach { found[$0] = sets[Int($1)] }
        for hash in hashes {
            lists.tables[own].insert(hash, flags: Self.common)
            found[hash & WordTable.keyBits, default: 0] |= UInt64(Self.common) << Self.mixedShift
        }
        lists.mix(found)
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

    /// The lists a text of a language is counted with.
    struct Choice: Equatable {
        /// Its place among `tables`; 0 when the language has no list.
        var table = 0
        /// Whether the language is not known: the stop words of the language that has the most of them count.
        var isMixed = false
    }

    /// The lists of `language`; of all of them when it is not known (`""`).
    func choice(_ language: String) -> Choice {
        let language = assumedLanguage ?? language
        if language.isEmpty { return languages.count == 1 ? Choice(table: 1) : Choice(isMixed: true) }
        return Choice(table: (languages.firstIndex(of: Self.listed(language)) ?? -1) + 1)
    }

    /// The code under which a language's words are listed: languages that are written alike share a list.
    static func listed(_ language: String) -> String { kin[language] ?? language }

    private static let kin = [
        "nb": "no", "nn": "no", "bs": "hr", "sh": "hr", "wuu": "zh", "yue": "zh", "iw": "he", "in": "id",
    ]

    /// Whether there are stop words for `language`; true when the language is not known.
    package func hasStopWords(for language: String) -> Bool { choice(language) != Choice() }

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
