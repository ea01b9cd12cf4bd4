import Tensors

/// The part of a family that reads and continues tokens: embedding, layers, head. Letters: T tokens of a batch, h width.
protocol LanguageModel {
    /// Columns of the logits.
    var vocabulary: Int { get }
    /// An empty cache for a sequence of `capacity` tokens; one that is not continued needs room for one layer only.
    func makeCache(capacity: Int, isContinued: Bool) -> SequenceCache
    /// Makes what the layers keep of pictures that have not been used before.
    func prepare(_ images: [ImageStates], on compute: Compute)
    /// The hidden states `[T, h]` of a batch before the final normalisation, in the workspace; the caches grow.
    func callAsFunction(_ batch: Batch, _ pass: Pass) -> Activations
    /// The logits `[rows, vocabulary]` of some rows of hidden states, in the workspace.
    func logits(_ hidden: Activations, rows: [Int], _ pass: Pass) -> Activations
    /// What the next token sees when the last one saw `last`.
    func seen(after last: Seen?) -> Seen?
}

extension LanguageModel {
    func makeCache(capacity: Int) -> SequenceCache { makeCache(capacity: capacity, isContinued: true) }
}

/// The part of a family that makes states of pictures.
protocol PictureEncoder {
    /// Height and width in pixels of the tiles that it takes.
    var tileSize: Int { get }
    /// Columns of the states.
    var width: Int { get }
    /// The states `[tiles · S, width]` of some tiles (RGB `[size, size, 3]`), tile by tile, in the workspace.
    func callAsFunction(_ tiles: [[UInt8]], _ pass: Pass) -> Activations
    /// One row for each tile that says what it shows, `[tiles, e]` in the workspace: what the vision tower alone makes of
    /// it.
    func summaries(_ tiles: [[UInt8]], _ pass: Pass) -> Activations
}
