/// `fetch:`
package struct FetchConfig: Sendable {
    /// Whether images may be downloaded; without, only those in the archives are used.
    package var network: Bool
    /// Whether nothing is fetched at all: the corpus has the URLs of images, without bytes and facts.
    package var urlsOnly: Bool
    /// Whether images in the archives are used instead of a download.
    package var archiveImages: Bool
    /// Name of the tool in the User-Agent and in robots.txt.
    package var userAgent: String
    /// A URL or address in the User-Agent that an angry webmaster can write to.
    package var contact: String
    /// Transfers at once.
    package var connections: Int
    /// Transfers at once to one host.
    package var connectionsPerHost: Int
    /// Seconds between two requests to one host.
    package var gapPerHost: Double
    /// Seconds to connect, to the first byte, without a byte, and in all.
    package var timeouts: (connect: Double, firstByte: Double, stall: Double, total: Double)
    /// Largest body, decoded.
    package var maximumBytes: Int
    /// Redirects followed.
    package var redirects: Int
    /// Tries after the first.
    package var retries: Int
    /// Longest `Retry-After` obeyed, seconds.
    package var retryAfterMaximum: Double
    /// Obey `robots.txt`.
    package var robots: Bool
    /// Obey `X-Robots-Tag`.
    package var robotsTag: Bool
    /// Obey TDM reservations.
    package var tdm: Bool
    /// Obey `ai.txt`.
    package var aiTxt: Bool
    /// Files of URLs or domains that opted out.
    package var optOut: [String]
    /// Addresses (CIDR) opened for tests and intranets though they are private.
    package var allowAddresses: [String]
    /// Verify TLS certificates.
    package var verifyTLS: Bool

    /// Manners that the pipeline switches off and doors that it opens: said at the start of a run.
    package var mannersOff: [String] {
        // Images of an archive have headers too.
        var flags = [("robots-tag", robotsTag), ("tdm", tdm)]
        if network { flags += [("robots", robots), ("ai-txt", aiTxt), ("verify-tls", verifyTLS)] }
        let off = flags.filter { !$0.1 }.map { "fetch.\($0.0) is off" }
        return off + (network ? allowAddresses : []).map { "fetch.allow-addresses opens \($0)" }
    }

    init(_ reader: ConfigReader, folder: String) {
        network = reader.flag("fetch.network", default: true)
        urlsOnly = reader.flag("fetch.urls-only", default: false)
        archiveImages = reader.flag("fetch.archive-images", default: true)
        userAgent = reader.text("fetch.user-agent", default: "Quarry")
        contact = reader.text("fetch.contact", default: "")
        connections = reader.integer("fetch.connections", default: 256, in: 1...10_000)
        connectionsPerHost = reader.integer("fetch.connections-per-host", default: 4, in: 1...1000)
        gapPerHost = reader.number("fetch.gap-per-host", default: 0, in: 0...3600)
        timeouts = (
            reader.number("fetch.connect-timeout", default: 10, in: 0.1...3600),
            reader.number("fetch.first-byte-timeout", default: 20, in: 0.1...3600),
            reader.number("fetch.stall-timeout", default: 20, in: 0.1...3600),
            reader.number("fetch.total-timeout", default: 60, in: 0.1...36000)
        )
        maximumBytes = reader.integer("fetch.maximum-bytes", default: 32 << 20, in: 1...1 << 32)
        redirects = reader.integer("fetch.redirects", default: 5, in: 0...50)
        retries = reader.integer("fetch.retries", default: 2, in: 0...20)
        retryAfterMaximum = reader.number("fetch.retry-after-maximum", default: 30, in: 0...86400)
        robots = reader.flag("fetch.robots", default: true)
        robotsTag = reader.flag("fetch.robots-tag", default: true)
        tdm = reader.flag("fetch.tdm", default: true)
        aiTxt = reader.flag("fetch.ai-txt", default: true)
        optOut = reader.files("fetch.opt-out", in: folder)
        allowAddresses = reader.list("fetch.allow-addresses", default: [])
        verifyTLS = reader.flag("fetch.verify-tls", default: true)
    }
}
