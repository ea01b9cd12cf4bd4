import Glibc
import Synchronization
import TestKit
import Testing

@testable import Fetching

/// The loop as a whole: order, laziness, bounds, and names that lead to surprising places.
@Suite struct FetcherTests {
    struct Full: Error {}

    private func requests(_ urls: [String]) -> [FetchRequest] {
        urls.enumerated().map { FetchRequest(id: $0.offset, url: $0.element) }
    }

    @Test func whatNeedsNoNetworkIsAnswered() throws {
        let cases: [(String, FetchFault)] = [
            ("", .invalidURL), ("no url", .invalidURL), ("//x/y", .invalidURL), ("http://", .invalidURL),
            ("http://exa mple/", .invalidURL), ("http://x:99999/", .invalidURL), ("http://[::1/", .invalidURL),
            ("http://x/" + String(repeating: "a", count: 20_000), .invalidURL), ("ftp://x/y", .scheme),
            ("file:///etc/passwd", .scheme), ("data:image/png;base64,AAAA", .scheme), ("javascript:alert(1)", .scheme),
            ("http://127.0.0.1/", .privateAddress), ("http://169.254.169.254/latest", .privateAddress),
            ("http://0x7f.1/", .privateAddress), ("http://[::ffff:10.0.0.1]/", .privateAddress),
        ]
        let results = try fetchAll(cases.map(\.0), FetchPolicy())
        for (result, (url, fault)) in zip(results, cases) {
            #expect(result.outcome.fault == fault, "\(url.prefix(60)): \(result.outcome)")
            #expect(result.attempts == 0 && result.url == url && result.body.isEmpty)
        }
    }

    @Test(.needsFaultyServer) func namesLeadWhereTheyAreAllowedToAndNowhereElse() throws {
        let server = try FaultyServer()
        var policy = FetchPolicy.bare
        policy.allowedAddresses = server.allowed
        policy.connectTimeout = 0.5
        let asked = Atomic(0)
        let fetcher = try Fetcher(policy: policy) { name in
            switch name {
            case "ok.test": return .success([.v4(0x7F00_0001)])
            case "both.test": return .success([.v4(0x7F00_0002), .v4(0x7F00_0001), .v4(0x0A00_0001)])
            case "private.test": return .success([.v4(0x7F00_0002), .v6(0, 1)])
            case "mapped.test": return .success([.v6(0, 0xFFFF_7F00_0002)])
            case "nx.test": return .failure(Refusal(.dnsNotFound))
            case "servfail.test": return .failure(Refusal(.dnsFailed))
            case "rebind.test":  // a public-looking answer first, the inside afterwards
                return .success([
                    .v4(asked.wrappingAdd(1, ordering: .relaxed).oldValue == 0 ? 0x7F00_0001 : 0x7F00_0002)
                ])
            default:
                usleep(1_500_000)
                return .success([.v4(0x7F00_0001)])
            }
        }
        let cases: [(String, FetchFault?)] = [
            ("ok", nil), ("both", nil), ("private", .privateAddress), ("mapped", .privateAddress), ("nx", .dnsNotFound),
            ("servfail", .dnsFailed), ("rebind", nil), ("rebind", nil), ("slow", .dnsFailed),
        ]
        var outcomes: [Int: FetchOutcome] = [:]
        var order: [Int] = []
        try fetcher.run(requests(cases.map { "http://\($0.0).test:\(server.port)/ok" })) {
            outcomes[$0.id] = $0.outcome
            order.append($0.id)
        }
        for (index, (name, fault)) in cases.enumerated() { #expect(outcomes[index]?.fault == fault, "\(name)") }
        #expect(order.last == cases.count - 1)
        #expect(asked.load(ordering: .relaxed) == 1)
        #expect(try server.privateHits() == 0)
    }

    @Test(.needsFaultyServer) func requestsAreDrawnLazily() throws {
        let server = try FaultyServer()
        var policy = FetchPolicy.bare
        policy.allowedAddresses = server.allowed
        policy.lookahead = 7
        var (drawn, delivered, furthest) = (0, 0, 0)
        try Fetcher(policy: policy).run(
            next: {
                drawn += 1
                furthest = max(furthest, drawn - delivered)
                return drawn <= 40 ? FetchRequest(id: drawn, url: "\(server.base)/gen/\(drawn).png") : nil
            }, deliver: { _ in delivered += 1 })
        #expect(delivered == 40)
        #expect(furthest <= 8)
    }

    /// URLs that are refused at once hold their results too until these are taken.
    @Test func refusedRequestsAreDrawnLazily() throws {
        var policy = FetchPolicy.bare
        policy.lookahead = 7
        var (drawn, delivered, furthest) = (0, 0, 0)
        try Fetcher(policy: policy).run(
            next: {
                drawn += 1
                furthest = max(furthest, drawn - delivered)
                return drawn <= 1000 ? FetchRequest(id: drawn, url: "http://127.0.0.1:8/\(drawn).png") : nil
            },
            deliver: { result in
                delivered += 1
                #expect(result.outcome.fault == .privateAddress)
            })
        #expect(delivered == 1000)
        #expect(furthest <= 8)
    }

    @Test func aReceiverThatThrowsStopsTheLoopWithItsError() throws {
        #expect {
            try Fetcher(policy: FetchPolicy()).run(requests(["ftp://x/", "ftp://y/"])) { _ in throw Full() }
        } throws: { error in
            if case FetcherError.delivery(let inner) = error { inner is Full } else { false }
        }
    }

    @Test(.needsFaultyServer) func aFetcherCanBeUsedAgainAfterThat() throws {
        let server = try FaultyServer()
        var policy = FetchPolicy.bare
        policy.robots = true
        policy.allowedAddresses = server.allowed
        let fetcher = try Fetcher(policy: policy)
        let urls = (0..<20).map { "\(server.base)/gen/\($0).png?lat_ms=\($0 * 20)" }
        #expect(throws: FetcherError.self) { try fetcher.run(requests(urls)) { _ in throw Full() } }
        #expect(fetcher.transfers.active.isEmpty && fetcher.transfers.budget.bytes == 0)
        var ids: [Int] = []
        try fetcher.run(requests(urls)) { result in
            #expect(result.outcome == .fetched)
            ids.append(result.id)
        }
        #expect(ids.sorted() == Array(0..<20))
    }

    @Test(.needsFaultyServer) func aDeadHostIsGivenUp() throws {
        let server = try FaultyServer()
        let port = try #require(server.ports["closed"])
        var policy = FetchPolicy.bare
        policy.allowedAddresses = server.allowed
        policy.connectionsPerHost = 1
        policy.hostFailureLimit = 3
        let faults = try fetchAll((0..<10).map { "http://127.0.0.1:\(port)/\($0)" }, policy).map(\.outcome.fault)
        #expect(faults.filter { $0 == .connectRefused }.count == 3)
        #expect(faults.filter { $0 == .hostGivenUp }.count == 7)
    }

    @Test(.needsFaultyServer) func bytesInFlightAreBoundedAndEverythingStillArrives() throws {
        let body = (0..<1_500_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        let server = try FaultyServer(files: ["big.png": body])
        var policy = FetchPolicy.bare
        policy.allowedAddresses = server.allowed
        policy.connections = 16
        policy.inFlightBytes = 2_000_000
        policy.totalTimeout = 30
        policy.firstByteTimeout = 10
        let fetcher = try Fetcher(policy: policy)
        var whole = 0
        try fetcher.run(requests((0..<40).map { "\(server.base)/img/big.png?\($0)" })) { result in
            if result.body == body { whole += 1 }
        }
        #expect(whole == 40)
        #expect(fetcher.transfers.budget.peak > 1_500_000)
        #expect(fetcher.transfers.budget.peak <= policy.inFlightBytes + policy.maximumBytes)
        #expect(fetcher.transfers.budget.bytes == 0)
    }

    @Test(.needsFaultyServer) func resultsSayWhatHappened() throws {
        let server = try FaultyServer()
        var policy = FetchPolicy.bare
        policy.allowedAddresses = server.allowed
        policy.userAgent = "Quarry/1.0"
        policy.contact = "https://example.org/bot"
        #expect(policy.userAgentHeader == "Quarry/1.0 (+https://example.org/bot)")
        let urls = ["/redirect-chain?n=3", "/reset-then-ok?k=r", "/status/404", "/redirect-loop"].map {
            server.base + $0
        }
        let results = try fetchAll(urls, policy)
        #expect(results[0].redirects == 3 && results[0].attempts == 1 && results[0].status == 200)
        #expect(results[0].finalURL == server.base + "/redirect-chain?n=0")
        #expect(results[0].contentType == "image/png")
        #expect(results[1].attempts == 2 && results[1].outcome == .fetched)
        #expect(results[2].outcome == .failed(.notFound, detail: "404"))
        #expect(results[2].status == 404 && results[2].attempts == 1)
        #expect(results[3].redirects == policy.maximumRedirects && results[3].attempts == 1)
    }
}
