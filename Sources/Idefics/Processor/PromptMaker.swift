/// What turns interleaved items into prompts of a family: token ids, and what each token has to do with a picture.
public protocol PromptMaker: Sendable {
    /// Ids that a model should never write: it would announce pictures that do not exist.
    var imageTokenIDs: [Int] { get }

    /// The prompt of `items`, to be continued.
    /// - Throws: `IdeficsError.prompt` when a text contains the token of a picture.
    func build(_ items: [PromptItem], options: PromptOptions) throws(IdeficsError) -> Prompt
    /// The token that a text begins with, where a prompt writes it out.
    var beginning: String { get }
    /// The prompt of items as they stand: texts may hold special tokens and nothing is put around them.
    /// - Throws: as `build`.
    func verbatim(_ items: [PromptItem]) throws(IdeficsError) -> Prompt
    /// The prompt of a document, to be scored.
    /// - Throws: as `build`.
    func document(_ items: [PromptItem], options: PromptOptions) throws(IdeficsError) -> Prompt
    /// The prompt whose continuation describes a picture; `context` is a text before it, `prefix` one that the description
    /// begins with.
    /// - Throws: as `build`.
    func caption(_ image: PreparedImage, after context: String, prefix: String) throws(IdeficsError) -> Prompt
    /// Messages of a conversation as items for `build`; `asksForAnswer` ends them where an answer begins.
    /// - Throws: `IdeficsError` when the checkpoint was not made for conversations.
    func conversation(_ messages: [ChatMessage], asksForAnswer: Bool) throws(IdeficsError) -> [PromptItem]
    /// What a question is behind the prompt of a document or a picture, up to and with either answer.
    func question(_ text: String) -> (yes: String, no: String)
}

extension PromptMaker {
    /// The prompt of `items`, to be continued, as the checkpoint's processor makes it.
    /// - Throws: as `build(_:options:)`.
    public func build(_ items: [PromptItem]) throws(IdeficsError) -> Prompt {
        try build(items, options: PromptOptions())
    }

    /// The prompt of a document, to be scored, without anything between its texts.
    /// - Throws: as `document(_:options:)`.
    public func document(_ items: [PromptItem]) throws(IdeficsError) -> Prompt {
        try document(items, options: PromptOptions(addsEndOfUtterance: false))
    }
}

/// A message of a conversation.
public struct ChatMessage: Sendable {
    /// `user`, `assistant`, `system`.
    public let role: String
    /// Texts and pictures in order.
    public let content: [PromptItem]

    /// A message.
    public init(role: String, content: [PromptItem]) { (self.role, self.content) = (role, content) }
}
