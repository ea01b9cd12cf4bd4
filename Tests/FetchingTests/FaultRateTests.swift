import TestKit
import Testing

@testable import Fetching

/// Half of all pictures fail in twelve ways, decided by their names: two runs must say the same of each.
@Suite struct FaultRateTests {
    @Test(.needsFaultyServer) func failuresAreTypedAndRepeatable() throws {
        let files = Dictionary(
            uniqueKeysWithValues: (0..<60).map { index in
                ("p\(index).png", [0x89, 0x50, 0x4E, 0x47] + (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* index) })
            })
        var runs: [[FetchOutcome]] = []
        for _ in 0..<2 {
            let server = try FaultyServer(arguments: ["--fail-rate", "0.5", "--seed", "7"], files: files)
            var policy = FetchPolicy.bare
            policy.allowedAddresses = server.allowed
            let results = try fetchAll((0..<60).map { "\(server.base)/img/p\($0).png" }, policy)
            #expect(results.count == 60)
            for (index, result) in results.enumerated() where result.outcome == .fetched && result.body.first == 0x89 {
                // "close" cuts a body that has no length: only the decoder can know.
                let whole = files["p\(index).png"] ?? []
                #expect(result.body == whole || result.body == Array(whole[..<(whole.count * 2 / 3)]))
            }
            runs.append(
                results.map { result in
                    result.outcome.fault.map { FetchOutcome.failed($0, detail: "") } ?? .fetched
                })
        }
        #expect(runs[0] == runs[1])
        let failed = runs[0].filter { $0 != .fetched }.count
        #expect(failed > 10 && failed < 50)
    }
}
