import Testing

@testable import Evaluation

/// Worked out by hand from the definitions of the metrics.
@Suite struct MetricEdgeTests {
    @Test("one bigram more costs exp(-1/72), and a word that no reference has costs its share of the length")
    func penalty() {
        // n = 1: cosine 1/√2, times the penalty of one bigram's difference; nothing of the other three.
        let score = CIDEr.scores([
            .init(caption: ["cat", "sat"], references: [["cat"]]), .init(caption: [], references: [["dog"]]),
        ])[0]
        #expect(abs(score - 1.743384349760141) < 1e-12)
    }

    @Test("the score is the mean over the references") func mean() {
        let score = CIDEr.scores([
            .init(caption: ["cat"], references: [["cat"], ["dog"]]), .init(caption: [], references: [["x"]]),
        ])[0]
        #expect(abs(score - 1.25) < 1e-12)
    }

    @Test("a picture whose references repeat a word counts once for it, a word of all pictures weighs nothing")
    func pictures() {
        func score(_ other: [[String]]) -> Double {
            CIDEr.scores([
                .init(caption: ["cat"], references: [["cat"], ["cat"]]), .init(caption: [], references: other),
            ])[0]
        }
        #expect(abs(score([["x"]]) - 2.5) < 1e-12)
        #expect(score([["cat"]]) == 0)
    }

    @Test("four words that are all the same score ten; n-grams end at four") func whole() {
        let words = ["a", "b", "c", "d"]
        let scores = CIDEr.scores([
            .init(caption: words, references: [words]), .init(caption: ["e"], references: [["f"]]),
        ])
        #expect(abs(scores[0] - 10) < 1e-12 && scores[1] == 0)
        // A caption without references is no error.
        #expect(CIDEr.Weights().score(.init(caption: ["a"], references: [])) == 0)
    }

    @Test("the interval cuts half of what is left on each side") func quantiles() throws {
        func interval(_ confidence: Double, _ statistic: (Int) -> Double?) -> ClosedRange<Double>? {
            var calls = 0
            return Bootstrap.interval(count: 3, resamples: 100, seed: 1, confidence: confidence) { _ in
                calls += 1
                return statistic(calls)
            }
        }
        // The values are 1 to 100: the 51st of 101 places is 51.
        #expect(interval(0.5) { Double($0) } == 26...76)
        #expect(interval(0.5) { Double(101 - $0) } == 26...76)
        #expect(interval(1) { Double($0) } == 1...100)
        #expect(interval(0) { Double($0) } == 51...51)
        // Of 50 numbers a quarter is 12.5: the places 12 and 37 counted from 0.
        #expect(interval(0.5) { $0 % 2 == 0 ? Double($0) : nil } == 26...76)
        #expect(interval(0.5) { _ in nil } == nil)
    }

    @Test("without a confidence it is 95 in a hundred") func usual() {
        var calls = 0.0
        let interval = Bootstrap.interval(count: 1, resamples: 1000, seed: 0) { _ in
            calls += 1
            return calls
        }
        #expect(interval?.lowerBound == 26 && interval?.upperBound == 976)
    }

    @Test("each resample has as many examples as there are, drawn with replacement, and there are as many as asked for")
    func resamples() {
        var draws: [[Int]] = []
        _ = Bootstrap.interval(count: 4, resamples: 200, seed: 3) {
            draws.append($0)
            return 0
        }
        #expect(draws.count == 200)
        #expect(draws.allSatisfy { $0.count == 4 })
        #expect(Set(draws.joined()) == [0, 1, 2, 3])
        #expect(draws.contains { Set($0).count < 4 })
        #expect(Bootstrap.interval(count: 4, resamples: 0, seed: 3) { _ in 1 } == nil)
        #expect(Bootstrap.interval(count: 0, resamples: 5, seed: 3) { _ in 1 } == nil)
        let values = (0..<50).map(Double.init)
        #expect(
            Bootstrap.interval(ofMean: values, resamples: 50, seed: 1)
                != Bootstrap.interval(ofMean: values, resamples: 50, seed: 2))
    }

    @Test("the area does not depend on the order of the examples, and equal scores count half wherever they stand")
    func area() {
        // Pairs of a positive and a negative: 3 above 2, 3 above 1, 2 beside 2, 2 above 1: three and a half of four.
        let (scores, labels) = ([3.0, 2, 2, 1], [true, true, false, false])
        #expect(ROC.area(scores: scores, labels: labels) == 0.875)
        #expect(ROC.area(scores: scores.reversed(), labels: labels.reversed()) == 0.875)
        #expect(ROC.area(scores: [1, 2], labels: [false, false]) == nil)
        #expect(ROC.area(scores: [-1, -2, -3], labels: [false, true, false]) == 0.5)
    }
}
