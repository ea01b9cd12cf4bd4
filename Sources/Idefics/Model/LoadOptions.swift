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

    /// The format that matrices are brought into when loading, nil to leave them as they are.
    func format(group: Int) -> WeightFormat? {
        switch self {
        case .f32: nil
        case .bf16: .bf16
        case .int8: .int8(group: group)
        case .int4: .int4(group: group)
        }
    }
}

/// How a checkpoint is loaded.
public struct LoadOptions: Sendable {
    /// What to compute with.
    public var precision: Precision
    /// Columns that share a scale when weights are quantised on loading: 32 or 64.
    public var group: Int
    /// Threads; nil: one for each processor.
    public var threads: Int?

    /// f32 arithmetic on all processors unless said otherwise.
    public init(precision: Precision = .f32, group: Int = 64, threads: Int? = nil) {
        (self.precision, self.group, self.threads) = (precision, group, threads)
    }
}
