import Tensors

/// The SigLIP vision transformer. Letters: M tiles, P patches of a tile, e its width.
struct SiglipTower {
    private let configuration: SiglipConfiguration
    private let patchEmbedding: WeightMatrix  // (e, 3 * patch * patch)
    private let patchBias: FloatBuffer  // (e)
    private let positionEmbedding: FloatBuffer  // (P, e)
    private let layers: [EncoderLayer]
    private let postNorm: LayerNorm
    private let table: FloatBuffer  // (3, 256), the values of bytes

    init(_ configuration: SiglipConfiguration, _ weights: WeightScope, table: [Float]) throws(TensorError) {
        self.configuration = configuration
        let embeddings = weights.scope("embeddings")
        let patchWeights = embeddings.scope("patch_embedding")
        let (e, patch) = (configuration.width, configuration.patchSize)
        patchEmbedding = try patchWeights.flattened("weight", shape: [e, 3, patch, patch])
        patchBias = try patchWeights.vector("bias", count: e)
        positionEmbedding = try embeddings.scope("position_embedding").vector(
            "weight", shape: [configuration.patches, e])
        layers = try (0..<configuration.layers).map { index throws(TensorError) in
            try EncoderLayer(configuration.layerSizes, weights.scope("encoder").scope("layers", index))
        }
        postNorm = try LayerNorm(weights.scope("post_layernorm"), width: e, eps: configuration.layerNormEpsilon)
        self.table = FloatBuffer(table)
    }

    /// The states of tiles, `[M * P, e]` in the workspace.
    func callAsFunction(_ tiles: [[UInt8]], _ pass: Pass) -> Activations {
        let (workspace, patches) = (pass.compute.workspace, configuration.patches)
        let x = workspace.take(rows: tiles.count * patches, columns: configuration.width)
        workspace.scope {
            let values = workspace.take(rows: patches, columns: patchEmbedding.columns)
            let places = PatchPlaces(side: configuration.side)
            for (index, rgb) in tiles.enumerated() {
                PixelOperations.patches(
                    rgb: rgb, size: configuration.imageSize, patch: configuration.patchSize, table: table, into: values)
                embed(values, places, into: x.slice(index * patches..<(index + 1) * patches), pass)
            }
        }
        encode(x, tiles: tiles.count, keys: nil, pass)
        return x
    }

    /// The states `[P, e]` of one tile given as patches of values `[P, 3 * patch * patch]`, of which only those in
    /// `places` are seen.
    func callAsFunction(patches: Activations, _ places: PatchPlaces, _ pass: Pass) -> Activations {
        let x = pass.compute.workspace.take(rows: configuration.patches, columns: configuration.width)
        embed(patches, places, into: x, pass)
        encode(x, tiles: 1, keys: places.valid, pass)
        return x
    }

    private func embed(_ values: Activations, _ places: PatchPlaces, into x: Activations, _ pass: Pass) {
        pass.compute.linear(values, patchEmbedding, bias: patchBias, into: x)
        pass.trace?("vision.patch_embedding", x)
        let positions = Activations(positionEmbedding, rows: configuration.patches)
        for (patch, position) in places.positions.enumerated() {
            pass.compute.add(positions.slice(position..<position + 1), to: x.slice(patch..<patch + 1))
        }
    }

    private func encode(_ x: Activations, tiles: Int, keys: [Int]?, _ pass: Pass) {
        pass.trace?("vision.embeddings", x)
        for (index, layer) in layers.enumerated() {
            pass.compute.workspace.scope { layer(x, images: tiles, keys: keys, pass, name: "vision.layers.\(index)") }
        }
        postNorm(x, into: x, on: pass.compute)
        pass.trace?("vision.post_layernorm", x)
    }
}
