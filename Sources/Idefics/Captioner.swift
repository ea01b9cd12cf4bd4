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
        /// Beam search: the best texts, this one first, each with its log-probability / length ^ penalty.
        public let candidates: [Candidate]
    }

    /// A text and how likely the model holds it for.
    public struct Candidate: Equatable, Sendable {
        /// The text, white space at the ends dropped.
        public let text: String
        /// Sum of the log-probabilities of its tokens / length ^ penalty.
        public let score: Float
    }

    private let model: IdeficsModel
    private let options: GenerationOptions
    private let prefix: String
    private let template: CaptionTemplate

    /// A captioner. `prefix` is a text after the picture that the caption continues (base checkpoints like
    /// "A picture of"); `options` default to a greedy text of at most 40 tokens. `template` says how the description is
    /// asked for; a prefix excludes any but `plain`.
    public init(
        _ model: IdeficsModel, prefix: String = "", options: GenerationOptions = GenerationOptions(maximumTokens: 40),
        template: CaptionTemplate = .plain
    ) {
        (self.model, self.prefix, self.template) = (model, prefix, prefix.isEmpty ? template : .plain)
        var options = options
        if template != .plain, let end = model.tokenizer.id(of: ImageTokens.endOfUtterance) {
            options.stopIDs = (options.stopIDs ?? model.configuration.specialTokens.end) + [end]
        }
        self.options = options
    }

    /// The prompt for one picture; `context` is a text that stands before it, such as the one it illustrates. One in which
    /// the token of a picture is spelt out is left away.
    /// - Throws: `IdeficsError.prompt`.
    public func prompt(_ image: PreparedImage, after context: String = "") throws(IdeficsError) -> Prompt {
        let context = ImageTokens.ofPictures.contains(where: context.containsBytes) ? "" : context
        guard let question = template.question else {
            return try model.prompts.caption(image, after: context, prefix: prefix)
        }
        let end = ImageTokens.endOfUtterance
        guard model.tokenizer.id(of: end) != nil else {
            return try model.prompts.caption(image, after: context, prefix: template.beginning)
        }
        let start = model.prompts.beginning + "User:" + (context.isEmpty ? "" : " \(context)\n")
        return try model.prompts.verbatim([
            .text(start), .image(image), .text(question + end + "\nAssistant:"),
        ])
    }

    /// Captions of pictures, in order, all in one batch; `onToken` as in `IdeficsModel.generate`.
    /// - Parameter contexts: a text before each picture, or nothing.
    /// - Throws: `IdeficsError`.
    public func captions(
        _ images: [PreparedImage], after contexts: [String] = [], onToken: ((StreamedToken) -> Bool)? = nil
    ) throws(IdeficsError) -> [Caption] {
        var prompts: [Prompt] = []
        for (index, image) in images.enumerated() {
            prompts.append(try prompt(image, after: contexts.indices.contains(index) ? contexts[index] : ""))
        }
        let requests = prompts.enumerated().map { GenerationRequest($1, options: options.forPrompt($0)) }
        return try model.generate(requests, onToken: onToken).map { answers in
            let candidates = answers.compactMap { answer in
                answer.score.map { Candidate(text: Self.trimmed(answer.text), score: $0) }
            }
            return Caption(
                text: Self.trimmed(answers.first?.text ?? ""), ids: answers.first?.ids ?? [],
                reason: answers.first?.reason ?? .length, candidates: candidates)
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
