import Tensors

/// The perceiver resampler: n learned latents read the P + 1 states of a picture. Letters: M pictures, C = P + 1,
/// e the width of the vision tower, I the inner width of attention.
struct PerceiverResampler {
    private static let eps: Float = 1e-5

    private let configuration: ResamplerConfiguration
    private let latents: FloatBuffer  // (n, e)
    private let blocks: [Resampler.Block]
    private let norm: LayerNorm

    init(_ configuration: ResamplerConfiguration, width: Int, _ weights: WeightScope) throws(TensorError) {
        self.configuration = configuration
        latents = try weights.vector("latents", shape: [configuration.latents, width])
        blocks = try (0..<configuration.depth).map { index throws(TensorError) in
            try Resampler.Block(configuration, width: width, eps: Self.eps, weights.scope("blocks", index))
        }
        norm = try LayerNorm(weights.scope("layer_norm"), width: width, eps: Self.eps)
    }

    /// Context `[M * C, e]` to states `[M * n, e]` in the workspace.
    func callAsFunction(_ context: Activations, images: Int, _ pass: Pass) -> Activations {
        let workspace = pass.compute.workspace
        let n = configuration.latents
        let x = workspace.take(rows: images * n, columns: context.columns)
        for image in 0..<images { Activations(latents, rows: n).copy(to: x.slice(image * n..<(image + 1) * n)) }
        for (index, block) in blocks.enumerated() {
            workspace.scope {
                block(x, context: context, images: images, pass, name: "resampler.blocks.\(index)")
            }
        }
        norm(x, into: x, on: pass.compute)
        pass.trace?("resampler", x)
        return x
    }
}

/// Parts of the resampler.
private enum Resampler {
    /// x += attention(x over context and x); x += mlp(x). The context is normalised anew in every block.
    struct Block {
        let heads: Int
        let contextNorm, latentsNorm: LayerNorm
        let queryNorm, keyNorm: LayerNorm?  // (head dimension)
        let query, key, value: Linear  // (I, e)
        let output: Linear  // (e, I)
        let norm: LayerNorm
        let mlp: FeedForwardWeights  // (4e, e) and (e, 4e)

        init(
            _ configuration: ResamplerConfiguration, width e: Int, eps: Float, _ weights: WeightScope
        ) throws(TensorError) {
            let attention = weights.scope("0")
            let inside = weights.scope("1")
            let inner = configuration.innerWidth
            heads = configuration.heads
            contextNorm = try LayerNorm(attention.scope("context_layer_norm"), width: e, eps: eps)
            latentsNorm = try LayerNorm(attention.scope("latents_layer_norm"), width: e, eps: eps)
            let normalizes = configuration.normalizesQueriesAndKeys
            let dimension = configuration.headDimension
            queryNorm = normalizes ? try LayerNorm(attention.scope("q_layer_norm"), width: dimension, eps: eps) : nil
            keyNorm = normalizes ? try LayerNorm(attention.scope("k_layer_norm"), width: dimension, eps: eps) : nil
            query = try Linear(attention.scope("q_proj"), out: inner, in: e)
            key = try Linear(attention.scope("k_proj"), out: inner, in: e)
            value = try Linear(attention.scope("v_proj"), out: inner, in: e)
            output = try Linear(attention.scope("output_proj"), out: e, in: inner)
            norm = try LayerNorm(inside.scope("ln"), width: e, eps: eps)
            mlp = FeedForwardWeights(
                gate: try inside.scope("fc").matrix("weight", rows: 4 * e, columns: e), activation: .relu,
                down: try inside.scope("c_proj").matrix("weight", rows: e, columns: 4 * e))
        }

        func callAsFunction(_ x: Activations, context: Activations, images: Int, _ pass: Pass, name: String) {
            let compute = pass.compute
            let workspace = compute.workspace
            let y = workspace.take(rows: x.rows, columns: x.columns)
            workspace.scope { attend(x, context: context, images: images, into: y, pass) }
            pass.trace?(name + ".attn", y)
            compute.add(y, to: x)
            norm(x, into: y, on: compute)
            compute.feedForward(y, mlp, into: y)
            pass.trace?(name + ".mlp", y)
            compute.add(y, to: x)
        }

        private func attend(
            _ x: Activations, context: Activations, images: Int, into y: Activations, _ pass: Pass
        ) {
            let compute = pass.compute
            let workspace = compute.workspace
            let (n, c) = (x.rows / images, context.rows / images)
            // Keys and values come from the context and then the latents, picture by picture.
            let latents = workspace.take(rows: x.rows, columns: x.columns)
            let both = workspace.take(rows: images * (c + n), columns: x.columns)
            latentsNorm(x, into: latents, on: compute)
            for image in 0..<images {
                let start = image * (c + n)
                contextNorm(
                    context.slice(image * c..<(image + 1) * c), into: both.slice(start..<start + c), on: compute)
                latents.slice(image * n..<(image + 1) * n).copy(to: both.slice(start + c..<start + c + n))
            }
            let inner = query.weight.rows
            let q = workspace.take(rows: x.rows, columns: inner)
            let k = workspace.take(rows: both.rows, columns: inner)
            let v = workspace.take(rows: both.rows, columns: inner)
            let mixed = workspace.take(rows: x.rows, columns: inner)
            query(latents, into: q, on: compute)
            compute.project(both, [(key.weight, nil, k), (value.weight, nil, v)])
            queryNorm?(q, into: q, on: compute)
            keyNorm?(k, into: k, on: compute)
            let tasks = (0..<images).map { image in
                let (own, all) = (image * n..<(image + 1) * n, image * (c + n)..<(image + 1) * (c + n))
                return AttentionTask(
                    queries: q.slice(own), memory: KeysAndValues(keys: k.slice(all), values: v.slice(all)),
                    output: mixed.slice(own))
            }
            compute.attend(tasks, heads: heads, headDimension: inner / heads)
            output(mixed, into: y, on: compute)
        }
    }
}
