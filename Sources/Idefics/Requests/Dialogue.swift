/// A conversation with an instruct checkpoint, in the format of the published example:
/// `User: … <picture><end_of_utterance>\nAssistant: …<end_of_utterance>\nUser: …`.
public struct Dialogue {
    private let model: IdeficsModel
    private let options: GenerationOptions
    private var items: [PromptItem] = []
    private var pending: [PreparedImage] = []

    /// A conversation that has not begun. `options` say how answers are made; they end at `<end_of_utterance>`, and
    /// image tokens are never written.
    /// - Throws: `IdeficsError.prompt` when the tokenizer has no `<end_of_utterance>`: not an instruct checkpoint.
    public init(
        _ model: IdeficsModel, options: GenerationOptions = GenerationOptions(maximumTokens: 256)
    ) throws(IdeficsError) {
        guard let end = model.tokenizer.id(of: PromptBuilder.endOfUtterance), model.tokenizer.isSpecial(end) else {
            throw .prompt(
                "the tokenizer has no '\(PromptBuilder.endOfUtterance)'; a dialogue needs an instruct checkpoint")
        }
        self.model = model
        var options = options
        options.stopIDs = (options.stopIDs ?? model.configuration.specialTokens.end) + [end]
        options.allowsImageTokens = false
        options.continuesLastPrompt = true
        self.options = options
    }

    /// Shows a picture with the next message.
    public mutating func add(_ image: PreparedImage) { pending.append(image) }

    /// Forgets everything.
    public mutating func reset() { (items, pending) = ([], []) }

    /// The items of the prompt that a message would make, without sending it.
    func prompt(for message: String) -> [PromptItem] {
        var prompt = items
        prompt.append(.text((items.isEmpty ? "" : "\n") + "User: " + message))
        prompt += pending.map { .image($0) }
        return prompt + [.text(PromptBuilder.endOfUtterance), .text("\nAssistant:")]
    }

    /// Sends a message with the pictures added before it and returns the answer; `onText` gets it piece by piece and
    /// returns false to end it. An answer that was ended stays in the conversation as far as it came.
    /// - Throws: `IdeficsError`.
    public mutating func send(_ message: String, onText: @escaping (String) -> Bool = { _ in true })
        throws(IdeficsError)
        -> String
    {
        let prompt = prompt(for: message)
        let built = try model.prompts.build(prompt, options: PromptOptions(addsEndOfUtterance: false))
        let answer = try model.generate([built], options: options) { onText($0.text) }.first
        let text = String((answer?.text ?? "").drop { $0 == " " })
        items = prompt.dropLast() + [.text("\nAssistant: " + text + PromptBuilder.endOfUtterance)]
        pending = []
        return text
    }
}
