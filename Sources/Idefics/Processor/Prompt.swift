/// A part of an interleaved prompt.
public enum PromptItem: Sendable {
    /// Text; spaces (U+0020) at both ends are dropped.
    case text(String)
    /// A picture.
    case image(PreparedImage)
}

/// Switches of the published processor.
public struct PromptOptions: Equatable, Sendable {
    /// Ends the prompt with the end-of-text token.
    public var addsEndOfText: Bool
    /// Puts `<end_of_utterance>` between two texts that follow each other; nil: if the tokenizer has the token.
    public var addsEndOfUtterance: Bool?

    /// The published defaults: no end of text, end of utterance where the tokenizer has it.
    public init(addsEndOfText: Bool = false, addsEndOfUtterance: Bool? = nil) {
        (self.addsEndOfText, self.addsEndOfUtterance) = (addsEndOfText, addsEndOfUtterance)
    }
}

/// A prompt as the model takes it.
public struct Prompt: Sendable {
    /// The text that was tokenised, special tokens written out.
    public let text: String
    /// Token ids.
    public let ids: [Int]
    /// For each token the picture that it attends to, -1 for none: the latest one, until an end of text.
    public let imageIndices: [Int]
    /// The pictures in order.
    public let images: [PreparedImage]

    /// A prompt from its parts; the builder is the usual way.
    /// - Throws: `IdeficsError.prompt` when the counts do not fit.
    public init(text: String, ids: [Int], imageIndices: [Int], images: [PreparedImage]) throws(IdeficsError) {
        guard !ids.isEmpty else { throw .prompt("it has no tokens") }
        guard ids.count == imageIndices.count else { throw .prompt("one image index is needed for each token") }
        guard imageIndices.allSatisfy({ (-1..<images.count).contains($0) }) else {
            throw .prompt("an image index points outside the \(images.count) pictures")
        }
        (self.text, self.ids, self.imageIndices, self.images) = (text, ids, imageIndices, images)
    }
}
