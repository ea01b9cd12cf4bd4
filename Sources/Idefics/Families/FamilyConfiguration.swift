/// What the engine must know of a checkpoint's `config.json`, whatever family it belongs to.
public protocol FamilyConfiguration: Sendable {
    /// The sizes of its vision tower.
    associatedtype Vision: VisionSizes

    /// `model_type`.
    var modelType: String { get }
    /// Rows of the embedding that the configuration states.
    var vocabularySize: Int { get }
    /// Padding, beginning and end of a text.
    var specialTokens: SpecialTokens { get }
    /// Positions that the model was made for; longer texts run, with unknown quality.
    var maximumPositions: Int { get }
    /// The element type that the file states, for information.
    var storedType: String { get }
    /// The vision tower.
    var vision: Vision { get }
    /// Every tensor of such a checkpoint.
    var parameterList: ParameterList { get }
    /// What the work of the model costs.
    var costs: ModelCosts { get }
    /// What people call the family.
    var name: String { get }
    /// Bytes of keys and values in f32 that a token of text takes, and a picture of one tile.
    var cacheBytes: (token: Int, image: Int) { get }
    /// The terms of published checkpoints of these sizes; nil when none is known.
    var publishedTerms: String? { get }
    /// Names and values for `quarry model info`, in order.
    var architecture: [(name: String, value: String)] { get }
    /// Whole numbers of the file that `quarry model info --json` repeats, by their names there.
    var facts: [(key: String, value: Int)] { get }
}

extension FamilyConfiguration {
    /// Tokens of a prompt and its answer at most: far above what the model was made for, and what memory is asked for.
    public var maximumTokens: Int { 16 * maximumPositions }
}

/// Sizes of a vision tower.
public protocol VisionSizes: Sendable {
    /// Height and width of the picture in pixels.
    var imageSize: Int { get }
}

/// Ids with a meaning outside the text.
public struct SpecialTokens: Equatable, Sendable {
    /// Fills finished rows.
    public let padding: Int
    /// Begins every prompt.
    public let beginning: Int
    /// Ends a text; generation stops at any of them.
    public let end: [Int]
}
