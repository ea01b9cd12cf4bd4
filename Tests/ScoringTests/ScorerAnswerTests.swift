import JSON
import Testing

@testable import Scoring

@Suite struct ScorerAnswerTests {
    private func request(_ work: ScorerRequest.Work = .logProbabilities(masks: false)) -> ScorerRequest {
        ScorerRequest(
            id: 1, work: work, parts: [[.text("a"), .image(sha256: "f0"), .text("b")]], maximumTokens: 8)
    }

    private func answer(_ json: String, _ work: ScorerRequest.Work = .logProbabilities(masks: false)) throws
        -> ScorerAnswer
    {
        try ScorerAnswer(JSONValue(parsing: json), to: request(work))
    }

    @Test("tokens come with log-probabilities, runs of text and the pictures they see") func tokens() throws {
        let answer = try answer(
            #"{"parts": [{"ids": [1, 5, 9, 6], "logprobs": [-1.5, -2, -0.25], "sees": [-1, -1, 0, 0], "text": [[1, 2], [3, 4]]}]}"#
        )
        guard case .tokens(let parts) = answer.content else { throw ScorerFault("no tokens") }
        #expect(parts[0].logProbabilities == [-1.5, -2, -0.25])
        #expect(parts[0].runs.map(\.tokens) == [1..<2, 3..<4])
        #expect(parts[0].runs.map(\.image) == [nil, 0])
    }

    @Test("a decision, a caption, a failure and a picture that was left out") func others() throws {
        #expect(try answer(#"{"yes": -0.5, "no": -1}"#, .question("q")).content == .decision(yes: -0.5, no: -1))
        #expect(try answer(#"{"text": "a dog"}"#, .caption(prefix: "")).content == .caption("a dog"))
        #expect(try answer(#"{"error": "too long"}"#).content == .failed("too long"))
        #expect(
            try answer(#"{"text": "", "left_out": {"0": "no picture"}}"#, .caption(prefix: "")).leftOut == [
                0: "no picture"
            ])
    }

    @Test(
        "what cannot be an answer is told",
        arguments: [
            (#"{"parts": []}"#, "0 parts"), (#"{"parts": [{"ids": [1]}]}"#, "lacks"),
            (#"{"parts": [{"ids": [1, 2], "logprobs": [], "sees": [0, 0], "text": []}]}"#, "2 tokens come with 0"),
            (#"{"parts": [{"ids": [1, 2], "logprobs": [-1], "sees": [0], "text": []}]}"#, "1 pictures seen"),
            (#"{"parts": [{"ids": [1, 2], "logprobs": [0.5], "sees": [0, 0], "text": []}]}"#, "no log-probability"),
            (#"{"parts": [{"ids": [1, 2], "logprobs": [null], "sees": [0, 0], "text": []}]}"#, "no log-probability"),
            (#"{"parts": [{"ids": [1, 2], "logprobs": [-1], "sees": [0, 1], "text": [[1, 2]]}]}"#, "does not have"),
            (#"{"parts": [{"ids": [1, 2], "logprobs": [-1], "sees": [0, 0], "text": [[0, 2]]}]}"#, "follow each other"),
            (#"{"parts": [{"ids": [1, 2], "logprobs": [-1], "sees": [0, 0], "text": [[1, 3]]}]}"#, "follow each other"),
            (
                #"{"parts": [{"ids": [1,2,3,4,5,6,7,8,9], "logprobs": [-1,-1,-1,-1,-1,-1,-1,-1], "sees": [0,0,0,0,0,0,0,0,0], "text": []}]}"#,
                "9 tokens where 8"
            ),
            (#"{"parts": [], "left_out": {"1": "x"}}"#, "not in the request"),
        ])
    func lies(json: String, problem: String) {
        let fault = #expect(throws: ScorerFault.self) { try answer(json) }
        #expect(fault?.description.contains(problem) == true, "\(String(describing: fault))")
    }
}
