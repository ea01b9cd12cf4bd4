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
}
