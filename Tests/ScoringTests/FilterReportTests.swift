import Testing
@testable import Scoring

@Suite struct FilterReportTests {
    /// Every pair by hand.
    private func slowAUC(_ results: [(probability: Double, isPositive: Bool)]) -> Double {
        var (sum, pairs) = (0.0, 0.0)
        for good in results where good.isPositive {
            for bad in results where !bad.isPositive {
                sum += good.probability > bad.probability ? 1 : good.probability == bad.probability ? 0.5 : 0
                pairs += 1
            }
        }
        return pairs > 0 ? sum / pairs : 0.5
    }

    @Test func areaUnderTheCurveIsTheShareOfPairs() {
        var state: UInt64 = 17
        func next() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 40) / Double(1 << 24)
        }
        for size in [2, 5, 40, 200] {
            // Few different probabilities, so that ties occur.
            let results = (0..<size).map { _ in (probability: (next() * 8).rounded() / 8, isPositive: next() > 0.4) }
            #expect(abs(FilterReport.auc(results) - slowAUC(results)) < 1e-12)
        }
    }

    @Test func calibrationCountsWhatWasObserved() {
        let results = (0..<100).map { (probability: 0.25, isPositive: $0 < 25) }
        let report = FilterReport(results)
        #expect(report.calibrationError < 1e-12)
        #expect(report.bins[2].count == 100 && abs(report.bins[2].observed - 0.25) < 1e-12)
        #expect(FilterReport(results.map { ($0.probability + 0.5, $0.isPositive) }).calibrationError > 0.49)
    }
}
