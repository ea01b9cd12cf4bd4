import Tensors

/// Sizes of a layer of a vision transformer, whatever family it belongs to.
struct EncoderLayerSizes {
    /// Width (e) and inner width of the feed-forward block (vf).
    let width, innerWidth: Int
    let heads: Int
    let activation: ActivationFunction
    /// Epsilon of every layer normalisation.
    let epsilon: Float
}

/// A layer of a vision transformer: x += attention(LN1 x); x += mlp(LN2 x).
struct EncoderLayer {
    private let heads: Int
    private let norm1, norm2: LayerNorm
    private let query, key, value, out: Linear  // (e, e)
    private let mlp: FeedForwardWeights  // (vf, e) and (e, vf)

    init(_ sizes: EncoderLayerSizes, _ weights: WeightScope) throws(TensorError) {
        let (e, vf, eps) = (sizes.width, sizes.innerWidth, sizes.epsilon)
        heads = sizes.heads
        let attention = weights.scope("self_attn")
        query = try Linear(attention.scope("q_proj"), out: e, in: e, bias: true)
        key = try Linear(attention.scope("k_proj"), out: e, in: e, bias: true)
        value = try Linear(attention.scope("v_proj"), out: e, in: e, bias: true)
        out = try Linear(attention.scope("out_proj"), out: e, in: e, bias: true)
        norm1 = try LayerNorm(weights.scope("layer_norm1"), width: e, eps: eps)
        norm2 = try LayerNorm(weights.scope("layer_norm2"), width: e, eps: eps)
        let (fc1, fc2) = (weights.scope("mlp").scope("fc1"), weights.scope("mlp").scope("fc2"))
        mlp = FeedForwardWeights(
            gate: try fc1.matrix("weight", rows: vf, columns: e), gateBias: try fc1.vector("bias", count: vf),
            activation: sizes.activation,
            down: try fc2.matrix("weight", rows: e, columns: vf), downBias: try fc2.vector("bias", count: e))
    }

    /// x `[images · tokens, e]`, in place. Every token of an image sees the tokens `keys` of it, nil: all.
    func callAsFunction(_ x: Activations, images: Int, keys: [Int]? = nil, _ pass: Pass, name: String) {
        let compute = pass.compute
        let workspace = compute.workspace
        let y = workspace.take(rows: x.rows, columns: x.columns)
        norm1(x, into: y, on: compute)
        pass.trace?(name + ".layer_norm1", y)
        workspace.scope { attention(y, onto: x, images: images, keys: keys, pass, name: name) }
        norm2(x, into: y, on: compute)
        if let trace = pass.trace {
            let result = workspace.take(rows: x.rows, columns: x.columns)
            compute.feedForward(y, mlp, into: result)
            trace(name + ".mlp", result)
        }
        compute.feedForward(y, mlp, into: x, accumulate: true)
        pass.trace?(name, x)
    }

    private func attention(
        _ y: Activations, onto x: Activations, images: Int, keys: [Int]?, _ pass: Pass, name: String
    ) {
        let compute = pass.compute
        func take() -> Activations { compute.workspace.take(rows: x.rows, columns: x.columns) }
        let (q, k, v, mixed) = (take(), take(), take(), take())
        compute.project(y, [(query.weight, query.bias, q), (key.weight, key.bias, k), (value.weight, value.bias, v)])
        let tokens = x.rows / images
        let tasks = (0..<images).map { image in
            let rows = image * tokens..<(image + 1) * tokens
            var (ownKeys, ownValues) = (k.slice(rows), v.slice(rows))
            if let keys { (ownKeys, ownValues) = (gather(keys, of: ownKeys), gather(keys, of: ownValues)) }
            return AttentionTask(
                queries: q.slice(rows), memory: KeysAndValues(keys: ownKeys, values: ownValues),
                output: mixed.slice(rows))
        }
        compute.attend(tasks, heads: heads, headDimension: x.columns / heads)
        if let trace = pass.trace {
            out(mixed, into: q, on: compute)
            trace(name + ".attn", q)
        }
        out(mixed, into: x, accumulate: true, on: compute)
    }

    /// Moves some rows to the front; the others are lost.
    private func gather(_ rows: [Int], of x: Activations) -> Activations {
        for (to, from) in rows.enumerated() where to != from { x.row(to).update(from: x.row(from), count: x.columns) }
        return x.slice(0..<rows.count)
    }
}
