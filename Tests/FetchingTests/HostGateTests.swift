import Testing

@testable import Fetching

@Suite struct HostGateTests {
    private func gate(connections: Int = 2, gap: Double = 0, silences: Int = 3) -> HostGate<String> {
        var policy = FetchPolicy()
        (policy.connectionsPerHost, policy.minimumGapPerHost, policy.hostFailureLimit) = (connections, gap, silences)
        return HostGate(policy)
    }

    private func fill(_ gate: inout HostGate<String>, _ host: String, _ count: Int) {
        for index in 0..<count { #expect(gate.add("\(host)\(index)", host: host) == true) }
    }

    @Test func connectionsOfAHostAreLimited() {
        var gate = gate()
        fill(&gate, "a", 5)
        #expect(gate.next(now: 0) == "a0")
        #expect(gate.next(now: 0) == "a1")
        #expect(gate.next(now: 0) == nil)
        #expect(gate.finished(host: "a", silent: false, now: 1).isEmpty)
        #expect(gate.next(now: 1) == "a2")
        #expect(gate.next(now: 1) == nil)
        #expect(gate.waiting == 2)
    }

    @Test func hostsTakeTurns() {
        var gate = gate(connections: 10)
        fill(&gate, "a", 3)
        fill(&gate, "b", 3)
        #expect((0..<6).map { _ in gate.next(now: 0) } == ["a0", "b0", "a1", "b1", "a2", "b2"])
    }

    @Test func startsKeepTheirGap() {
        var gate = gate(connections: 10, gap: 0.5)
        fill(&gate, "a", 3)
        #expect(gate.next(now: 10) == "a0")
        #expect(gate.next(now: 10.4) == nil)
        #expect(gate.nextWake == 10.5)
        #expect(gate.next(now: 10.5) == "a1")
        #expect(gate.next(now: 11.2) == "a2")
    }

    @Test func aHeldBackHostWaitsAloneAndLaterItemsToo() {
        var gate = gate()
        fill(&gate, "a", 1)
        gate.holdBack(host: "a", until: 5)
        fill(&gate, "b", 1)
        #expect(gate.next(now: 0) == "b0")
        #expect(gate.next(now: 4.9) == nil)
        #expect(gate.next(now: 5) == "a0")
    }

    @Test func aCrawlDelayLengthensTheGap() {
        var gate = gate(connections: 10, gap: 0.1)
        gate.slowDown(host: "a", gap: 2)
        gate.slowDown(host: "a", gap: 1)
        fill(&gate, "a", 2)
        #expect(gate.next(now: 0) == "a0")
        #expect(gate.next(now: 1.9) == nil)
        #expect(gate.next(now: 2) == "a1")
    }

    @Test func aSilentHostIsGivenUpAndAnAnswerForgivesIt() {
        var gate = gate(connections: 10)
        fill(&gate, "a", 10)
        for _ in 0..<6 { _ = gate.next(now: 0) }
        #expect(gate.finished(host: "a", silent: true, now: 0).isEmpty)
        #expect(gate.finished(host: "a", silent: true, now: 0).isEmpty)
        #expect(gate.finished(host: "a", silent: false, now: 0).isEmpty)
        #expect(gate.finished(host: "a", silent: true, now: 0).isEmpty)
        #expect(gate.finished(host: "a", silent: true, now: 0).isEmpty)
        #expect(gate.finished(host: "a", silent: true, now: 0) == ["a6", "a7", "a8", "a9"])
        #expect(gate.waiting == 0)
        #expect(gate.add("late", host: "a") == false)
    }

    /// Many hosts, one after the other: what is done is forgotten.
    @Test func idleHostsCostNoMemory() {
        var gate = gate(gap: 0.1)
        for index in 0..<1000 {
            let host = "host\(index)"
            #expect(gate.add("x", host: host) == true)
            #expect(gate.next(now: Double(index)) == "x")
            #expect(gate.finished(host: host, silent: false, now: Double(index) + 0.05).isEmpty)
        }
        #expect(gate.next(now: 2000) == nil)
        #expect(gate.hostCount == 0)
    }

    /// Random traffic: every item leaves once, no limit is ever broken.
    @Test(arguments: [1, 2, 3] as [UInt64]) func everyItemLeavesOnceWithinTheLimits(_ seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var gate = gate(connections: 2, gap: 0.25, silences: 0)
        let added = (0..<500).map { ("h\(random(7))", $0) }
        for (host, index) in added { #expect(gate.add("\(host)/\(index)", host: host) == true) }
        var (now, left, active, lastStart) = (0.0, Set<String>(), [String: Int](), [String: Double]())
        while left.count < 500 && now < 1000 {
            while let item = gate.next(now: now) {
                let host = String(item.prefix(2))
                #expect(left.insert(item).inserted)
                active[host, default: 0] += 1
                #expect(active[host, default: 0] <= 2)
                #expect(now - lastStart[host, default: -1] >= 0.2499)
                lastStart[host] = now
            }
            for host in active.keys.sorted() where active[host, default: 0] > 0 && random(2) == 0 {
                active[host, default: 0] -= 1
                #expect(gate.finished(host: host, silent: false, now: now).isEmpty)
            }
            now += 0.1
        }
        #expect(left.count == 500)
    }
}
