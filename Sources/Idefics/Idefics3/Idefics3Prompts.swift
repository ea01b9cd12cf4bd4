/// Turns interleaved items into token ids as the published processor of Idefics3 and SmolVLM does: pictures become blocks
/// of text, then all of it becomes tokens.
struct Idefics3Prompts: PromptMaker {
    private let tokenizer: Tokenizer
    private let template: ChatTemplate
    let beginning: String
    private let statesPerTile: Int
    private let imageID, fakeID: Int

    let imageTokenIDs: [Int]

    /// What a picture is asked about when nobody says what.
    private static let defaultQuestion = "Describe this image."

    /// Prompts for a tokenizer that has the image tokens.
    /// - Throws: `IdeficsError` when it has not, or others than the configuration says.
    init(
        _ configuration: Idefics3Configuration, tokenizer: Tokenizer, template: ChatTemplate, beginning: String?
    ) throws(IdeficsError) {
        func id(_ token: String) throws(IdeficsError) -> Int {
            guard let id = tokenizer.id(of: token) else { throw .prompt("the tokenizer has no '\(token)'") }
            return id
        }
        (imageID, fakeID) = (try id(ImageTokens.image), try id(ImageTokens.fake))
        _ = try id(ImageTokens.endOfUtterance)
        guard imageID == configuration.imageTokenID else {
            throw .prompt(
                "config.json says that '\(ImageTokens.image)' has the id \(configuration.imageTokenID), but the "
                    + "tokenizer's is \(imageID)")
        }
        let first = beginning ?? tokenizer.token(configuration.specialTokens.beginning)
        guard let first, tokenizer.id(of: first) != nil else {
            throw .prompt("the tokenizer has no token for the beginning of a text")
        }
        (self.tokenizer, self.template, self.beginning) = (tokenizer, template, first)
        statesPerTile = configuration.statesPerTile
        // Tags beyond those of the largest pictures: 6 by 6 are in the published vocabularies.
        let tags = (1...6).flatMap { row in (1...6).map { ImageBlock.tag(row: row, column: $0) } }
        let special = ([ImageBlock.globalTag] + tags).compactMap(tokenizer.id).filter(tokenizer.isSpecial)
        imageTokenIDs = [imageID, fakeID] + special
    }

    func build(_ items: [PromptItem], options: PromptOptions) throws(IdeficsError) -> Prompt {
        try ImageTokens.refuse([ImageTokens.image], in: items)
        var text = ""
        var images: [PreparedImage] = []
        for item in items {
            switch item {
            case .text(let part): text += part
            case .image(let image):
                text += ImageBlock.text(rows: image.rows, columns: image.columns, states: statesPerTile)
                images.append(image)
            }
        }
        let ids = tokenizer.encode(text, addsSpecialTokens: options.addsSpecialTokens)
        let counts = images.map { $0.tiles.count * statesPerTile }
        let blocks = ImageBlock.ranges(ids, image: imageID, fake: fakeID, counts: counts)
        return try Prompt(text: text, ids: ids, imageIndices: indices(ids, counts), images: images, blocks: blocks)
    }

    func verbatim(_ items: [PromptItem]) throws(IdeficsError) -> Prompt { try build(items, options: PromptOptions()) }

    /// For each `<image>` token the picture that it is a part of.
    private func indices(_ ids: [Int], _ counts: [Int]) -> [Int] {
        var owners = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }[...]
        return ids.map { $0 == imageID ? owners.popFirst() ?? -1 : -1 }
    }

    /// The beginning of a text, the items without anything between them, the end of an utterance.
    func document(_ items: [PromptItem], options: PromptOptions) throws(IdeficsError) -> Prompt {
        try build([.text(beginning)] + items + [.text(ImageTokens.endOfUtterance)], options: PromptOptions())
    }

    /// With a chat template and no prefix the model is asked; otherwise it continues picture and prefix.
    /// - Throws: also `IdeficsError.configuration` for the template of another model.
    func caption(_ image: PreparedImage, after context: String, prefix: String) throws(IdeficsError) -> Prompt {
        // Without a template the picture is continued; under another model's nobody knows how to ask.
        if template != .absent, prefix.isEmpty {
            let before: [PromptItem] = context.isEmpty ? [] : [.text(context)]
            let question = ChatMessage(role: "user", content: before + [.image(image), .text(Self.defaultQuestion)])
            return try build(template.items([question], asksForAnswer: true), options: PromptOptions())
        }
        return try build([.text(beginning + context), .image(image), .text(prefix)], options: PromptOptions())
    }

    func conversation(_ messages: [ChatMessage], asksForAnswer: Bool) throws(IdeficsError) -> [PromptItem] {
        try template.items(messages, asksForAnswer: asksForAnswer)
    }

    /// The document was one utterance; the question is the next, and the first token of the answer decides.
    func question(_ text: String) -> (yes: String, no: String) {
        let asked = "\nUser: \(text) Answer yes or no.\(ImageTokens.endOfUtterance)\nAssistant:"
        return (asked + " Yes", asked + " No")
    }
}
