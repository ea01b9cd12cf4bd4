import CKernels
import TestKit
import Testing

@testable import Tensors

/// Every path of the product against the readable reference, over odd sizes.
@Suite(.serialized) struct MatmulTests {
    static let levels: [Int32] = [
        Int32(CK_PORTABLE), Int32(CK_AVX2), Int32(CK_AVX512), Int32(CK_AVX512_BF16_VNNI),
        Int32(CK_AMX_BF16),
    ]
    static let sizes: [(tokens: Int, columns: Int, rows: Int)] = [
        (1, 1, 1), (1, 64, 16), (1, 70, 33), (2, 129, 17), (3, 33, 5), (4, 588, 40), (5, 40, 96), (16, 31, 9),
        (17, 1100, 24), (48, 64, 15), (49, 2, 8), (65, 96, 31), (100, 7, 50), (51, 257, 47), (52, 6, 70), (64, 128, 33),
    ]

    private func product(
        _ weight: WeightMatrix, _ x: Activations, math: Int32, bias: FloatBuffer?, start: [Float], reference: Bool
    ) -> [Float] {
        let (tokens, rows) = (x.rows, weight.rows)
        let y = FloatBuffer(start)
        var matrix = weight.matrix
        let input = ck_input(x: x.pointer, stride: Int64(x.stride), tokens: Int64(tokens))
        let output = ck_output(y: y.pointer, stride: Int64(rows + 3), bias: bias?.pointer, accumulate: 1)
        if reference {
            ck_matmul_reference(&matrix, input, output, 0, Int64(rows))
            return y.array
        }
        let packed = ByteBuffer(count: ck_packed_size(&matrix, math, Int64(tokens)))
        let panels = ck_panels(&matrix, math, Int64(tokens))
        for panel in 0..<panels { ck_pack(&matrix, math, input, packed.pointer, panel, panel + 1) }
        for first in stride(from: 0, to: rows, by: 16) {
            ck_matmul(
                &matrix, math, packed.pointer, Int64(tokens), output, Int64(first), Int64(min(first + 16, rows)))
        }
        return y.array
    }

    /// `tolerance` is relative to the sum of magnitudes that a product can have.
    private func check(_ format: WeightFormat, math: Int32, tolerance: Float, seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for (tokens, columns, rows) in Self.sizes {
            let weight = WeightMatrix.random(rows: rows, columns: columns, format, &random)
            let memory = FloatBuffer(random.floats(tokens * (columns + 1)))
            let x = Activations(memory.pointer, rows: tokens, columns: columns, stride: columns + 1)
            let bias = FloatBuffer(random.floats(rows))
            let start = random.floats(tokens * (rows + 3))
            let wanted = product(weight, x, math: math, bias: bias, start: start, reference: true)
            for level in Self.levels {
                ck_set_level(level)
                let own = product(weight, x, math: math, bias: bias, start: start, reference: false)
                let worst = zip(own, wanted).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
                let scale = Float(columns).squareRoot() + 1
                #expect(
                    worst <= tolerance * scale,
                    "seed \(seed) \(format) level \(level) tokens \(tokens) columns \(columns) rows \(rows): \(worst)")
            }
        }
        ck_set_level(ck_best_level())
    }

    @Test(arguments: [
        WeightFormat.f32, .bf16, .f16, .packed, .int8(group: 64), .int8(group: 32), .int4(group: 64), .int4(group: 32),
    ])
    func exactProducts(format: WeightFormat) { check(format, math: Int32(CK_EXACT), tolerance: 2e-6, seed: 11) }

    @Test(arguments: [WeightFormat.f32, .bf16, .f16, .packed]) func fastProducts(format: WeightFormat) {
        check(format, math: Int32(CK_FAST), tolerance: 8e-3, seed: 12)
    }

    @Test(arguments: [WeightFormat.int8(group: 64), .int8(group: 32), .int4(group: 64), .int4(group: 32)])
    func fastQuantizedProducts(format: WeightFormat) {
        check(format, math: Int32(CK_FAST), tolerance: 1e-2, seed: 13)
    }

    /// Activations far from 1, with groups of zeros on both sides.
    @Test(arguments: [WeightFormat.int8(group: 64), .int4(group: 32)])
    func activationsOfAnySize(format: WeightFormat) {
        var random = SeededRandom(seed: 14)
        let weight = matrixWithZeros(rows: 33, columns: 256, format, &random)
        for tokens in [1, 2, 7] {
            for exponent in [-75, -60, -33, -1, 0, 5, 40, 60] {
                // Largest values between two powers of two; the last group is zero.
                let power = Float(sign: .plus, exponent: exponent, significand: random.floats(1, in: 1...2)[0])
                let values = random.floats(tokens * 256).enumerated().map { $0 % 256 < 192 ? $1 * power : 0 }
                let wanted = product(weight, FloatBuffer(values), tokens, reference: true)
                for level in Self.levels {
                    ck_set_level(level)
                    let own = product(weight, FloatBuffer(values), tokens, reference: false)
                    let worst = zip(own, wanted).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
                    // No scale is below 2^-63: what is smaller loses its last bits, then all.
                    let bound = max(power * 0.17, 0x1p-59)
                    #expect(worst <= bound, "\(format) level \(level) tokens \(tokens) 2^\(exponent): \(worst)")
                }
            }
        }
        ck_set_level(ck_best_level())
    }

    /// A value that is not finite makes its token's outputs not finite, and no others.
    @Test(arguments: [WeightFormat.int8(group: 64), .int4(group: 32)], [Float.nan, .infinity, -.infinity])
    func activationsThatAreNotFinite(format: WeightFormat, value: Float) {
        var random = SeededRandom(seed: 15)
        let weight = matrixWithZeros(rows: 33, columns: 256, format, &random)
        for tokens in [1, 2, 7] {
            var values = random.floats(tokens * 256)
            values[tokens / 2 * 256 + 200] = value
            for level in Self.levels {
                ck_set_level(level)
                let own = product(weight, FloatBuffer(values), tokens, reference: false)
                for token in 0..<tokens {
                    let line = own[token * 33..<(token + 1) * 33]
                    #expect(line.allSatisfy { $0.isFinite == (token != tokens / 2) }, "level \(level) token \(token)")
                }
            }
        }
        ck_set_level(ck_best_level())
    }

    /// A quantised matrix with a group of zeros in each row.
    private func matrixWithZeros(
        rows: Int, columns: Int, _ format: WeightFormat, _ random: inout SeededRandom
    ) -> WeightMatrix {
        let memory = FloatBuffer(random.floats(rows * columns))
        for row in 0..<rows { for column in 64..<128 { memory.pointer[row * columns + column] = 0 } }
        return WeightMatrix(
            rows: rows, columns: columns, format: .f32, values: UnsafeRawPointer(memory.pointer), owner: memory
        ).quantized(format, pool: ThreadPool(threads: 1))
    }

    /// The product in fast arithmetic, row by row.
    private func product(_ weight: WeightMatrix, _ x: FloatBuffer, _ tokens: Int, reference: Bool) -> [Float] {
        let gaps = [Float](repeating: 0, count: tokens * (weight.rows + 3))
        let y = product(
            weight, Activations(x, rows: tokens), math: Int32(CK_FAST), bias: nil, start: gaps, reference: reference)
        return (0..<tokens).flatMap { y[$0 * (weight.rows + 3)..<$0 * (weight.rows + 3) + weight.rows] }
    }

    @Test func scalesThatNoMatrixHas() {
        let values: [Float] = [0, 1e-38, 1, 0x1p63, 0x1.02p63, -1, .infinity, .nan]
        let scales = values.map { UInt16($0.bitPattern >> 16) }
        #expect(ck_count_bad_scales(scales, 4) == 0)
        #expect(ck_count_bad_scales(scales, Int64(scales.count)) == 4)
    }

    @Test func quantisationIsWithinHalfAStep() {
        var random = SeededRandom(seed: 5)
        for (format, limit) in [(WeightFormat.int8(group: 32), Float(127)), (.int4(group: 64), 7)] {
            let (rows, columns) = (19, 130)
            let memory = FloatBuffer(random.floats(rows * columns, in: -3...3))
            let plain = WeightMatrix(
                rows: rows, columns: columns, format: .f32, values: UnsafeRawPointer(memory.pointer), owner: memory)
            let quantized = plain.quantized(format, pool: ThreadPool(threads: 1))
            var line = [Float](repeating: 0, count: columns)
            for row in 0..<rows {
                line.withUnsafeMutableBufferPointer { quantized.widen(row: row, to: $0.baseAddress ?? memory.pointer) }
                for column in 0..<columns {
                    let group = format.group
                    let own = column / group * group..<min(columns, (column / group + 1) * group)
                    let largest = own.reduce(Float(0)) { max($0, abs(memory.pointer[row * columns + $1])) }
                    // Half a step, and the rounding of the scale to bf16 (1/256) at the ends of the range.
                    let bound = largest / limit * 0.51 + largest / 200
                    #expect(abs(line[column] - memory.pointer[row * columns + column]) <= bound)
                }
            }
        }
    }
}
