import Foundation
import TestKit
import Testing

@testable import Fetching

/// The list of 62 faulty URLs, with the deadline and the connections that reliability.md measured img2dataset with.
@Suite struct FaultListTests {
    @Test(.needsShared("hostile/fault_urls_62.txt"), .needsFaultyServer) func sixtyTwoFaultyURLs() throws {
        let path = try Shared.require("hostile/fault_urls_62.txt")
        let server = try FaultyServer(port: 18_000)
        let urls = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(urls.count == 62)
        var policy = FetchPolicy()
        policy.connections = 16
        policy.connectionsPerHost = 16
        policy.minimumGapPerHost = 0
        policy.totalTimeout = 10
        policy.retryAfterMaximum = 5
        policy.hostFailureLimit = 0
        policy.allowedAddresses = server.allowed
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)  // resets the peak
        let before = Self.kilobytes("VmRSS")
        let start = MonotonicClock.now
        let results = try fetchAll(urls, policy)
        #expect(MonotonicClock.now - start < 30)  // 12 s on a machine that does nothing else
        #expect(Self.kilobytes("VmHWM") - before < 300_000)
        #expect(results.count == 62)
        let pictures = results.filter { $0.outcome == .fetched && $0.body.starts(with: [0x89, 0x50, 0x4E, 0x47]) }
        print(
            "kept \(pictures.count) of 62, \(MonotonicClock.now - start) s, +\(Self.kilobytes("VmHWM") - before) kB"
        )
        #expect(pictures.count >= 19)
        let faults = Dictionary(grouping: results.compactMap(\.outcome.fault)) { $0 }.mapValues(\.count)
        #expect(faults[.privateAddress] == 3)
        #expect(faults[.noai] == 1)
        #expect(faults[.tdmReserved] == 1)
        #expect(try server.privateHits() == 0)
        let bytes = try #require(server.stats()["bytes"] as? Int)
        #expect(bytes < 62 * policy.maximumBytes)
    }

    private static func kilobytes(_ field: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(field + ":") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }
}
