import TestKit
import Testing

@testable import Fetching

/// Every endpoint of the faulty server, all at once, and the fault each must end in; nil: fetched.
@Suite struct FaultyServerTests {
    static let bodies: [(String, FetchFault?)] = [
        ("/ok", nil), ("/gen/5.png", nil), ("/same-content", nil), ("/changes", nil), ("/etag-weak", nil),
        ("/page/3", nil), ("/meta-refresh", nil), ("/octet-stream", nil), ("/no-content-type", nil), ("/soft-404", nil),
        ("/html-as-jpeg", nil), ("/jpeg-as-html", nil), ("/head-lies", nil), ("/empty", .empty), ("/no-length", nil),
        ("/http10", nil), ("/http09", .badResponse), ("/chunked", nil), ("/chunked-bad", .badResponse),
        ("/chunked-huge", .badResponse), ("/chunked-cut", .truncated), ("/chunked-no-end", .truncated),
        ("/wrong-length-long", .truncated), ("/wrong-length-short", nil), ("/length-negative", .badResponse),
        ("/length-text", .badResponse), ("/length-twice", .badResponse), ("/length-and-chunked", nil),
        ("/claims-10gb", .tooLarge), ("/endless", .tooLarge), ("/endless-chunked", .tooLarge),
        ("/endless-headers", .headersTooLarge), ("/huge-header", .headersTooLarge), ("/huge-header?kb=50", nil),
        ("/many-headers", nil), ("/cookie-bomb", .headersTooLarge), ("/header-nul", .badResponse),
        ("/header-8bit", nil),
        ("/header-fold", nil), ("/header-lf", nil), ("/disposition-traversal", nil), ("/continue-flood?n=500", nil),
        ("/early-hints", nil), ("/upgrade", .unexpectedStatus), ("/bad-status-line?k=junk", .badResponse),
        ("/bad-status-line?k=text", .badResponse), ("/bad-status-line?k=code0", .badResponse),
        ("/bad-status-line?k=code9999", .badResponse), ("/bad-status-line?k=http9", .badResponse),
        ("/bad-status-line?k=icy", .badResponse), ("/gzip-bomb?mb=16", .tooLarge), ("/gzip-image", nil),
        ("/gzip-unasked", nil), ("/gzip-lie", .encoding), ("/gzip-cut", .encoding), ("/deflate-raw", nil),
        ("/br-lie", .encoding), ("/encoding-unknown", .encoding),
    ]
    static let breaks: [(String, FetchFault?)] = [
        ("/drip", .timeout), ("/slow-headers", .firstByteTimeout), ("/stall", .firstByteTimeout),
        ("/stall-mid", .stalled),
        ("/stall-after-headers", .stalled), ("/stall-last-byte", .stalled), ("/reset-mid", .reset),
        ("/reset-before", .reset), ("/close-before", .reset), ("/close-mid", .truncated), ("/reset-then-ok?k=t", nil),
    ]
    static let statuses: [(String, FetchFault?)] = [
        ("/status/404", .notFound), ("/status/410", .notFound), ("/status/403", .forbidden), ("/auth", .forbidden),
        ("/status/418", .clientError), ("/status/500", .serverError), ("/status/501", .serverError),
        ("/status/204", .unexpectedStatus), ("/status/206", .unexpectedStatus), ("/status/304", .unexpectedStatus),
        ("/no-such-endpoint", .notFound), ("/500-then-ok?k=t", nil), ("/xrobots?tag=noai", .noai),
        ("/xrobots?tag=otherbot:+noai", nil), ("/xrobots?tag=all|noimageai", .noai), ("/tdm", .tdmReserved),
    ]
    static let redirects: [(String, FetchFault?)] = [
        ("/redirect-loop", .redirectLimit), ("/redirect-ping", .redirectLimit), ("/redirect-pong", .redirectLimit),
        ("/redirect-grow", .redirectLimit), ("/redirect-chain?n=5", nil), ("/redirect-chain?n=11", .redirectLimit),
        ("/redirect-private", .privateAddress), ("/redirect-private-port", .privateAddress),
        ("/redirect-private-names?f=decimal", .privateAddress), ("/redirect-private-names?f=hex", .privateAddress),
        ("/redirect-private-names?f=short", .privateAddress), ("/redirect-private-names?f=octal", .privateAddress),
        ("/redirect-private-names?f=mapped", .privateAddress), ("/redirect-private-names?f=localhost", .privateAddress),
        ("/redirect-private-names?f=userinfo", .privateAddress),
        ("/redirect-to?url=http://127.0.0.2:8/x", .privateAddress),
        ("/redirect-to?url=http://[::1]:8/x", .privateAddress),
        ("/redirect-scheme?s=file", .scheme), ("/redirect-scheme?s=data", .scheme), ("/redirect-scheme?s=ftp", .scheme),
        ("/redirect-scheme?s=gopher", .scheme), ("/redirect-scheme?s=dict", .scheme),
        ("/redirect-scheme?s=js", .scheme),
        ("/redirect-scheme?s=scp", .scheme), ("/redirect-no-location", .badRedirect),
        ("/redirect-bad-location?k=nul", .badResponse), ("/redirect-bad-location?k=space", .notFound),
        ("/redirect-bad-location?k=empty", .badRedirect), ("/redirect-bad-location?k=colon", .badRedirect),
        ("/redirect-bad-location?k=utf8", .notFound), ("/redirect-bad-location?k=crlf", .notFound),
        ("/redirect-bad-location?k=port", .badRedirect), ("/redirect-bad-location?k=long", .badRedirect),
        ("/redirect-https-self-signed", .tlsUntrusted), ("/robots-elsewhere", nil),
    ]

    /// Endpoints that answer differently the second time, or ask to wait: a server of their own.
    static let waits: [(String, FetchFault?)] = [
        ("/429?k=t", nil), ("/429-always", .tooManyRequests), ("/429-no-header?k=t", nil), ("/503?k=t&ra=1", nil),
        ("/503-date?k=t", nil), ("/503-silly?k=huge", .unavailable), ("/503-silly?k=neg", .unavailable),
        ("/503-silly?k=text", .unavailable), ("/503-silly?k=past", .unavailable), ("/503-silly?k=float", .unavailable),
    ]

    private func check(_ cases: [(String, FetchFault?)], _ server: FaultyServer, _ policy: FetchPolicy) throws {
        var policy = policy
        policy.allowedAddresses = server.allowed
        let results = try fetchAll(cases.map { $0.0.hasPrefix("/") ? server.base + $0.0 : $0.0 }, policy)
        #expect(results.count == cases.count)
        for (result, (path, fault)) in zip(results, cases) {
            #expect(result.outcome.fault == fault, "\(path): \(result.outcome)")
            #expect(result.body.isEmpty == (fault != nil))
        }
        #expect(try server.privateHits() == 0)
    }

    @Test(.needsFaultyServer) func everyEndpointEndsAsItShould() throws {
        let server = try FaultyServer(arguments: ["--tls-port", "0"])
        var policy = FetchPolicy.bare
        policy.tdmrep = true
        try check(Self.bodies + Self.breaks + Self.statuses + Self.redirects, server, policy)
    }

    /// Each with a fetcher of its own: what comes after it is tested with a server that keeps time.
    @Test(
        .needsFaultyServer,
        arguments: ["/keepalive-close", "/keepalive-stale", "/keepalive-extra", "/keepalive-one-byte"])
    func abusedConnections(_ path: String) throws {
        let server = try FaultyServer()
        try check([(path, nil)], server, .bare)
    }

    @Test(.needsFaultyServer) func waitsAreObeyedAndBounded() throws {
        let server = try FaultyServer()
        try check(Self.waits, server, .bare)
    }

    @Test(.needsFaultyServer) func portsThatAnswerNothingOrTheWrongProtocol() throws {
        let server = try FaultyServer(arguments: ["--tls-port", "0"])
        func url(_ scheme: String, _ host: String, _ port: String) -> String {
            "\(scheme)://\(host):\(server.ports[port] ?? 0)/ok"
        }
        var policy = FetchPolicy.bare
        policy.certificates = server.caFile
        try check(
            [
                (url("https", "localhost", "tls"), nil),
                (url("https", "localhost", "tls_wrong_host"), .tlsHostMismatch),
                (url("https", "localhost", "tls_expired"), .tlsExpired),
                (url("https", "localhost", "tls_self_signed"), .tlsUntrusted),
                (url("http", "127.0.0.1", "tls"), .reset),
                (url("https", "127.0.0.1", "public"), .connectTimeout),
                (url("http", "127.0.0.1", "closed"), .connectRefused),
                (url("http", "127.0.0.1", "mute"), .firstByteTimeout),
            ], server, policy)
        policy.certificates = ""
        try check([(url("https", "localhost", "tls"), .tlsUntrusted)], server, policy)
        policy.verifyTLS = false
        try check([(url("https", "localhost", "tls_expired"), nil)], server, policy)
    }

    @Test(.needsFaultyServer) func privateAddressesInEverySpelling() throws {
        let server = try FaultyServer()
        let port = try #require(server.ports["private"])
        let hosts = [
            "127.0.0.2", "127.0.0.1", "localhost", "x.localhost", "2130706434", "0x7f000002", "0x7f.0.0.2",
            "0177.0.0.02",
            "127.2", "127.0.2", "[::1]", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "[0:0:0:0:0:ffff:7f00:1]", "0",
            "0.0.0.0",
            "[::]", "ok@127.0.0.2", "ok.test:80@127.0.0.2", "127.0.0.2.", "10.0.0.1", "192.168.1.1", "172.16.0.1",
            "169.254.169.254", "100.64.0.1", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:2]", "[2002:7f00:2::]",
            "224.0.0.1",
        ]
        try check(hosts.map { ("http://\($0):\(port)/secret", .privateAddress) }, server, .bare)
    }
}
