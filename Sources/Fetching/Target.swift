import CCurl

/// A URL that may be asked for: http or https, normalised, without user name, password and fragment.
struct Target: Equatable, Sendable {
    /// The normalised URL.
    let url: String
    /// The host in lower case; IPv6 in brackets.
    let host: String
    /// Explicit or the scheme's own.
    let port: Int
    /// `http` or `https`.
    let scheme: String
    /// Path and query, as robots rules see them.
    let path: String

    /// `host:port`, by which politeness counts.
    var hostKey: String { "\(host):\(port)" }
    /// `scheme://host:port`, by which `robots.txt` is cached.
    var origin: String { "\(scheme)://\(host):\(port)" }

    /// The longest URL asked for, in bytes.
    static let maximumLength = 16_384

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
    }
}
