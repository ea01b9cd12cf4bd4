import CKernels
import Platform

/// Weights of one part of a model, by names that mirror the checkpoint:
/// `weights.scope("model").scope("layers", 3).scope("self_attn").matrix("q_proj.weight", …)`.
public struct WeightScope {
    private let loader: WeightLoader
    private let prefix: String

    init(loader: WeightLoader, prefix: String) { (self.loader, self.prefix) = (loader, prefix) }

    /// The part called `name`.
    public func scope(_ name: String) -> WeightScope { WeightScope(loader: loader, prefix: prefix + name + ".") }

    /// The part called `name.index`.
    public func scope(_ name: String, _ index: Int) -> WeightScope { scope("\(name).\(index)") }

    /// Whether the checkpoint has `name` here.
    public func has(_ name: String) -> Bool { loader.checkpoint.tensors[prefix + name] != nil }

    /// The shape of `name`.
    /// - Throws: `TensorError.missing`.
    public func shape(_ name: String) throws(TensorError) -> [Int] { try loader.checkpoint.tensor(prefix + name).shape }

    /// The matrix `name` of shape `[rows, columns]` in the format that the model is loaded in.
    /// - Throws: `TensorError` naming the tensor, what was expected and what was found.
    public func matrix(_ name: String, rows: Int, columns: Int) throws(TensorError) -> WeightMatrix {
        try loader.matrix(prefix + name, rows: rows, columns: columns)
    }

    /// A table `[rows, columns]` of which rows are looked up; it stays as it is stored.
    /// - Throws: as `matrix`.
    public func table(_ name: String, rows: Int, columns: Int) throws(TensorError) -> WeightMatrix {
        try loader.plainMatrix(prefix + name, shape: [rows, columns], rows: rows, columns: columns)
    }

    /// The tensor `name` of `shape` as a matrix of its first dimension by all others (a convolution's kernel).
    /// - Throws: as `matrix`.
    public func flattened(_ name: String, shape: [Int]) throws(TensorError) -> WeightMatrix {
        let columns = shape.dropFirst().reduce(1, *)
        return try loader.plainMatrix(prefix + name, shape: shape, rows: shape.first ?? 1, columns: columns)
    }

    /// The tensor `name` of `shape` as f32.
    /// - Throws: as `matrix`, and `TensorError.notFinite`.
    public func vector(_ name: String, shape: [Int]) throws(TensorError) -> FloatBuffer {
        try loader.vector(prefix + name, shape: shape)
    }

    /// The vector `name` of `count` elements as f32.
    /// - Throws: as `matrix`, and `TensorError.notFinite`.
    public func vector(_ name: String, count: Int) throws(TensorError) -> FloatBuffer {
        try loader.vector(prefix + name, shape: [count])
    }
}

/// Takes tensors out of a checkpoint, checks them and brings them into the wanted format.
public final class WeightLoader {
    /// Where the weights come from.
    public let checkpoint: Checkpoint
    /// The format a matrix is brought into, by its name; nil leaves it as it is stored.
    private let format: (String) -> WeightFormat?
    private let pool: ThreadPool
    /// The matrices handed out, which are not looked through when loading (see `WeightAudit`).
    public private(set) var matrices: [StoredTensor] = []
    /// The codes of quantised matrices handed out: any byte is a valid code.
    public private(set) var codes: [StoredTensor] = []
    /// The scales of quantised matrices handed out, not looked through either.
    public private(set) var scales: [StoredTensor] = []
    /// The packed matrices handed out, not looked through either, and all that they are made of.
    public private(set) var packed: [PackedWeights] = []

    /// A packed matrix by its name.
    public struct PackedWeights: Sendable {
        /// The name of the matrix that is stored so.
        public let name: String
        /// The tensors that stand for it.
        public let tensors: [StoredTensor]
        let matrix: WeightMatrix
    }

    /// A loader that converts matrices to what `format` says with the threads of `pool`.
    public init(checkpoint: Checkpoint, pool: ThreadPool, format: @escaping (String) -> WeightFormat?) {
        (self.checkpoint, self.pool, self.format) = (checkpoint, pool, format)
        // Vectors are read while loading: hundreds of small pieces far apart, each a wait of its own on a cold disk.
        for tensor in checkpoint.tensors.values where tensor.bytes.count <= Self.smallTensor {
            tensor.file.willNeed(tensor.bytes)
        }
    }

    /// Bytes up to which a tensor is asked for at once when loading begins.
    private static let smallTensor = 1 << 20

    /// All weights.
    public var root: WeightScope { WeightScope(loader: self, prefix: "") }

    func matrix(_ name: String, rows: Int, columns: Int) throws(TensorError) -> WeightMatrix {
        let wanted = format(name)
        if let stored = try QuantizedStorage.format(name, columns: columns, in: checkpoint) {
            let (matrix, scales) = try QuantizedStorage.matrix(
                name, rows: rows, columns: columns, stored, in: checkpoint)
            self.scales.append(scales)
            if let values = checkpoint.tensors[QuantizedStorage.names(name, stored).values] { codes.append(values) }
            return wanted == .bf16 ? matrix.asBF16(pool: pool) : matrix
        }
        if let (matrix, tensors) = try PackedStorage.matrix(name, rows: rows, columns: columns, in: checkpoint) {
            packed.append(PackedWeights(name: name, tensors: tensors, matrix: matrix))
            // Unpacked first: quantising reads a row in pieces.
            guard let wanted, wanted.isQuantized else { return matrix }
            return matrix.asBF16(pool: pool).quantized(wanted, pool: pool)
        }
        let plain = try plainMatrix(name, shape: [rows, columns], rows: rows, columns: columns)
        switch wanted {
        case nil, .f32, .f16, .packed: return plain
        case .bf16: return plain.asBF16(pool: pool)
        case .int8(let group): return plain.quantized(.int8(group: group), pool: pool)
        case .int4(let group): return plain.quantized(.int4(group: group), pool: pool)
        }
    }

    func plainMatrix(_ name: String, shape: [Int], rows: Int, columns: Int) throws(TensorError) -> WeightMatrix {
        let tensor = try checkpoint.tensor(name)
        guard tensor.shape == shape else { throw .shape(tensor: name, expected: shape, found: tensor.shape) }
        let format = try Self.format(of: tensor)
        guard let base = tensor.bytes.baseAddress else { throw .shape(tensor: name, expected: shape, found: []) }
        matrices.append(tensor)
        return WeightMatrix(rows: rows, columns: columns, format: format, values: base, owner: tensor.file)
    }

    func vector(_ name: String, shape: [Int]) throws(TensorError) -> FloatBuffer {
        let tensor = try checkpoint.tensor(name)
        guard tensor.shape == shape else { throw .shape(tensor: name, expected: shape, found: tensor.shape) }
        let format = try Self.format(of: tensor)
        let buffer = FloatBuffer(count: tensor.count)
        ck_widen(format.code, tensor.bytes.baseAddress, Int64(tensor.count), buffer.pointer)
        let bad = Int(ck_count_nonfinite(Int32(CK_F32), buffer.pointer, Int64(buffer.count)))
        guard bad == 0 else { throw .notFinite(tensor: name, count: bad) }
        return buffer
    }

    static func format(of tensor: StoredTensor) throws(TensorError) -> WeightFormat {
        switch tensor.type {
        case .f32: return .f32
        case .bf16: return .bf16
        case .f16: return .f16
        default: throw .dtype(tensor: tensor.name, expected: "F32, BF16 or F16", found: tensor.type.rawValue)
        }
    }
}

/// Looks through mapped weights for values that cannot be; reads every byte, so it is done once, before the first use.
public enum WeightAudit {
    /// Checks all of `tensors` for NaN and infinities with the threads of `pool`.
    /// - Throws: `TensorError.notFinite` for the first bad tensor in order, `.dtype` for one that is not a float.
    public static func check(_ tensors: [StoredTensor], pool: ThreadPool) throws(TensorError) {
        let formats = try tensors.map { tensor throws(TensorError) in try WeightLoader.format(of: tensor) }
        try each(tensors.count, pool: pool) { index in
            let tensor = tensors[index]
            let bad = ck_count_nonfinite(formats[index].code, tensor.bytes.baseAddress, Int64(tensor.count))
            return bad > 0 ? .notFinite(tensor: tensor.name, count: Int(bad)) : nil
        }
    }

    /// Checks tensors of scales (bf16).
    /// - Throws: `TensorError.scales` for the first bad tensor in order.
    public static func check(scales: [StoredTensor], pool: ThreadPool) throws(TensorError) {
        try each(scales.count, pool: pool) { index in
            let tensor = scales[index]
            let values = tensor.bytes.baseAddress?.assumingMemoryBound(to: UInt16.self)
            let bad = ck_count_bad_scales(values, Int64(tensor.count))
            return bad > 0 ? .scales(tensor: tensor.name, count: Int(bad)) : nil
        }
    }

    /// Checks packed matrices: tables as they must be, as many outliers as the rows' codes ask for, no NaN and no infinity.
    /// - Throws: `TensorError.packing` or `.notFinite` for the first bad matrix in order.
    public static func check(packed: [WeightLoader.PackedWeights], pool: ThreadPool) throws(TensorError) {
        try each(packed.count, pool: pool) { index in
            let (name, flaws) = (packed[index].name, packed[index].matrix.flaws)
            if flaws.rows > 0 { return .packing(tensor: name, rows: flaws.rows) }
            return flaws.values > 0 ? .notFinite(tensor: name, count: flaws.values) : nil
        }
    }

    /// Throws the first fault in order that `fault` finds among `count` things.
    private static func each(
        _ count: Int, pool: ThreadPool, fault: (Int) -> TensorError?
    ) throws(TensorError) {
        var faults = [TensorError?](repeating: nil, count: count)
        faults.withUnsafeMutableBufferPointer { faults in
            let base = faults.baseAddress
            pool.run(count) { index, _ in base?[index] = fault(index) }
        }
        if let first = faults.lazy.compactMap({ $0 }).first { throw first }
    }
}
