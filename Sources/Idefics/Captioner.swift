/// Describes pictures.
///
/// ```swift
/// let captioner = Captioner(try IdeficsModel(checkpoint: "models/idefics-emoji"))
/// print(try captioner.caption(path: "duck.png"))
/// ```
public struct Captioner: Sendable {
    /// A caption and how sure the model is of it.
    public struct Caption: Equatable, Sendable {
        /// The text without special tokens, white space at the ends dropped.
        public let text: String
        /// Its ids, the stop id included.
        public let ids: [Int]
        /// Why it ended.
        public let reason: Generation.Reason
    }

    private let model: IdeficsModel
    private let options: GenerationOptions
    private let prefix: String

    /// A captioner. `prefix` is a text after the picture that the caption continues (base checkpoints like
    /// "A picture of"); `options` default to a greedy text of at most 40 tokens.
    public init(
        _ model: IdeficsModel, prefix: String = "", options: GenerationOptions = GenerationOptions(maximumTokens: 40)
    ) {
        (self.model, self.prefix, self.options) = (model, prefix, options)
    }

    /// The prompt for one picture.
    /// - Throws: `IdeficsError.prompt`.
    public func prompt(_ image: PreparedImage) throws(IdeficsError) -> Prompt {
        try model.prompts.caption(image, prefix: prefix)
    }

    /// Captions of pictures, in order, all in one batch; `onToken` as in `IdeficsModel.generate`.
    /// - Throws: `IdeficsError`.
    public func captions(
        _ images: [PreparedImage], onToken: ((StreamedToken) -> Bool)? = nil
    ) throws(IdeficsError) -> [Caption] {
        var prompts: [Prompt] = []
        for image in images { prompts.append(try prompt(image)) }
        return try model.generate(prompts, options: options, onToken: onToken).map { answer in
            Caption(text: Self.trimmed(answer.text), ids: answer.ids, reason: answer.reason)
        }
    }

    func load(_ source: String, _ pictures: PictureLoader) throws(IdeficsError) -> PreparedImage {
        try pictures.load(source, for: model)
    }

    /// The caption of the picture file at `path`.
    /// - Throws: `IdeficsError`, naming the file when it is no picture.
    public func caption(path: String) throws(IdeficsError) -> String {
        try captions([model.images.prepare(path: path)]).first?.text ?? ""
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
