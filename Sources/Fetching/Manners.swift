import WebStandards

/// What sites allow, origin by origin, and who waits to know. Pure: documents come in as bytes or faults.
struct Manners<Waiter> {
    /// May the URL be asked for?
    enum Answer {
        case yes
        case no(Refusal)
        /// These documents of the origin must be fetched first; an empty list: they are already on their way.
        case ask([SiteDocument])
    }

    private enum Robots {
        case unrestricted
        case rules(RobotsTXT)
        case unreachable(Refusal)
    }

    private struct Site {
        var robots = Robots.unrestricted
        var reservations: TDMRules?
        var aiTxt: RobotsTXT?
        var missing: Int
        var asked: Double
        var waiters: [Waiter] = []
    }

    private var sites: [String: Site] = [:]
    private var known = Queue<String>()
    private let documents: [SiteDocument]
    private let agent: String

    /// Seconds after which a site is asked again (RFC 9309, 2.4).
    static var lifetime: Double { 86_400 }
    /// Origins remembered; the one known longest goes first.
    static var capacity: Int { 20_000 }

    init(_ policy: FetchPolicy) {
        documents = SiteDocument.wanted(policy)
        agent = policy.robotsToken
    }

    /// Judges a URL. After `.ask` the caller fetches the documents and parks whoever asked.
    mutating func judge(_ target: Target, now: Double) -> Answer {
        if documents.isEmpty { return .yes }
        guard let site = sites[target.origin], site.missing > 0 || now - site.asked < Self.lifetime else {
            sites[target.origin] = Site(missing: documents.count, asked: now)
            return .ask(documents)
        }
        if site.missing > 0 { return .ask([]) }
        return judge(target.path, by: site).map { .no($0) } ?? .yes
    }

    private func judge(_ path: String, by site: Site) -> Refusal? {
        switch site.robots {
        case .unrestricted: break
        case .unreachable(let refusal): return refusal
        case .rules(let rules):
            if let rule = rules.prohibition(path: path, userAgentToken: agent) {
                return Refusal(.robots, "Disallow: \(rule)")
            }
        }
        if site.reservations?.reservation(path: path)?.isReserved == true {
            return Refusal(.tdmReserved, "tdmrep.json")
        }
        if let rule = site.aiTxt?.prohibition(path: path, userAgentToken: agent) {
            return Refusal(.aiTxt, "Disallow: \(rule)")
        }
        return nil
    }

    /// Keeps `waiter` until all documents of the origin are there.
    mutating func park(_ waiter: Waiter, origin: String) { sites[origin]?.waiters.append(waiter) }

    /// A document came, or did not. Returns those who waited, when it was the last one.
    mutating func receive(_ document: SiteDocument, origin: String, _ result: Result<[UInt8], Refusal>) -> [Waiter] {
        guard var site = sites.removeValue(forKey: origin) else { return [] }
        switch document {
        case .robots: site.robots = Self.robots(result)
        case .tdmrep: if case .success(let bytes) = result { site.reservations = TDMRules(json: bytes) }
        case .aiTxt: if case .success(let bytes) = result { site.aiTxt = RobotsTXT.parse(bytes) }
        }
        site.missing -= 1
        let released = site.missing == 0 ? site.waiters : []
        if site.missing == 0 {
            site.waiters = []
            known.append(origin)
        }
        sites[origin] = site
        if known.count > Self.capacity, let oldest = known.popFirst(), sites[oldest]?.missing == 0 {
            sites[oldest] = nil
        }
        return released
    }

    /// RFC 9309, 2.3.1: a 4xx is no rules, an error of the server or the network forbids everything for now.
    /// 429 counts as an error of the server: who is asked to slow down should not go on without rules.
    private static func robots(_ result: Result<[UInt8], Refusal>) -> Robots {
        switch result {
        case .success(let bytes): .rules(RobotsTXT.parse(bytes))
        case .failure(let refusal):
            switch refusal.fault {
            case .notFound, .forbidden, .clientError, .redirectLimit, .badRedirect, .unexpectedStatus, .empty:
                .unrestricted
            case .tooManyRequests, .unavailable, .serverError:
                .unreachable(Refusal(.robotsUnavailable, "robots.txt: \(refusal.detail)"))
            default: .unreachable(Refusal(refusal.fault, "robots.txt: \(refusal.detail)"))
            }
        }
    }

    /// The `Crawl-delay` of an origin, nil when it has none.
    func crawlDelay(origin: String) -> Double? {
        guard case .rules(let rules)? = sites[origin]?.robots else { return nil }
        return rules.crawlDelay(userAgentToken: agent)
    }
}
