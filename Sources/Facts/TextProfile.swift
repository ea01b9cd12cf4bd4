/// Everything the text rules compare with thresholds, measured in one pass over a paragraph or a document.
///
/// Definitions: OBELICS, `processors/web_document_filtering.py`; see `Curation.TextProfiler`.
package struct TextProfile: Sendable, Equatable {
    /// Words (split at white space, lower-cased, special characters stripped from both ends, empty ones left out).
    package var words = 0
    /// Unicode scalars.
    package var characters = 0
    /// Share of the most repeated windows of characters.
    package var characterRepetition = 0.0
    /// Share of word windows that occur more than once.
    package var wordRepetition = 0.0
    /// Share of special characters among the scalars.
    package var specialCharacters = 0.0
    /// Share of stop words among the words.
    package var stopWords = 0.0
    /// Share of flagged words among the words.
    package var flaggedWords = 0.0
    /// Share of punctuation among the tokens.
    package var punctuation = 0.0
    /// Tokens the punctuation ratio was taken over.
    package var tokens = 0
    /// Share of common words among the words.
    package var commonWords = 0.0
    /// Share of spam words among the words.
    package var spamWords = 0.0

    /// A profile of nothing.
    package init() {}

    /// Everything that is measured of a text. Those that are recorded are `signals` of the public record (first the
    /// counts, then the ratios) and columns of the index; the others travel between phases.
    package static let fields: [Field<TextProfile>] = [
        Field("words", \.words, "words of the text"),
        Field("characters", \.characters, recorded: false, "Unicode scalars of the text"),
        Field("tokens", \.tokens, recorded: false, "tokens that the punctuation ratio was taken over"),
        Field("character_repetition_ratio", \.characterRepetition, "share of the most repeated windows of characters"),
        Field("word_repetition_ratio", \.wordRepetition, "share of windows of words that occur more than once"),
        Field("special_character_ratio", \.specialCharacters, "share of special characters among the characters"),
        Field("stop_word_ratio", \.stopWords, "share of the language's stop words among the words"),
        Field("flagged_word_ratio", \.flaggedWords, "share of flagged words among the words"),
        Field("punctuation_ratio", \.punctuation, "share of punctuation among the tokens"),
        Field("common_word_ratio", \.commonWords, "share of common words among the words"),
        Field("spam_word_ratio", \.spamWords, "share of spam words among the words"),
    ]

    /// The recorded counts.
    package static let counts = fields.filter { $0.isRecorded && $0.kind == .integer }
    /// The recorded ratios.
    package static let ratios = fields.filter { $0.isRecorded && $0.kind == .number }
}
