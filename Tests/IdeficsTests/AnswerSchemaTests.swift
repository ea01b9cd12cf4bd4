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
}
