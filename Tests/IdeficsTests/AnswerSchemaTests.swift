import TestKit
import Testing

@testable import Idefics

/// What the model verbs print with `--json` is as `schemas/answers/` says.
@Suite struct ModelAnswers {
    private func caption(_ candidates: [Captioner.Candidate]) -> Captioner.Described {
        .init(
            source: "duck.png",
            caption: .init(text: "a duck", ids: [5, 6, 2], reason: .stopToken, candidates: candidates))
    }

    @Test func captions() throws {
        #expect(try Schema.problems(caption([]).json, answer: "caption") == [])
        let best = caption([.init(text: "a duck", score: -0.5), .init(text: "a goose", score: -1)])
        #expect(try Schema.problems(best.json, answer: "caption") == [])
        #expect(try Schema.problems(#"{"image": "duck.png"}"#, answer: "caption") != [])
    }

    @Test func continuations() throws {
        let answer = Result<PromptAnswer, IdeficsError>.success(.init(promptIDs: [1, 2], ids: [3], text: "x"))
        #expect(try Schema.problems(answer.json(\.json), answer: "generate") == [])
        #expect(try Schema.problems(#"{"error": "no such picture"}"#, answer: "generate") == [])
        #expect(try Schema.problems(#"{"text": "x"}"#, answer: "generate") != [])
    }

    @Test func logProbabilities() throws {
        let scores = TokenScores(ids: [1, 2, 3], logProbabilities: [-0.25, -7])
        #expect(try Schema.problems(scores.json, answer: "logprobs") == [])
        #expect(try Schema.problems(#"{"ids": [1], "logprobs": ["x"]}"#, answer: "logprobs") != [])
    }

    @Test func aDescription() throws {
        let description = try ModelDescription(folder: Repository.emojiModel)
        #expect(try Schema.problems(description.json, answer: "model-info") == [])
        #expect(try Schema.problems(#"{"model_type": "other"}"#, answer: "model-info") != [])
    }

    @Test func aBenchmark() throws {
        var settings = ModelBenchmark.Settings()
        (settings.promptTokens, settings.images, settings.newTokens, settings.repetitions) = (8, 1, 2, 1)
        let result = try ModelBenchmark(
            folder: Repository.emojiModel, options: LoadOptions(threads: 1), settings: settings)
        #expect(try Schema.problems(result.json, answer: "model-bench") == [])
        #expect(try Schema.problems(#"{"dtype": "f32"}"#, answer: "model-bench") != [])
    }

    @Test func aSmallerCheckpoint() throws {
        let scratch = try Scratch()
        let packed = try CompactCheckpoint(packing: Repository.emojiModel, to: scratch.file("packed"), threads: 1)
        #expect(try Schema.problems(packed.json(nil), answer: "model-change") == [])
        let prompts = try PromptFile(
            path: scratch.write(Array(#"{"items": [{"text": "A duck and a house."}]}"#.utf8), "prompts.jsonl"))
        let change = try QuantizationChange(
            source: Repository.emojiModel, quantized: scratch.file("packed"), documents: prompts, threads: 1)
        #expect(try Schema.problems(packed.json(change), answer: "model-change") == [])
        #expect(try Schema.problems(#"{"matrices": 3}"#, answer: "model-change") != [])
    }
}
