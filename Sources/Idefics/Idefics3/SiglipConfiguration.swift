public import Tensors

/// The `vision_config` section: a SigLIP vision transformer (arXiv 2303.15343).
public struct SiglipConfiguration: VisionSizes, Equatable {
    /// Width (e).
    public let width: Int
    /// Height and width of a tile in pixels.
    public let imageSize: Int
    /// Height and width of a patch in pixels.
    public let patchSize: Int
    /// Transformer layers.
    public let layers: Int
    /// Attention heads.
    public let heads: Int
    /// Inner width of the feed-forward blocks (vf).
    public let intermediateSize: Int
    /// Activation of the feed-forward blocks.
    public let activation: ActivationFunction
    /// Epsilon of every layer normalisation.
    public let layerNormEpsilon: Float

    /// Patches of a side; a strip that does not fill a patch is dropped.
    public var side: Int { imageSize / patchSize }
    /// Patches of a tile (P); there is no class token.
    public var patches: Int { side * side }

    init(_ file: ConfigurationFile) throws(IdeficsError) {
        width = try file.integer("hidden_size", in: 1...Limits.width, default: 1152)
        imageSize = try file.integer("image_size", in: 1...Limits.pixels, default: 224)
        patchSize = try file.integer("patch_size", in: 1...Limits.pixels, default: 32)
        _ = try file.integer("num_channels", in: 3...3, default: 3)
        layers = try file.integer("num_hidden_layers", in: 1...Limits.layers, default: 12)
        heads = try file.integer("num_attention_heads", in: 1...Limits.heads, default: 16)
        intermediateSize = try file.integer("intermediate_size", in: 1...Limits.width, default: 3072)
        activation = try file.activation("hidden_act", default: .geluTanh)
        layerNormEpsilon = Float(try file.number("layer_norm_eps", in: 0...1, default: 1e-6))
        guard width % heads == 0 else {
            throw file.fault("hidden_size", "is \(width), which \(heads) heads do not divide")
        }
        guard patchSize <= imageSize else {
            throw file.fault("patch_size", "is \(patchSize), larger than image_size \(imageSize)")
        }
    }

    /// The sizes that its layers share with those of other families.
    var layerSizes: EncoderLayerSizes {
        EncoderLayerSizes(
            width: width, innerWidth: intermediateSize, heads: heads, activation: activation, epsilon: layerNormEpsilon)
    }
}
