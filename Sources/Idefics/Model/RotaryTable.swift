import Glibc
import Tensors

/// Cosines and sines of the rotary embedding, in f32 as the reference computes them; grows with the longest text.
final class RotaryTable {
    private static let theta: Float = 10000
    private let half: Int
    private var positions = 0
    private var cosines = FloatBuffer(count: 0)  // (positions, half)
    private var sines = FloatBuffer(count: 0)  // (positions, half)

    init(headDimension: Int) { half = headDimension / 2 }

    /// Makes the tables at least `count` positions long.
    func reserve(_ count: Int) {
        guard count > positions else { return }
        positions = max(count, positions * 2, 64)
        cosines = FloatBuffer(count: positions * half)
        sines = FloatBuffer(count: positions * half)
        for index in 0..<half {
            let frequency = 1 / powf(Self.theta, Float(2 * index) / Float(2 * half))
            for position in 0..<positions {
                let angle = Double(Float(position) * frequency)
                cosines.pointer[position * half + index] = Float(cos(angle))
                sines.pointer[position * half + index] = Float(sin(angle))
            }
        }
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
