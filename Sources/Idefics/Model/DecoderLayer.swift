import Tensors

/// A LLaMA decoder layer: x += attention(RMS x); x += mlp(RMS x).
struct DecoderLayer {
    private let heads: Int
    private let inputNorm, attentionNorm: RMSNorm
    private let query, key, value, out: Linear  // (h, h)
    private let mlp: FeedForward

    init(_ configuration: ModelConfiguration, _ weights: WeightScope) throws(TensorError) {
        let (h, eps) = (configuration.hiddenSize, configuration.rmsNormEpsilon)
        let attention = weights.scope("self_attn")
        heads = configuration.heads
        inputNorm = try RMSNorm(weights.scope("input_layernorm"), width: h, eps: eps)
        attentionNorm = try RMSNorm(weights.scope("post_attention_layernorm"), width: h, eps: eps)
        query = try Linear(attention.scope("q_proj"), out: h, in: h)
        key = try Linear(attention.scope("k_proj"), out: h, in: h)
        value = try Linear(attention.scope("v_proj"), out: h, in: h)
        out = try Linear(attention.scope("o_proj"), out: h, in: h)
        mlp = try FeedForward(configuration, weights.scope("mlp"))
    }

    /// x `[tokens of the batch, h]`, in place; the cache of each sequence takes its new keys and values.
    func callAsFunction(_ x: Activations, index: Int, _ batch: Batch, rotary: RotaryTable, _ pass: Pass) {
        let compute = pass.compute
        let workspace = compute.workspace
        let y = workspace.take(rows: x.rows, columns: x.columns)
        inputNorm(x, into: y, on: compute)
        workspace.scope { attend(y, onto: x, index: index, batch, rotary: rotary, pass) }
        attentionNorm(x, into: y, on: compute)
        if let trace = pass.trace {
            let result = workspace.take(rows: x.rows, columns: x.columns)
            mlp(y, into: result, accumulate: false, on: compute)
            trace("layers.\(index).mlp", result)
        }
        mlp(y, into: x, accumulate: true, on: compute)
        pass.trace?("layers.\(index)", x)
    }

    private func attend(
        _ y: Activations, onto x: Activations, index: Int, _ batch: Batch, rotary: RotaryTable, _ pass: Pass
    ) {
        let compute = pass.compute
        func take() -> Activations { compute.workspace.take(rows: x.rows, columns: x.columns) }
        let (q, k, v, mixed) = (take(), take(), take(), take())
        compute.project(y, [(query.weight, nil, q), (key.weight, nil, k), (value.weight, nil, v)])
        rotary.rotate(q, heads: heads, positions: batch.positions, on: compute)
        rotary.rotate(k, heads: heads, positions: batch.positions, on: compute)
        let tasks = batch.sequences.map { sequence in
            let past = sequence.cache.count
            let memory = sequence.cache.append(
                k.slice(sequence.rows), v.slice(sequence.rows), layer: index, on: compute)
            return AttentionTask(
                queries: q.slice(sequence.rows), memory: memory, output: mixed.slice(sequence.rows), causal: past)
        }
        compute.attend(tasks, heads: heads, headDimension: x.columns / heads)
        if let trace = pass.trace {
            out(mixed, into: q, on: compute)
            trace("layers.\(index).attn", q)
        }
        out(mixed, into: x, accumulate: true, on: compute)
    }
}
