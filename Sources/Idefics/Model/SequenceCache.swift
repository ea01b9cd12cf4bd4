import Tensors

/// Keys (after the rotary embedding) and values of the tokens of one sequence, for each decoder layer, or for one layer
/// after the other when nothing will be continued.
final class SequenceCache {
    /// Tokens in the cache.
    private(set) var count = 0
    private var capacity: Int
    private let heads, headDimension: Int
    private let arithmetic: Arithmetic
    private var layers: [(keys: Plane, values: Plane)]  // of `capacity` rows; one serves all when nothing is continued

    /// `layers` is 1 for a sequence that is only read once.
    init(layers: Int, heads: Int, headDimension: Int, capacity: Int, arithmetic: Arithmetic) {
        (self.heads, self.headDimension, self.arithmetic) = (heads, headDimension, arithmetic)
        self.capacity = max(capacity, 1)
        self.layers = []
        self.layers = (0..<layers).map { _ in (plane(), plane()) }
    }

    /// A copy with room for as many tokens.
    init(copying other: SequenceCache) {
        (heads, headDimension, arithmetic) = (other.heads, other.headDimension, other.arithmetic)
        (capacity, count) = (other.capacity, other.count)
        layers = other.layers
        move(to: capacity)
    }

    /// Makes room for `more` tokens behind those that are there.
    func reserve(_ more: Int) {
        if count + more > capacity { move(to: max(count + more, capacity * 2)) }
    }

    private func plane() -> Plane {
        Plane(heads: heads, rows: capacity, headDimension: headDimension, arithmetic: arithmetic)
    }

    private func move(to capacity: Int) {
        self.capacity = capacity
        func copy(_ plane: Plane) -> Plane {
            let copy = self.plane()
            copy.copyRows(count, of: plane)
            return copy
        }
        layers = layers.map { (copy($0.keys), copy($0.values)) }
    }

    /// Writes the keys and values of new tokens of one layer behind the first `past`; `advance` makes them count.
    func append(
        _ keys: Activations, _ values: Activations, behind past: Int, layer: Int, on compute: Compute
    ) -> KeysAndValues {
        let planes = layers[layer % layers.count]
        compute.store(keys, in: planes.keys, from: past)
        compute.store(values, in: planes.values, from: past)
        return memory(past + keys.rows, layer: layer)
    }

    /// The first `tokens` keys and values of a layer.
    func memory(_ tokens: Int, layer: Int) -> KeysAndValues {
        let planes = layers[layer % layers.count]
        return KeysAndValues(keys: planes.keys, values: planes.values, count: tokens)
    }

    /// Forgets all tokens after the first `tokens`.
    func truncate(to tokens: Int) { count = min(count, tokens) }

    /// Counts `tokens` new tokens, once all layers have them.
    func advance(_ tokens: Int) { count += tokens }
}
