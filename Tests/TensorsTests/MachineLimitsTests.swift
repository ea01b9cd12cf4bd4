import Testing

@testable import Tensors

@Suite struct MachineLimitsTests {
    @Test func limitsOfNothingToReadAreStillMeasured() {
        let pool = ThreadPool(threads: 1)
        #expect(MachineLimits.readSpeed([], pool) == 0)
        let limits = MachineLimits(pool: pool, reading: [])
        #expect(limits.readBytesPerSecond == 0)
        let again = MachineLimits(pool: pool, reading: [])
        let higher = MachineLimits(limits, again)
        #expect(higher.f32OperationsPerSecond == max(limits.f32OperationsPerSecond, again.f32OperationsPerSecond))
    }
}
