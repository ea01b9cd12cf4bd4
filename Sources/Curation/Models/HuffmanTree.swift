import Glibc

/// The tree of a hierarchical softmax: built from the labels' counts (falling) as fastText builds it, so that inner
/// nodes have the numbers the model was trained with.
struct HuffmanTree: Sendable {
    private let leaves: Int
    private var left: [Int]
    private var right: [Int]

    init(counts labels: [Int64]) {
        leaves = labels.count
        var counts = labels + Array(repeating: Int64(1_000_000_000_000_000), count: max(0, leaves - 1))
        left = Array(repeating: -1, count: counts.count)
        right = left
        var leaf = leaves - 1
        var node = leaves
        func smallest() -> Int {
            if leaf >= 0 && counts[leaf] < counts[node] {
                defer { leaf -= 1 }
                return leaf
            }
            defer { node += 1 }
            return node
        }
        for inner in leaves..<max(leaves, counts.count) {
            left[inner] = smallest()
            right[inner] = smallest()
            counts[inner] = counts[left[inner]] + counts[right[inner]]
        }
    }

    /// The most probable leaf and the logarithm of its probability; `activation` is the input of an inner node's
    /// sigmoid, inner nodes numbered from 0.
    func best(_ activation: (Int) -> Float) -> (leaf: Int, logarithm: Float) {
        var best = (leaf: 0, logarithm: -Float.infinity)
        var open = [(node: left.count - 1, logarithm: Float(0))]
        while let (node, logarithm) = open.popLast() {
            if logarithm <= best.logarithm { continue }
            if node < leaves {
                best = (node, logarithm)
                continue
            }
            let sigmoid = 1 / (1 + exp(-activation(node - leaves)))
            open.append((right[node], logarithm + HuffmanTree.logarithm(sigmoid)))
            open.append((left[node], logarithm + HuffmanTree.logarithm(1 - sigmoid)))
        }
        return best
    }

    /// As fastText takes it, so that 0 has one.
    private static func logarithm(_ value: Float) -> Float { Float(log(Double(value) + 1e-5)) }
}
