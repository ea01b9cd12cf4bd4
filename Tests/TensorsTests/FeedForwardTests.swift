import TestKit
import Testing

@testable import Tensors

/// A feed-forward block in one go against the same steps one by one: the same bits.
@Suite struct FeedForwardTests {
    private static let formats: [WeightFormat] = [
        .f32, .bf16, .packed, .int8(group: 64), .int8(group: 32), .int4(group: 64), .int4(group: 32),
    ]
    /// T, K, F, N; widths of 64, 128 and 192 have a kernel, the last two have none.
    private static let sizes: [(tokens: Int, columns: Int, width: Int, rows: Int)] = [
        (1, 64, 64, 32), (4, 70, 128, 9), (5, 96, 64, 33), (16, 33, 192, 16), (50, 128, 128, 40), (67, 64, 192, 17),
        (64, 7, 64, 32), (201, 64, 128, 8), (20, 64, 96, 16), (33, 50, 40, 12),
    ]

    private func check(
        _ compute: Compute, _ format: WeightFormat, down downFormat: WeightFormat, flaw: Float? = nil, seed: UInt64
    ) {
        var random = SeededRandom(seed: seed)
        for (tokens, columns, width, rows) in Self.sizes {
            let gate = WeightMatrix.random(rows: width, columns: columns, format, &random)
            let up = WeightMatrix.random(rows: width, columns: columns, format, &random)
            let down = WeightMatrix.random(rows: rows, columns: width, downFormat, &random)
            let (bias, downBias) = (FloatBuffer(random.floats(width)), FloatBuffer(random.floats(rows)))
            func filled(_ columns: Int, _ values: [Float]) -> Activations {
                let x = compute.workspace.take(rows: tokens, columns: columns)
                for (index, value) in values.enumerated() { x.row(index / columns)[index % columns] = value }
                return x
            }
            let x = filled(columns, random.floats(tokens * columns))
            if let flaw { x.row(tokens / 2)[columns / 2] = flaw }
            let start = random.floats(tokens * rows)
            for isGated in [true, false] {
                for accumulates in [true, false] {
                    let (own, wanted) = (filled(rows, start), filled(rows, start))
                    let weights = FeedForwardWeights(
                        gate: gate, gateBias: isGated ? nil : bias, up: isGated ? up : nil,
                        activation: isGated ? .silu : .quickGELU, down: down, downBias: downBias)
                    compute.feedForward(x, weights, into: own, accumulate: accumulates)

                    let inner = compute.workspace.take(rows: tokens, columns: width)
                    compute.linear(x, gate, bias: isGated ? nil : bias, into: inner)
                    if isGated {
                        let raised = compute.workspace.take(rows: tokens, columns: width)
                        compute.linear(x, up, into: raised)
                        compute.gate(.silu, inner, by: raised)
                    } else {
                        compute.activate(.quickGELU, inner)
                    }
                    compute.linear(inner, down, bias: downBias, into: wanted, accumulate: accumulates)
                    let differ = zip(own.array, wanted.array).count { $0 != $1 && !($0.isNaN && $1.isNaN) }
                    #expect(
                        differ == 0, "seed \(seed) \(format) \(tokens) tokens, \(columns) to \(width) to \(rows)")
                    #expect(flaw == nil || own.row(tokens / 2)[0].isNaN)
                }
            }
        }
    }

    @Test(arguments: formats) func oneGoIsTheSteps(format: WeightFormat) {
        let pool = ThreadPool(threads: 2)
        check(Compute(pool: pool, arithmetic: .fast), format, down: format, seed: 21)
        check(Compute(pool: pool, arithmetic: .exact), format, down: format, seed: 22)
    }

    /// A second matrix of another format has no kernel.
    @Test(arguments: [WeightFormat.int8(group: 32), .f32]) func formatsMayDiffer(down: WeightFormat) {
        check(Compute(pool: ThreadPool(threads: 2), arithmetic: .fast), .bf16, down: down, seed: 23)
    }

    /// What is not a number stays none, whoever packs it.
    @Test(arguments: [WeightFormat.bf16, .int8(group: 64), .int4(group: 32)]) func flawsStay(format: WeightFormat) {
        check(Compute(pool: ThreadPool(threads: 2), arithmetic: .fast), format, down: format, flaw: .nan, seed: 24)
    }
}
