import Tensors

/// The CLIP vision transformer. Letters: M pictures, P patches of a picture, e its width, vf its inner width.
///
/// The decoder reads all P + 1 tokens of the last layer, without the final layer normalisation, which belongs to the
/// pooled class token.
struct VisionTower {
    private let configuration: VisionConfiguration
    private let patchEmbedding: WeightMatrix  // (e, 3 * patch * patch)
    private let classEmbedding: FloatBuffer  // (e)
    private let positionEmbedding: FloatBuffer  // (P + 1, e)
    private let preNorm: LayerNorm
    private let layers: [Vision.Layer]
    private let table: FloatBuffer  // (3, 256), the values of bytes

    init(_ configuration: VisionConfiguration, _ weights: WeightScope, table: [Float]) throws(TensorError) {
        self.configuration = configuration
        let embeddings = weights.scope("embeddings")
        let (e, patch) = (configuration.width, configuration.patchSize)
        patchEmbedding = try embeddings.scope("patch_embedding").flattened("weight", shape: [e, 3, patch, patch])
        classEmbedding = try embeddings.vector("class_embedding", count: e)
        positionEmbedding = try embeddings.scope("position_embedding").vector(
            "weight", shape: [configuration.tokens, e])
        preNorm = try LayerNorm(weights.scope("pre_layrnorm"), width: e, eps: configuration.layerNormEpsilon)
        layers = try (0..<configuration.layers).map { index throws(TensorError) in
            try Vision.Layer(configuration, weights.scope("encoder").scope("layers", index))
        }
        self.table = FloatBuffer(table)
    }

    /// The states of `images`, `[M * (P + 1), e]` in the workspace.
    func callAsFunction(_ images: [PreparedImage], _ pass: Pass) -> Activations {
        let workspace = pass.compute.workspace
        let x = workspace.take(rows: images.count * configuration.tokens, columns: configuration.width)
        workspace.scope { embed(images, into: x, pass) }
        pass.trace?("vision.embeddings", x)
        preNorm(x, into: x, on: pass.compute)
        pass.trace?("vision.pre_layrnorm", x)
        for (index, layer) in layers.enumerated() {
            workspace.scope { layer(x, images: images.count, pass, name: "vision.layers.\(index)") }
        }
        return x
    }

    private func embed(_ images: [PreparedImage], into x: Activations, _ pass: Pass) {
        let (patch, tokens) = (configuration.patchSize, configuration.tokens)
        let patches = pass.compute.workspace.take(rows: tokens - 1, columns: 3 * patch * patch)
        let positions = Activations(positionEmbedding, rows: tokens)
        for (index, image) in images.enumerated() {
            let own = x.slice(index * tokens..<(index + 1) * tokens)
            PixelOperations.patches(rgb: image.rgb, size: image.size, patch: patch, table: table, into: patches)
            own.row(0).update(from: classEmbedding.pointer, count: own.columns)
            pass.compute.linear(patches, patchEmbedding, into: own.slice(1..<tokens))
            pass.compute.add(positions, to: own)
        }
    }
}

/// Parts of the vision tower.
private enum Vision {
    /// x += attention(LN1 x); x += mlp(LN2 x).
    struct Layer {
        let heads: Int
        let tokens: Int
        let norm1: LayerNorm
        let norm2: LayerNorm
        let query, key, value, out: Linear  // (e, e)
        let mlp: FeedForwardWeights  // (vf, e) and (e, vf)

        init(_ configuration: VisionConfiguration, _ weights: WeightScope) throws(TensorError) {
            let (e, vf, eps) = (configuration.width, configuration.intermediateSize, configuration.layerNormEpsilon)
            (heads, tokens) = (configuration.heads, configuration.tokens)
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
                activation: configuration.activation,
                down: try fc2.matrix("weight", rows: e, columns: vf), downBias: try fc2.vector("bias", count: e))
        }

        func callAsFunction(_ x: Activations, images: Int, _ pass: Pass, name: String) {
            let compute = pass.compute
            let workspace = compute.workspace
            let y = workspace.take(rows: x.rows, columns: x.columns)
            norm1(x, into: y, on: compute)
            workspace.scope { attention(y, onto: x, images: images, pass, name: name) }
            norm2(x, into: y, on: compute)
            compute.feedForward(y, mlp, into: x, accumulate: true)
            pass.trace?(name, x)
        }

        private func attention(_ y: Activations, onto x: Activations, images: Int, _ pass: Pass, name: String) {
            let compute = pass.compute
            func take() -> Activations { compute.workspace.take(rows: x.rows, columns: x.columns) }
            let (q, k, v, mixed) = (take(), take(), take(), take())
            compute.project(
                y, [(query.weight, query.bias, q), (key.weight, key.bias, k), (value.weight, value.bias, v)])
            let tasks = (0..<images).map { image in
                let rows = image * tokens..<(image + 1) * tokens
                return AttentionTask(
                    queries: q.slice(rows), memory: KeysAndValues(keys: k.slice(rows), values: v.slice(rows)),
                    output: mixed.slice(rows))
            }
            compute.attend(tasks, heads: heads, headDimension: x.columns / heads)
            if let trace = pass.trace {
                out(mixed, into: q, on: compute)
                trace(name + ".attn", q)
            }
            out(mixed, into: x, accumulate: true, on: compute)
        }
    }
}
