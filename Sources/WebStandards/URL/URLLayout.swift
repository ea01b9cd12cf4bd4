/// Where the parts of a serialised URL are: byte offsets into `href`, -1 for what is absent.
///
/// ```
/// https://user:pass@example.com:1234/foo/bar?baz#quux
///       |     |     |          |    |       |   |
///       schemeEnd   hostStart  hostEnd      |   fragmentStart
///             usernameEnd           pathStart
///                                           queryStart
/// ```
struct URLLayout: Sendable {
    var scheme = URLScheme.other
    /// After the colon.
    var schemeEnd: Int32 = 0
    var hasHost = false
    var usernameEnd: Int32 = 0
    /// Of the host, after `@` if there is one.
    var hostStart: Int32 = 0
    var hostEnd: Int32 = 0
    var port: Int32 = -1
    var pathStart: Int32 = 0
    var isOpaque = false
    /// Of the `?`.
    var queryStart: Int32 = -1
    /// Of the `#`.
    var fragmentStart: Int32 = -1

    /// The end of the path in a URL of `count` bytes.
    func pathEnd(count: Int32) -> Int32 {
        if queryStart >= 0 { return queryStart }
        return fragmentStart >= 0 ? fragmentStart : count
    }

    /// The end of the authority: where the path starts, or would without the `/.` that shields a path of `//`.
    var authorityEnd: Int32 { hasHost ? pathStart : schemeEnd }
}

/// The schemes the standard treats in a special way, and all the others.
enum URLScheme: Sendable {
    case http, https, ws, wss, ftp, file, other

    /// The scheme of lower-case bytes without the colon.
    init(_ name: some Collection<UInt8>) {
        var packed: UInt64 = 0
        guard name.count <= 5 else {
            self = .other
            return
        }
        for byte in name { packed = packed << 8 | UInt64(byte) }
        switch packed {
        case 0x68_7474_7073: self = .https
        case 0x6874_7470: self = .http
        case 0x7773: self = .ws
        case 0x77_7373: self = .wss
        case 0x66_7470: self = .ftp
        case 0x6669_6C65: self = .file
        default: self = .other
        }
    }

    var isSpecial: Bool { self != .other }

    var defaultPort: Int32 {
        switch self {
        case .http, .ws: 80
        case .https, .wss: 443
        case .ftp: 21
        case .file, .other: -1
        }
    }
}
