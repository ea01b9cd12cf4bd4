import Annotations
import Facts
import Testing

@testable import Scoring

@Suite struct SampleReportTests {
    private func annotation(_ id: Int, _ value: Double?) -> Annotation {
        var annotation = Annotation(document: "\(id)")
        annotation.values[.perplexity] = value
        return annotation
    }

    @Test("quantiles have bounds of order statistics, and documents without a value do not count") func quantiles()
        throws
    {
        let report = SampleReport((0..<100).map { annotation($0, Double($0)) } + [annotation(100, nil)], [.perplexity])
        let signal = try #require(report.signals.first)
        #expect(signal.count == 100 && signal.name == "perplexity")
        // Half of 100 with a deviation of 5: 50 ± 9.8.
        #expect(signal.quantiles[2] == .init(share: 0.5, value: 50, low: 40, high: 60))
        #expect(signal.quantiles[0].low == 0)
    }

    @Test("a single document has its own value as every bound, none has no signals") func few() throws {
        let one = try #require(SampleReport([annotation(1, 3)], [.perplexity]).signals.first)
        #expect(one.quantiles.allSatisfy { $0.value == 3 && $0.low == 3 && $0.high == 3 })
        #expect(SampleReport([annotation(1, nil)], [.perplexity]).signals.isEmpty)
    }
}
