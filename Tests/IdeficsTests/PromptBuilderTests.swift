import JSON
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct PromptBuilderTests {
    @Test(.needsShared("fixtures/idefics"), arguments: Golden.names) func buildsTheReferencesPrompts(name: String)
        throws
    {
        let golden = try Golden(name)
        let model = try golden.model()
        for entry in try golden.json("prompts.json")["prompts"].list {
            let prompts = try Golden.prompts(entry, model)
            for (row, prompt) in prompts.enumerated() {
                #expect(prompt.text == entry["full_text"].list[row].string)
                // The reference pads on the left; where its attention mask is 0 there is nothing to compare.
                let mask = entry["attention_mask"].list[row].integers
                let pad = mask.firstIndex(of: 1) ?? 0
                #expect(prompt.ids == Array(entry["input_ids"].list[row].integers[pad...]))
                let seen = entry["image_attention_mask"].list[row].list[pad...].map { flags in
                    flags.integers.lastIndex(of: 1) ?? -1
                }
                #expect(prompt.imageIndices == seen, "\(entry["name"]?.string ?? "")")
            }
        }
    }

    @Test(.needsShared("fixtures/idefics")) func refusesImageTokensInText() throws {
        let golden = try Golden("tiny")
        let builder = try golden.model().prompts
        #expect(throws: IdeficsError.self) { try builder.build([.text("a <image> b")]) }
    }
}
