import Tensors

/// What the decoder knows of one picture: its states, and the keys and values of every cross-attention block, which are
/// made when the picture is first used and kept (8 MB each for the 9B model, in f32 twice that).
///
/// `@unchecked Sendable`: written only inside the model's lock.
public final class ImageStates: @unchecked Sendable {
    /// States `[S, e]`.
    let states: FloatBuffer
    /// Rows of `states`.
    let count: Int
    /// Keys and values `[S, h]` of each cross-attention block; empty until first used.
    var memory: [(keys: Plane, values: Plane)] = []

    init(_ rows: Activations) {
        count = rows.rows
        states = FloatBuffer(count: rows.count)
        rows.copy(to: Activations(states, rows: rows.rows))
    }

    /// Bytes of the states.
    public var bytes: Int { states.count * MemoryLayout<Float>.stride }

    /// The states, row by row: `count` rows of the vision tower's width.
    public var array: [Float] { states.array }
}
