import Tensors

/// Keys (after the rotary embedding) and values of the tokens of one sequence, for each decoder layer.
///
/// Letters: L layers, h width of the decoder.
final class SequenceCache {
    /// Tokens in the cache.
    private(set) var count = 0
    private var capacity: Int
    private let width: Int
    private var layers: [(keys: FloatBuffer, values: FloatBuffer)]  // each (capacity, h)

    init(layers: Int, width: Int, capacity: Int) {
        (self.width, self.capacity) = (width, max(capacity, 1))
        let elements = self.capacity * width
        self.layers = (0..<layers).map { _ in (FloatBuffer(count: elements), FloatBuffer(count: elements)) }
    }

    /// A copy with room for as many tokens.
    init(copying other: SequenceCache) {
        (width, capacity, count) = (other.width, other.capacity, other.count)
        let used = count * width
        layers = other.layers.map { layer in
            let copy = (keys: FloatBuffer(count: layer.keys.count), values: FloatBuffer(count: layer.values.count))
            copy.keys.pointer.update(from: layer.keys.pointer, count: used)
            copy.values.pointer.update(from: layer.values.pointer, count: used)
            return copy
        }
    }

    /// Makes room for `more` tokens behind those that are there.
    func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = max(count + more, capacity * 2)
        layers = layers.map { layer in
            let grown = (keys: FloatBuffer(count: capacity * width), values: FloatBuffer(count: capacity * width))
            grown.keys.pointer.update(from: layer.keys.pointer, count: count * width)
            grown.values.pointer.update(from: layer.values.pointer, count: count * width)
            return grown
        }
    }

    /// Writes the keys and values of new tokens of one layer behind the others; `advance` makes them count.
    func append(_ keys: Activations, _ values: Activations, layer: Int) -> KeysAndValues {
        let rows = count + keys.rows
        let k = Activations(layers[layer].keys.pointer, rows: rows, columns: width)
        let v = Activations(layers[layer].values.pointer, rows: rows, columns: width)
        keys.copy(to: k.slice(count..<rows))
        values.copy(to: v.slice(count..<rows))
        return KeysAndValues(keys: k, values: v)
    }

    /// Forgets all tokens after the first `tokens`.
    func truncate(to tokens: Int) { count = min(count, tokens) }

    /// Counts `tokens` new tokens, once all layers have them.
    func advance(_ tokens: Int) { count += tokens }
}
