/// Everything the text rules compare with thresholds, measured in one pass over a paragraph or a document.
///
/// Definitions: OBELICS, `processors/web_document_filtering.py`; see `Curation.TextProfiler`.
public struct TextProfile: Sendable, Equatable {
    /// Words (split at white space, lower-cased, special characters stripped from both ends, empty ones left out).
    public var words = 0
    /// Unicode scalars.
    public var characters = 0
    /// Share of the most repeated windows of characters.
    public var characterRepetition = 0.0
    /// Share of word windows that occur more than once.
    public var wordRepetition = 0.0
    /// Share of special characters among the scalars.
    public var specialCharacters = 0.0
    /// Share of stop words among the words.
    public var stopWords = 0.0
    /// Share of flagged words among the words.
    public var flaggedWords = 0.0
    /// Share of punctuation among the tokens.
    public var punctuation = 0.0
    /// Tokens the punctuation ratio was taken over.
    public var tokens = 0
    /// Share of common words among the words.
    public var commonWords = 0.0
    /// Share of spam words among the words.
    public var spamWords = 0.0

    /// A profile of nothing.
    public init() {}
}
