extension WordLists {
    /// Our lists: stop words of seven languages, spam words without ordinary words, no letters among the special
    /// characters, and the typographic apostrophe taken for the plain one, so that `don’t` is `don't`.
    package static let quarry: WordLists = {
        let letters = Set(CodePointRanges.parse(SpecialCharacters.publishedLetters).joined())
        let special = CodePointRanges.parse(SpecialCharacters.published).joined().filter { !letters.contains($0) }
        let classes = CharacterClasses(special: special.map { $0...$0 }, folding: [0x2019: 0x27])
        let unmatchable: Set = ["vs.", "w/", "any1"]
        let english = words(PublishedWords.stop).filter { !unmatchable.contains($0) }
        var lists = WordLists(
            classes: classes,
            stopWords: [
                ("en", english + words(StopWords.englishContractions)), ("fr", words(StopWords.french)),
                ("de", words(StopWords.german)), ("es", words(StopWords.spanish)), ("it", words(StopWords.italian)),
                ("pt", words(StopWords.portuguese)), ("nl", words(StopWords.dutch)),
            ], assumedLanguage: nil)
        lists.insert(words(PublishedWords.flagged), flags: flagged)
        lists.insert(words(StopWords.spam), flags: spam)
        return lists
    }()
}
