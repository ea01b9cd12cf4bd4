import TestKit
import Testing

@testable import Curation

@Suite struct WindowCounterTests {
    /// The definition, slowly.
    private func reference(_ values: [UInt32], width: Int) -> (top: Double, repeated: Double) {
        var counts: [[UInt32]: Int] = [:]
        let windows = max(0, values.count - width + 1)
        for at in 0..<windows { counts[Array(values[at..<at + width]), default: 0] += 1 }
        guard windows > 0 else { return (0, 0) }
        let sorted = counts.values.sorted(by: >)
        let once = sorted.filter { $0 == 1 }.count
        let top = min(Int(Double(sorted.count).squareRoot()), sorted.count - once)
        return (
            Double(sorted.prefix(top).reduce(0, +)) / Double(windows),
            Double(sorted.filter { $0 > 1 }.reduce(0, +)) / Double(windows)
        )
    }

    @Test func equalsTheDefinitionOnRandomSequences() {
        var generator = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: 0 ..< .max, using: &generator)
        var random = SeededRandom(seed: seed)
        var counter = WindowCounter()
        for _ in 0..<60 {
            let width = Int.random(in: 1...10, using: &random)
            let letters = UInt32.random(in: 1...40, using: &random)
            let count = Int.random(in: 0...250, using: &random)
            let values = (0..<count).map { _ in UInt32.random(in: 0..<letters, using: &random) }
            values.withUnsafeBufferPointer { counter.count($0, width: width) }
            let expected = reference(values, width: width)
            #expect(counter.topShare() == expected.top, "seed \(seed)")
            #expect(counter.repeatedShare() == expected.repeated, "seed \(seed)")
        }
    }

    @Test func longSequencesWithFewRepeats() {
        var random = SeededRandom(seed: 7)
        var values = (0..<6_000).map { _ in UInt32.random(in: 0..<64, using: &random) }
        values += [64] + values[100..<160]
        var counter = WindowCounter()
        values.withUnsafeBufferPointer { counter.count($0, width: 10) }
        #expect(counter.windows == 6_052)
        #expect(counter.distinct == 6_001)
        #expect(counter.repeatedShare() == 102.0 / 6_052)
        #expect(counter.topShare() == 102.0 / 6_052)
    }
}
