import Testing

@testable import Evaluation

@Suite struct StatisticsTests {
    @Test(
        "the area counts pairs in which the positive is above, equals half",
        arguments: [
            ([0.1, 0.4, 0.35, 0.8], [false, false, true, true], 0.75),
            ([0, 0, 0, 0], [true, false, true, false], 0.5),
            ([1, 2], [false, true], 1), ([1, 2], [true, false], 0), ([1, 1, 0], [true, false, false], 0.75),
        ] as [([Double], [Bool], Double)])
    func area(scores: [Double], labels: [Bool], expected: Double) {
        #expect(ROC.area(scores: scores, labels: labels) == expected)
    }

    @Test("labels of one kind have no area") func oneKind() {
        #expect(ROC.area(scores: [1, 2], labels: [true, true]) == nil)
        #expect(ROC.area(scores: [], labels: []) == nil)
    }

    @Test("the interval of equal values is a point, of others lies around the mean, and is the same each time")
    func interval() throws {
        #expect(Bootstrap.interval(ofMean: [0.5, 0.5], resamples: 20, seed: 1) == 0.5...0.5)
        #expect(Bootstrap.interval(ofMean: [], resamples: 20, seed: 1) == nil)
        let values = (0..<100).map { Double($0 % 2) }
        let interval = try #require(Bootstrap.interval(ofMean: values, resamples: 500, seed: 1))
        #expect(interval == Bootstrap.interval(ofMean: values, resamples: 500, seed: 1))
        #expect(interval.contains(0.5))
        // Two standard errors of a fair coin thrown 100 times: 0.4 to 0.6.
        #expect((0.35...0.45).contains(interval.lowerBound) && (0.55...0.65).contains(interval.upperBound))
    }
}
