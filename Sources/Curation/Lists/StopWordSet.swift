/// The function words of a language, to leave out where words are to say what a text is about.
package struct StopWordSet: Sendable {
    private let words: Set<String>

    /// The words of `language` (ISO 639-1); of English, French, German and Spanish together when it is not known, since a
    /// word in the wrong list costs less than "the and of".
    package init(language: String) {
        let listed = WordLists.listed(language)
        let wanted = language.isEmpty ? ["en", "fr", "de", "es"] : [listed]
        var words: Set<String> = []
        for language in wanted {
            if language == "en" {
                words.formUnion(WordLists.words(PublishedWords.stop))
                words.formUnion(WordLists.words(StopWords.englishContractions))
            }
            for other in WordLists.others where other.language == language {
                words.formUnion(WordLists.words(other.list))
            }
        }
        self.words = words
    }

    /// Whether a word in lower case is a function word.
    package func contains(_ word: String) -> Bool { words.contains(word) }
}
