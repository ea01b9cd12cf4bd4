import Platform
import Testing
import TestKit
@testable import Configuration
@testable import Documents
@testable import Scoring

@Suite struct LogisticRegressionTests {
    private let features = FilterFeatures(allOf: ["id", "words", "image_gain", "url", "tokens"], bits: 12)

    private func example(_ text: String, gain: Double?) -> FilterExample {
        let document = Document(
            url: "http://a.example/", nodes: [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: text)]))])
        return features.example(document, [10, gain])
    }

    @Test func whereADocumentLiesIsNoFeature() {
        #expect(features.names == ["words", "image_gain"] + FilterFeatures.imageFacts)
        let example = example("A dog, a DOG.", gain: 1)
        // a, dog, "a dog" (twice, once), "dog a": four different n-grams.
        #expect(example.ngrams.count == 4)
        #expect(example.dense[2] == nil)
    }

    @Test func wordsAndNumbersAreLearnt() {
        var examples: [(FilterExample, isPositive: Bool)] = []
        for index in 0..<60 {
            let isPositive = index % 2 == 0
            let text = isPositive ? "a clear recipe number \(index)" : "buy cheap pills number \(index)"
            examples.append((example(text, gain: index % 3 == 0 ? nil : isPositive ? 1 : -1), isPositive))
        }
        let fitted = LogisticRegression(examples)
        #expect(fitted == LogisticRegression(examples))
        #expect(fitted.probability(example("a clear recipe", gain: nil)) > 0.8)
        #expect(fitted.probability(example("cheap pills", gain: nil)) < 0.2)
        #expect(
            fitted.probability(example("something else", gain: 1))
                > fitted.probability(example("something else", gain: -1)))
    }

    @Test func aFilterReadsBackAsItWasWritten() throws {
        let examples = (0..<20).map {
            (example("word\($0) and \($0 % 2)", gain: Double($0 % 2)), isPositive: $0 % 2 == 0)
        }
        let filter = FilterModel(features, LogisticRegression(examples))
        let scratch = try Scratch()
        let path = scratch.file("filter.json")
        try filter.write(to: path, FilterReport([(0.5, true)]))
        let read = try FilterModel(path: path)
        #expect(read.features == filter.features)
        for (example, _) in examples {
            #expect(abs(read.regression.probability(example) - filter.regression.probability(example)) < 1e-12)
        }
        try Files.write("{}", to: path)
        #expect(throws: PipelineError.self) { try FilterModel(path: path) }
    }
}
