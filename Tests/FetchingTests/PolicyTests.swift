import CCurl
import Glibc
import Testing

@testable import Fetching

/// The numbers and manners that hold where nobody says otherwise, and what each fault means.
@Suite struct PolicyTests {
    @Test("The defaults are polite") func defaults() {
        let policy = FetchPolicy()
        #expect(policy.userAgent == "Quarry" && policy.contact == "" && policy.userAgentHeader == "Quarry")
        #expect(policy.connections == 128 && policy.connectionsPerHost == 2 && policy.minimumGapPerHost == 0.1)
        #expect(policy.crawlDelayMaximum == 30 && policy.connectTimeout == 10 && policy.firstByteTimeout == 15)
        #expect(policy.stallTimeout == 10 && policy.totalTimeout == 60 && policy.maximumBytes == 20_971_520)
        #expect(policy.maximumRedirects == 10 && policy.inFlightBytes == 67_108_864 && policy.lookahead == 4096)
        #expect(policy.retries == 2 && policy.retryPause == 0.5 && policy.retryAfterMaximum == 30)
        #expect(policy.hostFailureLimit == 10 && policy.resolverThreads == 32 && policy.allowedAddresses.isEmpty)
        #expect(policy.robots && policy.robotsDirectives && policy.tdmrep && policy.aiTxt && policy.verifyTLS)
        #expect(policy.certificates == "" && policy.optOut.count == 0)
        #expect(policy.accept.hasSuffix(",image/*;q=0.8,*/*;q=0.5") && policy.accept.contains("image/jpeg"))
    }

    @Test("Who asks is told with an address, and rules are looked up by the name alone") func names() {
        var policy = FetchPolicy()
        (policy.userAgent, policy.contact) = ("Bot/1.0 (x)", "https://example.org/bot")
        #expect(policy.userAgentHeader == "Bot/1.0 (x) (+https://example.org/bot)")
        #expect(policy.robotsToken == "Bot")
        policy.userAgent = "Two words"
        #expect(policy.robotsToken == "Two")
    }

    @Test("A header forbids only where the policy obeys it") func refusals() {
        var policy = FetchPolicy()
        #expect(policy.refusal(robotsTags: [], tdmReservation: nil) == nil)
        #expect(policy.refusal(robotsTags: ["all", "nofollow"], tdmReservation: "0") == nil)
        #expect(policy.refusal(robotsTags: ["all", "noimageai"], tdmReservation: nil)?.fault == .noai)
        #expect(policy.refusal(robotsTags: ["quarry: noai"], tdmReservation: nil)?.fault == .noai)
        #expect(policy.refusal(robotsTags: ["otherbot: noai"], tdmReservation: nil) == nil)
        // What is said to robots comes before what is reserved.
        #expect(policy.refusal(robotsTags: ["noindex"], tdmReservation: "1")?.fault == .noai)
        policy.robotsDirectives = false
        #expect(policy.refusal(robotsTags: ["noindex"], tdmReservation: "1")?.fault == .tdmReserved)
        #expect(policy.refusal(robotsTags: ["noindex"], tdmReservation: nil) == nil)
        policy.tdmrep = false
        #expect(policy.refusal(robotsTags: [], tdmReservation: "1") == nil)
    }

    @Test("What is listed is told by the entry that covers it") func optedOut() {
        var policy = FetchPolicy()
        policy.optOut = OptOutList(lines: ["example.org", "http://one.example/a.png"])
        #expect(policy.optedOut("https://www.example.org/x") == "example.org")
        #expect(policy.optedOut("http://one.example/a.png#x") == "url")
        #expect(policy.optedOut("http://one.example/b.png") == nil && policy.optedOut("no URL") == nil)
        // A host's last dot changes nothing.
        #expect(policy.optedOut("http://www.example.org./x") == "example.org")
    }

    // MARK: faults

    private static let retryable: [FetchFault] = [
        .robotsUnavailable, .dnsFailed, .connectRefused, .connectFailed, .connectTimeout, .tlsExpired, .tls,
        .firstByteTimeout, .hostGivenUp, .timeout, .stalled, .reset, .truncated, .tooManyRequests, .unavailable,
        .serverError,
    ]
    private static let silent: [FetchFault] = [
        .dnsNotFound, .dnsFailed, .connectRefused, .connectFailed, .connectTimeout, .tlsUntrusted, .tlsHostMismatch,
        .tlsExpired, .tls, .firstByteTimeout,
    ]
    private static let repeated: [FetchFault] = [
        .dnsFailed, .connectTimeout, .firstByteTimeout, .stalled, .reset, .truncated,
    ]

    @Test("Another day may mend the network, a host or a name, but no rule and no 404", arguments: FetchFault.allCases)
    func kinds(fault: FetchFault) {
        #expect(fault.isRetryable == Self.retryable.contains(fault))
        #expect(fault.isSilence == Self.silent.contains(fault))
        #expect(fault.isWorthAnotherAttempt == Self.repeated.contains(fault))
        #expect(!fault.words.isEmpty && (fault.remedy != "") == (fault == .privateAddress))
    }

    @Test("No two faults are told in the same words") func words() {
        #expect(Set(FetchFault.allCases.map(\.words)).count == FetchFault.allCases.count)
        #expect(FetchFault.privateAddress.remedy == "; --allow-address opens it")
        #expect(FetchFault.notFound.words == "not found" && FetchFault.forbidden.words == "forbidden")
        #expect(FetchFault.truncated.words == "the body ended before its length")
    }

    @Test(
        "A final status is a fault",
        arguments: [
            (400, FetchFault.clientError), (402, .clientError), (404, .notFound), (410, .notFound), (401, .forbidden),
            (403, .forbidden), (429, .tooManyRequests), (499, .clientError), (500, .serverError), (503, .unavailable),
            (599, .serverError), (600, .unexpectedStatus), (399, .unexpectedStatus), (204, .unexpectedStatus),
        ]) func statuses(status: Int, fault: FetchFault)
    {
        #expect(RetryMachine.fault(status: status) == fault)
    }

    private func fault(_ code: CURLcode, errno: Int32 = 0, verification: Int = 0, began: Bool = false) -> FetchFault {
        CurlCode.fault(.init(code: code, systemError: Int(errno), verification: verification, answerBegan: began))
    }

    @Test("What libcurl says is a fault of ours") func codes() {
        #expect(fault(CURLE_URL_MALFORMAT) == .invalidURL && fault(CURLE_COULDNT_RESOLVE_HOST) == .dnsFailed)
        #expect(fault(CURLE_COULDNT_CONNECT) == .connectFailed && fault(CURLE_OPERATION_TIMEDOUT) == .connectTimeout)
        #expect(fault(CURLE_SSL_CONNECT_ERROR) == .tls && fault(CURLE_SSL_CONNECT_ERROR, errno: ECONNRESET) == .reset)
        for code in [
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED,
        ] {
            #expect(fault(code) == .tls)
        }
        #expect(fault(CURLE_SEND_ERROR) == .reset && fault(CURLE_HTTP2) == .reset)
        #expect(fault(CURLE_HTTP2_STREAM) == .reset && fault(CURLE_BAD_CONTENT_ENCODING) == .encoding)
        #expect(fault(CURLE_OUT_OF_MEMORY) == .badResponse && fault(CURLE_WEIRD_SERVER_REPLY) == .badResponse)
    }

    @Test("Of certificates it is told whether name, time or root is wrong") func certificates() {
        let code = CURLE_PEER_FAILED_VERIFICATION
        for verification in [0, 1, 62] { #expect(fault(code, verification: verification) == .tlsHostMismatch) }
        for verification in [9, 10] { #expect(fault(code, verification: verification) == .tlsExpired) }
        for verification in [2, 8, 11, 18, 19, 20, 61, 63] {
            #expect(fault(code, verification: verification) == .tlsUntrusted)
        }
    }

    @Test("A connection that breaks is a reset, and an answer that is none a bad one") func received() {
        for errno in [ECONNRESET, EPIPE, ECONNABORTED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, ENETDOWN] {
            #expect(fault(CURLE_RECV_ERROR, errno: errno, began: true) == .reset)
        }
        #expect(fault(CURLE_RECV_ERROR) == .reset && fault(CURLE_RECV_ERROR, errno: EINVAL) == .reset)
        #expect(fault(CURLE_RECV_ERROR, errno: EINVAL, began: true) == .badResponse)
    }

    // MARK: names

    @Test("A question that nobody waits for is asked once more after five minutes") func lifetime() throws {
        var cache = NameCache<Int>(FetchPolicy())
        let target = try Target("http://a.example/")
        _ = cache.look(up: target, now: 0)
        #expect(cache.nextQuestion(now: 0) == "a.example")
        #expect(cache.receive("a.example", .failure(Refusal(.dnsNotFound)), now: 10) == [])
        if case .no(let refusal) = cache.look(up: target, now: 309.9) {
            #expect(refusal.fault == .dnsNotFound)
        } else {
            Issue.record("a refusal is remembered")
        }
        guard case .wait = cache.look(up: target, now: 310) else {
            Issue.record("after its life a name is asked again")
            return
        }
        #expect(cache.nextQuestion(now: 310) == "a.example")
    }

    @Test("Who was forgotten waits no more, and a late answer is still taken") func forgotten() throws {
        var cache = NameCache<Int>(FetchPolicy())
        let target = try Target("http://a.example/")
        _ = cache.look(up: target, now: 0)
        cache.park(1, host: "a.example")
        cache.forgetWaiters()
        #expect(cache.nextQuestion(now: 0) == "a.example")
        #expect(cache.expire(now: 100) == [])
        #expect(cache.receive("a.example", .success([.v4(0x0808_0808)]), now: 100) == [])
        guard case .addresses(let found) = cache.look(up: target, now: 101) else {
            Issue.record("the answer was taken")
            return
        }
        #expect(found == [.v4(0x0808_0808)])
    }

    // MARK: hosts

    private func gate(_ gap: Double, _ silences: Int = 2) -> HostGate<Int> {
        var policy = FetchPolicy()
        (policy.connectionsPerHost, policy.minimumGapPerHost, policy.hostFailureLimit) = (1, gap, silences)
        return HostGate(policy)
    }

    @Test("Hosts are given up by silences in a row, and with no limit never") func silences() {
        var gate = gate(0)
        for item in 0..<4 { _ = gate.add(item, host: "a") }
        #expect(gate.next(now: 0) == 0)
        #expect(gate.finished(host: "a", silent: true, now: 0) == [])
        #expect(gate.next(now: 0) == 1)
        #expect(gate.finished(host: "a", silent: true, now: 0) == [2, 3])
        #expect(gate.waiting == 0)
        #expect(gate.add(9, host: "a") == false)
        #expect(gate.add(9, host: "b") == true)
        var patient = self.gate(0, 0)
        for item in 0..<20 {
            #expect(patient.add(item, host: "a") == true)
            #expect(patient.next(now: 0) == item)
            #expect(patient.finished(host: "a", silent: true, now: 0) == [])
        }
    }

    /// Bytes that nobody asked for should have come before a connection is used again.
    @Test("Behind an answer there is a pause, no longer than the gap") func settling() {
        var slow = gate(0.5)
        for item in 0..<2 { _ = slow.add(item, host: "a") }
        #expect(slow.next(now: 0) == 0)
        #expect(slow.finished(host: "a", silent: false, now: 5) == [])
        #expect(slow.next(now: 5.019) == nil)
        #expect(slow.nextWake == 5.02)
        #expect(slow.next(now: 5.02) == 1)
        var quick = gate(0.01)
        for item in 0..<2 { _ = quick.add(item, host: "a") }
        #expect(quick.next(now: 0) == 0)
        #expect(quick.finished(host: "a", silent: false, now: 5) == [])
        #expect(quick.next(now: 5.009) == nil)
        #expect(quick.next(now: 5.01) == 1)
    }

    @Test("A host is held back until the later of two times") func heldBack() {
        var gate = gate(0)
        _ = gate.add(1, host: "a")
        gate.holdBack(host: "a", until: 8)
        gate.holdBack(host: "a", until: 3)
        #expect(gate.next(now: 7.9) == nil)
        #expect(gate.nextWake == 8)
        #expect(gate.next(now: 8) == 1)
    }

    @Test("Bytes in flight are counted, and one transfer may always go on") func budget() {
        let budget = Budget(limit: 10)
        budget.take(7)
        budget.give(5)
        budget.take(3)
        #expect(budget.bytes == 5 && budget.peak == 7 && budget.limit == 10)
    }
}
