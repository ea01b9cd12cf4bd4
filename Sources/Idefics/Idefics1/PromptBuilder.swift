/// Turns interleaved items into token ids and says which picture each token sees, as the published processor of
/// IDEFICS-1 does.
public struct PromptBuilder: PromptMaker {
    private let tokenizer: Tokenizer
    /// `<s>`.
    public let beginning: String
    private let end: String
    private let imageID: Int
    private let endID: Int
    private let hasEndOfUtterance: Bool

    /// A builder for a tokenizer that has the image tokens.
    /// - Throws: `IdeficsError.prompt` when it has not.
    public init(tokenizer: Tokenizer, specialTokens: SpecialTokens) throws(IdeficsError) {
        guard let imageID = tokenizer.id(of: ImageTokens.image), tokenizer.id(of: ImageTokens.fake) != nil else {
            throw .prompt("the tokenizer has no '\(ImageTokens.image)' or no '\(ImageTokens.fake)'")
        }
        let end = specialTokens.end.first ?? 2
        guard let beginningText = tokenizer.token(specialTokens.beginning), let endText = tokenizer.token(end) else {
            throw .prompt("the tokenizer has no token for the beginning or the end of a text")
        }
        (self.tokenizer, self.imageID, endID) = (tokenizer, imageID, end)
        (beginning, self.end) = (beginningText, endText)
        hasEndOfUtterance = tokenizer.id(of: ImageTokens.endOfUtterance).map(tokenizer.isSpecial) ?? false
    }

    /// Ids that a model should never write: it would announce pictures that do not exist.
    public var imageTokenIDs: [Int] { [imageID, tokenizer.id(of: ImageTokens.fake) ?? imageID] }

    /// Builds the prompt of `items`.
    /// - Throws: `IdeficsError.prompt` when a text contains image tokens.
    public func build(_ items: [PromptItem], options: PromptOptions) throws(IdeficsError) -> Prompt {
        try ImageTokens.refuse([ImageTokens.image, ImageTokens.fake], in: items)
        let images = items.compactMap { if case .image(let image) = $0 { image } else { nil } }
        let text = text(of: items, options: options)
        let ids = tokenizer.encode(text)
        return try Prompt(text: text, ids: ids, imageIndices: imageIndices(ids), images: images)
    }

    /// The whole prompt with its special tokens written out.
    func text(of items: [PromptItem], options: PromptOptions) -> String {
        let separates = options.addsEndOfUtterance ?? hasEndOfUtterance
        var result = beginning
        var previous: PromptItem?
        for item in items {
            switch (item, previous) {
            case (.text(let text), .text):
                if separates { result += ImageTokens.endOfUtterance }
                result += Self.trimmed(text)
            case (.text(let text), _): result += Self.trimmed(text)
            case (.image, .image): result += ImageTokens.image + ImageTokens.fake
            case (.image, _): result += ImageTokens.fake + ImageTokens.image + ImageTokens.fake
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

extension PromptBuilder {
    /// Texts as they are, a picture as its token between two others.
    /// - Throws: as `build`.
    public func verbatim(_ items: [PromptItem]) throws(IdeficsError) -> Prompt {
        try ImageTokens.refuse([ImageTokens.image, ImageTokens.fake], in: items)
        var text = ""
        var images: [PreparedImage] = []
        for item in items {
            switch item {
            case .text(let part): text += part
            case .image(let image):
                text += ImageTokens.fake + ImageTokens.image + ImageTokens.fake
                images.append(image)
            }
        }
        let ids = tokenizer.encode(text)
        return try Prompt(text: text, ids: ids, imageIndices: imageIndices(ids), images: images)
    }

    /// The prompt of a document: as it is built to be continued.
    /// - Throws: as `build`.
    public func document(_ items: [PromptItem], options: PromptOptions) throws(IdeficsError) -> Prompt {
        try build(items, options: options)
    }

    /// A text where there is one, the picture and, behind it, the text that its description begins with.
    /// - Throws: as `build`.
    public func caption(
        _ image: PreparedImage, after context: String = "", prefix: String
    ) throws(IdeficsError) -> Prompt {
        var items: [PromptItem] = context.isEmpty ? [] : [.text(context)]
        items.append(.image(image))
        if !prefix.isEmpty { items.append(.text(prefix)) }
        return try build(items, options: PromptOptions(addsEndOfUtterance: false))
    }

    /// The published example's format: `User: … <picture><end_of_utterance>\nAssistant: …<end_of_utterance>\nUser: …`;
    /// pictures follow the texts of their message.
    /// - Throws: `IdeficsError.prompt` when the tokenizer has no `<end_of_utterance>`: not an instruct checkpoint.
    public func conversation(_ messages: [ChatMessage], asksForAnswer: Bool) throws(IdeficsError) -> [PromptItem] {
        guard hasEndOfUtterance else {
            throw .prompt(
                "the tokenizer has no '\(ImageTokens.endOfUtterance)'; a dialogue needs an instruct checkpoint")
        }
        var items: [PromptItem] = []
        for message in messages {
            let texts = message.content.compactMap { if case .text(let text) = $0 { text } else { nil } }
            let pictures = message.content.filter { if case .image = $0 { true } else { false } }
            let start = (items.isEmpty ? "" : "\n") + message.role.capitalizedRole + ": " + texts.joined()
            if message.role == "assistant" {
                // As it was generated, so that what is kept of it can be used again.
                items.append(.text(start + ImageTokens.endOfUtterance))
            } else {
                items += [.text(start)] + pictures + [.text(ImageTokens.endOfUtterance)]
            }
        }
        return asksForAnswer ? items + [.text("\nAssistant:")] : items
    }

    /// Behind the prompt, in the words of the published examples.
    public func question(_ text: String) -> (yes: String, no: String) {
        ("Question: \(text) Answer: yes", "Question: \(text) Answer: no")
    }
}

extension String {
    /// The first letter in upper case, the rest in lower.
    var capitalizedRole: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
