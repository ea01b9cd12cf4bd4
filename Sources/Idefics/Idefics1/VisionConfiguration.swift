public import Tensors

/// The `vision_config` section: a CLIP vision transformer.
public struct VisionConfiguration: VisionSizes, Equatable {
    /// Width (e).
    public let width: Int
    /// Height and width of the picture in pixels.
    public let imageSize: Int
    /// Height and width of a patch in pixels.
    public let patchSize: Int
    /// Colour channels.
    public let channels: Int
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
    public var grid: Int { imageSize / patchSize }
    /// Patches of a picture (P) and the class token.
    public var tokens: Int { grid * grid + 1 }
    /// Width of one head.
    public var headDimension: Int { width / heads }

    init(_ file: ConfigurationFile) throws(IdeficsError) {
        let widthField = file.value("embed_dim") == nil ? "hidden_size" : "embed_dim"
        width = try file.integer(widthField, in: 1...Limits.width, default: 768)
        imageSize = try file.integer("image_size", in: 1...Limits.pixels, default: 224)
        patchSize = try file.integer("patch_size", in: 1...Limits.pixels, default: 14)
        channels = try file.integer("num_channels", in: 3...3, default: 3)
        layers = try file.integer("num_hidden_layers", in: 1...Limits.layers, default: 32)
        heads = try file.integer("num_attention_heads", in: 1...Limits.width, default: 16)
        intermediateSize = try file.integer("intermediate_size", in: 1...Limits.width, default: 5120)
        activation = try file.activation("hidden_act", default: .gelu)
        layerNormEpsilon = Float(try file.number("layer_norm_eps", in: 0...1, default: 1e-5))
        guard width % heads == 0 else {
            throw file.fault(widthField, "is \(width), which \(heads) heads do not divide")
        }
        guard patchSize <= imageSize else {
            throw file.fault("patch_size", "is \(patchSize), larger than image_size \(imageSize)")
        }
    }
}

extension VisionConfiguration {
    /// The sizes that its layers share with those of other families.
    var layerSizes: EncoderLayerSizes {
        EncoderLayerSizes(
            width: width, innerWidth: intermediateSize, heads: heads, activation: activation, epsilon: layerNormEpsilon)
    }
}
