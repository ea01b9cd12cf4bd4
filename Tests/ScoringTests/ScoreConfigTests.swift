import Facts
import Testing
@testable import Configuration
@testable import Scoring

@Suite struct ScoreConfigTests {
    private func parse(_ text: String) throws -> Pipeline {
        try Pipeline.parse(text, file: "p.yaml", folder: "/pipelines")
    }

    @Test func rulesOnScoresArePredicates() throws {
        let pipeline = try parse(
            """
            score: {model: models/small, signals: [perplexity], batch-tokens: 512}
            documents:
              image-gain: {min: 0.1}
              model-perplexity: {max: 40}
              quality: {model: filter.json, min: 0.5}
            images:
              image-gain: {min: -0.5, max: 3}
            """)
        let config = pipeline.config.score
        #expect(config.selects)
        let request = try #require(config.scoring("/c"))
        #expect(request.checkpoint == "/pipelines/models/small" && request.batchTokens == 512)
        #expect(request.signals == [.perplexity, .imageGain])
        let selection = config.selection("/c", output: "/d")
        #expect(selection.predicate == "image_gain >= 0.1 AND perplexity <= 40.0 AND quality >= 0.5")
        #expect(selection.imagesPredicate == "image_gain >= -0.5 AND image_gain <= 3.0")
        #expect(selection.filter == "/pipelines/filter.json")
    }

    @Test func aPipelineWithoutScoresIsTheOneItWas() throws {
        let plain = try parse("name: plain")
        #expect(
            !plain.resolved.contains("score") && plain.config.score.scoring("/c") == nil && !plain.config.score.selects)
        let again = try Pipeline.parse(
            try parse("score: {model: m}\ndocuments: {image-gain: {min: 1}}").resolved, file: "plan.json",
            folder: "/pipelines")
        #expect(again.config.score.selection("/c", output: "/d").predicate == "image_gain >= 1.0")
    }

    @Test(arguments: [
        ("documents: {image-gain: {min: 0.1}}", "needs a section score"),
        ("score: {signals: [perplexity]}", "score.model"),
        ("score: {model: m, signals: [perplexty]}", "did you mean 'perplexity'"),
        ("score: {model: m, signals: [question]}", "score.question"),
        ("score: {model: m}\ndocuments: {image-gain: {}}", "needs min or max"),
        ("documents: {quality: {min: 0.5}}", "needs a model"),
        ("documents: {image-gian: {min: 0.1}}", "did you mean 'image-gain'"),
        ("score: {model: m, modle: x}", "did you mean 'model'"),
    ])
    func whatIsWrongIsSaid(text: String, message: String) throws {
        let error = #expect(throws: PipelineError.self) { try parse(text) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(message), "\(error.map { "\($0)" } ?? "")")
    }
}
