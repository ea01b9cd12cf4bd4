import CKernels

/// How packed matrices are stored: `NAME.packed` (U8 `[rows, bytes of a row]`), `NAME.starts` (U32 `[rows + 1]`) and
/// `NAME.outliers` (U8, one for each outlier and a margin) stand for the bf16 matrix `NAME`; `ck_matrix` says what is in
/// them.
enum PackedStorage {
    /// Names of the three tensors.
    static func names(_ name: String) -> (rows: String, starts: String, outliers: String) {
        (name + ".packed", name + ".starts", name + ".outliers")
    }

    /// The matrix `name` where it lies and the tensors that it is made of, nil when it is not stored so.
    static func matrix(
        _ name: String, rows: Int, columns: Int, in checkpoint: Checkpoint
    ) throws(TensorError) -> (matrix: WeightMatrix, tensors: [StoredTensor])? {
        let names = names(name)
        guard let values = checkpoint.tensors[names.rows] else { return nil }
        let (starts, outliers) = (try checkpoint.tensor(names.starts), try checkpoint.tensor(names.outliers))
        let shape = [rows, WeightFormat.packed.bytes(rows: 1, columns: columns)]
        try values.check(shape: shape, type: .u8)
        try starts.check(shape: [rows + 1], type: .u32)
        try outliers.check(shape: [outliers.count], type: .u8)
        guard columns <= maximumColumns else {
            throw .shape(tensor: name, expected: [rows, maximumColumns], found: [rows, columns])
        }
        guard let base = values.bytes.baseAddress, let first = starts.bytes.baseAddress,
            let list = outliers.bytes.bindMemory(to: UInt8.self).baseAddress
        else { throw .shape(tensor: name, expected: shape, found: []) }
        let count = Int(first.loadUnaligned(fromByteOffset: 4 * rows, as: UInt32.self))
        guard count + margin <= outliers.count else {
            throw .shape(tensor: names.outliers, expected: [count + margin], found: outliers.shape)
        }
        let matrix = WeightMatrix(
            rows: rows, columns: columns, format: .packed, values: base,
            outliers: WeightMatrix.Outliers(starts: first, bytes: list, count: count), owner: values.file)
        return (matrix, [values, starts, outliers])
    }

    /// Bytes behind the outliers that are read with them.
    static let margin = Int(CK_PACKED_MARGIN)
    /// Columns that a packed matrix may have.
    static let maximumColumns = Int(CK_PACKED_COLUMNS)
}

/// Where the outliers of each row of a bf16 matrix will lie, known before it is packed.
struct PackingPlan {
    /// u32 `[rows + 1]`.
    let starts: ByteBuffer
    /// Outliers of all rows.
    let outliers: Int

    /// Counts those of each row; nil when `matrix` has more outliers than can be counted.
    init?(_ matrix: WeightMatrix, pool: ThreadPool) {
        precondition(matrix.format == .bf16, "only bf16 is packed")
        let starts = ByteBuffer(count: 4 * (matrix.rows + 1))
        let firsts = starts.pointer.bindMemory(to: UInt32.self, capacity: matrix.rows + 1)
        pool.run(matrix.rows) { row, _ in
            firsts[row] = UInt32(ck_count_outliers(matrix.line(row), Int64(matrix.columns)))
        }
        firsts[matrix.rows] = 0
        var total = 0
        for row in 0...matrix.rows {
            guard let first = UInt32(exactly: total) else { return nil }
            total += Int(firsts[row])
            firsts[row] = first
        }
        (self.starts, outliers) = (starts, total)
    }
}

extension WeightMatrix {
    /// What is wrong with a packed matrix: rows whose table is not one, or whose codes ask for another number of outliers
    /// than lies between their start and the next; values that are NaN or infinite.
    var flaws: (rows: Int, values: Int) {
        guard let starts = outliers?.starts else { return (0, 0) }
        var matrix = matrix
        func start(_ row: Int) -> Int { Int(starts.loadUnaligned(fromByteOffset: 4 * row, as: UInt32.self)) }
        return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: max(columns, 1)) { line in
            guard let base = line.baseAddress else { return (0, 0) }
            var flaws = (rows: start(0) == 0 ? 0 : 1, values: 0)
            for row in 0..<rows {
                let count = Int(ck_packed_outliers(&matrix, Int64(row)))
                if count < 0 || start(row) + count != start(row + 1) { flaws.rows += 1 }
                ck_unpack_row(&matrix, Int64(row), base)
                flaws.values += Int(ck_count_nonfinite(Int32(CK_BF16), base, Int64(columns)))
            }
            return flaws
        }
    }

    /// Row `row` of a bf16 matrix.
    fileprivate func line(_ row: Int) -> UnsafePointer<UInt16> {
        (values + row * columns * 2).assumingMemoryBound(to: UInt16.self)
    }

    /// The bytes of the three tensors of a bf16 matrix; `outliers` bytes for the last, which are `plan.outliers` and a
    /// margin of zeros.
    func packed(by plan: PackingPlan, outliers: Int, pool: ThreadPool) -> [ByteBuffer] {
        let stride = Int(ck_packed_row_bytes(Int64(columns)))
        let (memory, list) = (ByteBuffer(count: rows * stride), ByteBuffer(count: outliers))
        (list.pointer + plan.outliers).initializeMemory(as: UInt8.self, repeating: 0, count: outliers - plan.outliers)
        let starts = plan.starts.pointer.assumingMemoryBound(to: UInt32.self)
        pool.run(rows) { row, _ in
            ck_pack_row(
                line(row), Int64(columns),
                (memory.pointer + row * stride).assumingMemoryBound(to: UInt8.self),
                (list.pointer + Int(starts[row])).assumingMemoryBound(to: UInt8.self))
        }
        return [memory, plan.starts, list]
    }
}
