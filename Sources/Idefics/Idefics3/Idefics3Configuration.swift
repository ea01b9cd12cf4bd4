public import Tensors

/// `config.json` of Idefics3 and SmolVLM: SigLIP, pixel shuffle, LLaMA. Field names are those of the file, in Swift
/// spelling; a missing field has the value of the published class.
public struct Idefics3Configuration: FamilyConfiguration, Equatable {
    /// `idefics3` or `smolvlm`: the same arithmetic.
    public let modelType: String
    /// Patches of a side that become one state (s).
    public let scaleFactor: Int
    /// The id whose embedding a row of a picture's states replaces.
    public let imageTokenID: Int
    /// Rows of embedding and head (V).
    public let vocabularySize: Int
    /// Width of the decoder (h).
    public let hiddenSize: Int
    /// Inner width of its feed-forward blocks (f).
    public let intermediateSize: Int
    /// Decoder layers (L).
    public let layers: Int
    /// Heads of queries (H).
    public let heads: Int
    /// Heads of keys and values (G).
    public let keyHeads: Int
    /// Width of one head (d).
    public let headDimension: Int
    /// Activation of the feed-forward blocks.
    public let activation: ActivationFunction
    /// Epsilon of every RMSNorm.
    public let rmsNormEpsilon: Float
    /// Whether the head is the embedding; only the text section's flag counts.
    public let tiesWordEmbeddings: Bool
    /// How positions turn queries and keys.
    public let rotary: RotaryConfiguration
    /// Padding, beginning and end of a text.
    public let specialTokens: SpecialTokens
    /// Positions that the model was made for; longer texts run, with unknown quality.
    public let maximumPositions: Int
    /// The element type that the file states, for information.
    public let storedType: String
    /// The vision tower.
    public let vision: SiglipConfiguration

    /// States of a tile: rows that take the place of embeddings (q).
    public var statesPerTile: Int { (vision.side / scaleFactor) * (vision.side / scaleFactor) }

    /// Reads `config.json` at `path`; where a `generation_config.json` beside it says what ends a text, that counts.
    /// - Throws: `IdeficsError.unsupportedModel`, or `.configuration` naming the field.
    public init(path: String) throws(IdeficsError) {
        let file = try ConfigurationFile(path: path)
        modelType = try file.text("model_type", default: "")
        guard Idefics3.modelTypes.contains(modelType) else { throw .unsupportedModel(found: modelType) }
        let text = try file.section("text_config")
        scaleFactor = try file.integer("scale_factor", in: 1...64, default: 2)
        vocabularySize = try text.integer("vocab_size", in: 1...Limits.vocabulary, default: 32000)
        imageTokenID = try file.integer("image_token_id", in: 0...Limits.vocabulary, default: 128257)
        hiddenSize = try text.integer("hidden_size", in: 1...Limits.width, default: 4096)
        intermediateSize = try text.integer("intermediate_size", in: 1...Limits.width, default: 11008)
        layers = try text.integer("num_hidden_layers", in: 1...Limits.layers, default: 32)
        heads = try text.integer("num_attention_heads", in: 1...Limits.heads, default: 32)
        keyHeads = try text.integer("num_key_value_heads", in: 1...Limits.heads, default: heads)
        headDimension = try text.integer("head_dim", in: 1...Limits.headWidth, default: max(1, hiddenSize / heads))
        activation = try text.activation("hidden_act", default: .silu)
        rmsNormEpsilon = Float(try text.number("rms_norm_eps", in: 0...1, default: 1e-6))
        tiesWordEmbeddings = try text.flag("tie_word_embeddings", default: false)
        maximumPositions = try text.integer("max_position_embeddings", in: 1...Limits.positions, default: 2048)
        rotary = try RotaryConfiguration(text)
        storedType = try file.text("torch_dtype", default: file.text("dtype", default: "float32"))
        vision = try SiglipConfiguration(file.section("vision_config"))
        var ends = try text.identifiers("eos_token_id", below: vocabularySize)
        if let said = try ConfigurationFile.ends(beside: path, below: vocabularySize) { ends = said }
        specialTokens = SpecialTokens(
            padding: try text.identifiers("pad_token_id", below: vocabularySize)?.first ?? 0,
            beginning: try text.identifiers("bos_token_id", below: vocabularySize)?.first ?? 1,
            end: ends ?? [2])
        try check(file, text)
    }

    /// Refuses what fits no model.
    private func check(_ file: ConfigurationFile, _ text: ConfigurationFile) throws(IdeficsError) {
        guard vision.side % scaleFactor == 0 else {
            throw file.fault(
                "scale_factor", "is \(scaleFactor), which does not divide the \(vision.side) patches of a side")
        }
        guard imageTokenID < vocabularySize else {
            throw file.fault("image_token_id", "is \(imageTokenID), but text_config.vocab_size is \(vocabularySize)")
        }
        guard heads % keyHeads == 0 else {
            throw text.fault("num_key_value_heads", "is \(keyHeads), which does not divide \(heads) heads")
        }
        guard headDimension % 2 == 0 else { throw text.fault("head_dim", "is \(headDimension), an odd number") }
        for bias in ["attention_bias", "mlp_bias"] {
            guard try !text.flag(bias, default: false) else {
                throw text.fault(bias, "is true; models with such biases are not supported")
            }
        }
    }
}

extension Idefics3Configuration {
    /// The sizes that its decoder layers share with those of other families.
    var layerSizes: DecoderLayerSizes {
        DecoderLayerSizes(
            width: hiddenSize, innerWidth: intermediateSize, heads: heads, keyHeads: keyHeads,
            headDimension: headDimension, activation: activation, epsilon: rmsNormEpsilon)
    }
}
