import Tensors

/// The CLIP vision transformer. Letters: M pictures, P patches of a picture, e its width.
///
/// The decoder reads all P + 1 tokens of the last layer, without the final layer normalisation, which belongs to the
/// pooled class token.
struct VisionTower {
    private let configuration: VisionConfiguration
    private let patchEmbedding: WeightMatrix  // (e, 3 * patch * patch)
    private let classEmbedding: FloatBuffer  // (e)
    private let positionEmbedding: FloatBuffer  // (P + 1, e)
    private let preNorm: LayerNorm
    private let layers: [EncoderLayer]
    private let postNorm: LayerNorm?  // of the class token; the decoder never reads it
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
            try EncoderLayer(configuration.layerSizes, weights.scope("encoder").scope("layers", index))
        }
        postNorm =
            weights.has("post_layernorm.weight")
            ? try LayerNorm(weights.scope("post_layernorm"), width: e, eps: configuration.layerNormEpsilon) : nil
        self.table = FloatBuffer(table)
    }

    /// The class token of each picture after the final normalisation, `[M, e]`, from states `[M * (P + 1), e]`: CLIP's
    /// pooled output, before the projection that these checkpoints lack.
    func pooled(_ states: Activations, _ pass: Pass) -> Activations {
        let images = states.rows / configuration.tokens
        let pooled = pass.compute.workspace.take(rows: images, columns: states.columns)
        for image in 0..<images {
            pooled.row(image).update(from: states.row(image * configuration.tokens), count: states.columns)
        }
        postNorm?(pooled, into: pooled, on: pass.compute)
        return pooled
    }

    /// The states of pictures, `[M * (P + 1), e]` in the workspace.
    func callAsFunction(_ images: [[UInt8]], _ pass: Pass) -> Activations {
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

    private func embed(_ images: [[UInt8]], into x: Activations, _ pass: Pass) {
        let (patch, tokens) = (configuration.patchSize, configuration.tokens)
        let patches = pass.compute.workspace.take(rows: tokens - 1, columns: 3 * patch * patch)
        let positions = Activations(positionEmbedding, rows: tokens)
        for (index, rgb) in images.enumerated() {
            let own = x.slice(index * tokens..<(index + 1) * tokens)
            PixelOperations.patches(
                rgb: rgb, size: configuration.imageSize, patch: patch, table: table, into: patches)
            own.row(0).update(from: classEmbedding.pointer, count: own.columns)
            pass.compute.linear(patches, patchEmbedding, into: own.slice(1..<tokens))
            pass.compute.add(positions, to: own)
        }
    }
}
