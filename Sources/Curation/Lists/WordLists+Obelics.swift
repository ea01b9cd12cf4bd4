extension WordLists {
    /// The published lists as they are, for parity: 301 English stop words, 67 flagged and 40 spam words, 1,598 special
    /// characters, every text taken for English.
    package static let obelics: WordLists = {
        let classes = CharacterClasses(special: CodePointRanges.parse(SpecialCharacters.published))
        var lists = WordLists(
            classes: classes, stopWords: [("en", words(PublishedWords.stop))], assumedLanguage: "en")
        lists.insert(words(PublishedWords.flagged), flags: flagged)
        lists.insert(words(PublishedWords.spam), flags: spam)
        return lists
    }()
}
