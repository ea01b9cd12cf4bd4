import CKernels
import Glibc
import Platform

/// Writes a checkpoint with matrices in a smaller format.
public enum CompactWriter {
    /// What a matrix becomes: the tensors in order, and how their bytes are made.
    private struct Conversion {
        let source: StoredTensor
        let entries: [SafetensorsWriter.Entry]
        let bytes: () -> [ByteBuffer]
    }

    /// Writes to `path` the tensors of `checkpoint`, in the format that `format` gives for a name (nil: as it is): int8,
    /// int4, or packed, which takes bf16 only.
    ///
    /// Converted matrices come first, so that their lines are aligned. `goesOn` is asked before each matrix.
    /// - Throws: `TensorError`; `.dtype` for a matrix that is not bf16 and should be packed, `.entry` for one that is too
    ///   wide for it; `.system` with `EINTR` when `goesOn` said no.
    public static func write(
        _ checkpoint: Checkpoint, to path: String, metadata: KeyValuePairs<String, String>, pool: ThreadPool,
        goesOn: () -> Bool = { true }, format: (String) -> WeightFormat?
    ) throws(TensorError) {
        func check() throws(TensorError) {
            guard goesOn() else { throw .system(SystemError("write", path: path, code: EINTR)) }
        }
        var conversions: [Conversion] = []
        var plain: [StoredTensor] = []
        for name in checkpoint.tensors.keys.sorted() {
            let tensor = try checkpoint.tensor(name)
            guard let format = format(name) else {
                plain.append(tensor)
                continue
            }
            try check()
            conversions.append(try conversion(of: tensor, to: format, pool: pool))
        }
        let plan =
            conversions.flatMap(\.entries)
            + plain.map { SafetensorsWriter.Entry(name: $0.name, type: $0.type, shape: $0.shape) }
        var writer = try SafetensorsWriter(path: path, plan: plan, metadata: metadata)
        for conversion in conversions {
            try check()
            try WeightAudit.check([conversion.source], pool: pool)
            for bytes in conversion.bytes() {
                try writer.write(UnsafeRawBufferPointer(start: bytes.pointer, count: bytes.count))
            }
        }
        for tensor in plain { try writer.write(tensor.bytes) }
        try writer.commit()
    }

    private static func conversion(
        of tensor: StoredTensor, to format: WeightFormat, pool: ThreadPool
    ) throws(TensorError) -> Conversion {
        guard tensor.shape.count == 2, let base = tensor.bytes.baseAddress else {
            throw .shape(tensor: tensor.name, expected: [-1, -1], found: tensor.shape)
        }
        let matrix = WeightMatrix(
            rows: tensor.shape[0], columns: tensor.shape[1], format: try WeightLoader.format(of: tensor), values: base,
            owner: tensor.file)
        return format == .packed
            ? try packing(tensor, matrix, pool: pool) : quantising(tensor, matrix, format, pool: pool)
    }

    private static func quantising(
        _ tensor: StoredTensor, _ matrix: WeightMatrix, _ format: WeightFormat, pool: ThreadPool
    ) -> Conversion {
        let names = QuantizedStorage.names(tensor.name, format)
        let shapes = QuantizedStorage.shapes(rows: matrix.rows, columns: matrix.columns, format)
        return Conversion(
            source: tensor,
            entries: [
                .init(name: names.values, type: .u8, shape: shapes.values),
                .init(name: names.scales, type: .bf16, shape: shapes.scales),
            ]
        ) {
            matrix.quantizedBytes(format, pool: pool)
        }
    }

    private static func packing(
        _ tensor: StoredTensor, _ matrix: WeightMatrix, pool: ThreadPool
    ) throws(TensorError) -> Conversion {
        guard matrix.format == .bf16 else {
            throw .dtype(tensor: tensor.name, expected: ElementType.bf16.rawValue, found: tensor.type.rawValue)
        }
        guard matrix.columns <= PackedStorage.maximumColumns, let plan = PackingPlan(matrix, pool: pool) else {
            let problem = "more than \(PackedStorage.maximumColumns) columns or 2^32 outliers cannot be packed"
            throw .entry(file: tensor.file.path, tensor: tensor.name, problem: problem)
        }
        let names = PackedStorage.names(tensor.name)
        let rows = SafetensorsWriter.Entry(
            name: names.rows, type: .u8,
            shape: [matrix.rows, WeightFormat.packed.bytes(rows: 1, columns: matrix.columns)])
        let starts = SafetensorsWriter.Entry(name: names.starts, type: .u32, shape: [matrix.rows + 1])
        // The margin ends where the next matrix may begin.
        let end = rows.bytes + starts.bytes + plan.outliers + PackedStorage.margin
        let outliers = (end + 63) / 64 * 64 - rows.bytes - starts.bytes
        return Conversion(
            source: tensor,
            entries: [rows, starts, .init(name: names.outliers, type: .u8, shape: [outliers])]
        ) {
            matrix.packed(by: plan, outliers: outliers, pool: pool)
        }
    }
}
