/// The two directions in which rows differ most, by orthogonal iteration on the covariance of at most 50,000 of them.
enum PrincipalAxes {
    private static let sample = 50_000, iterations = 100

    /// (N, 2): the rows along both directions, scaled so that the first has the standard deviation `deviation`.
    static func project(_ table: VectorTable, deviation: Float, _ parallel: Parallel) -> Room<Float> {
        let points = Room<Float>(table.rows * 2, filledWith: 0)
        guard table.rows > 1 else { return points }
        let mean = mean(table)
        let axes = axes(table, mean)
        let offsets = axes.map { axis in zip(axis, mean).reduce(Float(0)) { $0 + $1.0 * $1.1 } }
        parallel.forEach(table.rows, grain: 8192) { range in
            for row in range {
                let values = table.row(row)
                for (axis, offset) in zip(axes.indices, offsets) {
                    var sum: Float = 0
                    for column in 0..<table.dimensions { sum += axes[axis][column] * values[column] }
                    points[row * 2 + axis] = sum - offset
                }
            }
        }
        var square = 0.0
        for row in 0..<table.rows { square += Double(points[row * 2] * points[row * 2]) }
        let scale = square > 0 ? deviation / Float((square / Double(table.rows)).squareRoot()) : 0
        for index in 0..<points.count { points[index] *= scale }
        return points
    }

    private static func mean(_ table: VectorTable) -> [Float] {
        var sums = [Double](repeating: 0, count: table.dimensions)
        for row in 0..<table.rows { for column in sums.indices { sums[column] += Double(table[row, column]) } }
        return sums.map { Float($0 / Double(table.rows)) }
    }

    private static func axes(_ table: VectorTable, _ mean: [Float]) -> [[Float]] {
        let covariance = covariance(table, mean)
        var axes: [[Double]] = []
        for number in 0..<2 {
            var axis = (0..<table.dimensions).map { 1 + Double(($0 * 7 + number * 3) % 5) }
            for _ in 0..<iterations {
                var next = covariance.map { row in zip(row, axis).reduce(0) { $0 + $1.0 * $1.1 } }
                for other in axes {
                    let along = zip(next, other).reduce(0) { $0 + $1.0 * $1.1 }
                    for column in next.indices { next[column] -= along * other[column] }
                }
                let length = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
                guard length > 0 else { break }
                axis = next.map { $0 / length }
            }
            axes.append(axis)
        }
        return axes.map { $0.map { Float($0) } }
    }

    private static func covariance(_ table: VectorTable, _ mean: [Float]) -> [[Double]] {
        let size = table.dimensions
        let sums = Room<Float>(size * size, filledWith: 0)
        let total = Room<Double>(size * size, filledWith: 0)
        let step = max(1, table.rows / sample)
        var row = [Float](repeating: 0, count: size)
        for (place, index) in stride(from: 0, to: table.rows, by: step).enumerated() {
            for column in 0..<size { row[column] = table[index, column] - mean[column] }
            for one in 0..<size {
                let (value, line) = (row[one], sums.base + one * size)
                for two in 0..<size { line[two] += value * row[two] }
            }
            // Floats are summed for a while only, so that they lose nothing that counts.
            guard place % 4096 == 4095 || index + step >= table.rows else { continue }
            for cell in 0..<total.count {
                total[cell] += Double(sums[cell])
                sums[cell] = 0
            }
        }
        return (0..<size).map { one in (0..<size).map { total[one * size + $0] } }
    }
}
