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
    /// Layer normalisation of each row of x to y (which may be x); weight and bias have `columns` elements.
    public func layerNorm(_ x: Activations, _ weight: FloatBuffer, _ bias: FloatBuffer, eps: Float, into y: Activations)
    {
        let columns = checkDense(x, y, weight.count)
        forRows(x) { range in
            ck_layernorm(
                x.row(range.lowerBound), Int64(range.count), columns, weight.pointer, bias.pointer, eps,
                y.row(range.lowerBound))
        }
    }

    /// Root-mean-square normalisation of each row of x to y (which may be x).
    public func rmsNorm(_ x: Activations, _ weight: FloatBuffer, eps: Float, into y: Activations) {
        let columns = checkDense(x, y, weight.count)
        forRows(x) { range in
            ck_rmsnorm(
                x.row(range.lowerBound), Int64(range.count), columns, weight.pointer, eps, y.row(range.lowerBound))
        }
    }

    /// x = f(x).
    public func activate(_ function: ActivationFunction, _ x: Activations) {
        _ = checkDense(x, x, x.columns)
        forRows(x) { ck_activate(function.code, x.row($0.lowerBound), Int64($0.count * x.columns)) }
    }

    /// gate = f(gate) · up.
    public func gate(_ function: ActivationFunction, _ gate: Activations, by up: Activations) {
        _ = checkDense(gate, up, gate.columns)
        forRows(gate) {
            ck_gate(function.code, gate.row($0.lowerBound), up.row($0.lowerBound), Int64($0.count * gate.columns))
        }
    }

    /// x += gate · a; `gate` has one element or one for each column.
    public func addGated(_ a: Activations, gate: FloatBuffer, to x: Activations) {
        let columns = checkDense(x, a, x.columns)
        precondition(gate.count == 1 || gate.count == x.columns, "a gate of \(gate.count) for \(x.columns) columns")
        forRows(x) {
            ck_add_gated(
                x.row($0.lowerBound), a.row($0.lowerBound), Int64($0.count), columns, gate.pointer, Int64(gate.count))
        }
    }

    /// x += a.
    public func add(_ a: Activations, to x: Activations) {
        _ = checkDense(x, a, x.columns)
        forRows(x) { ck_add(x.row($0.lowerBound), a.row($0.lowerBound), Int64($0.count * x.columns)) }
    }

    private func checkDense(_ x: Activations, _ y: Activations, _ columns: Int) -> Int64 {
        precondition(x.stride == x.columns && y.stride == y.columns, "this step wants rows without gaps")
        precondition(x.rows == y.rows && x.columns == y.columns && x.columns == columns, "sizes differ")
        return Int64(columns)
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
