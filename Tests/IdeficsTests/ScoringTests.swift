import JSON
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct ScoringTests {
    @Test(.needsShared("fixtures/idefics"), arguments: Golden.names) func logProbabilitiesAgree(name: String) throws {
        let golden = try Golden(name)
        let model = try golden.model()
        let documents = try golden.json("score.json")["documents"].list
        let uses: [(ImageUse, String)] = [
            (.keep, "token_logprobs"), (.mask, "token_logprobs_masked_images"),
            (.rotate, "token_logprobs_rotated_images"),
        ]
        let prompts = try documents.map { document in
            try model.prompts.build(
                Golden.items(document["items"] ?? .null, model), options: Golden.options(document["processor_kwargs"]))
        }
        for (document, prompt) in zip(documents, prompts) { #expect(prompt.ids == document["input_ids"].integers) }
        for (use, key) in uses {
            let scores = try model.logProbabilities(of: prompts, images: use)
            // The reference has no rotated numbers for documents with fewer than two pictures.
            for (document, score) in zip(documents, scores) where document[key]?.array != nil {
                #expect(largestDifference(score, document[key].floats) < 1e-3, "\(document["name"]!) \(key)")
            }
        }
    }

    @Test(.needsShared("fixtures/idefics"), arguments: Golden.names) func segmentsAgree(name: String) throws {
        let golden = try Golden(name)
        let model = try golden.model()
        for document in try golden.json("score.json")["documents"].list {
            let options = Golden.options(document["processor_kwargs"])
            let items = try Golden.items(document["items"] ?? .null, model)
            let score = try DocumentScorer(model, options: options).score(items)
            let wanted = document["segments"].list
            #expect(score.segments.count == wanted.count)
            for (segment, golden) in zip(score.segments, wanted) {
                #expect(segment.tokens.lowerBound == golden["start"]?.integer)
                #expect(segment.tokens.upperBound == golden["end"]?.integer)
                #expect(segment.image == golden["image_index"]?.integer)
                #expect(abs(segment.logProbability - Float(golden["sum_logprob_images"]?.number ?? 0)) < 1e-2)
                #expect(
                    abs(segment.maskedLogProbability - Float(golden["sum_logprob_masked_images"]?.number ?? 0)) < 1e-2)
            }
        }
    }

    @Test(.needsShared("fixtures/idefics"), arguments: Golden.names) func yesAndNoAgree(name: String) throws {
        let golden = try Golden(name)
        let model = try golden.model()
        let question = try #require(golden.json("score.json")["yes_no"])
        let prompt = try model.prompts.build(
            Golden.items(question["items"] ?? .null, model), options: Golden.options(question["processor_kwargs"]))
        let candidates = question["candidates"]?.members ?? []
        #expect(candidates.count >= 4)
        for member in candidates {
            let first = try #require(member.value["ids"].integers.first)
            let extended = try Prompt(
                text: "", ids: prompt.ids + [first],
                imageIndices: prompt.imageIndices + [prompt.imageIndices.last ?? -1],
                images: prompt.images)
            let value = try model.logProbabilities(of: [extended])[0].last ?? 0
            #expect(abs(value - Float(member.value["first_token_logprob"]?.number ?? 0)) < 1e-3, "\(member.key)")
        }
    }
}
