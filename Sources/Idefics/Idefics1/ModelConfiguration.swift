import Platform
public import Tensors

/// `config.json`: sizes and switches of an IDEFICS-1 model. Field names are those of the file, in Swift spelling.
public struct ModelConfiguration: FamilyConfiguration, Equatable {
    /// Rows of the main embedding and head (V).
    public let vocabularySize: Int
    /// Rows of the additional embedding and head (A) that the file gives; the tensors decide.
    public let additionalVocabularySize: Int
    /// Width of the decoder (h).
    public let hiddenSize: Int
    /// Inner width of its feed-forward blocks (f).
    public let intermediateSize: Int
    /// Decoder layers (L).
    public let layers: Int
    /// Attention heads.
    public let heads: Int
    /// A gated cross-attention block stands before every so many layers.
    public let crossLayerInterval: Int
    /// RMSNorm on queries and keys of the cross-attention.
    public let normalizesCrossQueriesAndKeys: Bool
    /// Whether the gates have one value for each column (`alpha_type` "vector"); the tensors decide.
    public let hasVectorGates: Bool
    /// Activation of the gated feed-forward blocks.
    public let activation: ActivationFunction
    /// Epsilon of every RMSNorm.
    public let rmsNormEpsilon: Float
    /// Whether a perceiver resampler stands behind the vision tower.
    public let usesResampler: Bool
    /// Whether the head is the embedding.
    public let tiesWordEmbeddings: Bool
    /// Padding, beginning and end of a text.
    public let specialTokens: SpecialTokens
    /// Positions that the model was made for; longer texts run, with unknown quality.
    public let maximumPositions: Int
    /// The element type that the file states, for information.
    public let storedType: String
    /// The vision tower.
    public let vision: VisionConfiguration
    /// The resampler; used only with `usesResampler`.
    public let resampler: ResamplerConfiguration

    /// `model_type`.
    public var modelType: String { "idefics" }
    /// Width of one head.
    public var headDimension: Int { hiddenSize / heads }
    /// Number of gated cross-attention blocks.
    public var crossBlocks: Int { layers / crossLayerInterval }
    /// States per picture that the decoder sees (S).
    public var statesPerImage: Int { usesResampler ? resampler.latents : vision.tokens }

    /// Reads `config.json` at `path`; where a `generation_config.json` beside it says what ends a text, that counts.
    /// - Throws: `IdeficsError.unsupportedModel`, or `.configuration` naming the field.
    public init(path: String) throws(IdeficsError) {
        let file = try ConfigurationFile(path: path)
        let type = try file.text("model_type", default: "")
        guard type == "idefics" else { throw .unsupportedModel(found: type) }
        vocabularySize = try file.integer("vocab_size", in: 1...Limits.vocabulary)
        additionalVocabularySize = try file.integer("additional_vocab_size", in: 0...Limits.vocabulary, default: 0)
        hiddenSize = try file.integer("hidden_size", in: 1...Limits.width)
        intermediateSize = try file.integer("intermediate_size", in: 1...Limits.width)
        layers = try file.integer("num_hidden_layers", in: 1...Limits.layers)
        heads = try file.integer("num_attention_heads", in: 1...Limits.width)
        crossLayerInterval = try file.integer("cross_layer_interval", in: 1...Limits.layers, default: 1)
        normalizesCrossQueriesAndKeys = try file.flag("qk_layer_norms", default: false)
        hasVectorGates = try file.text("alpha_type", default: "float") == "vector"
        activation = try file.activation("hidden_act", default: .silu)
        rmsNormEpsilon = Float(try file.number("rms_norm_eps", in: 0...1, default: 1e-6))
        usesResampler = try file.flag("use_resampler", default: false)
        tiesWordEmbeddings = try file.flag("tie_word_embeddings", default: false)
        maximumPositions = try file.integer("max_position_embeddings", in: 1...Limits.positions, default: 2048)
        storedType = try file.text("torch_dtype", default: file.text("dtype", default: "float32"))
        let rows = vocabularySize + additionalVocabularySize
        var ends = try file.identifiers("eos_token_id", below: rows)
        if let said = try ConfigurationFile.ends(beside: path, below: rows) { ends = said }
        specialTokens = SpecialTokens(
            padding: try file.identifiers("pad_token_id", below: rows)?.first ?? 0,
            beginning: try file.identifiers("bos_token_id", below: rows)?.first ?? 1, end: ends ?? [2])
        vision = try VisionConfiguration(file.section("vision_config"))
        resampler = try ResamplerConfiguration(file.section("perceiver_config"))
        guard hiddenSize % heads == 0, hiddenSize / heads % 2 == 0 else {
            throw file.fault("hidden_size", "is \(hiddenSize), which \(heads) heads do not divide into even widths")
        }
        guard layers % crossLayerInterval == 0 else {
            throw file.fault(
                "num_hidden_layers", "is \(layers), no multiple of cross_layer_interval \(crossLayerInterval)")
        }
    }
}

extension ModelConfiguration {
    /// The sizes that its decoder layers share with those of other families.
    var layerSizes: DecoderLayerSizes {
        DecoderLayerSizes(
            width: hiddenSize, innerWidth: intermediateSize, heads: heads, keyHeads: heads,
            headDimension: headDimension, activation: activation, epsilon: rmsNormEpsilon)
    }
}
