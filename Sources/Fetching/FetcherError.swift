/// What stops the whole loop; everything about a single URL is a `FetchFault` instead.
public enum FetcherError: Error, CustomStringConvertible {
    /// libcurl could not be set up, or refused an operation on the whole set of transfers.
    case library(String)
    /// The closure that receives results threw.
    case delivery(any Error)

    /// One sentence.
    public var description: String {
        switch self {
        case .library(let text): "libcurl: \(text)"
        case .delivery(let error): "a fetched result could not be stored: \(error)"
        }
    }
}
