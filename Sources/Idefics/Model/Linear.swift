import Tensors

/// A projection: weight `[out, in]` and perhaps a bias `[out]`.
struct Linear {
    let weight: WeightMatrix
    let bias: FloatBuffer?

    init(_ weights: WeightScope, out: Int, in columns: Int, bias: Bool = false) throws(TensorError) {
        weight = try weights.matrix("weight", rows: out, columns: columns)
        self.bias = bias ? try weights.vector("bias", count: out) : nil
    }

    /// y = x Wᵀ + b, or added to y.
    func callAsFunction(_ x: Activations, into y: Activations, accumulate: Bool = false, on compute: Compute) {
        compute.linear(x, weight, bias: bias, into: y, accumulate: accumulate)
    }
}

/// Layer normalisation with weight and bias of a row, or of each head in it when the weight is as wide as a head.
struct LayerNorm {
    let weight: FloatBuffer
    let bias: FloatBuffer
    let eps: Float

    init(_ weights: WeightScope, width: Int, eps: Float) throws(TensorError) {
        weight = try weights.vector("weight", count: width)
        bias = try weights.vector("bias", count: width)
        self.eps = eps
    }

    func callAsFunction(_ x: Activations, into y: Activations, on compute: Compute) {
        compute.layerNorm(x, weight, bias, eps: eps, into: y)
    }
}

/// Root-mean-square normalisation with a weight, of a row or of each head in it.
struct RMSNorm {
    let weight: FloatBuffer
    let eps: Float

    init(_ weights: WeightScope, width: Int, eps: Float) throws(TensorError) {
        weight = try weights.vector("weight", count: width)
        self.eps = eps
    }

    func callAsFunction(_ x: Activations, into y: Activations, on compute: Compute) {
        compute.rmsNorm(x, weight, eps: eps, into: y)
    }
}

/// What one forward pass carries: the operations, and a spy for tests that compare activations step by step.
struct Pass {
    let compute: Compute
    /// Called with a name and the activations after each sub-module; names follow the modules.
    let trace: ((String, Activations) -> Void)?

    init(_ compute: Compute, trace: ((String, Activations) -> Void)? = nil) {
        (self.compute, self.trace) = (compute, trace)
    }
}
