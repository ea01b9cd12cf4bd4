/// A part of an interleaved prompt.
public enum PromptItem: Sendable {
    /// Text. IDEFICS-1 drops spaces (U+0020) at both ends.
    case text(String)
    /// A picture.
    case image(PreparedImage)
}

/// Switches of the published processors; each family looks at its own.
public struct PromptOptions: Equatable, Sendable {
    /// IDEFICS-1: ends the prompt with the end-of-text token.
    public var addsEndOfText: Bool
    /// IDEFICS-1: puts `<end_of_utterance>` between two texts that follow each other; nil: if the tokenizer has the token.
    public var addsEndOfUtterance: Bool?
    /// Idefics3: puts the tokens around the prompt that the tokenizer's post-processor adds.
    public var addsSpecialTokens = false

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
    /// For each token the picture whose states it needs, -1 for none. IDEFICS-1: the latest one, until an end of text.
    /// Idefics3: the one that the token is a part of.
    public let imageIndices: [Int]
    /// The pictures in order.
    public let images: [PreparedImage]
    /// Idefics3: the tokens that each picture takes, in order; empty where pictures take none of their own.
    public let blocks: [Range<Int>]

    /// A prompt from its parts; a `PromptMaker` is the usual way.
    /// - Throws: `IdeficsError.prompt` when the counts do not fit.
    public init(
        text: String, ids: [Int], imageIndices: [Int], images: [PreparedImage], blocks: [Range<Int>] = []
    ) throws(IdeficsError) {
        guard !ids.isEmpty else { throw .prompt("it has no tokens") }
        guard ids.count == imageIndices.count else { throw .prompt("one image index is needed for each token") }
        guard imageIndices.allSatisfy({ (-1..<images.count).contains($0) }) else {
            throw .prompt("an image index points outside the \(images.count) pictures")
        }
        (self.text, self.ids, self.imageIndices) = (text, ids, imageIndices)
        (self.images, self.blocks) = (images, blocks)
    }
}
