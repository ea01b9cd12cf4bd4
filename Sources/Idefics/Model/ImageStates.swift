import Tensors

/// What the decoder knows of one picture: its states, and, in IDEFICS-1, the keys and values of every cross-attention
/// block, which are made when the picture is first used and kept (8 MB each for the 9B model, in f32 twice that).
///
/// `@unchecked Sendable`: written only inside the model's lock.
public final class ImageStates: @unchecked Sendable {
    /// States `[S, width]`, those of one tile after the other.
    let states: FloatBuffer
    /// Rows of `states`.
    let count: Int
    /// IDEFICS-1: keys and values `[S, h]` of each cross-attention block; empty until first used.
    var memory: [(keys: Plane, values: Plane)] = []

    /// The states of the tiles of a picture, each `[rows, width]`.
    init(_ tiles: [FloatBuffer], width: Int) {
        let total = tiles.reduce(0) { $0 + $1.count }
        count = total / max(1, width)
        states = tiles.count == 1 ? tiles[0] : FloatBuffer(count: total)
        guard tiles.count > 1 else { return }
        var end = states.pointer
        for tile in tiles {
            end.update(from: tile.pointer, count: tile.count)
            end += tile.count
        }
    }

    /// Row `index` of the states.
    func row(_ index: Int) -> UnsafePointer<Float> {
        precondition((0..<count).contains(index), "row \(index) of \(count)")
        return UnsafePointer(states.pointer + index * (states.count / count))
    }

    /// Bytes of the states.
    public var bytes: Int { states.count * MemoryLayout<Float>.stride }

    /// The states, row by row: `count` rows of their width.
    public var array: [Float] { states.array }
}
