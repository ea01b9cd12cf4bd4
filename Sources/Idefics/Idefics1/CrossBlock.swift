import Glibc
import Tensors

/// A gated cross-attention block: x += tanh(α) · attention(RMS x over the states of a picture), for tokens that see a
/// picture; x += tanh(α′) · mlp(RMS x), for every token, also in texts without pictures.
struct CrossBlock {
    private let heads: Int
    private let eps: Float
    private let inputNorm, attentionNorm: RMSNorm
    private let queryNorm, keyNorm: RMSNorm?  // (head dimension), shared by the heads
    private let query: Linear  // (h, h)
    private let key, value: Linear  // (h, e)
    private let out: Linear  // (h, h)
    private let mlp: FeedForward
    private let attentionGate, denseGate: FloatBuffer  // tanh applied; (1) or (h)

    init(_ configuration: ModelConfiguration, _ weights: WeightScope) throws(TensorError) {
        let (h, e, eps) = (configuration.hiddenSize, configuration.vision.width, configuration.rmsNormEpsilon)
        let attention = weights.scope("cross_attn")
        (heads, self.eps) = (configuration.heads, eps)
        inputNorm = try RMSNorm(weights.scope("input_layernorm"), width: h, eps: eps)
        attentionNorm = try RMSNorm(weights.scope("post_attention_layernorm"), width: h, eps: eps)
        let normalizes = configuration.normalizesCrossQueriesAndKeys
        let dimension = configuration.headDimension
        queryNorm = normalizes ? try RMSNorm(attention.scope("q_layer_norm"), width: dimension, eps: eps) : nil
        keyNorm = normalizes ? try RMSNorm(attention.scope("k_layer_norm"), width: dimension, eps: eps) : nil
        query = try Linear(attention.scope("q_proj"), out: h, in: h)
        key = try Linear(attention.scope("k_proj"), out: h, in: e)
        value = try Linear(attention.scope("v_proj"), out: h, in: e)
        out = try Linear(attention.scope("o_proj"), out: h, in: h)
        mlp = try FeedForward(configuration.layerSizes, weights.scope("mlp"))
        attentionGate = try Self.gate(weights, "alpha_cross_attn", width: h)
        denseGate = try Self.gate(weights, "alpha_dense", width: h)
    }

    /// A gate of shape `[1]` or `[1, 1, h]`, tanh applied.
    private static func gate(_ weights: WeightScope, _ name: String, width: Int) throws(TensorError) -> FloatBuffer {
        let shape = try weights.shape(name)
        let isScalar = shape.allSatisfy { $0 == 1 }
        let gate = try weights.vector(name, shape: isScalar ? shape : [1, 1, width])
        for index in 0..<gate.count { gate.pointer[index] = tanhf(gate.pointer[index]) }
        return gate
    }

    /// Keys and values `[S, h]` of a picture's states `[S, e]`.
    func memory(of states: Activations, on compute: Compute) -> (keys: Plane, values: Plane) {
        compute.workspace.scope {
            let k = compute.workspace.take(rows: states.rows, columns: query.weight.rows)
            let v = compute.workspace.take(rows: states.rows, columns: query.weight.rows)
            compute.project(states, [(key.weight, nil, k), (value.weight, nil, v)])
            keyNorm?(k, into: k, on: compute)
            return (compute.plane(k, heads: heads), compute.plane(v, heads: heads))
        }
    }

    /// x `[tokens of the batch, h]`, in place.
    func callAsFunction(_ x: Activations, index: Int, _ batch: Batch, _ pass: Pass) {
        let compute = pass.compute
        let workspace = compute.workspace
        let y = workspace.take(rows: x.rows, columns: x.columns)
        if batch.seesImages {
            inputNorm(x, into: y, on: compute)
            workspace.scope { attend(y, onto: x, index: index, batch, pass) }
        }
        attentionNorm(x, into: y, on: compute)
        let dense = workspace.take(rows: x.rows, columns: x.columns)
        mlp(y, into: dense, accumulate: false, on: compute)
        pass.trace?("cross.\(index).mlp", dense)
        compute.addGated(dense, gate: denseGate, to: x)
        pass.trace?("cross.\(index)", x)
    }

    private func attend(_ y: Activations, onto x: Activations, index: Int, _ batch: Batch, _ pass: Pass) {
        let compute = pass.compute
        func take() -> Activations { compute.workspace.take(rows: x.rows, columns: x.columns) }
        let (q, mixed) = (take(), take())
        query(y, into: q, on: compute)
        queryNorm?(q, into: q, on: compute)
        // Rows that see no picture stay zero: the output projection has no bias, so they add nothing.
        mixed.clear()
        let tasks = batch.imageRuns.map { run in
            let memory = run.image.memory[index]
            return AttentionTask(
                queries: q.slice(run.rows),
                memory: KeysAndValues(keys: memory.keys, values: memory.values, count: run.image.count),
                output: mixed.slice(run.rows))
        }
        compute.attend(tasks, heads: heads, headDimension: x.columns / heads)
        out(mixed, into: q, on: compute)
        pass.trace?("cross.\(index).attn", q)
        compute.addGated(q, gate: attentionGate, to: x)
    }
}
