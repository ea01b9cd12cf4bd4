/// Turns interleaved items into token ids and says which picture each token sees, as the published processor does.
public struct PromptBuilder: Sendable {
    /// Text around and for a picture, and at the end of a turn.
    static let imageToken = "<image>"
    static let fakeToken = "<fake_token_around_image>"
    static let endOfUtterance = "<end_of_utterance>"

    private let tokenizer: Tokenizer
    private let beginning: String
    private let end: String
    private let imageID: Int
    private let endID: Int
    private let hasEndOfUtterance: Bool

    /// A builder for a tokenizer that has the image tokens.
    /// - Throws: `IdeficsError.prompt` when it has not.
    public init(tokenizer: Tokenizer, specialTokens: ModelConfiguration.SpecialTokens) throws(IdeficsError) {
        guard let imageID = tokenizer.id(of: Self.imageToken), tokenizer.id(of: Self.fakeToken) != nil else {
            throw .prompt("the tokenizer has no '\(Self.imageToken)' or no '\(Self.fakeToken)'")
        }
        let end = specialTokens.end.first ?? 2
        guard let beginningText = tokenizer.token(specialTokens.beginning), let endText = tokenizer.token(end) else {
            throw .prompt("the tokenizer has no token for the beginning or the end of a text")
        }
        (self.tokenizer, self.imageID, endID) = (tokenizer, imageID, end)
        (beginning, self.end) = (beginningText, endText)
        hasEndOfUtterance = tokenizer.id(of: Self.endOfUtterance).map(tokenizer.isSpecial) ?? false
    }

    /// Ids that a model should never write: it would announce pictures that do not exist.
    public var imageTokenIDs: [Int] { [imageID, tokenizer.id(of: Self.fakeToken) ?? imageID] }

    /// Builds the prompt of `items`.
    /// - Throws: `IdeficsError.prompt` when a text contains image tokens.
    public func build(_ items: [PromptItem], options: PromptOptions = PromptOptions()) throws(IdeficsError) -> Prompt {
        var images: [PreparedImage] = []
        for item in items {
            switch item {
            case .image(let image): images.append(image)
            case .text(let text):
                for token in [Self.imageToken, Self.fakeToken] where contains(text, token) {
                    throw .prompt("a text contains '\(token)'; pictures are items of their own")
                }
            }
        }
        let text = text(of: items, options: options)
        let ids = tokenizer.encode(text)
        return try Prompt(text: text, ids: ids, imageIndices: imageIndices(ids), images: images)
    }

    private func contains(_ text: String, _ token: String) -> Bool {
        let bytes = Array(text.utf8)
        let pattern = Array(token.utf8)
        return bytes.indices.contains { bytes[$0] == pattern[0] && bytes[$0...].starts(with: pattern) }
    }

    /// The whole prompt with its special tokens written out.
    func text(of items: [PromptItem], options: PromptOptions) -> String {
        let separates = options.addsEndOfUtterance ?? hasEndOfUtterance
        var result = beginning
        var previous: PromptItem?
        for item in items {
            switch (item, previous) {
            case (.text(let text), .text):
                if separates { result += Self.endOfUtterance }
                result += Self.trimmed(text)
            case (.text(let text), _): result += Self.trimmed(text)
            case (.image, .image): result += Self.imageToken + Self.fakeToken
            case (.image, _): result += Self.fakeToken + Self.imageToken + Self.fakeToken
            }
            previous = item
        }
        return options.addsEndOfText ? result + end : result
    }

    /// Without spaces at both ends; other white space stays.
    private static func trimmed(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard let first = bytes.firstIndex(where: { $0 != 0x20 }), let last = bytes.lastIndex(where: { $0 != 0x20 })
        else { return "" }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }

    /// The picture that each token sees: the latest `<image>` at or before it, none after an end of text.
    func imageIndices(_ ids: [Int]) -> [Int] {
        var current = -1
        var ended = false
        return ids.map { id in
            if id == imageID {
                current += 1
                ended = false
            }
            let seen = ended ? -1 : current
            if id == endID { ended = true }
            return seen
        }
    }
}
