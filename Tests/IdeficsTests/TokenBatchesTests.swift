import TestKit
import Testing

@testable import Idefics

@Suite struct TokenBatchesTests {
    @Test func neighboursInLengthRunTogether() {
        #expect(TokenBatches.make([5, 1, 9, 2, 30, 0], limit: 10) == [[5, 1, 3, 0], [2], [4]])
        #expect(TokenBatches.make([], limit: 10).isEmpty)
        #expect(TokenBatches.make([3, 3, 3], limit: 1) == [[0], [1], [2]])
    }

    @Test func aScorerOverEncodedPicturesHasTheSumsOfTheScores() throws {
        let model = try IdeficsModel(checkpoint: Repository.emojiModel, options: LoadOptions(threads: 1))
        let picture = try model.images.prepare(path: Repository.emojiModel + "/pictures/duck.png")
        let documents: [[PromptItem]] = [
            [.text("A short list."), .image(picture), .text("This is duck.")], [.text("Only words.")],
        ]
        let scorer = DocumentScorer(model)
        let scores = try scorer.scores(of: documents)
        let prompts = try documents.map { try model.prompts.document($0) }
        let states = try model.encode([picture])
        for limit in [1, 1024] {
            let batched = DocumentScorer(model, batchTokens: limit)
            let own = try batched.sums(of: [(prompts[0], states), (prompts[1], [])])
            let masked = try batched.sums(of: prompts.map { ($0, []) })
            for (index, score) in scores.enumerated() {
                #expect(own[index].runs.map { Float($0.sum) } == score.segments.map(\.logProbability))
                #expect(masked[index].runs.map { Float($0.sum) } == score.segments.map(\.maskedLogProbability))
            }
        }
    }
}
