import Foundation
import TestKit

@testable import Fetching

extension FaultyServer {
    /// What a test may connect to: the public listeners, not the private ones on the same address.
    var allowed: [CIDR] {
        ports.filter { !["private", "pid", "dns"].contains($0.key) }.values.sorted().compactMap {
            CIDR("127.0.0.1:\($0)")
        }
    }

    /// The server's own counts.
    func stats() throws -> [String: Any] {
        var policy = FetchPolicy.bare
        policy.allowedAddresses = allowed
        var body: [UInt8] = []
        try Fetcher(policy: policy).run([FetchRequest(id: 0, url: base + "/__stats")]) { body = $0.body }
        return try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any] ?? [:]
    }

    func privateHits() throws -> Int? { try stats()["private_hits"] as? Int }
}

extension FetchPolicy {
    /// No manners and no patience: what a test needs unless it tests manners.
    static var bare: FetchPolicy {
        var policy = FetchPolicy()
        (policy.robots, policy.tdmrep, policy.aiTxt) = (false, false, false)
        policy.minimumGapPerHost = 0
        policy.connectionsPerHost = 64
        policy.connectTimeout = 3
        policy.firstByteTimeout = 2
        policy.stallTimeout = 2
        policy.totalTimeout = 6
        policy.retryPause = 0.05
        policy.retryAfterMaximum = 3
        policy.retries = 1
        policy.hostFailureLimit = 0
        policy.maximumBytes = 2 << 20
        return policy
    }
}

/// Fetches everything, one result for each URL, in their order.
func fetchAll(_ urls: [String], _ policy: FetchPolicy) throws -> [FetchResult] {
    var results: [Int: FetchResult] = [:]
    try Fetcher(policy: policy).run(urls.enumerated().map { FetchRequest(id: $0.offset, url: $0.element) }) { result in
        guard results.updateValue(result, forKey: result.id) == nil else { throw DeliveredTwice() }
    }
    return urls.indices.compactMap { results[$0] }
}

struct DeliveredTwice: Error {}
