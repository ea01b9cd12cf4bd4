import Tensors

/// Sizes of a LLaMA decoder layer, whatever family it belongs to.
struct DecoderLayerSizes {
    /// Width (h) and inner width of the feed-forward block (f).
    let width, innerWidth: Int
    /// Heads of queries (H), and of keys and values (G), which H / G heads of queries share.
    let heads, keyHeads: Int
    /// Width of one head (d); H · d need not be h.
    let headDimension: Int
    let activation: ActivationFunction
    /// Epsilon of every RMSNorm.
    let epsilon: Float
}

/// A LLaMA decoder layer: x += attention(RMS x); x += mlp(RMS x).
struct DecoderLayer {
    private let sizes: DecoderLayerSizes
    private let inputNorm, attentionNorm: RMSNorm
    private let query: Linear  // (H d, h)
    private let key, value: Linear  // (G d, h)
    private let out: Linear  // (h, H d)
    private let mlp: FeedForward

    init(_ sizes: DecoderLayerSizes, _ weights: WeightScope) throws(TensorError) {
        let (h, eps, d) = (sizes.width, sizes.epsilon, sizes.headDimension)
        let attention = weights.scope("self_attn")
        self.sizes = sizes
        inputNorm = try RMSNorm(weights.scope("input_layernorm"), width: h, eps: eps)
        attentionNorm = try RMSNorm(weights.scope("post_attention_layernorm"), width: h, eps: eps)
        query = try Linear(attention.scope("q_proj"), out: sizes.heads * d, in: h)
        key = try Linear(attention.scope("k_proj"), out: sizes.keyHeads * d, in: h)
        value = try Linear(attention.scope("v_proj"), out: sizes.keyHeads * d, in: h)
        out = try Linear(attention.scope("o_proj"), out: h, in: sizes.heads * d)
        mlp = try FeedForward(sizes, weights.scope("mlp"))
    }

    /// x `[tokens of the batch, h]`, in place; the cache of each sequence takes its new keys and values.
    func callAsFunction(_ x: Activations, index: Int, _ batch: Batch, rotary: RotaryTable, _ pass: Pass) {
        let compute = pass.compute
        let workspace = compute.workspace
        let y = workspace.take(rows: x.rows, columns: x.columns)
        inputNorm(x, into: y, on: compute)
        pass.trace?("layers.\(index).input_layernorm", y)
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
        func take(_ heads: Int) -> Activations {
            compute.workspace.take(rows: y.rows, columns: heads * sizes.headDimension)
        }
        let (q, k, v, mixed) = (take(sizes.heads), take(sizes.keyHeads), take(sizes.keyHeads), take(sizes.heads))
        compute.project(y, [(query.weight, nil, q), (key.weight, nil, k), (value.weight, nil, v)])
        rotary.rotate(q, heads: sizes.heads, positions: batch.positions, on: compute)
        rotary.rotate(k, heads: sizes.keyHeads, positions: batch.positions, on: compute)
        var tasks: [AttentionTask] = []
        for sequence in batch.sequences {
            var past = sequence.cache.count
            for part in sequence.parts {
                let (own, output) = (q.slice(part.rows), mixed.slice(part.rows))
                if part.isHidden {
                    let memory = sequence.cache.memory(past, layer: index)
                    if past > 0 {
                        tasks.append(AttentionTask(queries: own, memory: memory, output: output))
                    } else {
                        output.clear()
                    }
                } else {
                    let memory = sequence.cache.append(
                        k.slice(part.rows), v.slice(part.rows), behind: past, layer: index, on: compute)
                    tasks.append(AttentionTask(queries: own, memory: memory, output: output, causal: past))
                    past += part.rows.count
                }
            }
        }
        compute.attend(
            tasks, heads: sizes.heads, headDimension: sizes.headDimension, group: sizes.heads / sizes.keyHeads)
        if let trace = pass.trace {
            let result = compute.workspace.take(rows: x.rows, columns: x.columns)
            out(mixed, into: result, on: compute)
            trace("layers.\(index).attn", result)
        }
        out(mixed, into: x, accumulate: true, on: compute)
    }
}
