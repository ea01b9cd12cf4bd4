extension Idefics3Configuration {
    /// What people call the family.
    public var name: String { modelType == "smolvlm" ? "SmolVLM" : "Idefics3" }

    /// Bytes of keys and values in f32: of a token in every layer, and of the tokens of a tile.
    public var cacheBytes: (token: Int, image: Int) {
        let token = 2 * layers * keyHeads * headDimension * 4
        return (token, (statesPerTile + 3) * token)
    }

    /// Nothing is known from the sizes alone.
    public var publishedTerms: String? { nil }

    /// Names and values for `quarry model info`.
    public var architecture: [(name: String, value: String)] {
        [
            (
                "decoder",
                "\(layers) layers, width \(hiddenSize), \(heads) heads of \(headDimension) on \(keyHeads) of keys, "
                    + "inner width \(intermediateSize)"
            ),
            ("vocabulary", "\(vocabularySize) tokens" + (tiesWordEmbeddings ? ", the head is the embedding" : "")),
            (
                "vision tower",
                "\(vision.layers) layers, width \(vision.width), \(vision.heads) heads, \(vision.imageSize) pixels in "
                    + "patches of \(vision.patchSize)"
            ),
            ("connector", "\(scaleFactor) by \(scaleFactor) patches become one of \(statesPerTile) rows of a tile"),
        ]
    }

    /// Whole numbers of the file.
    public var facts: [(key: String, value: Int)] {
        [
            ("hidden_size", hiddenSize), ("num_hidden_layers", layers), ("num_key_value_heads", keyHeads),
            ("vocab_size", vocabularySize), ("image_size", vision.imageSize), ("scale_factor", scaleFactor),
            ("image_seq_len", statesPerTile),
        ]
    }
}
