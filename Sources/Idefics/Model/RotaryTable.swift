import Glibc
import Tensors

/// Cosines and sines of the rotary embedding, in f32 as the reference computes them; grows with the longest text.
final class RotaryTable {
    /// Radians that each pair of columns turns from one position to the next.
    private let frequencies: [Float]
    private var half: Int { frequencies.count }
    private var positions = 0
    private var cosines = FloatBuffer(count: 0)  // (positions, half)
    private var sines = FloatBuffer(count: 0)  // (positions, half)

    /// A table for heads of twice as many columns as there are frequencies.
    init(frequencies: [Float]) { self.frequencies = frequencies }

    /// The frequencies theta^(-2j/d) of the rotary embedding (arXiv 2104.09864).
    static func frequencies(headDimension d: Int, theta: Float) -> [Float] {
        (0..<d / 2).map { 1 / powf(theta, Float(2 * $0) / Float(d)) }
    }

    /// Makes the tables at least `count` positions long.
    func reserve(_ count: Int) {
        guard count > positions else { return }
        positions = max(count, positions * 2, 64)
        cosines = FloatBuffer(count: positions * half)
        sines = FloatBuffer(count: positions * half)
        for (index, frequency) in frequencies.enumerated() {
            for position in 0..<positions {
                let angle = Double(Float(position) * frequency)
                cosines.pointer[position * half + index] = Float(cos(angle))
                sines.pointer[position * half + index] = Float(sin(angle))
            }
        }
    }

    /// The cosines or sines of one position, for tests.
    func row(_ position: Int) -> (cosines: [Float], sines: [Float]) {
        let range = position * half..<(position + 1) * half
        return (range.map { cosines.pointer[$0] }, range.map { sines.pointer[$0] })
    }

    /// Rotates the heads of each row of x `[tokens, heads * headDimension]`; row i stands at `positions[i]`.
    func rotate(_ x: Activations, heads: Int, positions: [Int], on compute: Compute) {
        let (cosine, sine, half) = (cosines.pointer, sines.pointer, half)
        compute.forEachRow(x) { row in
            let offset = positions[row] * half
            Compute.rope(
                x.row(row), heads: heads, headDimension: 2 * half, cosine: cosine + offset, sine: sine + offset)
        }
    }
}
