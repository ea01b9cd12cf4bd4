extension WordLists {
    /// The published lists as they are, for parity: 301 English stop words, 67 flagged and 40 spam words, 1,598 special
    /// characters, every text taken for English.
    package static let obelics: WordLists = {
        let classes = CharacterClasses(CharacterSets(special: CodePointRanges.parse(SpecialCharacters.published)))
        return WordLists(
            classes: classes, stopWords: [("en", words(PublishedWords.stop))], assumedLanguage: "en",
            general: [(flagged, words(PublishedWords.flagged)), (spam, words(PublishedWords.spam))])
    }()
}
