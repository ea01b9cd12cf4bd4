public import Platform
public import Tensors

/// Everything that can be wrong with a checkpoint, a prompt or a request.
public enum IdeficsError: Error, Equatable, CustomStringConvertible {
    /// The operating system refused.
    case system(SystemError)
    /// A configuration file is not JSON, or a field of it is missing, of the wrong type or out of range.
    case configuration(file: String, problem: String)
    /// The checkpoint is of another model; `found` is its `model_type`.
    case unsupportedModel(found: String)
    /// `tokenizer.json` is malformed or uses a part that this engine does not know.
    case tokenizer(file: String, problem: String)
    /// The tokenizer has an id that the embedding has no row for.
    case vocabulary(token: String, id: Int, rows: Int)
    /// The weights are malformed.
    case weights(TensorError)
    /// A picture could not be decoded.
    case image(String)
    /// A prompt cannot be used: no tokens, an id outside the vocabulary, image tokens written as text …
    case prompt(String)
    /// An option is out of its range.
    case option(String)
    /// The model produced NaN: weights or activations are broken.
    case notFinite(step: String)

    /// What the operating system said, when it refused something.
    public var systemError: SystemError? {
        switch self {
        case .system(let error), .weights(.system(let error)): error
        default: nil
        }
    }

    /// Whether a picture or a text is at fault, so that other requests can be answered.
    public var isFaultOfRequest: Bool {
        switch self {
        case .image, .prompt, .option: true
        case .system(let error): error.isPathFault
        case .configuration, .unsupportedModel, .tokenizer, .vocabulary, .weights, .notFinite: false
        }
    }

    /// One line for people.
    public var description: String {
        switch self {
        case .system(let error): "\(error)"
        case .configuration(let file, let problem): "\(file): \(problem)"
        case .unsupportedModel(let found):
            "model_type is '\(found)'; this engine runs \(Families.modelTypes.joined(separator: ", "))"
        case .tokenizer(let file, let problem): "\(file): \(problem)"
        case .vocabulary(let token, let id, let rows):
            "the tokenizer gives '\(token)' the id \(id), but the embedding has only \(rows) rows"
        case .weights(let error): "\(error)"
        case .image(let problem): "picture: \(problem)"
        case .prompt(let problem): "prompt: \(problem)"
        case .option(let problem): "option: \(problem)"
        case .notFinite(let step): "the model produced NaN or infinity in \(step)"
        }
    }
}
