public import Platform

/// What can be wrong with weights on disk.
public enum TensorError: Error, Equatable, CustomStringConvertible {
    /// The operating system refused.
    case system(SystemError)
    /// The file is something else than safetensors; `found` says what it looks like.
    case notSafetensors(file: String, found: String)
    /// The header's frame or JSON is wrong.
    case header(file: String, problem: String)
    /// One tensor's description is wrong.
    case entry(file: String, tensor: String, problem: String)
    /// The index of a sharded checkpoint is wrong.
    case index(file: String, problem: String)
    /// A tensor that the model needs is not in the checkpoint.
    case missing(tensor: String)
    /// A tensor has another shape than the configuration says.
    case shape(tensor: String, expected: [Int], found: [Int])
    /// A tensor is of a type that weights cannot have.
    case dtype(tensor: String, expected: String, found: String)
    /// A tensor holds NaN or infinite values.
    case notFinite(tensor: String, count: Int)
    /// A tensor of scales holds values that are negative, above 2^63 or NaN.
    case scales(tensor: String, count: Int)
    /// Rows of a packed matrix have a table with a byte twice, or other outliers than their codes ask for.
    case packing(tensor: String, rows: Int)

    /// One line for people: file or tensor, what was expected and what was found.
    public var description: String {
        switch self {
        case .system(let error): "\(error)"
        case .notSafetensors(let file, let found): "\(file) is not a safetensors file: \(found)"
        case .header(let file, let problem): "\(file): safetensors header: \(problem)"
        case .entry(let file, let tensor, let problem): "\(file): tensor '\(tensor)': \(problem)"
        case .index(let file, let problem): "\(file): \(problem)"
        case .missing(let tensor): "tensor '\(tensor)' is missing from the checkpoint"
        case .shape(let tensor, let expected, let found):
            "tensor '\(tensor)': expected shape \(expected), found \(found)"
        case .dtype(let tensor, let expected, let found): "tensor '\(tensor)': expected \(expected), found \(found)"
        case .notFinite(let tensor, let count): "tensor '\(tensor)' holds \(count) values that are NaN or infinite"
        case .scales(let tensor, let count):
            "tensor '\(tensor)' holds \(count) scales that are negative, above 2^63 or NaN"
        case .packing(let tensor, let rows):
            "tensor '\(tensor)', packed: the tables or outliers of \(rows) rows are wrong"
        }
    }
}
