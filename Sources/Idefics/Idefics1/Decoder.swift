import Tensors

/// The language model of IDEFICS-1: embedding, decoder layers with a gated cross-attention block before every `interval` of them,
/// final normalisation and head. Letters: T tokens of a batch, h width, V and A rows of the two embeddings.
struct Decoder: LanguageModel {
    private let configuration: ModelConfiguration
    private let embedding: WeightMatrix  // (V, h)
    private let additionalEmbedding: WeightMatrix?  // (A, h)
    private let crossBlocks: [CrossBlock]
    private let layers: [DecoderLayer]
    private let norm: RMSNorm
    private let head: WeightMatrix  // (V, h)
    private let additionalHead: WeightMatrix?  // (A, h)
    private let rotary: RotaryTable

    private let arithmetic: Arithmetic

    /// Columns of the logits, V + A.
    let vocabulary: Int

    init(_ configuration: ModelConfiguration, _ root: WeightScope, _ arithmetic: Arithmetic) throws(TensorError) {
        (self.configuration, self.arithmetic) = (configuration, arithmetic)
        let weights = root.scope("model")
        let (h, v) = (configuration.hiddenSize, configuration.vocabularySize)
        let tokens = weights.scope("embed_tokens")
        embedding = try tokens.table("weight", rows: v, columns: h)
        // The tensor, not the configuration, says how many additional rows there are.
        let extra = tokens.scope("additional_embedding")
        let a = extra.has("weight") ? try extra.shape("weight").first ?? 0 : 0
        additionalEmbedding = a > 0 ? try extra.table("weight", rows: a, columns: h) : nil
        crossBlocks = try (0..<configuration.crossBlocks).map { index throws(TensorError) in
            try CrossBlock(configuration, weights.scope("gated_cross_attn_layers", index))
        }
        layers = try (0..<configuration.layers).map { index throws(TensorError) in
            try DecoderLayer(configuration.layerSizes, weights.scope("layers", index))
        }
        norm = try RMSNorm(weights.scope("norm"), width: h, eps: configuration.rmsNormEpsilon)
        if configuration.tiesWordEmbeddings {
            head = try tokens.matrix("weight", rows: v, columns: h)
            additionalHead = a > 0 ? try extra.matrix("weight", rows: a, columns: h) : nil
        } else {
            head = try root.scope("lm_head").matrix("weight", rows: v, columns: h)
            additionalHead =
                a > 0
                ? try root.scope("lm_head").scope("additional_fc").matrix("weight", rows: a, columns: h) : nil
        }
        rotary = RotaryTable(
            frequencies: RotaryTable.frequencies(headDimension: configuration.headDimension, theta: 10000))
        vocabulary = v + a
    }

    /// An empty cache for a sequence of `capacity` tokens; one that is not continued needs room for one layer only.
    func makeCache(capacity: Int, isContinued: Bool) -> SequenceCache {
        SequenceCache(
            layers: isContinued ? configuration.layers : 1, heads: configuration.heads,
            headDimension: configuration.headDimension, capacity: capacity, arithmetic: arithmetic)
    }

    /// Makes the keys and values of pictures that have not been used before.
    func prepare(_ images: [ImageStates], on compute: Compute) {
        for image in images where image.memory.isEmpty {
            let states = Activations(image.states, rows: image.count)
            image.memory = crossBlocks.map { $0.memory(of: states, on: compute) }
        }
    }

    /// The hidden states `[T, h]` of a batch before the final normalisation, in the workspace; the caches grow.
    func callAsFunction(_ batch: Batch, _ pass: Pass) -> Activations {
        let workspace = pass.compute.workspace
        prepare(batch.imageRuns.map(\.image), on: pass.compute)
        rotary.reserve((batch.positions.max() ?? 0) + 1)
        for sequence in batch.sequences { sequence.cache.reserve(sequence.rows.count) }
        let x = workspace.take(rows: batch.ids.count, columns: configuration.hiddenSize)
        for (row, id) in batch.ids.enumerated() { embed(id, into: x.row(row)) }
        pass.trace?("embed_tokens", x)
        for (index, layer) in layers.enumerated() {
            if index % configuration.crossLayerInterval == 0 {
                let block = index / configuration.crossLayerInterval
                workspace.scope { crossBlocks[block](x, index: block, batch, pass) }
            }
            workspace.scope { layer(x, index: index, batch, rotary: rotary, pass) }
        }
        for sequence in batch.sequences { sequence.cache.advance(sequence.visible) }
        return x
    }

    /// Tokens go on seeing the picture that the last one saw.
    func seen(after last: Seen?) -> Seen? { last }

    private func embed(_ id: Int, into row: UnsafeMutablePointer<Float>) {
        if id < configuration.vocabularySize {
            embedding.widen(row: id, to: row)
        } else {
            additionalEmbedding?.widen(row: id - configuration.vocabularySize, to: row)
        }
    }

    /// The logits `[rows, V + A]` of some rows of hidden states, in the workspace.
    func logits(_ hidden: Activations, rows: [Int], _ pass: Pass) -> Activations {
        let compute = pass.compute
        let chosen = compute.workspace.take(rows: rows.count, columns: hidden.columns)
        for (index, row) in rows.enumerated() {
            chosen.row(index).update(from: hidden.row(row), count: hidden.columns)
        }
        norm(chosen, into: chosen, on: compute)
        pass.trace?("norm", chosen)
        let logits = compute.workspace.take(rows: rows.count, columns: vocabulary)
        let main = logits.columns(0..<configuration.vocabularySize)
        var products: [(weight: WeightMatrix, bias: FloatBuffer?, y: Activations)] = [(head, nil, main)]
        if let additionalHead {
            products.append((additionalHead, nil, logits.columns(configuration.vocabularySize..<vocabulary)))
        }
        compute.project(chosen, products)
        pass.trace?("logits", logits)
        return logits
    }
}
