/// How captions are asked for: what changes their words.
package struct CaptionSettings: Sendable, Equatable {
    /// A text after the image that a caption continues.
    package var prefix = ""
    /// Tokens of a caption at most.
    package var tokens = 40
    /// `plain`, `brief` or `detailed`.
    package var template = "plain"
    /// Characters of the document's text before the picture that the model reads first.
    package var context = 0
    /// Above 1: words that stand there already become less likely.
    package var repetitionPenalty = 1.0
    /// Texts that are followed at a time; 1: the likeliest next word each time.
    package var beams = 1

    /// The usual settings.
    package init() {}

    /// In words: `captions of at most 40 tokens after 'A picture of'`.
    package var words: String {
        var words = "captions of at most \(tokens) tokens"
        if !prefix.isEmpty { words += " after '\(prefix)'" }
        if template != "plain" { words += ", \(template)" }
        if context > 0 { words += ", \(context) characters of text before the picture" }
        if repetitionPenalty != 1 { words += ", a penalty of \(repetitionPenalty) on repetitions" }
        if beams > 1 { words += ", \(beams) beams" }
        return words
    }
}
