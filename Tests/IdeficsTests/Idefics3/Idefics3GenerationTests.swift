import JSON
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct Idefics3GenerationTests {
    @Test(arguments: SmolGolden.names) func greedyIDsAgree(name: String) throws {
        guard let golden = SmolGolden(name) else { return }
        let model = try golden.model(threads: 2)
        let prompts = try golden.json("prompts.json")["prompts"].list
        for entry in try golden.json("generate.json")["greedy"].list {
            let prompt = try #require(prompts.first { $0["name"] == entry["prompt"] })
            var options = GenerationOptions(
                maximumTokens: entry["max_new_tokens"]?.integer ?? 0, stopIDs: entry["eos_token_id"].integers)
            options.allowsImageTokens = true
            let answers = try model.generate(SmolGolden.prompts(prompt, model), options: options)
            for (row, answer) in answers.enumerated() {
                let wanted = entry["new_ids"].list[row].integers
                let margins = entry["top2_margins"].list[row].floats
                // Up to the first token that was a close call; finished rows are padded.
                let sure = min(margins.firstIndex { $0 <= 1e-3 } ?? wanted.count, answer.ids.count)
                #expect(Array(answer.ids.prefix(sure)) == Array(wanted.prefix(sure)), "\(entry["prompt"]!) \(row)")
                if sure == wanted.count || answer.reason == .stopToken {
                    let padding = wanted.dropFirst(answer.ids.count)
                    #expect(padding.allSatisfy { $0 == entry["pad_token_id"]?.integer })
                }
            }
            if answers.count == 1, (entry["min_top2_margin"]?.number ?? 0) > 1e-3 {
                let text = model.tokenizer.decode(answers[0].ids)
                #expect(text == entry["text"]?[0]?.string || answers[0].text == entry["text"]?[0]?.string)
            }
        }
    }

    /// Tokens of pictures are never written unless somebody asks for them.
    @Test func picturesAreNotWritten() throws {
        guard let golden = SmolGolden("tiny-smolvlm") else { return }
        let model = try golden.model()
        #expect(model.prompts.imageTokenIDs.count == 39)
        #expect(Set([1061, 1062, 1024, 1025, 1060]).isSubset(of: model.prompts.imageTokenIDs))
        let plain = try #require(SmolGolden("tiny-idefics3")).model()
        #expect(plain.prompts.imageTokenIDs == [905, 904])
    }
}
