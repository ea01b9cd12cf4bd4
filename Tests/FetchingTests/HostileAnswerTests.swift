import Foundation
import TestKit
import Testing

@testable import Fetching

/// Answers from fuzzers' corpora and mutated good ones: each ends in one typed outcome, and a body is never invented.
@Suite struct HostileAnswerTests {
    private func outcomes(_ answers: [[UInt8]]) throws -> [FetchResult] {
        let server = try #require(RawServer(answers))
        defer { server.stop() }
        var policy = FetchPolicy.bare
        policy.retries = 0
        (policy.connectTimeout, policy.firstByteTimeout, policy.stallTimeout, policy.totalTimeout) = (30, 30, 30, 60)
        policy.connections = 1
        policy.resolverThreads = 1  // in order, as the server counts
        policy.allowedAddresses = try [#require(CIDR("127.0.0.1:\(server.port)"))]
        // A host name of its own for each, so that no connection is used twice.
        return try fetchAll(answers.indices.map { "http://n\($0).localhost:\(server.port)/" }, policy)
    }

    @Test(.needsShared("hostile/http/go-fuzz-httpresp")) func fuzzersAnswers() throws {
        let folder = try Shared.require("hostile/http/go-fuzz-httpresp")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let answers = names.compactMap { FileManager.default.contents(atPath: folder + "/" + $0).map { Array($0) } }
        #expect(answers.count == names.count && !answers.isEmpty)
        #expect(try outcomes(answers).count == answers.count)
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func mutatedAnswers(_ seed: UInt64) throws {
        var state = seed
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let good = Array(
            ("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nX-Robots-Tag: all\r\nContent-Length: 64\r\n\r\n"
                + String(repeating: "0123456789abcdef", count: 4)).utf8)
        let answers = (0..<100).map { _ in
            var answer = good
            for _ in 0...random(3) {
                switch random(4) {
                case 0: answer[random(answer.count)] = UInt8(random(256))
                case 1: answer.remove(at: random(answer.count))
                case 2: answer.insert(UInt8(random(256)), at: random(answer.count))
                default: answer.removeLast(random(min(answer.count - 1, 100)))
                }
            }
            return answer
        }
        let results = try outcomes(answers)
        #expect(results.count == 100)
        for (result, answer) in zip(results, answers) where result.outcome == .fetched {
            #expect(!result.body.isEmpty && result.body.count <= answer.count, "seed \(seed)")
        }
    }

    @Test func everyPlaceAnAnswerCanBeCutAt() throws {
        let good = Array("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n0123456789abcdef".utf8)
        let results = try outcomes((0...good.count).map { Array(good[..<$0]) })
        for (index, result) in results.enumerated() {
            if index == good.count {
                #expect(result.outcome == .fetched)
            } else {
                #expect(result.outcome.fault != nil && result.body.isEmpty, "cut at \(index)")
            }
        }
    }

    /// Something unasked follows each answer on a kept connection; the next URL must still get its own body.
    @Test(arguments: ["HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nPOISON", "x"])
    func aSpoiledConnectionIsNotUsedAgain(_ extra: String) throws {
        let server = try #require(
            RawServer(keepsOpen: true) { _, request in
                let path = request.split(separator: " ").dropFirst().first ?? ""
                return [
                    Array("HTTP/1.1 200 OK\r\nContent-Length: \(path.utf8.count)\r\n\r\n\(path)".utf8),
                    Array(extra.utf8),
                ]
            })
        defer { server.stop() }
        var policy = FetchPolicy.bare
        policy.connectionsPerHost = 1
        policy.minimumGapPerHost = 0.05
        policy.lookahead = 1
        (policy.connectTimeout, policy.firstByteTimeout, policy.stallTimeout, policy.totalTimeout) = (30, 30, 30, 60)
        policy.allowedAddresses = try [#require(CIDR("127.0.0.1:\(server.port)"))]
        var asked = 0
        var bodies: [[UInt8]] = []
        try Fetcher(policy: policy).run(
            next: {
                guard asked < 30 else { return nil }
                // What came after the last answer is there: only then is it known to be unasked for.
                server.waitUntilAnswered(asked)
                defer { asked += 1 }
                return FetchRequest(id: asked, url: "http://127.0.0.1:\(server.port)/\(asked)")
            },
            deliver: { bodies.append($0.body) })
        #expect(bodies == (0..<30).map { Array("/\($0)".utf8) })
    }
}
