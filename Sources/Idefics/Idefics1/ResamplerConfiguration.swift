/// The `perceiver_config` section: the perceiver resampler.
public struct ResamplerConfiguration: Equatable, Sendable {
    /// Latents, the states of a picture that the decoder sees (n).
    public let latents: Int
    /// Blocks.
    public let depth: Int
    /// Attention heads.
    public let heads: Int
    /// Width of one head; `heads * headDimension` (I) need not be the width of the vision tower.
    public let headDimension: Int
    /// Layer normalisation on queries and keys.
    public let normalizesQueriesAndKeys: Bool

    /// Width of queries, keys and values (I).
    public var innerWidth: Int { heads * headDimension }

    init(_ file: ConfigurationFile) throws(IdeficsError) {
        latents = try file.integer("resampler_n_latents", in: 1...Limits.width, default: 64)
        depth = try file.integer("resampler_depth", in: 1...Limits.layers, default: 6)
        heads = try file.integer("resampler_n_heads", in: 1...4096, default: 16)
        headDimension = try file.integer("resampler_head_dim", in: 1...Limits.width, default: 96)
        normalizesQueriesAndKeys = try file.flag("qk_layer_norms_perceiver", default: false)
    }
}
