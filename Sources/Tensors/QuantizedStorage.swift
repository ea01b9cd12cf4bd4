import CKernels
import Glibc
import Platform

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
        for (tensor, shape, type) in [(values, shapes.values, ElementType.u8), (scales, shapes.scales, .bf16)] {
            guard tensor.shape == shape else { throw .shape(tensor: tensor.name, expected: shape, found: tensor.shape) }
            guard tensor.type == type else {
                throw .dtype(tensor: tensor.name, expected: type.rawValue, found: tensor.type.rawValue)
            }
        }
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

/// Writes a checkpoint with quantised matrices.
public enum QuantizedWriter {
    /// Writes to `path` the tensors of `checkpoint`, in the format that `format` gives for a name (nil: as it is).
    ///
    /// Quantised matrices come first, so that their lines are aligned. `goesOn` is asked before each tensor.
    /// - Throws: `TensorError`; `.system` with `EINTR` when `goesOn` said no.
    public static func write(
        _ checkpoint: Checkpoint, to path: String, metadata: KeyValuePairs<String, String>, pool: ThreadPool,
        goesOn: () -> Bool = { true }, format: (String) -> WeightFormat?
    ) throws(TensorError) {
        let names = checkpoint.tensors.keys.sorted()
        let quantized = names.filter { format($0) != nil }
        let plain = names.filter { format($0) == nil }
        var plan: [SafetensorsWriter.Entry] = []
        for name in quantized {
            let tensor = try checkpoint.tensor(name)
            guard let format = format(name), tensor.shape.count == 2 else {
                throw .shape(tensor: name, expected: [-1, -1], found: tensor.shape)
            }
            let (names, shapes) = (
                QuantizedStorage.names(name, format),
                QuantizedStorage.shapes(rows: tensor.shape[0], columns: tensor.shape[1], format)
            )
            plan.append(.init(name: names.values, type: .u8, shape: shapes.values))
            plan.append(.init(name: names.scales, type: .bf16, shape: shapes.scales))
        }
        for name in plain {
            let tensor = try checkpoint.tensor(name)
            plan.append(.init(name: name, type: tensor.type, shape: tensor.shape))
        }
        var writer = try SafetensorsWriter(path: path, plan: plan, metadata: metadata)
        for name in quantized {
            let tensor = try checkpoint.tensor(name)
            guard let format = format(name) else { continue }
            guard goesOn() else { throw .system(SystemError("write", path: path, code: EINTR)) }
            try WeightAudit.check([tensor], pool: pool)
            let bytes = try quantize(tensor, format, pool: pool)
            let values = ck_quantized_values_size(
                format.code, Int64(tensor.shape[0]), Int64(tensor.shape[1]), Int32(format.group))
            let whole = UnsafeRawBufferPointer(start: bytes.pointer, count: bytes.count)
            try writer.write(UnsafeRawBufferPointer(rebasing: whole[..<values]))
            try writer.write(UnsafeRawBufferPointer(rebasing: whole[values...]))
        }
        for name in plain { try writer.write(checkpoint.tensor(name).bytes) }
        try writer.commit()
    }

    /// The codes of a matrix and behind them its scales.
    private static func quantize(
        _ tensor: StoredTensor, _ format: WeightFormat, pool: ThreadPool
    ) throws(TensorError) -> ByteBuffer {
        let stored = try WeightLoader.format(of: tensor)
        guard let base = tensor.bytes.baseAddress else {
            throw .shape(tensor: tensor.name, expected: [1, 1], found: tensor.shape)
        }
        let plain = WeightMatrix(
            rows: tensor.shape[0], columns: tensor.shape[1], format: stored, values: base, owner: tensor.file)
        return plain.quantizedBytes(format, pool: pool)
    }
}
