/// A conversation with an instruct checkpoint, in the format of its family.
public struct Dialogue {
    private let model: IdeficsModel
    private let options: GenerationOptions
    private var messages: [ChatMessage] = []
    private var pending: [PreparedImage] = []

    /// A conversation that has not begun. `options` say how answers are made; they end at `<end_of_utterance>`, and
    /// image tokens are never written.
    /// - Throws: `IdeficsError` when the checkpoint was not made for conversations.
    public init(
        _ model: IdeficsModel, options: GenerationOptions = GenerationOptions(maximumTokens: 256)
    ) throws(IdeficsError) {
        _ = try model.prompts.conversation([], asksForAnswer: true)
        self.model = model
        var options = options
        let end = model.tokenizer.id(of: ImageTokens.endOfUtterance).map { [$0] } ?? []
        options.stopIDs = (options.stopIDs ?? model.configuration.specialTokens.end) + end
        options.allowsImageTokens = false
        options.continuesLastPrompt = true
        self.options = options
    }

    /// Shows a picture with the next message.
    public mutating func add(_ image: PreparedImage) { pending.append(image) }

    /// Forgets everything.
    public mutating func reset() { (messages, pending) = ([], []) }

    /// What a message would make of the conversation.
    private func continued(by message: String) -> [ChatMessage] {
        messages + [ChatMessage(role: "user", content: pending.map { .image($0) } + [.text(message)])]
    }

    /// The items of the prompt that a message would make, without sending it.
    func prompt(for message: String) throws(IdeficsError) -> [PromptItem] {
        try model.prompts.conversation(continued(by: message), asksForAnswer: true)
    }

    /// Sends a message with the pictures added before it and returns the answer; `onText` gets it piece by piece and
    /// returns false to end it. An answer that was ended stays in the conversation as far as it came.
    /// - Throws: `IdeficsError`.
    public mutating func send(_ message: String, onText: @escaping (String) -> Bool = { _ in true })
        throws(IdeficsError)
        -> String
    {
        let built = try model.prompts.build(
            prompt(for: message), options: PromptOptions(addsEndOfUtterance: false))
        let answer = try model.generate([built], options: options) { onText($0.text) }.first
        let text = String((answer?.text ?? "").drop { $0 == " " })
        messages = continued(by: message) + [ChatMessage(role: "assistant", content: [.text(text)])]
        pending = []
        return text
    }
}
