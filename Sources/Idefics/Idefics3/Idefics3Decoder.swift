import Tensors

/// The language model of Idefics3: LLaMA, in whose embedding rows of pictures take the places of `<image>` tokens.
/// Letters: T tokens of a batch, h width, V rows of the embedding.
struct Idefics3Decoder: LanguageModel {
    private let configuration: Idefics3Configuration
    private let arithmetic: Arithmetic
    private let embedding: WeightMatrix  // (V, h)
    private let layers: [DecoderLayer]
    private let norm: RMSNorm
    private let head: WeightMatrix  // (V, h)
    private let rotary: RotaryTable

    var vocabulary: Int { configuration.vocabularySize }

    init(
        _ configuration: Idefics3Configuration, _ root: WeightScope, _ arithmetic: Arithmetic
    ) throws(TensorError) {
        (self.configuration, self.arithmetic) = (configuration, arithmetic)
        let text = root.scope("model").scope("text_model")
        let (h, v) = (configuration.hiddenSize, configuration.vocabularySize)
        let tokens = text.scope("embed_tokens")
        embedding = try tokens.table("weight", rows: v, columns: h)
        layers = try (0..<configuration.layers).map { index throws(TensorError) in
            try DecoderLayer(configuration.layerSizes, text.scope("layers", index))
        }
        norm = try RMSNorm(text.scope("norm"), width: h, eps: configuration.rmsNormEpsilon)
        // A head in the file is not looked at when the configuration says that it is the embedding.
        head = try (configuration.tiesWordEmbeddings ? tokens : root.scope("lm_head")).matrix(
            "weight", rows: v, columns: h)
        rotary = RotaryTable(
            frequencies: configuration.rotary.frequencies(headDimension: configuration.headDimension))
    }

    func makeCache(capacity: Int, isContinued: Bool) -> SequenceCache {
        SequenceCache(
            layers: isContinued ? configuration.layers : 1, heads: configuration.keyHeads,
            headDimension: configuration.headDimension, capacity: capacity, arithmetic: arithmetic)
    }

    /// Nothing is kept of pictures but their states.
    func prepare(_ images: [ImageStates], on compute: Compute) {}

    /// What is written is never a part of a picture.
    func seen(after last: Seen?) -> Seen? { nil }

    func callAsFunction(_ batch: Batch, _ pass: Pass) -> Activations {
        let workspace = pass.compute.workspace
        rotary.reserve((batch.positions.max() ?? 0) + 1)
        for sequence in batch.sequences { sequence.cache.reserve(sequence.rows.count) }
        let x = workspace.take(rows: batch.ids.count, columns: configuration.hiddenSize)
        for (row, id) in batch.ids.enumerated() { embedding.widen(row: id, to: x.row(row)) }
        pass.trace?("embed_tokens", x)
        merge(batch, into: x)
        pass.trace?("merged_embeddings", x)
        for (index, layer) in layers.enumerated() {
            workspace.scope { layer(x, index: index, batch, rotary: rotary, pass) }
        }
        for sequence in batch.sequences { sequence.cache.advance(sequence.visible) }
        return x
    }

    /// Puts the rows of pictures in their places, zeros for pictures that are masked.
    private func merge(_ batch: Batch, into x: Activations) {
        for (row, seen) in batch.seen.enumerated() {
            guard let seen, batch.ids[row] == configuration.imageTokenID else { continue }
            if let states = seen.states {
                x.row(row).update(from: states.row(seen.row), count: x.columns)
            } else {
                x.row(row).update(repeating: 0, count: x.columns)
            }
        }
    }

    func logits(_ hidden: Activations, rows: [Int], _ pass: Pass) -> Activations {
        let compute = pass.compute
        let chosen = compute.workspace.take(rows: rows.count, columns: hidden.columns)
        for (index, row) in rows.enumerated() {
            chosen.row(index).update(from: hidden.row(row), count: hidden.columns)
        }
        norm(chosen, into: chosen, on: compute)
        pass.trace?("norm", chosen)
        let logits = compute.workspace.take(rows: rows.count, columns: vocabulary)
        compute.linear(chosen, head, into: logits)
        pass.trace?("logits", logits)
        return logits
    }
}
