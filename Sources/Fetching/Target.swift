import WebStandards

/// A URL that may be asked for: http or https, normalised, without user name, password and fragment.
struct Target: Equatable, Sendable {
    /// The normalised URL.
    let url: String
    /// The host in lower case; IPv6 in brackets.
    let host: String
    /// Explicit or the scheme's own.
    let port: Int
    /// `scheme://host[:port]`, by which `robots.txt` is cached.
    let origin: String
    /// Path and query, as robots rules see them.
    let path: String

    /// Whether it is asked by TLS.
    var isSecure: Bool { origin.hasPrefix("https:") }

    /// `host:port`, by which politeness counts.
    var hostKey: String { "\(host):\(port)" }

    /// The longest URL asked for, in bytes.
    static let maximumLength = 16_384

    /// Reads an absolute URL.
    /// - Throws: `Refusal` with `invalidURL` or `scheme`.
    init(_ text: String) throws(Refusal) {
        guard text.utf8.count <= Self.maximumLength else { throw Refusal(.invalidURL, "longer than 16384 bytes") }
        guard let url = WebURL(text) else { throw Refusal(.invalidURL, text) }
        try self.init(url)
    }

    /// Reads the bytes of a `Location`, relative to `base`.
    /// - Throws: `Refusal` with `badRedirect` or `scheme`.
    init(location: [UInt8], base: Target) throws(Refusal) {
        guard location.count <= Self.maximumLength else { throw Refusal(.badRedirect, "longer than 16384 bytes") }
        guard let url = location.withUnsafeBufferPointer({ WebURL(bytes: $0, base: WebURL(base.url)) }) else {
            throw Refusal(.badRedirect, String(header: location))
        }
        try self.init(url)
    }

    private init(_ parsed: WebURL) throws(Refusal) {
        guard parsed.isHTTP else { throw Refusal(.scheme, parsed.scheme) }
        host = parsed.host
        port = parsed.port ?? (parsed.scheme == "https" ? 443 : 80)
        origin = parsed.origin
        path = parsed.target
        url = origin + path
        guard !host.isEmpty, port > 0 else { throw Refusal(.invalidURL, parsed.href) }
        guard !BlockedPorts.contains(port) else { throw Refusal(.invalidURL, "port \(port) is of another protocol") }
    }
}
