/// Why a URL was not fetched: a closed set, so that counts stay small; what varies is the detail beside it.
public enum FetchFault: String, CaseIterable, Sendable {
    // Refused before a request.
    /// The URL does not parse, has no host, is too long or names a port of another protocol.
    case invalidURL
    /// Neither http nor https, at first or after a redirect.
    case scheme
    /// Every address of the host is private, loopback, link-local or otherwise not global.
    case privateAddress
    /// `robots.txt` forbids it.
    case robots
    /// `robots.txt` could not be had (5xx, 429), which forbids everything for now (RFC 9309, 2.3.1.4).
    case robotsUnavailable
    /// `X-Robots-Tag` says noai, noimageai, noml, noindex or noimageindex.
    case noai
    /// TDMRep reserves text and data mining.
    case tdmReserved
    /// `ai.txt` forbids it.
    case aiTxt
    /// On an opt-out list.
    case optedOut

    // No answer.
    /// The name does not exist.
    case dnsNotFound
    /// The name could not be resolved now.
    case dnsFailed
    /// The port is closed.
    case connectRefused
    /// No route, or another failure to connect.
    case connectFailed
    /// Connecting (name, TCP, TLS) took too long.
    case connectTimeout
    /// The certificate has no trusted root.
    case tlsUntrusted
    /// The certificate is for another name.
    case tlsHostMismatch
    /// The certificate is not valid yet or any more.
    case tlsExpired
    /// Another failure of TLS.
    case tls
    /// Connected, asked, and not a byte came in time.
    case firstByteTimeout
    /// The host gave no answer so often that it is not asked again in this run.
    case hostGivenUp

    // A broken answer.
    /// The total time was used up.
    case timeout
    /// The answer began and then nothing came.
    case stalled
    /// The connection was reset or closed.
    case reset
    /// The body ended before its length.
    case truncated
    /// Longer than the limit, as announced or as counted.
    case tooLarge
    /// Header lines too long or too many.
    case headersTooLarge
    /// Too many redirects.
    case redirectLimit
    /// A redirect without a usable `Location`.
    case badRedirect
    /// Not HTTP, or HTTP that contradicts itself.
    case badResponse
    /// The content encoding is unknown, broken or cut.
    case encoding
    /// A good status and no byte.
    case empty

    // An answer that says no.
    /// 404 or 410.
    case notFound
    /// 401 or 403.
    case forbidden
    /// 429, and the retries are used up.
    case tooManyRequests
    /// Another 4xx.
    case clientError
    /// 503, and the retries are used up.
    case unavailable
    /// Another 5xx.
    case serverError
    /// A status that is no picture: 204, 206, 304, 1xx.
    case unexpectedStatus

    /// Whether asking again another day may help: the network, the host or the name, but no rule and no 404.
    public var isRetryable: Bool {
        switch self {
        case .robotsUnavailable, .dnsFailed, .connectRefused, .connectFailed, .connectTimeout, .tlsExpired, .tls,
            .firstByteTimeout, .hostGivenUp, .timeout, .stalled, .reset, .truncated, .tooManyRequests, .unavailable,
            .serverError:
            true
        case .invalidURL, .scheme, .privateAddress, .robots, .noai, .tdmReserved, .aiTxt, .optedOut, .dnsNotFound,
            .tlsUntrusted, .tlsHostMismatch, .tooLarge, .headersTooLarge, .redirectLimit, .badRedirect, .badResponse,
            .encoding, .empty, .notFound, .forbidden, .clientError, .unexpectedStatus:
            false
        }
    }

    /// Whether it means that the host did not speak at all, which counts towards giving it up.
    var isSilence: Bool {
        switch self {
        case .dnsNotFound, .dnsFailed, .connectRefused, .connectFailed, .connectTimeout, .tlsUntrusted,
            .tlsHostMismatch, .tlsExpired, .tls, .firstByteTimeout:
            true
        default: false
        }
    }

    /// Whether another attempt within the same run is worth it.
    var isWorthAnotherAttempt: Bool {
        switch self {
        case .dnsFailed, .connectTimeout, .firstByteTimeout, .stalled, .reset, .truncated: true
        default: false
        }
    }
}
