import Facts

/// One thing to fetch, on its way: a request, or a document of a site.
final class Job {
    /// What it is for.
    enum Purpose {
        case request(FetchRequest)
        case document(SiteDocument, origin: String)
    }

    let purpose: Purpose
    /// The number of its start: the older goes first when bytes are short.
    let order: Int
    /// Where it is now.
    var target: Target
    /// Redirects followed.
    var redirects = 0
    /// Attempts, and what to do next.
    var retry: RetryMachine
    /// Requests sent, redirects included.
    var requests = 0
    /// Seconds on the network.
    var spent = 0.0
    /// A kept connection was spoiled before a request could be sent on it.
    var needsOwnConnection = false
    /// The last status, 0 before one.
    var status = 0
    /// The last `Content-Type`.
    var contentType = ""
    /// The numbers it obeys.
    let policy: FetchPolicy

    init(_ purpose: Purpose, target: Target, order: Int, policy: FetchPolicy) {
        self.purpose = purpose
        self.target = target
        self.order = order
        self.policy = policy
        retry = RetryMachine(policy)
    }

    /// The longest body it takes.
    var maximumBytes: Int { policy.maximumBytes }

    /// Whether a body that is too long is cut instead of refused.
    var keepsPrefix: Bool { if case .document = purpose { true } else { false } }

    /// Whether the answer is worth reading.
    func wantsBody(_ head: ResponseHead) -> Bool {
        guard HTTPStatus.hasContent(head.status) else { return false }
        if case .document = purpose { return true }
        return refusal(head) == nil
    }

    /// What the header itself forbids: `X-Robots-Tag`, `tdm-reservation`.
    func refusal(_ head: ResponseHead) -> Refusal? {
        guard case .request = purpose else { return nil }
        return policy.refusal(robotsTags: head.robotsTags, tdmReservation: head.tdmReservation)
            .map { Refusal($0.fault, $0.detail) }
    }
}

extension FetchPolicy {
    /// The numbers for documents of a site.
    var forDocuments: FetchPolicy {
        var policy = self
        policy.maximumBytes = SiteDocument.maximumBytes
        policy.totalTimeout = min(totalTimeout, SiteDocument.totalTimeout)
        policy.maximumRedirects = SiteDocument.maximumRedirects
        policy.retries = min(retries, 1)
        return policy
    }
}
