import CKernels
import Glibc
import TestKit
import Testing

@testable import Tensors

/// Rows, elements and attention against their definitions in f64, at every level of the machine.
@Suite(.serialized) struct KernelTests {
    private func atEveryLevel(_ body: (Int32) -> Void) {
        for level in MatmulTests.levels {
            ck_set_level(level)
            body(level)
        }
        ck_set_level(ck_best_level())
    }

    @Test func activations() {
        let x = stride(from: Float(-30), to: 30, by: 0.37).map { $0 }
        let cases: [(ActivationFunction, (Double) -> Double)] = [
            (.relu, { max($0, 0) }), (.gelu, { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) }),
            (.quickGELU, { $0 / (1 + exp(-1.702 * $0)) }), (.silu, { $0 / (1 + exp(-$0)) }),
            (.geluTanh, { 0.5 * $0 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }),
        ]
        atEveryLevel { level in
            for (function, definition) in cases {
                let own = FloatBuffer(x)
                ck_activate(function.code, own.pointer, Int64(own.count))
                for (value, result) in zip(x, own.array) {
                    let wanted = Float(definition(Double(value)))
                    #expect(abs(result - wanted) <= 3e-6 * max(1, abs(value)), "\(function) \(value) level \(level)")
                }
            }
        }
    }

    @Test func normalisations() {
        var random = SeededRandom(seed: 3)
        for columns in [1, 4, 15, 64, 131] {
            let x = random.floats(3 * columns, in: -4...4)
            let (weight, bias) = (random.floats(columns), random.floats(columns))
            atEveryLevel { level in
                let own = FloatBuffer(x)
                let (w, b) = (FloatBuffer(weight), FloatBuffer(bias))
                let rms = FloatBuffer(count: x.count)
                ck_rmsnorm(own.pointer, 3, Int64(columns), w.pointer, 1e-6, rms.pointer)
                ck_layernorm(own.pointer, 3, Int64(columns), w.pointer, b.pointer, 1e-5, own.pointer)
                for row in 0..<3 {
                    let values = x[row * columns..<(row + 1) * columns].map(Double.init)
                    let mean = values.reduce(0, +) / Double(columns)
                    let square = values.reduce(0) { $0 + $1 * $1 } / Double(columns)
                    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
                    for column in 0..<columns {
                        let index = row * columns + column
                        let layer =
                            (values[column] - mean) / (variance + 1e-5).squareRoot() * Double(weight[column])
                            + Double(bias[column])
                        #expect(abs(Double(own.pointer[index]) - layer) < 2e-5, "columns \(columns) level \(level)")
                        let root = values[column] / (square + 1e-6).squareRoot() * Double(weight[column])
                        #expect(abs(Double(rms.pointer[index]) - root) < 2e-5, "columns \(columns) level \(level)")
                    }
                }
            }
        }
    }

    @Test func softmaxAndItsLogarithm() {
        var random = SeededRandom(seed: 4)
        for count in [1, 3, 17, 1000] {
            let x = random.floats(count, in: -20...20)
            let most = Double(x.max() ?? 0)
            let sum = x.reduce(0) { $0 + exp(Double($1) - most) }
            atEveryLevel { _ in
                let own = FloatBuffer(x)
                #expect(abs(Double(Compute.logSumExp(own.pointer, count: count)) - (most + log(sum))) < 1e-5)
                Compute.softmax(own.pointer, count: count)
                for (value, result) in zip(x, own.array) {
                    #expect(abs(Double(result) - exp(Double(value) - most) / sum) < 1e-6)
                }
            }
        }
    }

    @Test(arguments: [
        (1, 1, 8, nil), (1, 37, 20, 36), (3, 5, 7, nil), (5, 9, 16, 4), (40, 100, 33, 60), (17, 17, 80, 0),
        (49, 50, 34, 1),
        (100, 101, 96, nil), (150, 160, 12, 10),
    ])
    func attention(queries: Int, keys: Int, dimension: Int, causal: Int?) {
        var random = SeededRandom(seed: UInt64(queries * 1000 + keys))
        let heads = 2
        let width = heads * dimension
        let q = FloatBuffer(random.floats(queries * width, in: -2...2))
        let k = FloatBuffer(random.floats(keys * width, in: -2...2))
        let v = FloatBuffer(random.floats(keys * width))
        let (keyRows, valueRows) = (Activations(k, rows: keys), Activations(v, rows: keys))
        let wanted = reference(q, k, v, queries, keys, heads, dimension, causal)
        atEveryLevel { level in
            for arithmetic in [Arithmetic.exact, .fast] {
                let compute = Compute(pool: ThreadPool(threads: 1), arithmetic: arithmetic)
                // Rows of activations, and planes (bf16 in fast arithmetic) that have room for more.
                let planes = [keyRows, valueRows].map { rows in
                    let plane = Plane(heads: heads, rows: keys + 3, headDimension: dimension, arithmetic: arithmetic)
                    compute.store(rows, in: plane)
                    return plane
                }
                for memory in [
                    KeysAndValues(keys: keyRows, values: valueRows),
                    KeysAndValues(keys: planes[0], values: planes[1], count: keys),
                ] {
                    let out = FloatBuffer(count: queries * width)
                    let task = AttentionTask(
                        queries: Activations(q, rows: queries), memory: memory,
                        output: Activations(out, rows: queries), causal: causal)
                    compute.attend([task], heads: heads, headDimension: dimension)
                    let worst = zip(out.array, wanted).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
                    #expect(
                        worst < (arithmetic == .exact ? 1e-5 : 3e-2), "\(arithmetic) \(memory.format) level \(level)")
                }
            }
        }
    }

    /// Queries are shared out otherwise among other threads; 97 leave one behind the blocks of 48.
    @Test(arguments: [Arithmetic.exact, .fast]) func attentionIsTheSameHoweverItIsShared(arithmetic: Arithmetic) {
        var random = SeededRandom(seed: 5)
        let (rows, heads, dimension) = (97, 2, 16)
        let buffers = (0..<3).map { _ in FloatBuffer(random.floats(rows * heads * dimension, in: -2...2)) }
        let results = [1, 2, 7].map { threads in
            let inputs = buffers.map { Activations($0, rows: rows) }
            let output = FloatBuffer(count: rows * heads * dimension)
            let task = AttentionTask(
                queries: inputs[0], memory: KeysAndValues(keys: inputs[1], values: inputs[2]),
                output: Activations(output, rows: rows), causal: 0)
            Compute(pool: ThreadPool(threads: threads), arithmetic: arithmetic)
                .attend([task], heads: heads, headDimension: dimension)
            return output.array
        }
        #expect(results[1] == results[0] && results[2] == results[0])
    }

    private func reference(
        _ q: FloatBuffer, _ k: FloatBuffer, _ v: FloatBuffer, _ queries: Int, _ keys: Int, _ heads: Int, _ dim: Int,
        _ causal: Int?
    ) -> [Double] {
        var out = [Double](repeating: 0, count: queries * heads * dim)
        for i in 0..<queries {
            for head in 0..<heads {
                let seen = causal.map { min(keys, i + $0 + 1) } ?? keys
                let scores = (0..<seen).map { j in
                    (0..<dim).reduce(0.0) { sum, d in
                        sum + Double(q.pointer[(i * heads + head) * dim + d] * 1)
                            * Double(k.pointer[(j * heads + head) * dim + d])
                    } / Double(dim).squareRoot()
                }
                let most = scores.max() ?? 0
                let weights = scores.map { exp($0 - most) }
                let sum = weights.reduce(0, +)
                for d in 0..<dim {
                    out[(i * heads + head) * dim + d] =
                        (0..<seen).reduce(0.0) { $0 + weights[$1] * Double(v.pointer[($1 * heads + head) * dim + d]) }
                        / sum
                }
            }
        }
        return out
    }

    @Test func everyHalfWidensExactly() {
        let halves = ByteBuffer(count: 65536 * 2)
        let bits = halves.pointer.bindMemory(to: UInt16.self, capacity: 65536)
        for value in 0..<65536 { bits[value] = UInt16(value) }
        let out = FloatBuffer(count: 65536)
        ck_widen(Int32(CK_F16), bits, 65536, out.pointer)
        for value in 0..<65536 {
            let (sign, exponent, fraction) = (value >> 15, value >> 10 & 31, value & 1023)
            var wanted: Double
            switch exponent {
            case 0: wanted = Double(fraction) * 0x1p-24
            case 31: wanted = fraction == 0 ? .infinity : .nan
            default: wanted = Double(1024 + fraction) * pow(2, Double(exponent - 25))
            }
            if sign == 1 { wanted = -wanted }
            let own = Double(out.pointer[value])
            #expect(own == wanted || own.isNaN && wanted.isNaN)
        }
    }

    @Test func narrowingRoundsToTheNearestEven() {
        let values: [Float] = [
            0, -0.0, 1, 1.00390625, 1.01171875, 3.3895e38, -.infinity, .nan, Float(bitPattern: 0x11117), 65535,
            -2.71828, 1.0039063, 7, 8, 9,
            10, 11, 0.1,
        ]
        let x = FloatBuffer(values)
        atEveryLevel { level in
            let out = ByteBuffer(count: values.count * 2)
            let bits = out.pointer.bindMemory(to: UInt16.self, capacity: values.count)
            ck_narrow_bf16(x.pointer, Int64(values.count), bits)
            for (index, value) in values.enumerated() {
                let own = Float(bitPattern: UInt32(bits[index]) << 16)
                if value.isNaN { #expect(own.isNaN) } else { #expect(own == nearest(value), "\(value) level \(level)") }
            }
        }
    }

    /// The nearer of the two neighbours with 16 bits, the even one when both are as near.
    private func nearest(_ value: Float) -> Float {
        let low = Float(bitPattern: value.bitPattern & 0xFFFF_0000)
        let high = Float(bitPattern: (value.bitPattern & 0xFFFF_0000) &+ 0x10000)
        let (below, above) = (abs(Double(value) - Double(low)), abs(Double(high) - Double(value)))
        if value.isInfinite || below < above { return low }
        return below > above || low.bitPattern >> 16 & 1 == 1 ? high : low
    }

    @Test func argmaxTakesTheFirstAndRefusesNaN() {
        #expect(Compute.argmax([1, 3, 3, 2], count: 4) == 1)
        #expect(Compute.argmax([-.infinity, -.infinity], count: 2) == 0)
        #expect(Compute.argmax([1, .nan, 3], count: 3) == nil)
        #expect(Compute.argmax([], count: 0) == nil)
    }

    @Test func rotaryHalvesPair() {
        let x = FloatBuffer([1, 2, 3, 4, 5, 6, 7, 8])
        let angle: [Float] = [0.3, 1.1]
        Compute.rope(x.pointer, heads: 2, headDimension: 4, cosine: angle.map(cosf), sine: angle.map(sinf))
        #expect(abs(x.pointer[0] - (1 * cosf(0.3) - 3 * sinf(0.3))) < 1e-6)
        #expect(abs(x.pointer[2] - (3 * cosf(0.3) + 1 * sinf(0.3))) < 1e-6)
        #expect(abs(x.pointer[5] - (6 * cosf(1.1) - 8 * sinf(1.1))) < 1e-6)
    }
}
