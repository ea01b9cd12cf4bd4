extension ModelConfiguration {
    /// What people call the family.
    public var name: String { "IDEFICS-1" }

    /// Bytes of keys and values in f32: of a token in every layer, of a picture in every cross-attention block.
    public var cacheBytes: (token: Int, image: Int) {
        (2 * layers * hiddenSize * 4, 2 * crossBlocks * statesPerImage * hiddenSize * 4)
    }

    /// What is known of the published checkpoints.
    public var publishedTerms: String? {
        guard vocabularySize == 32000, [4096, 8192].contains(hiddenSize) else { return nil }
        return "the language model is LLaMA (Meta's licence for non-commercial research; users must hold it); "
            + "CLIP and the newly trained parts: MIT"
    }

    /// Names and values for `quarry model info`.
    public var architecture: [(name: String, value: String)] {
        let (v, r) = (vision, resampler)
        var rows = [
            ("decoder", "\(layers) layers, width \(hiddenSize), \(heads) heads, inner width \(intermediateSize)"),
            ("cross-attention", "\(crossBlocks) gated blocks, one before every \(crossLayerInterval) layers"),
            ("vocabulary", "\(vocabularySize) + \(additionalVocabularySize) tokens"),
            (
                "vision tower",
                "\(v.layers) layers, width \(v.width), \(v.heads) heads, \(v.imageSize) pixels in patches of \(v.patchSize)"
            ),
        ]
        if usesResampler {
            rows.append(
                ("resampler", "\(r.latents) latents, \(r.depth) blocks, \(r.heads) heads of \(r.headDimension)"))
        }
        return rows.map { (name: $0.0, value: $0.1) }
    }

    /// Whole numbers of the file.
    public var facts: [(key: String, value: Int)] {
        [
            ("hidden_size", hiddenSize), ("num_hidden_layers", layers), ("cross_layer_interval", crossLayerInterval),
            ("vocab_size", vocabularySize), ("additional_vocab_size", additionalVocabularySize),
            ("image_size", vision.imageSize),
        ]
    }
}
