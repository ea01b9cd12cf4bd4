import TestKit
import Testing

@testable import Fetching

/// What sites say in robots.txt, by host name, and how politely they are asked, as the server saw it.
@Suite struct MannersServerTests {
    /// Host name, path, agent and fault; `nil` for a fetched body.
    static let sites: [(String, String, FetchFault?)] = [
        ("allow", "/ok", nil), ("disallow", "/ok", .robots), ("404", "/ok", nil), ("403", "/ok", nil),
        ("401", "/ok", nil),
        ("410", "/ok", nil), ("429", "/ok", .robotsUnavailable), ("500", "/ok", .robotsUnavailable),
        ("503", "/ok", .robotsUnavailable), ("html", "/ok", nil), ("huge", "/first", .robots),
        ("huge", "/late", .notFound),
        ("endless", "/ok", nil), ("endless", "/x", .robots), ("stall", "/ok", .firstByteTimeout),
        ("drip", "/ok", .timeout),
        ("redirect", "/ok", .robots), ("redirectloop", "/ok", nil), ("redirectprivate", "/ok", .privateAddress),
        ("reset", "/ok", .reset), ("gzip", "/ok", .robots), ("bom", "/ok", .robots), ("cr", "/ok", .robots),
        ("garbage", "/ok", nil), ("agent", "/ok", nil), ("ccbot", "/ok", nil), ("partial", "/ok", nil),
        ("partial", "/img/x", .robots),
    ]

    @Test(.needsFaultyServer) func robotsOfEverySite() throws {
        let server = try FaultyServer()
        var policy = FetchPolicy.bare
        policy.robots = true
        policy.allowedAddresses = server.allowed
        let results = try fetchAll(Self.sites.map { "http://\($0.0).localhost:\(server.port)\($0.1)" }, policy)
        for (result, (site, path, fault)) in zip(results, Self.sites) {
            #expect(result.outcome.fault == fault, "\(site)\(path): \(result.outcome)")
        }
        #expect(try server.privateHits() == 0)
    }

    @Test(.needsFaultyServer) func robotsAreAskedOnceAndByOurName() throws {
        let server = try FaultyServer()
        var policy = FetchPolicy.bare
        policy.robots = true
        policy.userAgent = "obelics/1.0"
        policy.allowedAddresses = server.allowed
        let named = try fetchAll((0..<5).map { "http://agent.localhost:\(server.port)/gen/\($0).png" }, policy)
        #expect(named.allSatisfy { $0.outcome.fault == .robots && $0.attempts == 0 })
        let paths = try server.stats()["by_path"] as? [String: Int]
        #expect(paths?["/robots.txt"] == 1)
        #expect(paths?["/gen"] == nil)
        policy.robots = false
        #expect(try fetchAll(["http://agent.localhost:\(server.port)/ok"], policy).first?.outcome == .fetched)
    }

    @Test(.needsFaultyServer) func connectionsAndGapsStayWithinTheLimits() throws {
        let server = try FaultyServer()
        var policy = FetchPolicy.bare
        policy.allowedAddresses = server.allowed
        policy.connectionsPerHost = 3
        policy.minimumGapPerHost = 0.3
        let results = try fetchAll((0..<10).map { "\(server.base)/gen/\($0).png?lat_ms=1200" }, policy)
        #expect(results.allSatisfy { $0.outcome == .fetched })
        let stats = try server.stats()
        let host = String(server.base.dropFirst(7))
        #expect((stats["max_inflight_host"] as? [String: Int])?[host] == 3)
        #expect(try #require((stats["min_gap_ms"] as? [String: Double])?[host]) > 50)
    }

    @Test(.needsFaultyServer) func crawlDelayIsObeyed() throws {
        let server = try FaultyServer()
        var policy = FetchPolicy.bare
        policy.robots = true
        policy.crawlDelayMaximum = 0.3
        policy.allowedAddresses = server.allowed
        let start = MonotonicClock.now
        let results = try fetchAll((0..<4).map { "http://delay.localhost:\(server.port)/gen/\($0).png" }, policy)
        #expect(results.allSatisfy { $0.outcome == .fetched })
        #expect(MonotonicClock.now - start >= 0.9)
    }
}
