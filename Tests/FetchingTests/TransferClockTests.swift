import Testing

@testable import Fetching

@Suite struct TransferClockTests {
    private var policy: FetchPolicy {
        var policy = FetchPolicy()
        (policy.connectTimeout, policy.firstByteTimeout, policy.stallTimeout, policy.totalTimeout) = (10, 15, 5, 60)
        return policy
    }

    @Test func eachPhaseHasItsDeadline() {
        var clock = TransferClock(policy, spent: 0, now: 100)
        #expect(clock.expired(now: 109.9) == nil)
        #expect(clock.expired(now: 110) == .connectTimeout)
        clock.connected(now: 105)
        #expect(clock.expired(now: 119.9) == nil)
        #expect(clock.expired(now: 120) == .firstByteTimeout)
        clock.received(now: 118)
        #expect(clock.expired(now: 122.9) == nil)
        #expect(clock.expired(now: 123) == .stalled)
    }

    @Test func aDripIsEndedByTheTotal() {
        var clock = TransferClock(policy, spent: 20, now: 0)
        clock.connected(now: 0)
        for second in 0..<40 {
            clock.received(now: Double(second))
            #expect(clock.expired(now: Double(second)) == nil)
        }
        clock.received(now: 40)
        #expect(clock.expired(now: 40) == .timeout)
        #expect(clock.spent(now: 40) == 60)
    }

    @Test func aPauseOfOursIsNotTheirs() {
        var clock = TransferClock(policy, spent: 0, now: 0)
        clock.connected(now: 1)
        clock.received(now: 2)
        clock.pause(now: 3)
        #expect(clock.expired(now: 1000) == nil)
        #expect(clock.spent(now: 1000) == 3)
        clock.resume(now: 1000)
        #expect(clock.expired(now: 1004) == nil)
        #expect(clock.expired(now: 1005) == .stalled)
        #expect(clock.spent(now: 1005) == 8)
    }

    @Test func whatTheLoopDidElsewhereIsNotTheirs() {
        var clock = TransferClock(policy, spent: 0, now: 0)
        clock.connected(now: 1)
        clock.received(now: 2)
        clock.excuse(100)
        #expect(clock.expired(now: 106) == nil)
        #expect(clock.expired(now: 107) == .stalled)
        #expect(clock.spent(now: 107) == 7)
    }
}
