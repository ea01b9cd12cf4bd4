import Facts
import WebStandards

/// Every number and manner of fetching. The defaults are polite; a pipeline file may set each of them.
public struct FetchPolicy: Sendable {
    /// The product token of the `User-Agent`, also the name `robots.txt` groups are matched with.
    public var userAgent = "Quarry"
    /// A URL or an e-mail address put into the `User-Agent`, so that a site can complain; empty: none.
    public var contact = ""
    /// Transfers at once, over all hosts.
    public var connections = 128
    /// Transfers at once to one host (name and port).
    public var connectionsPerHost = 2
    /// Seconds between the starts of two requests to one host; a `Crawl-delay` may lengthen it.
    public var minimumGapPerHost = 0.1
    /// The longest `Crawl-delay` that is obeyed to the letter, in seconds; longer ones count as this.
    public var crawlDelayMaximum = 30.0
    /// Seconds for name resolution, TCP and TLS together.
    public var connectTimeout = 10.0
    /// Seconds from the request to the first header line of the answer.
    public var firstByteTimeout = 15.0
    /// Seconds without a byte, once the answer has begun.
    public var stallTimeout = 10.0
    /// Seconds on the network that one request may use over all its redirects and attempts; waits do not count.
    public var totalTimeout = 60.0
    /// The longest body kept, in bytes, before and after decoding.
    public var maximumBytes = 20 << 20
    /// Redirects followed for one request.
    public var maximumRedirects = 10
    /// Bytes of unfinished bodies held at once; beyond it transfers pause, all but one (so + `maximumBytes`).
    public var inFlightBytes = 64 << 20
    /// Requests read ahead, so that slow hosts do not idle the others.
    public var lookahead = 4096
    /// Attempts after the first one.
    public var retries = 2
    /// Seconds before the first retry when the server names none; doubled each time.
    public var retryPause = 0.5
    /// The longest `Retry-After` that is waited for, in seconds; a longer one ends the request.
    public var retryAfterMaximum = 30.0
    /// Requests in a row without any answer after which a host is given up for this run; 0: never.
    public var hostFailureLimit = 10
    /// Threads that resolve names; one slow name holds one of them, not the loop.
    public var resolverThreads = 32
    /// Addresses that may be connected to although they are not global: tests and intranets.
    public var allowedAddresses: [CIDR] = []
    /// Ask `robots.txt` first (RFC 9309).
    public var robots = true
    /// Obey `X-Robots-Tag: noai, noimageai, noml, noindex, noimageindex`.
    public var robotsDirectives = true
    /// Obey TDMRep (`/.well-known/tdmrep.json` and the `tdm-reservation` header).
    public var tdmrep = true
    /// Obey `ai.txt`.
    public var aiTxt = true
    /// URLs and domains that must not be asked at all.
    public var optOut = OptOutList()
    /// Verify certificates and host names.
    public var verifyTLS = true
    /// A file of additional trusted certificates (PEM) instead of the system's; empty: the system's.
    public var certificates = ""
    /// What `Accept` says.
    public var accept =
        PictureFormat.decoded.compactMap(\.mediaTypes.first).joined(separator: ",") + ",image/*;q=0.8,*/*;q=0.5"

    /// The defaults.
    public init() {}

    /// The whole `User-Agent` header: `Quarry (+https://example.org/bot)`.
    public var userAgentHeader: String { FetchPolicy.userAgentHeader(userAgent, contact: contact) }

    /// The header of a name and an address.
    package static func userAgentHeader(_ name: String, contact: String) -> String {
        contact.isEmpty ? name : "\(name) (+\(contact))"
    }

    /// What the header of an answer forbids: values of `X-Robots-Tag`, and of `tdm-reservation`. For answers that were
    /// not fetched here too, as those in an archive.
    public func refusal(robotsTags: [String], tdmReservation: String?) -> (fault: FetchFault, detail: String)? {
        if robotsDirectives {
            let found = robotsTags.reduce(RobotsDirectives()) {
                $0.union(.header($1, userAgentToken: robotsToken))
            }.intersection(.refusesImages)
            if !found.isEmpty { return (.noai, "x-robots-tag: " + found.words.joined(separator: ", ")) }
        }
        if tdmrep, let tdmReservation, TDMReservation(value: tdmReservation)?.isReserved == true {
            return (.tdmReserved, "tdm-reservation: 1")
        }
        return nil
    }

    /// What on the opt-out list covers a URL ("url" or the domain), nil when nothing does.
    public func optedOut(_ url: String) -> String? { (try? Target(url)).flatMap { optOut.match($0) } }

    /// The name robots rules are matched with: the product token without its version.
    var robotsToken: String { String(userAgent.prefix { $0 != "/" && $0 != " " }) }
}
