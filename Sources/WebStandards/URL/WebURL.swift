/// A URL as the WHATWG URL Standard parses and serialises it.
///
/// The value is its serialisation (`href`, always ASCII) and the places of its parts in it, so reading a part is a
/// slice and comparing two URLs is comparing bytes. Two spellings of one address (`HTTP://EXAMPLE.com:80/a/../b`,
/// `http://example.com/b`) are equal values.
///
/// ```swift
/// let page = WebURL("https://example.org/gallery/index.html")
/// let image = WebURL("../img/cat.jpg?w=1", base: page)  // https://example.org/img/cat.jpg?w=1
/// ```
///
/// Queries are encoded as UTF-8, also those of pages in other encodings.
public struct WebURL: Sendable {
    /// The serialised URL, ASCII only.
    public let href: String

    let layout: URLLayout

    /// Parses `text` by the basic URL parser; nil when the standard says failure.
    public init?(_ text: String, base: WebURL? = nil) {
        let parsed = text.utf8.withContiguousStorageIfAvailable { URLParser.parse($0, base: base) }
        guard let url = parsed ?? Array(text.utf8).withUnsafeBufferPointer({ URLParser.parse($0, base: base) }) else {
            return nil
        }
        self = url
    }

    /// Parses UTF-8 bytes, without a `String` in between; bytes that are not UTF-8 are percent-encoded as they are
    /// outside the host, and fail in it.
    public init?(bytes: UnsafeBufferPointer<UInt8>, base: WebURL? = nil) {
        guard let url = URLParser.parse(bytes, base: base) else { return nil }
        self = url
    }

    init(href: String, layout: URLLayout) {
        self.href = href
        self.layout = layout
    }
}

extension WebURL: Hashable, CustomStringConvertible {
    /// Equal when the serialisations are.
    public static func == (one: WebURL, other: WebURL) -> Bool { one.href == other.href }

    /// Hashes the serialisation.
    public func hash(into hasher: inout Hasher) { hasher.combine(href) }

    /// The serialisation.
    public var description: String { href }
}

extension WebURL {
    /// The scheme without its colon, in lower case.
    public var scheme: String { slice(0, layout.schemeEnd - 1) }

    /// The user name, percent-encoded; empty if none.
    public var username: String { layout.hasHost ? slice(layout.schemeEnd + 2, layout.usernameEnd) : "" }

    /// The password, percent-encoded; empty if none.
    public var password: String {
        layout.hostStart > layout.usernameEnd + 1 ? slice(layout.usernameEnd + 1, layout.hostStart - 1) : ""
    }

    /// The host as serialised: an ASCII domain, a dotted IPv4 address, `[IPv6]`, or an opaque host; empty if none.
    public var host: String { slice(layout.hostStart, layout.hostEnd) }

    /// The port, nil when it is absent or the default of the scheme.
    public var port: Int? { layout.port < 0 ? nil : Int(layout.port) }

    /// The path, percent-encoded; it starts with `/` unless it is opaque (`mailto:x`) or empty.
    public var path: String { slice(layout.pathStart, layout.pathEnd(count: Int32(href.utf8.count))) }

    /// The query without `?`, nil when there is no question mark.
    public var query: String? {
        guard layout.queryStart >= 0 else { return nil }
        let end = layout.fragmentStart >= 0 ? layout.fragmentStart : Int32(href.utf8.count)
        return slice(layout.queryStart + 1, end)
    }

    /// The fragment without `#`, nil when there is none.
    public var fragment: String? {
        layout.fragmentStart < 0 ? nil : slice(layout.fragmentStart + 1, Int32(href.utf8.count))
    }

    /// Whether the scheme is `http` or `https`.
    public var isHTTP: Bool { layout.scheme == .http || layout.scheme == .https }

    /// Whether the path is one opaque string (`data:`, `mailto:`, `javascript:`), which has no segments.
    public var hasOpaquePath: Bool { layout.isOpaque }

    /// The host, with `:port` when the port is not the default of the scheme.
    public var hostPort: String {
        layout.port < 0 ? host : slice(layout.hostStart, layout.pathStart)
    }

    /// `scheme://host[:port]`, the unit of politeness and of robots.txt; `null` for a URL without such an origin.
    public var origin: String {
        switch layout.scheme {
        case .file, .other: "null"
        default: "\(scheme)://\(hostPort)"
        }
    }

    /// The path with its query: what a request line asks for.
    public var target: String {
        slice(layout.pathStart, layout.fragmentStart >= 0 ? layout.fragmentStart : Int32(href.utf8.count))
    }

    /// The same URL without its fragment: the key under which a resource is one resource.
    public func withoutFragment() -> WebURL {
        guard layout.fragmentStart >= 0 else { return self }
        var shorter = layout
        shorter.fragmentStart = -1
        return WebURL(href: slice(0, layout.fragmentStart), layout: shorter)
    }

    private func slice(_ start: Int32, _ end: Int32) -> String {
        let view = href.utf8
        let from = view.index(view.startIndex, offsetBy: Int(start))
        return String(href[from..<view.index(view.startIndex, offsetBy: Int(end))])
    }
}
