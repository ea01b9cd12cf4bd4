package import Platform

/// Why a remote file could not be read or written.
package enum RemoteError: Error, CustomStringConvertible {
    /// There is nothing of that name (404, 410).
    case missing(RemoteAddress)
    /// The server does not let us (401, 403, or a credential that ran out).
    case refused(RemoteAddress, detail: String)
    /// It is not the file that it was.
    case changed(RemoteAddress, detail: String)
    /// Something else has the name; nothing is written over.
    case occupied(RemoteAddress)
    /// No answer of use after all attempts.
    case unavailable(RemoteAddress, detail: String)
    /// The server gives whole files only.
    case noRanges(RemoteAddress)
    /// The name points to an address that is not global, and that nobody opened.
    case privateAddress(RemoteAddress, address: String)
    /// An answer or a file of ours that cannot be understood.
    case malformed(RemoteAddress, detail: String)
    /// Told to stop.
    case interrupted
    /// The machine's own fault.
    case system(SystemError)

    package var description: String {
        switch self {
        case .missing(let address): "\(address): there is no such file"
        case .refused(let address, let detail): "\(address): refused: \(detail)"
        case .changed(let address, let detail): "\(address) changed since the plan: \(detail)"
        case .occupied(let address): "\(address) is there with other content; nothing is written over"
        case .unavailable(let address, let detail): "\(address): \(detail)"
        case .noRanges(let address): "\(address): the server does not give parts of files (no answer 206)"
        case .privateAddress(let address, let ip):
            "\(address): \(ip) is no public address (--set fetch.allow-addresses=[\"\(ip)\"] opens it)"
        case .malformed(let address, let detail): "\(address): \(detail)"
        case .interrupted: "interrupted"
        case .system(let error): "\(error)"
        }
    }
}
