/// A view of f32 rows `[rows, columns]` in memory that somebody else owns (a `Workspace`, a buffer).
public struct Activations {
    /// The first element.
    public let pointer: UnsafeMutablePointer<Float>
    /// Rows: tokens, patches, latents.
    public let rows: Int
    /// Elements of a row.
    public let columns: Int
    /// Elements from one row to the next, at least `columns`.
    public let stride: Int

    /// A view of `rows` rows of `columns` elements, `stride` apart (nil: without gaps).
    public init(_ pointer: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int? = nil) {
        (self.pointer, self.rows, self.columns, self.stride) = (pointer, rows, columns, stride ?? columns)
    }

    /// All of a buffer as `rows` equal rows.
    public init(_ buffer: FloatBuffer, rows: Int) {
        self.init(buffer.pointer, rows: rows, columns: rows == 0 ? 0 : buffer.count / rows)
    }

    /// Elements of the view, gaps not counted.
    public var count: Int { rows * columns }

    /// The start of row `index`.
    public func row(_ index: Int) -> UnsafeMutablePointer<Float> { pointer + index * stride }

    /// Some of the rows.
    public func slice(_ range: Range<Int>) -> Activations {
        Activations(row(range.lowerBound), rows: range.count, columns: columns, stride: stride)
    }

    /// Some of the columns.
    public func columns(_ range: Range<Int>) -> Activations {
        Activations(pointer + range.lowerBound, rows: rows, columns: range.count, stride: stride)
    }

    /// The elements, row by row.
    public var array: [Float] {
        (0..<rows).flatMap { Array(UnsafeBufferPointer(start: row($0), count: columns)) }
    }

    /// Copies all rows to `destination`, which has the same size.
    public func copy(to destination: Activations) {
        precondition(rows == destination.rows && columns == destination.columns, "copy between different sizes")
        for index in 0..<rows { destination.row(index).update(from: row(index), count: columns) }
    }

    /// Sets every element to zero.
    public func clear() {
        for index in 0..<rows { row(index).update(repeating: 0, count: columns) }
    }
}
