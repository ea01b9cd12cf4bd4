import Imaging
import JSON
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct Idefics3ScoringTests {
    @Test(arguments: SmolGolden.names) func logProbabilitiesAgree(name: String) throws {
        guard let golden = SmolGolden(name) else { return }
        let model = try golden.model(threads: 2)
        let documents = try golden.json("score.json")["documents"].list
        let prompts = try documents.map { try model.prompts.document(SmolGolden.document($0, model)) }
        for (document, prompt) in zip(documents, prompts) { #expect(prompt.ids == document["input_ids"].integers) }
        let uses: [(ImageUse, String)] = [
            (.keep, "token_logprobs"), (.mask, "token_logprobs_masked_images"),
            (.rotate, "token_logprobs_rotated_images"), (.hide, "token_logprobs_attention_masked"),
        ]
        for (use, key) in uses {
            let scores = try model.logProbabilities(of: prompts, images: use)
            for (document, score) in zip(documents, scores) where document[key]?.array != nil {
                #expect(largestDifference(score, document[key].floats) < 1e-3, "\(document["name"]!) \(key)")
            }
        }
    }

    /// Pictures of plain grey, and texts without any.
    @Test(arguments: SmolGolden.names) func otherBlindRunsAgree(name: String) throws {
        guard let golden = SmolGolden(name) else { return }
        let model = try golden.model()
        for document in try golden.json("score.json")["documents"].list {
            for (key, replaces) in [("gray_images", true), ("text_items_only", false)] {
                guard document["token_logprobs_" + key]?.array != nil else { continue }
                let items = try SmolGolden.document(document, model) { image in
                    replaces ? Self.grey(image) : nil
                }
                let prompt = try model.prompts.document(items)
                if !replaces { #expect(prompt.ids == document["text_items_only_input_ids"].integers) }
                let score = try model.logProbabilities(of: [prompt])[0]
                #expect(largestDifference(score, document["token_logprobs_" + key].floats) < 1e-3, "\(key)")
            }
        }
    }

    /// As many tiles, all of RGB 128: no filter changes one colour.
    private static func grey(_ image: PreparedImage) -> PreparedImage {
        PreparedImage(
            tiles: image.tiles.map { Array(repeating: 128, count: $0.count) }, size: image.size, rows: image.rows,
            columns: image.columns)
    }

    @Test(arguments: SmolGolden.names) func segmentsAgree(name: String) throws {
        guard let golden = SmolGolden(name) else { return }
        let model = try golden.model()
        for document in try golden.json("score.json")["documents"].list {
            let items = try SmolGolden.document(document, model)
            let score = try DocumentScorer(model).score(items)
            let wanted = document["segments"].list
            #expect(score.segments.map(\.tokens) == wanted.map { $0["start"]!.integer!..<$0["end"]!.integer! })
            let counted = Set(score.segments.flatMap(\.tokens))
            #expect(document["scored"].integers.enumerated().allSatisfy { ($1 == 1) == counted.contains($0) })
            for (segment, golden) in zip(score.segments, wanted) {
                #expect(abs(segment.logProbability - Float(golden["sum_logprobs"]?.number ?? 0)) < 1e-2)
                guard let masked = golden["sum_logprobs_masked_images"]?.number else { continue }
                #expect(abs(segment.maskedLogProbability - Float(masked)) < 1e-2)
            }
        }
    }

    @Test(arguments: SmolGolden.names) func yesAndNoAgree(name: String) throws {
        guard let golden = SmolGolden(name) else { return }
        let model = try golden.model()
        let question = try #require(golden.json("score.json")["yes_no"])
        let picture = try SmolGolden.picture(question["image"]?.string ?? "", model, splits: false)
        let prompt = try model.prompts.build(
            SmolGolden.items(question["chat_text"]?.string ?? "", [picture]))
        #expect(prompt.ids == question["input_ids"].integers)
        let candidates = question["candidates"]?.members ?? []
        #expect(candidates.count == 4)
        for member in candidates {
            let ids = model.tokenizer.encode(member.key)
            #expect(ids == member.value["ids"].integers)
            let extended = try Prompt(
                text: "", ids: prompt.ids + [ids[0]], imageIndices: prompt.imageIndices + [-1], images: prompt.images)
            let value = try model.logProbabilities(of: [extended])[0].last ?? 0
            #expect(abs(value - Float(member.value["first_token_logprob"]?.number ?? 0)) < 1e-3, "\(member.key)")
        }
    }
}
