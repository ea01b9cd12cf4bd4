<<<<<<< HEAD
import CCurl
=======
import WebStandards
>>>>>>> 72be958a07cb6ab286b013cfddc53f60405ea70a

/// A URL that may be asked for: http or https, normalised, without user name, password and fragment.
struct Target: Equatable, Sendable {
    /// The normalised URL.
    let url: String
    /// The host in lower case; IPv6 in brackets.
    let host: String
    /// Explicit or the scheme's own.
    let port: Int
<<<<<<< HEAD
    /// `http` or `https`.
    let scheme: String
    /// Path and query, as robots rules see them.
    let path: String

    /// `host:port`, by which politeness counts.
    var hostKey: String { "\(host):\(port)" }
    /// `scheme://host:port`, by which `robots.txt` is cached.
    var origin: String { "\(scheme)://\(host):\(port)" }
=======
    /// `scheme://host[:port]`, by which `robots.txt` is cached.
    let origin: String
    /// Path and query, as robots rules see them.
    let path: String

    /// Whether it is asked by TLS.
    var isSecure: Bool { origin.hasPrefix("https:") }

    /// `host:port`, by which politeness counts.
    var hostKey: String { "\(host):\(port)" }
>>>>>>> 72be958a07cb6ab286b013cfddc53f60405ea70a

    /// The longest URL asked for, in bytes.
    static let maximumLength = 16_384

<<<<<<< HEAD
    /// Reads an absolute URL, or one relative to `base`.
    /// - Throws: `Refusal` with `invalidURL` or `scheme`.
    init(_ text: String, base: Target? = nil) throws(Refusal) {
        guard text.utf8.count <= Self.maximumLength else { throw Refusal(.invalidURL, "longer than 16384 bytes") }
        guard let handle = curl_url() else { throw Refusal(.invalidURL) }
        defer { curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE)
        if let base { _ = curl_url_set(handle, CURLUPART_URL, base.url, flags) }
        guard curl_url_set(handle, CURLUPART_URL, text.trimmed, flags) == CURLUE_OK else {
            throw Refusal(.invalidURL, text)
        }
        for part in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_FRAGMENT] { curl_url_set(handle, part, nil, 0) }
        func get(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
            var raw: UnsafeMutablePointer<CChar>?
            guard curl_url_get(handle, part, &raw, UInt32(flags)) == CURLUE_OK, let raw else { return nil }
            defer { curl_free(raw) }
            return String(cString: raw)
        }
        guard let scheme = get(CURLUPART_SCHEME)?.lowercased() else { throw Refusal(.invalidURL, text) }
        guard scheme == "http" || scheme == "https" else { throw Refusal(.scheme, scheme) }
        guard let url = get(CURLUPART_URL), let host = get(CURLUPART_HOST)?.lowercased(), !host.isEmpty,
            let port = get(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap({ UInt16($0) }), port > 0
        else { throw Refusal(.invalidURL, text) }
        self.url = url
        self.host = host
        self.port = Int(port)
        self.scheme = scheme
        path = (get(CURLUPART_PATH) ?? "/") + (get(CURLUPART_QUERY).map { "?" + $0 } ?? "")
=======
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
>>>>>>> 72be958a07cb6ab286b013cfddc53f60405ea70a
    }
}
