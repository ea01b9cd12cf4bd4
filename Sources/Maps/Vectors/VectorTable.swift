/// Rows of floats, one a document: what a map is drawn from.
package final class VectorTable: Sendable {
    /// Rows, N.
    package let rows: Int
    /// Numbers of a row as they were given, D.
    package let dimensions: Int
    /// Floats from row to row: D rounded up to 8, filled up with 0.
    let stride: Int
    // (N, stride)
    let values: Room<Float>

    /// A table of zeros.
    package init(rows: Int, dimensions: Int) {
        (self.rows, self.dimensions) = (rows, dimensions)
        stride = (dimensions + 7) / 8 * 8
        values = Room(rows * stride, filledWith: 0)
    }

    /// A table of these rows, each with as many numbers as the first.
    package convenience init(_ rows: [[Float]]) {
        self.init(rows: rows.count, dimensions: rows.first?.count ?? 0)
        for (index, row) in rows.enumerated() {
            for (column, value) in row.enumerated() { self[index, column] = value }
        }
    }

    /// A number.
    package subscript(row: Int, column: Int) -> Float {
        get { values[row * stride + column] }
        set { values[row * stride + column] = newValue }
    }

    /// Where a row begins.
    func row(_ index: Int) -> UnsafeMutablePointer<Float> { values.base + index * stride }

    /// Some of the rows in another order: row `i` of it is row `order[i]` of this.
    func reordered(_ order: [Int32]) -> VectorTable {
        let table = VectorTable(rows: order.count, dimensions: dimensions)
        for (place, index) in order.enumerated() {
            table.row(place).update(from: row(Int(index)), count: stride)
        }
        return table
    }

    /// Makes the length of every row 1; a row of zeros stays.
    func normalize() {
        for index in 0..<rows {
            let row = row(index)
            var sum: Float = 0
            for column in 0..<dimensions { sum += row[column] * row[column] }
            guard sum > 0 else { continue }
            let scale = 1 / sum.squareRoot()
            for column in 0..<dimensions { row[column] *= scale }
        }
    }
}
