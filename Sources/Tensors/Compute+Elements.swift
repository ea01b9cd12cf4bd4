import CKernels

/// Activation functions by the names of configuration files.
public enum ActivationFunction: String, Sendable, CaseIterable {
    case relu
    case gelu
    case quickGELU = "quick_gelu"
    case geluNew = "gelu_new"
    case geluTanh = "gelu_pytorch_tanh"
    case silu
    case swish

    var code: Int32 {
        switch self {
        case .relu: Int32(CK_RELU)
        case .gelu: Int32(CK_GELU)
        case .quickGELU: Int32(CK_QUICK_GELU)
        case .geluNew, .geluTanh: Int32(CK_GELU_TANH)
        case .silu, .swish: Int32(CK_SILU)
        }
    }
}

extension Compute {
    /// Layer normalisation of each `weight.count` columns (a row, or each of its heads) of x to y, which may be x.
    public func layerNorm(_ x: Activations, _ weight: FloatBuffer, _ bias: FloatBuffer, eps: Float, into y: Activations)
    {
        let (parts, columns) = Self.parts(of: x, y, weight)
        forEachRow(x) { ck_layernorm(x.row($0), parts, columns, weight.pointer, bias.pointer, eps, y.row($0)) }
    }

    /// Root-mean-square normalisation of each `weight.count` columns (a row, or each of its heads) of x to y, which may
    /// be x.
    public func rmsNorm(_ x: Activations, _ weight: FloatBuffer, eps: Float, into y: Activations) {
        let (parts, columns) = Self.parts(of: x, y, weight)
        forEachRow(x) { ck_rmsnorm(x.row($0), parts, columns, weight.pointer, eps, y.row($0)) }
    }

    /// x = f(x).
    public func activate(_ function: ActivationFunction, _ x: Activations) {
        forEachRow(x) { ck_activate(function.code, x.row($0), Int64(x.columns)) }
    }

    /// gate = f(gate) · up.
    public func gate(_ function: ActivationFunction, _ gate: Activations, by up: Activations) {
        Self.checkSizes(gate, up)
        forEachRow(gate) { ck_gate(function.code, gate.row($0), up.row($0), Int64(gate.columns)) }
    }

    /// x += gate · a; `gate` has one element or one for each column.
    public func addGated(_ a: Activations, gate: FloatBuffer, to x: Activations) {
        Self.checkSizes(x, a)
        precondition(gate.count == 1 || gate.count == x.columns, "a gate of \(gate.count) for \(x.columns) columns")
        forEachRow(x) {
            ck_add_gated(x.row($0), a.row($0), 1, Int64(x.columns), gate.pointer, Int64(gate.count))
        }
    }

    /// x += a.
    public func add(_ a: Activations, to x: Activations) {
        Self.checkSizes(x, a)
        forEachRow(x) { ck_add(x.row($0), a.row($0), Int64(x.columns)) }
    }

    private static func checkSizes(_ x: Activations, _ y: Activations) {
        precondition(x.rows == y.rows && x.columns == y.columns, "sizes differ")
    }

    private static func parts(
        of x: Activations, _ y: Activations, _ weight: FloatBuffer
    ) -> (parts: Int64, columns: Int64) {
        checkSizes(x, y)
        precondition(x.columns % max(1, weight.count) == 0, "\(weight.count) weights for \(x.columns) columns")
        return (Int64(x.columns / max(1, weight.count)), Int64(weight.count))
    }
}

extension Compute {
    /// log Σ exp of a row.
    public static func logSumExp(_ row: UnsafePointer<Float>, count: Int) -> Float {
        ck_log_sum_exp(row, Int64(count))
    }

    /// The index of the largest element, the first among equals; nil when the row is empty or holds NaN.
    public static func argmax(_ row: UnsafePointer<Float>, count: Int) -> Int? {
        let index = Int(ck_argmax(row, Int64(count)))
        return index < 0 ? nil : index
    }

    /// x = softmax(x).
    public static func softmax(_ row: UnsafeMutablePointer<Float>, count: Int) { ck_softmax(row, Int64(count)) }

    /// Rotates the heads of one token (half-split layout); the tables have `headDimension / 2` elements.
    public static func rope(
        _ x: UnsafeMutablePointer<Float>, heads: Int, headDimension: Int, cosine: UnsafePointer<Float>,
        sine: UnsafePointer<Float>
    ) {
        ck_rope(x, Int64(heads), Int64(headDimension), cosine, sine)
    }
}
