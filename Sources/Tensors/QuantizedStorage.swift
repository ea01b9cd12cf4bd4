/// How quantised matrices are stored: `NAME.int8` or `NAME.int4` (U8 `[blocks, lines, 64]`) and `NAME.scales` (BF16
/// `[blocks, groups, 16]`) stand for the matrix `NAME`, 16 rows interleaved as the kernels read them.
enum QuantizedStorage {
    /// Names of the two tensors.
    static func names(_ name: String, _ format: WeightFormat) -> (values: String, scales: String) {
        ("\(name).\(format)", name + ".scales")
    }

    /// Shapes of the two tensors for a matrix of `rows` and `columns`.
    static func shapes(rows: Int, columns: Int, _ format: WeightFormat) -> (values: [Int], scales: [Int]) {
        let (blocks, group) = ((rows + 15) / 16, format.group)
        let padded = (columns + group - 1) / group * group
        let perLine = format.isInt4 ? 8 : 4
        return ([blocks, padded / perLine, 64], [blocks, padded / group, 16])
    }

    /// The format in which a checkpoint holds the matrix `name`, nil when it is not quantised there.
    static func format(_ name: String, columns: Int, in checkpoint: Checkpoint) throws(TensorError) -> WeightFormat? {
        let isInt8 = checkpoint.tensors[name + ".int8"] != nil
        guard isInt8 || checkpoint.tensors[name + ".int4"] != nil else { return nil }
        let scales = try checkpoint.tensor(name + ".scales")
        for group in [32, 64] where scales.shape.count == 3 && scales.shape[1] == (columns + group - 1) / group {
            return isInt8 ? .int8(group: group) : .int4(group: group)
        }
        throw .shape(tensor: scales.name, expected: [-1, (columns + 63) / 64, 16], found: scales.shape)
    }

    /// The matrix `name` where it lies.
    static func matrix(
        _ name: String, rows: Int, columns: Int, _ format: WeightFormat, in checkpoint: Checkpoint
    ) throws(TensorError) -> (matrix: WeightMatrix, scales: StoredTensor) {
        let names = names(name, format)
        let shapes = shapes(rows: rows, columns: columns, format)
        let (values, scales) = (try checkpoint.tensor(names.values), try checkpoint.tensor(names.scales))
        try values.check(shape: shapes.values, type: .u8)
        try scales.check(shape: shapes.scales, type: .bf16)
        guard let base = values.bytes.baseAddress, let scaleBase = scales.bytes.baseAddress else {
            throw .shape(tensor: name, expected: shapes.values, found: [])
        }
        let matrix = WeightMatrix(
            rows: rows, columns: columns, format: format, values: base,
            scales: scaleBase.assumingMemoryBound(to: UInt16.self), owner: values.file)
        return (matrix, scales)
    }
}

extension WeightFormat {
    /// Whether values are 4-bit codes.
    var isInt4: Bool { if case .int4 = self { true } else { false } }
    /// Whether values are codes with scales.
    public var isQuantized: Bool { group > 0 }
}
