/// What a model can say of a document or an image. The definition of a signal is part of its version: numbers of two
/// versions are never compared.
package enum ScoreSignal: String, Sendable, CaseIterable {
    /// A text about an image.
    case caption
    /// How far that text says what the page says of the image.
    case captionAgreement = "caption-agreement"
    /// How surprised the model is by a document's text.
    case perplexity
    /// How much an image helps with the text that sees it.
    case imageGain = "image-gain"
    /// How much better an image fits the text that sees it than an image of another document.
    case swapMargin = "swap-margin"
    /// The answer to a yes-or-no question.
    case question

    /// What a model has to do for a signal.
    package enum Pass: Sendable, CaseIterable {
        /// Log-likelihoods of a document's text with its own images, with none, with those of other documents.
        case own, masked, others
        /// A text about an image; the answer to a question.
        case caption, question
    }

    /// What is fixed for a signal: the one place to look, and to add a new one.
    private struct Entry {
        /// The version of the definition.
        var version = 1
        /// Whether documents have it as a number.
        var isNumber = true
        /// Whether images have it.
        var isOfImages = true
        let passes: Set<Pass>
        let definition: String
        let cost: String
    }

    private var entry: Entry {
        switch self {
        case .caption:
            Entry(
                isNumber: false, passes: [.caption],
                definition: "of an image: the greedy continuation of a prompt that is just the image (and the caption "
                    + "prefix), at most so many tokens, white space at both ends dropped",
                cost: "each distinct image once through the vision tower, then a decoding step for each token")
        case .captionAgreement:
            Entry(
                passes: [.caption],
                definition: "of an image: CIDEr-D, 0 to 10, of the model's caption against the page's caption and "
                    + "alternative text, n-grams weighted by how few of the shard's images have them; of a document: the "
                    + "mean over its images; none where the page says nothing of the image",
                cost: "that of caption, which is measured too")
        case .perplexity:
            Entry(
                isOfImages: false, passes: [.own],
                definition: "of a document: exp of minus the mean log-likelihood of its text tokens, each given the "
                    + "tokens before it and its images",
                cost: "one pass, shared with image-gain and swap-margin; the images once through the vision tower")
        case .imageGain:
            Entry(
                passes: [.own, .masked],
                definition: "of an image: mean log-likelihood of the text tokens that see it (those up to the next "
                    + "image), with the images of the document minus with all of them masked; of a document: the mean "
                    + "over its images; none where no text sees the image",
                cost: "two passes, one of them without images")
        case .swapMargin:
            Entry(
                passes: [.own, .others],
                definition: "of an image: mean log-likelihood of the text tokens that see it, with the images of the "
                    + "document minus with as many others in their places: the next different ones of other documents "
                    + "of the shard; of a document: the mean over its images",
                cost: "two passes, and the other images through the vision tower")
        case .question:
            Entry(
                passes: [.question],
                definition:
                    "of a document or an image: p(yes) / (p(yes) + p(no)) after 'Question: … Answer:' behind it",
                cost: "of a document: two passes; of an image: two prompts of the question's length")
        }
    }

    /// The version of the definition.
    package var version: Int { entry.version }

    /// The column of the index and the key of an annotation.
    package var column: String { rawValue.replacingDashes }

    /// The rule of a pipeline that compares it (`perplexity` is the rule of a language model without images).
    package var rule: String { self == .perplexity ? "model-perplexity" : rawValue }

    /// Whether documents have it as a number.
    package var isNumber: Bool { entry.isNumber }

    /// Those that documents have as a number.
    package static let numbers = allCases.filter(\.isNumber)

    /// Whether images have it.
    package var isOfImages: Bool { entry.isOfImages }

    /// What a model has to do for it.
    package var passes: Set<Pass> { entry.passes }

    /// What is computed, in nats and tokens of the model; text tokens are those that are not special.
    package var definition: String { entry.definition }

    /// What it costs, in passes over a document's tokens (a pass is what `model bench` calls prefill).
    package var cost: String { entry.cost }

    /// Reads a name with dashes or underscores.
    package init?(name: String) {
        guard let found = ScoreSignal.allCases.first(where: { $0.rawValue == name || $0.column == name }) else {
            return nil
        }
        self = found
    }
}

extension String {
    fileprivate var replacingDashes: String { String(map { $0 == "-" ? "_" : $0 }) }
}

extension Set<ScoreSignal> {
    /// Whether one of them needs a pass.
    package func need(_ pass: ScoreSignal.Pass) -> Bool { contains { $0.passes.contains(pass) } }
}
