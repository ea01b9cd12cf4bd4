package import Idefics
package import Platform

/// Why an evaluation cannot be done.
package enum EvaluationError: Error, CustomStringConvertible {
    /// A file of answers or examples, or a request, is wrong.
    case input(String)
    /// The operating system refused.
    case system(SystemError)
    /// The model or a prompt is at fault.
    case model(IdeficsError)
    /// Somebody asked to stop; what was answered stays.
    case stopped

    /// What kept a file from being written.
    package init(_ error: StorageError) {
        self = error.systemError.map { .system($0) } ?? .input("\(error)")
    }

    /// One line for people.
    package var description: String {
        switch self {
        case .input(let problem): problem
        case .system(let error): "\(error)"
        case .model(let error): "\(error)"
        case .stopped: "stopped; the answers so far stay, and the same command goes on"
        }
    }
}
