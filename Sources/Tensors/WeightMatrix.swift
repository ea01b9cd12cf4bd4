import CKernels

/// How the weights of a matrix are held in memory.
public enum WeightFormat: Equatable, Sendable, CustomStringConvertible {
    case f32, bf16, f16
    /// bf16 without loss, in about 11.4 bits (see `PackedStorage`).
    case packed
    /// Symmetric 8-bit codes with a bf16 scale for each group of columns.
    case int8(group: Int)
    /// Symmetric 4-bit codes with a bf16 scale for each group of columns.
    case int4(group: Int)

    /// The name that the command line uses.
    public var description: String {
        switch self {
        case .f32: "f32"
        case .bf16: "bf16"
        case .f16: "f16"
        case .packed: "packed"
        case .int8: "int8"
        case .int4: "int4"
        }
    }

    /// Columns that share a scale, 0 for the plain formats.
    public var group: Int {
        switch self {
        case .f32, .bf16, .f16, .packed: 0
        case .int8(let group), .int4(let group): group
        }
    }

    /// The kernels' number for it.
    var code: Int32 {
        switch self {
        case .f32: Int32(CK_F32)
        case .bf16: Int32(CK_BF16)
        case .f16: Int32(CK_F16)
        case .packed: Int32(CK_PACKED)
        case .int8: Int32(CK_INT8)
        case .int4: Int32(CK_INT4)
        }
    }

    /// Bytes that a `[rows, columns]` matrix takes, scales included; of a packed one without its outliers.
    public func bytes(rows: Int, columns: Int) -> Int {
        switch self {
        case .f32: rows * columns * 4
        case .bf16, .f16: rows * columns * 2
        case .packed: rows * Int(ck_packed_row_bytes(Int64(columns)))
        case .int8(let group), .int4(let group):
            ck_quantized_values_size(code, Int64(rows), Int64(columns), Int32(group))
                + ck_quantized_scales_size(Int64(rows), Int64(columns), Int32(group))
        }
    }
}

/// A weight matrix `[rows, columns]` (`[out, in]`), in place in a mapped file or in memory of its own.
///
/// `@unchecked Sendable`: read-only; `owner` keeps the bytes alive.
public struct WeightMatrix: @unchecked Sendable {
    /// Outputs.
    public let rows: Int
    /// Inputs.
    public let columns: Int
    /// Element format.
    public let format: WeightFormat
    let values: UnsafeRawPointer
    let scales: UnsafePointer<UInt16>?
    /// What a packed matrix has beside its rows.
    let outliers: Outliers?
    private let owner: Any

    /// The upper bytes of a packed matrix that the tables of its rows do not have.
    struct Outliers {
        /// u32 `[rows + 1]`: where those of each row begin.
        let starts: UnsafeRawPointer
        /// All of them, and a margin.
        let bytes: UnsafePointer<UInt8>
        let count: Int
    }

    init(
        rows: Int, columns: Int, format: WeightFormat, values: UnsafeRawPointer, scales: UnsafePointer<UInt16>? = nil,
        outliers: Outliers? = nil, owner: Any
    ) {
        (self.rows, self.columns, self.format) = (rows, columns, format)
        (self.values, self.scales, self.outliers, self.owner) = (values, scales, outliers, owner)
    }

    /// The kernels' view of it.
    var matrix: ck_matrix {
        ck_matrix(
            dtype: format.code, group: Int32(format.group), rows: Int64(rows), columns: Int64(columns),
            values: values, scales: scales, starts: outliers?.starts, outliers: outliers?.bytes,
            outlier_count: Int64(outliers?.count ?? 0))
    }

    /// Row `row` as f32, to `columns` floats at `destination`.
    public func widen(row: Int, to destination: UnsafeMutablePointer<Float>) {
        precondition((0..<rows).contains(row), "row \(row) of \(rows)")
        var matrix = matrix
        ck_widen_row(&matrix, Int64(row), 0, Int64(columns), destination)
    }
}

extension WeightMatrix {
    /// The same weights as bf16 (rounded to nearest even), in memory of their own; itself when it is bf16 already.
    func asBF16(pool: ThreadPool) -> WeightMatrix {
        guard format != .bf16 else { return self }
        let memory = ByteBuffer(count: rows * columns * 2)
        let out = memory.pointer.bindMemory(to: UInt16.self, capacity: max(rows * columns, 1))
        let matrix = matrix
        pool.run(rows) { row, _ in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: max(columns, 1)) { line in
                guard let base = line.baseAddress else { return }
                var matrix = matrix
                ck_widen_row(&matrix, Int64(row), 0, Int64(columns), base)
                ck_narrow_bf16(base, Int64(columns), out + row * columns)
            }
        }
        return WeightMatrix(
            rows: rows, columns: columns, format: .bf16, values: UnsafeRawPointer(memory.pointer), owner: memory)
    }

    /// The same weights quantised to `format` (int8 or int4), in memory of their own.
    func quantized(_ format: WeightFormat, pool: ThreadPool) -> WeightMatrix {
        let memory = quantizedBytes(format, pool: pool)
        return WeightMatrix(
            rows: rows, columns: columns, format: format, values: UnsafeRawPointer(memory[0].pointer),
            scales: memory[1].pointer.assumingMemoryBound(to: UInt16.self), owner: memory)
    }

    /// The codes in `format`, and the scales.
    func quantizedBytes(_ format: WeightFormat, pool: ThreadPool) -> [ByteBuffer] {
        let (rows, columns, group) = (Int64(rows), Int64(columns), Int32(format.group))
        let codes = ByteBuffer(count: ck_quantized_values_size(format.code, rows, columns, group))
        let scales = ByteBuffer(count: ck_quantized_scales_size(rows, columns, group))
        let source = matrix
        pool.run((self.rows + 15) / 16) { block, _ in
            var source = source
            ck_quantize(
                &source, format.code, group, codes.pointer, scales.pointer.assumingMemoryBound(to: UInt16.self),
                Int64(block), Int64(block + 1))
        }
        return [codes, scales]
    }
}
