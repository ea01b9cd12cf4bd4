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
        case connector = "connector"
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

    /// The part of the model that the next tensors belong to.
    var part = Part.vision

    /// The tensors of `configuration`.
    public init(_ configuration: any FamilyConfiguration) { self = configuration.parameterList }

    /// No tensors yet.
    init() {}

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

    /// Adds a tensor.
    mutating func add(_ name: String, _ shape: [Int], _ role: Role) {
        parameters.append(Parameter(name: name, shape: shape, part: part, role: role))
    }

    /// Adds weight and bias of a layer normalisation.
    mutating func addNorm(_ name: String, _ width: Int) {
        add(name + ".weight", [width], .vector)
        add(name + ".bias", [width], .vector)
    }
}
