import TestKit
import Testing

@testable import Tensors

/// Steps over rows that lie apart, as a workspace gives them, against the same steps over one row at a time.
@Suite struct ComputeTests {
    private let compute = Compute(pool: ThreadPool(threads: 2), arithmetic: .fast)

    private func rows(_ count: Int, of columns: Int, _ random: inout SeededRandom) -> Activations {
        let x = compute.workspace.take(rows: count, columns: columns)
        for row in 0..<count {
            for (column, value) in random.floats(columns, in: -3...3).enumerated() { x.row(row)[column] = value }
        }
        return x
    }

    @Test(arguments: [16, 20, 1024, 2048])
    func rowsAreAnOddNumberOfLinesApart(columns: Int) {
        let x = compute.workspace.take(rows: 3, columns: columns)
        #expect(x.stride >= columns && x.stride % 32 == 16)
    }

    /// A weight as wide as a head normalises each head for itself, on one thread and on two.
    @Test(arguments: [3, 700]) func normsOfHeads(count: Int) {
        var random = SeededRandom(seed: 11)
        let (heads, dimension) = (3, 10)
        let x = rows(count, of: heads * dimension, &random)
        let (weight, bias) = (FloatBuffer(random.floats(dimension)), FloatBuffer(random.floats(dimension)))
        let root = compute.workspace.take(rows: count, columns: x.columns)
        compute.rmsNorm(x, weight, eps: 1e-6, into: root)
        let layer = compute.workspace.take(rows: count, columns: x.columns)
        compute.layerNorm(x, weight, bias, eps: 1e-5, into: layer)
        for head in 0..<heads {
            let part = x.columns(head * dimension..<(head + 1) * dimension)
            let alone = compute.workspace.take(rows: count, columns: dimension)
            compute.rmsNorm(part, weight, eps: 1e-6, into: alone)
            #expect(alone.array == root.columns(head * dimension..<(head + 1) * dimension).array)
            compute.layerNorm(part, weight, bias, eps: 1e-5, into: alone)
            #expect(alone.array == layer.columns(head * dimension..<(head + 1) * dimension).array)
        }
    }

    @Test func elementsOfRowsApart() {
        var random = SeededRandom(seed: 12)
        let (x, y) = (rows(700, of: 33, &random), rows(700, of: 33, &random))
        let gate = FloatBuffer(random.floats(33))
        let wanted = (0..<700).flatMap { row in
            (0..<33).map { x.row(row)[$0] + gate.array[$0] * y.row(row)[$0] + y.row(row)[$0] }
        }
        compute.addGated(y, gate: gate, to: x)
        compute.add(y, to: x)
        for (own, wanted) in zip(x.array, wanted) { #expect(abs(own - wanted) < 1e-5) }
    }

    @Test func planesCopyTheirRows() {
        var random = SeededRandom(seed: 13)
        let x = rows(5, of: 20, &random)
        let plane = compute.plane(x, heads: 4)
        let copy = Plane(heads: 4, rows: 9, headDimension: 5, arithmetic: .fast)
        copy.copyRows(5, of: plane)
        for row in 0..<5 {
            for column in 0..<20 {
                let element = column / 5 * copy.headStride + row * 5 + column % 5
                let bits = copy.pointer.assumingMemoryBound(to: UInt16.self)[element]
                #expect(abs(Float(bitPattern: UInt32(bits) << 16) - x.row(row)[column]) <= 0x1p-7)
            }
        }
    }
}
