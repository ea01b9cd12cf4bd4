import CKernels

/// Rows `[rows, columns]` of activations that are kept: f32 for exact arithmetic, bf16 for the fast one.
public final class Plane: Sendable {
    /// Rows that fit.
    public let rows: Int
    /// Elements of a row.
    public let columns: Int
    /// Elements from one row to the next, an odd number of cache lines as in `Workspace`: attention walks down a head,
    /// and at a power of two all its rows share the same few places of the cache.
    public let stride: Int
    /// f32 or bf16.
    public let format: WeightFormat
    private let memory: ByteBuffer

    /// Memory for `rows` rows, in the format that suits `arithmetic`.
    public init(rows: Int, columns: Int, arithmetic: Arithmetic) {
        (self.rows, self.columns) = (rows, columns)
        format = arithmetic == .exact ? .f32 : .bf16
        let line = 64 / format.bytes(rows: 1, columns: 1)
        stride = ((columns + line - 1) / line | 1) * line
        memory = ByteBuffer(count: format.bytes(rows: rows, columns: stride))
    }

    /// The first element.
    var pointer: UnsafeRawPointer { UnsafeRawPointer(memory.pointer) }

    /// Copies the first `count` rows of another plane of the same width and format.
    public func copyRows(_ count: Int, of other: Plane) {
        precondition(other.columns == columns && other.format == format, "planes differ")
        precondition(count <= rows && count <= other.rows, "\(count) rows of \(rows) and \(other.rows)")
        memory.pointer.copyMemory(
            from: other.memory.pointer, byteCount: format.bytes(rows: count, columns: stride))
    }

    /// Row `index` becomes `values` (`columns` floats).
    func write(_ values: UnsafePointer<Float>, row index: Int) {
        precondition((0..<rows).contains(index), "row \(index) of \(rows)")
        let start = memory.pointer + format.bytes(rows: index, columns: stride)
        if format == .f32 {
            start.assumingMemoryBound(to: Float.self).update(from: values, count: columns)
        } else {
            ck_narrow_bf16(values, Int64(columns), start.assumingMemoryBound(to: UInt16.self))
        }
    }
}

extension Compute {
    /// Writes the rows of x to the plane, from row `first` on.
    public func store(_ x: Activations, in plane: Plane, from first: Int = 0) {
        precondition(x.columns == plane.columns, "\(x.columns) columns for \(plane.columns)")
        forEachRow(x) { row in plane.write(x.row(row), row: first + row) }
    }

    /// A plane with the rows of x.
    public func plane(_ x: Activations) -> Plane {
        let plane = Plane(rows: x.rows, columns: x.columns, arithmetic: arithmetic)
        store(x, in: plane)
        return plane
    }
}
