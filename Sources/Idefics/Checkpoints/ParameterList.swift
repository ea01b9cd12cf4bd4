import Tensors

/// Every tensor that a checkpoint of a configuration holds, by the names and shapes of the published checkpoints.
///
/// Works from `config.json` alone, so that a model too large for this machine can be described, and an index checked
/// before its files are there.
public struct ParameterList: Sendable {
    /// One tensor.
    public struct Parameter: Equatable, Sendable {
        /// Its name in the checkpoint.
        public let name: String
        /// Its dimensions.
        public let shape: [Int]
        /// The part of the model it belongs to.
        public let part: Part
        /// What it is used for, which decides whether it is quantised.
        public let role: Role

        /// Number of elements.
        public var count: Int { shape.reduce(1, *) }
    }

    /// Parts of the model, in order of computation.
    public enum Part: String, CaseIterable, Sendable {
        case vision = "vision tower"
        case resampler = "perceiver resampler"
        case embeddings = "embeddings"
        case decoder = "decoder layers"
        case cross = "gated cross-attention"
        case head = "head"
    }

    /// What a tensor is used for.
    public enum Role: Equatable, Sendable {
        /// Multiplied with activations; quantised.
        case matrix
        /// Rows are looked up, or a convolution; stays as it is stored.
        case table
        /// Norms, biases, gates; f32 in memory.
        case vector
    }

    /// All tensors.
    public private(set) var parameters: [Parameter] = []

    private var part = Part.vision

    /// The tensors of `configuration`.
    public init(_ configuration: ModelConfiguration) {
        addVision(configuration.vision)
        if configuration.usesResampler { addResampler(configuration.resampler, width: configuration.vision.width) }
        addEmbeddings(configuration)
        part = .decoder
        for index in 0..<configuration.layers { addLayer(configuration, "model.layers.\(index)") }
        add("model.norm.weight", [configuration.hiddenSize], .vector)
        part = .cross
        for index in 0..<configuration.crossBlocks {
            addCrossBlock(configuration, "model.gated_cross_attn_layers.\(index)")
        }
    }

    /// Elements of all tensors.
    public var count: Int { parameters.reduce(0) { $0 + $1.count } }

    /// Elements of the tensors of one part.
    public func count(_ part: Part) -> Int { parameters.reduce(0) { $0 + ($1.part == part ? $1.count : 0) } }

    /// Bytes in memory for a precision, when an element takes `stored` bytes in the file: `f32` computes with the weights
    /// as they are stored, tables stay as they are (bf16 assumed but for `f32`), vectors are f32.
    public func bytes(_ precision: Precision, group: Int = 64, stored: Int = 4) -> Int {
        parameters.reduce(0) { sum, parameter in
            switch parameter.role {
            case .vector: return sum + parameter.count * 4
            case .table: return sum + parameter.count * (precision == .f32 ? stored : 2)
            case .matrix:
                guard let format = precision.format(of: parameter.name, group: group) else {
                    return sum + parameter.count * stored
                }
                return sum + format.bytes(rows: parameter.shape[0], columns: parameter.shape[1])
            }
        }
    }

    private mutating func add(_ name: String, _ shape: [Int], _ role: Role) {
        parameters.append(Parameter(name: name, shape: shape, part: part, role: role))
    }

    private mutating func addNorm(_ name: String, _ width: Int) {
        add(name + ".weight", [width], .vector)
        add(name + ".bias", [width], .vector)
    }

    private mutating func addVision(_ vision: VisionConfiguration) {
        part = .vision
        let (e, patch, prefix) = (vision.width, vision.patchSize, "model.vision_model.")
        add(prefix + "embeddings.class_embedding", [e], .vector)
        add(prefix + "embeddings.patch_embedding.weight", [e, vision.channels, patch, patch], .table)
        add(prefix + "embeddings.position_embedding.weight", [vision.tokens, e], .vector)
        addNorm(prefix + "pre_layrnorm", e)
        addNorm(prefix + "post_layernorm", e)
        for index in 0..<vision.layers {
            let layer = prefix + "encoder.layers.\(index)."
            for name in ["q_proj", "k_proj", "v_proj", "out_proj"] {
                add(layer + "self_attn.\(name).weight", [e, e], .matrix)
                add(layer + "self_attn.\(name).bias", [e], .vector)
            }
            addNorm(layer + "layer_norm1", e)
            addNorm(layer + "layer_norm2", e)
            add(layer + "mlp.fc1.weight", [vision.intermediateSize, e], .matrix)
            add(layer + "mlp.fc1.bias", [vision.intermediateSize], .vector)
            add(layer + "mlp.fc2.weight", [e, vision.intermediateSize], .matrix)
            add(layer + "mlp.fc2.bias", [e], .vector)
        }
    }

    private mutating func addResampler(_ resampler: ResamplerConfiguration, width e: Int) {
        part = .resampler
        let (prefix, inner) = ("model.perceiver_resampler.", resampler.innerWidth)
        add(prefix + "latents", [resampler.latents, e], .vector)
        for index in 0..<resampler.depth {
            let attention = prefix + "blocks.\(index).0."
            addNorm(attention + "context_layer_norm", e)
            addNorm(attention + "latents_layer_norm", e)
            if resampler.normalizesQueriesAndKeys {
                addNorm(attention + "q_layer_norm", resampler.headDimension)
                addNorm(attention + "k_layer_norm", resampler.headDimension)
            }
            for name in ["q_proj", "k_proj", "v_proj"] { add(attention + name + ".weight", [inner, e], .matrix) }
            add(attention + "output_proj.weight", [e, inner], .matrix)
            addNorm(prefix + "blocks.\(index).1.ln", e)
            add(prefix + "blocks.\(index).1.fc.weight", [4 * e, e], .matrix)
            add(prefix + "blocks.\(index).1.c_proj.weight", [e, 4 * e], .matrix)
        }
        addNorm(prefix + "layer_norm", e)
    }

    private mutating func addEmbeddings(_ configuration: ModelConfiguration) {
        let (v, a) = (configuration.vocabularySize, configuration.additionalVocabularySize)
        let h = configuration.hiddenSize
        part = .embeddings
        add("model.embed_tokens.weight", [v, h], .table)
        if a > 0 { add("model.embed_tokens.additional_embedding.weight", [a, h], .table) }
        guard !configuration.tiesWordEmbeddings else { return }
        part = .head
        add("lm_head.weight", [v, h], .matrix)
        if a > 0 { add("lm_head.additional_fc.weight", [a, h], .matrix) }
    }

    private mutating func addFeedForward(_ configuration: ModelConfiguration, _ prefix: String) {
        let (h, f) = (configuration.hiddenSize, configuration.intermediateSize)
        add(prefix + ".mlp.gate_proj.weight", [f, h], .matrix)
        add(prefix + ".mlp.up_proj.weight", [f, h], .matrix)
        add(prefix + ".mlp.down_proj.weight", [h, f], .matrix)
        add(prefix + ".input_layernorm.weight", [h], .vector)
        add(prefix + ".post_attention_layernorm.weight", [h], .vector)
    }

    private mutating func addLayer(_ configuration: ModelConfiguration, _ prefix: String) {
        let h = configuration.hiddenSize
        for name in ["q_proj", "k_proj", "v_proj", "o_proj"] {
            add(prefix + ".self_attn.\(name).weight", [h, h], .matrix)
        }
        addFeedForward(configuration, prefix)
    }

    private mutating func addCrossBlock(_ configuration: ModelConfiguration, _ prefix: String) {
        let (h, e) = (configuration.hiddenSize, configuration.vision.width)
        let gate = configuration.hasVectorGates ? [1, 1, h] : [1]
        add(prefix + ".alpha_cross_attn", gate, .vector)
        add(prefix + ".alpha_dense", gate, .vector)
        add(prefix + ".cross_attn.q_proj.weight", [h, h], .matrix)
        add(prefix + ".cross_attn.k_proj.weight", [h, e], .matrix)
        add(prefix + ".cross_attn.v_proj.weight", [h, e], .matrix)
        add(prefix + ".cross_attn.o_proj.weight", [h, h], .matrix)
        if configuration.normalizesCrossQueriesAndKeys {
            add(prefix + ".cross_attn.q_layer_norm.weight", [configuration.headDimension], .vector)
            add(prefix + ".cross_attn.k_layer_norm.weight", [configuration.headDimension], .vector)
        }
        addFeedForward(configuration, prefix)
    }
}
