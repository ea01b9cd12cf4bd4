extension WordLists {
    /// Our lists: stop words of 46 languages, spam words without ordinary words, no letters and no signs that are parts
    /// of letters among the special characters, the punctuation of all scripts, words of scripts without blanks, and the
    /// typographic apostrophe taken for the plain one, so that `don’t` is `don't`.
    package static let quarry: WordLists = {
        let letters = Set(CodePointRanges.parse(SpecialCharacters.publishedLetters).joined())
        let published = CodePointRanges.parse(SpecialCharacters.published).joined().filter { !letters.contains($0) }
        let sets = CharacterSets(
            special: published.map { $0...$0 } + CodePointRanges.parse(Scripts.symbols),
            // Tibetan parts its syllables, which its writers count as words, by a point.
            blanks: CharacterSets().blanks + [0xF0B...0xF0C], folding: [0x2019: 0x27],
            punctuation: CodePointRanges.parse(Scripts.sentenceMarks),
            marks: CodePointRanges.parse(Scripts.combiningMarks),
            unspaced: CodePointRanges.parse(Scripts.chineseJapanese),
            clauses: CodePointRanges.parse(Scripts.southEastAsian))
        let unmatchable: Set = ["vs.", "w/", "any1"]
        let english = words(PublishedWords.stop).filter { !unmatchable.contains($0) }
        // What is a small word of a language is no flagged word (`cum` is Romanian for `how`).
        let small = Set(others.flatMap { words($0.list) } + ["cum"])
        return WordLists(
            classes: CharacterClasses(sets),
            stopWords: [("en", english + words(StopWords.englishContractions))]
                + others.map { ($0.language, words($0.list)) },
            assumedLanguage: nil,
            general: [
                (flagged, words(PublishedWords.flagged).filter { !small.contains($0) }), (spam, words(StopWords.spam)),
            ])
    }()

    /// The languages beside English.
    static let others: [(language: String, list: StaticString)] = [
        ("fr", StopWords.french), ("de", StopWords.german), ("es", StopWords.spanish), ("it", StopWords.italian),
        ("pt", StopWords.portuguese), ("nl", StopWords.dutch), ("ar", StopWords.arabic),
        ("bg", StopWords.bulgarian), ("bn", StopWords.bengali), ("ca", StopWords.catalan),
        ("cs", StopWords.czech), ("da", StopWords.danish), ("el", StopWords.greek), ("et", StopWords.estonian),
        ("eu", StopWords.basque), ("fa", StopWords.persian), ("fi", StopWords.finnish),
        ("gl", StopWords.galician), ("he", StopWords.hebrew), ("hi", StopWords.hindi), ("hr", StopWords.croatian),
        ("hu", StopWords.hungarian), ("id", StopWords.indonesian), ("is", StopWords.icelandic),
        ("ja", StopWords.japanese), ("ko", StopWords.korean), ("lt", StopWords.lithuanian),
        ("lv", StopWords.latvian), ("mk", StopWords.macedonian), ("ms", StopWords.malay),
        ("no", StopWords.norwegian), ("pl", StopWords.polish), ("ro", StopWords.romanian),
        ("ru", StopWords.russian), ("sk", StopWords.slovak), ("sl", StopWords.slovenian),
        ("sr", StopWords.serbian), ("sv", StopWords.swedish), ("ta", StopWords.tamil), ("th", StopWords.thai),
        ("tr", StopWords.turkish), ("uk", StopWords.ukrainian), ("ur", StopWords.urdu),
        ("vi", StopWords.vietnamese), ("zh", StopWords.chinese),
    ]
}
