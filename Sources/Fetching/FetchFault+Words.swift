extension FetchFault {
    /// What happened, for a drop's detail.
    public var words: String {
        switch self {
        case .invalidURL: "no URL"
        case .scheme: "neither http nor https"
        case .privateAddress: "a private address"
        case .robots: "robots.txt forbids it"
        case .robotsUnavailable: "robots.txt could not be had"
        case .noai: "X-Robots-Tag"
        case .tdmReserved: "tdm-reservation"
        case .aiTxt: "ai.txt forbids it"
        case .optedOut: "on an opt-out list"
        case .dnsNotFound: "no such host"
        case .dnsFailed: "the name could not be resolved now"
        case .connectRefused: "connection refused"
        case .connectFailed: "no connection"
        case .connectTimeout: "connecting took too long"
        case .tlsUntrusted: "a certificate without a trusted root"
        case .tlsHostMismatch: "a certificate for another name"
        case .tlsExpired: "a certificate that is not valid now"
        case .tls: "TLS failed"
        case .firstByteTimeout: "no byte came in time"
        case .hostGivenUp: "the host gave no answer too often"
        case .timeout: "the whole took too long"
        case .stalled: "the answer stopped coming"
        case .reset: "connection reset"
        case .truncated: "the body ended before its length"
        case .tooLarge: "longer than the limit"
        case .headersTooLarge: "too long a header"
        case .redirectLimit: "too many redirects"
        case .badRedirect: "a redirect that leads nowhere"
        case .badResponse: "no HTTP"
        case .encoding: "a content coding that cannot be undone"
        case .empty: "no byte"
        case .notFound: "not found"
        case .forbidden: "forbidden"
        case .tooManyRequests: "too many requests"
        case .clientError: "the server calls the request wrong"
        case .unavailable: "the server is unavailable"
        case .serverError: "the server failed"
        case .unexpectedStatus: "a status that is no picture"
        }
    }

    /// What a person can do about it, where that is not plain.
    public var remedy: String { self == .privateAddress ? "; --allow-address opens it" : "" }
}
