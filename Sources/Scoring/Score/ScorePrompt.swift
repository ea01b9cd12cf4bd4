import Idefics

/// A document as the model sees it: the beginning of a text, then texts and pictures in reading order, exactly as
/// `DocumentScorer` has it. A divide begins another part with a beginning of its own.
struct ScorePrompt {
    /// What stands between two divides.
    struct Part {
        /// Which of the document's parts it is.
        let number: Int
        let prompt: Prompt
        /// For each picture of the prompt which of the document's images it is.
        let occurrences: [Int]
        /// Runs of text tokens and the picture (of the prompt) that each sees.
        let runs: [(tokens: Range<Int>, image: Int)]
    }

    let parts: [Part]
    /// All tokens.
    let tokens: Int
    /// Text tokens.
    let textTokens: Int

    /// The prompt of a document.
    /// - Parameters:
    ///   - nodes: the document's `scoreParts`.
    ///   - left: occurrences of images that have no picture and are left out.
    ///   - maximum: tokens that are looked at.
    /// - Throws: `IdeficsError.prompt` when a text contains image tokens.
    init(_ nodes: [[ScoreNode]], without left: Set<Int>, maximum: Int, model: IdeficsModel, blank: PreparedImage)
        throws(IdeficsError)
    {
        var parts: [Part] = []
        var used = 0
        for (number, part) in nodes.enumerated() {
            let kept = part.filter { if case .image(let image) = $0 { !left.contains(image) } else { true } }
            guard !kept.isEmpty, maximum - used >= 2 else { continue }
            let occurrences = kept.compactMap { if case .image(let image) = $0 { image } else { nil } }
            let items = kept.map { node in
                if case .text(let text) = node { PromptItem.text(text) } else { PromptItem.image(blank) }
            }
            let prompt = try model.prompts.document(items).prefix(maximum - used)
            used += prompt.ids.count
            guard prompt.ids.count >= 2 else { continue }
            parts.append(
                Part(
                    number: number, prompt: prompt, occurrences: Array(occurrences.prefix(prompt.images.count)),
                    runs: prompt.textRuns(model.tokenizer)))
        }
        self.parts = parts
        tokens = used
        textTokens = parts.reduce(0) { $0 + $1.runs.reduce(0) { $0 + $1.tokens.count } }
    }
}

/// A text behind a prompt, answered with yes or no.
struct YesNoQuestion {
    private let yes: [Int]
    private let no: [Int]
    /// Tokens that both answers have in common.
    private let common: Int

    init(_ question: String, _ model: IdeficsModel) {
        let texts = model.prompts.question(question)
        (yes, no) = (model.tokenizer.encode(texts.yes), model.tokenizer.encode(texts.no))
        common = zip(yes, no).prefix { $0 == $1 }.count
    }

    /// Tokens of the question with its answer.
    var tokens: Int { max(yes.count, no.count) }

    /// The prompt with either answer.
    func prompts(after ids: [Int], _ imageIndices: [Int], _ states: [ImageStates]) throws(IdeficsError)
        -> (yes: AttendedPrompt, no: AttendedPrompt)
    {
        let last = imageIndices.last ?? -1
        func make(_ answer: [Int]) throws(IdeficsError) -> AttendedPrompt {
            try AttendedPrompt(
                ids: ids + answer, imageIndices: imageIndices + answer.map { _ in last }, states: states)
        }
        return (try make(yes), try make(no))
    }

    /// p(yes) / (p(yes) + p(no)), from the log-probabilities of both prompts.
    func value(yes: [Float], no: [Float], after count: Int) -> Double {
        let (yes, no) = sums(yes: yes, no: no, after: count)
        return Self.value(yes: Double(yes), no: Double(no))
    }

    /// The log-probability of either answer, from those of both prompts.
    func sums(yes: [Float], no: [Float], after count: Int) -> (yes: Float, no: Float) {
        let first = count + common - 1
        return (yes[first...].reduce(0, +), no[first...].reduce(0, +))
    }

    /// p(yes) / (p(yes) + p(no)).
    static func value(yes: Double, no: Double) -> Double { 1 / (1 + (no - yes).exponential) }
}
