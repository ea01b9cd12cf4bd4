package import Platform

/// Why a model file could not be used.
package enum ModelError: Error, CustomStringConvertible {
    /// The file could not be read.
    case unreadable(SystemError)
    /// The file is not what it should be, or is damaged.
    case malformed(path: String, problem: String)
    /// The file is of a kind that is not read.
    case unsupported(path: String, feature: String)

    /// One sentence with the path.
    package var description: String {
        switch self {
        case .unreadable(let error): "the model cannot be read: \(error)"
        case .malformed(let path, let problem): "\(path) is no usable model: \(problem)"
        case .unsupported(let path, let feature): "\(path): \(feature) is not supported"
        }
    }
}
