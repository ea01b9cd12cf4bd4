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
        for limit in [\MachineLimits.f32OperationsPerSecond, \.bf16OperationsPerSecond, \.int8OperationsPerSecond] {
            #expect(higher[keyPath: limit] == max(limits[keyPath: limit], again[keyPath: limit]))
        }
    }
}
