import Tensors

/// What the engine computes with.
public enum Precision: String, Sendable, CaseIterable {
    /// f32 activations and arithmetic over the weights as they are stored: the reference's numbers.
    case f32
    /// bf16 weights and activations.
    case bf16
    /// Weights in groups of 8-bit codes, int8 activations.
    case int8
    /// Weights in groups of 4-bit codes, int8 activations.
    case int4

    var arithmetic: Arithmetic { self == .f32 ? .exact : .fast }

    /// The format that the matrix `name` is brought into, nil to leave it as it is.
    ///
    /// With int4 the vision tower, what follows it and the head keep 8 bits: they are read once for a picture or are the most sensitive, and cost a twentieth of a token's reading.
    func format(of name: String, group: Int) -> WeightFormat? {
        switch self {
        case .f32: return nil
        case .bf16: return .bf16
        case .int8: return .int8(group: group)
        case .int4:
            let keeps =
                ["model.vision_model.", "model.perceiver_resampler.", "model.connector.", "lm_head."].contains(
                    where: name.hasPrefix)
                || [".cross_attn.k_proj.weight", ".cross_attn.v_proj.weight"].contains(where: name.hasSuffix)
            return keeps ? .int8(group: group) : .int4(group: group)
        }
    }
}

extension Precision {
    /// What a checkpoint is computed with when nobody says: bf16 when most of its bytes are bf16 and the processor has dot
    /// products for it, f32 otherwise. Without those, bf16 would be rounded for nothing.
    init(fastFor checkpoint: Checkpoint) {
        var (bf16, all) = (0, 0)
        for tensor in checkpoint.tensors.values {
            all += tensor.bytes.count
            if tensor.type == .bf16 { bf16 += tensor.bytes.count }
        }
        self = 2 * bf16 > all && Compute.hasFastBF16 ? .bf16 : .f32
    }
}

/// How a checkpoint is loaded.
public struct LoadOptions: Sendable {
    /// What to compute with; nil: as a quantised checkpoint was made for, and for any other f32 or what
    /// `prefersStoredType` says.
    public var precision: Precision?
    /// Without a precision: computes in the type of the weights where this processor does so fast (bf16 with its dot
    /// products), instead of in f32, the reference's arithmetic.
    public var prefersStoredType = false
    /// Columns that share a scale when weights are quantised on loading: 32 or 64.
    public var group: Int
    /// Threads; nil: one for each processor.
    public var threads: Int?
    /// Tiles that a picture becomes at most, where a family splits pictures; nil: as many as the checkpoint's file says.
    public var tiles: Int?

    /// The checkpoint's own precision on all processors unless said otherwise.
    public init(precision: Precision? = nil, group: Int = 64, threads: Int? = nil, tiles: Int? = nil) {
        (self.precision, self.group, self.threads, self.tiles) = (precision, group, threads, tiles)
    }
}
