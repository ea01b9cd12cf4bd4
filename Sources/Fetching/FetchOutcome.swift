/// How a request ended.
public enum FetchOutcome: Sendable, Equatable {
    /// A body came, whole, with status 200.
    case fetched
    /// None came; `detail` holds what varies ("404", "robots.txt: timeout", libcurl's words), at most 200
    /// characters, none of them a control character.
    case failed(FetchFault, detail: String)

    /// The fault, nil when fetched.
    public var fault: FetchFault? {
        switch self {
        case .fetched: nil
        case .failed(let fault, _): fault
        }
    }
}
