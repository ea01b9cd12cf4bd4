import Testing

@testable import Fetching

@Suite struct NameCacheTests {
    private func cache(threads: Int = 2) -> NameCache<Int> {
        var policy = FetchPolicy()
        (policy.connectTimeout, policy.resolverThreads) = (10, threads)
        return NameCache(policy)
    }

    private func describe(_ answer: NameCache<Int>.Answer) -> String {
        switch answer {
        case .addresses(let addresses): addresses.map(\.description).joined(separator: " ")
        case .no(let refusal): refusal.fault.rawValue
        case .wait: "wait"
        }
    }

    @Test func aNameIsAskedOnceAndAllWhoWaitedGoOn() throws {
        var cache = cache()
        let target = try Target("http://example.org/a")
        #expect(describe(cache.look(up: target, now: 0)) == "wait")
        cache.park(1, host: target.host)
        #expect(describe(cache.look(up: target, now: 0)) == "wait")
        cache.park(2, host: target.host)
        #expect(cache.nextQuestion(now: 0) == "example.org")
        #expect(cache.nextQuestion(now: 0) == nil)
        #expect(cache.receive("example.org", .success([.v4(0x0808_0808)]), now: 1) == [1, 2])
        #expect(describe(cache.look(up: target, now: 300)) == "8.8.8.8")
        #expect(describe(cache.look(up: target, now: 302)) == "wait")
    }

    @Test func onlyPermittedAddressesAreGiven() throws {
        var cache = cache()
        let target = try Target("http://example.org/a")
        _ = cache.look(up: target, now: 0)
        _ = cache.receive("example.org", .success([.v4(0x7F00_0001), .v4(0x0808_0808), .v6(0, 1)]), now: 0)
        #expect(describe(cache.look(up: target, now: 0)) == "8.8.8.8")
        _ = cache.receive("example.org", .success([.v4(0x0A00_0001), .v6(0xFE80_0000_0000_0000, 1)]), now: 0)
        #expect(describe(cache.look(up: target, now: 0)) == "privateAddress")
    }

    @Test func anAddressNeedsNoQuestion() throws {
        var cache = cache()
        #expect(describe(cache.look(up: try Target("http://8.8.8.8/"), now: 0)) == "")
        #expect(describe(cache.look(up: try Target("http://[2606:4700::1111]/"), now: 0)) == "")
        #expect(describe(cache.look(up: try Target("http://[::1]/"), now: 0)) == "privateAddress")
        #expect(cache.nextQuestion(now: 0) == nil)
    }

    @Test func questionsAreLimitedAndTheirPatienceStartsWhenAsked() throws {
        var cache = cache(threads: 1)
        for (index, host) in ["a.example", "b.example"].enumerated() {
            _ = cache.look(up: try Target("http://\(host)/"), now: 0)
            cache.park(index, host: host)
        }
        #expect(cache.nextQuestion(now: 0) == "a.example")
        #expect(cache.nextQuestion(now: 0) == nil)
        #expect(cache.expire(now: 9) == [])
        #expect(cache.expire(now: 10) == [0])
        #expect(cache.receive("a.example", .failure(Refusal(.dnsFailed)), now: 50) == [])
        #expect(cache.nextQuestion(now: 50) == "b.example")
        #expect(cache.expire(now: 59) == [])
        #expect(cache.receive("b.example", .failure(Refusal(.dnsNotFound)), now: 60) == [1])
        #expect(describe(cache.look(up: try Target("http://b.example/"), now: 61)) == "dnsNotFound")
    }
}
