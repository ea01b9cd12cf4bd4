/// A file in which a site says what may be done with it, asked once for each origin.
enum SiteDocument: CaseIterable, Sendable {
    case robots, tdmrep, aiTxt

    /// Where it lies.
    var path: String {
        switch self {
        case .robots: "/robots.txt"
        case .tdmrep: "/.well-known/tdmrep.json"
        case .aiTxt: "/ai.txt"
        }
    }

    /// Bytes read of it: RFC 9309 asks for at least 500 KiB, the rest is ignored.
    static let maximumBytes = 512 << 10
    /// Seconds it may take.
    static let totalTimeout = 15.0
    /// Redirects followed (RFC 9309, 2.3.1.2).
    static let maximumRedirects = 5

    /// Those the policy wants to see.
    static func wanted(_ policy: FetchPolicy) -> [SiteDocument] {
        allCases.filter { document in
            switch document {
            case .robots: policy.robots
            case .tdmrep: policy.tdmrep
            case .aiTxt: policy.aiTxt
            }
        }
    }
}
