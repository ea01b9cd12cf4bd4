import CKernels

/// Keys or values `[heads, rows, headDimension]` that are kept: f32 for exact arithmetic, bf16 for the fast one. The rows
/// of a head follow each other, so that a query reads them as one stream.
public final class Plane: Sendable {
    /// Heads.
    public let heads: Int
    /// Rows that fit.
    public let rows: Int
    /// Elements of a row of one head.
    public let headDimension: Int
    /// f32 or bf16.
    public let format: WeightFormat
    private let memory: ByteBuffer

    /// Memory for `rows` rows, in the format that suits `arithmetic`.
    public init(heads: Int, rows: Int, headDimension: Int, arithmetic: Arithmetic) {
        (self.heads, self.rows, self.headDimension) = (heads, rows, headDimension)
        format = arithmetic == .exact ? .f32 : .bf16
        memory = ByteBuffer(count: format.bytes(rows: heads * rows, columns: headDimension))
    }

    /// The first element.
    var pointer: UnsafeRawPointer { UnsafeRawPointer(memory.pointer) }

    /// Elements from a row of one head to the same row of the next.
    var headStride: Int { rows * headDimension }

    /// Copies the first `count` rows of another plane of the same heads and format.
    public func copyRows(_ count: Int, of other: Plane) {
        precondition(
            other.heads == heads && other.headDimension == headDimension && other.format == format, "planes differ")
        precondition(count <= rows && count <= other.rows, "\(count) rows of \(rows) and \(other.rows)")
        for head in 0..<heads {
            start(head, 0).copyMemory(
                from: other.start(head, 0), byteCount: format.bytes(rows: count, columns: headDimension))
        }
    }

    /// Row `index` of all heads becomes `values` (`heads · headDimension` floats).
    func write(_ values: UnsafePointer<Float>, row index: Int) {
        precondition((0..<rows).contains(index), "row \(index) of \(rows)")
        for head in 0..<heads {
            let (start, values) = (start(head, index), values + head * headDimension)
            if format == .f32 {
                start.assumingMemoryBound(to: Float.self).update(from: values, count: headDimension)
            } else {
                ck_narrow_bf16(values, Int64(headDimension), start.assumingMemoryBound(to: UInt16.self))
            }
        }
    }

    private func start(_ head: Int, _ row: Int) -> UnsafeMutableRawPointer {
        memory.pointer + format.bytes(rows: head * rows + row, columns: headDimension)
    }
}

extension Compute {
    /// Writes the rows of x to the plane, from row `first` on.
    public func store(_ x: Activations, in plane: Plane, from first: Int = 0) {
        precondition(
            x.columns == plane.heads * plane.headDimension,
            "\(x.columns) columns for \(plane.heads) heads of \(plane.headDimension)")
        forEachRow(x) { row in plane.write(x.row(row), row: first + row) }
    }

    /// A plane with the rows of x, cut into `heads`.
    public func plane(_ x: Activations, heads: Int) -> Plane {
        let plane = Plane(heads: heads, rows: x.rows, headDimension: x.columns / heads, arithmetic: arithmetic)
        store(x, in: plane)
        return plane
    }
}
