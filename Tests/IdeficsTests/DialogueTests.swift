import JSON
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct DialogueTests {
    @Test(.needsShared("fixtures/idefics")) func makesThePublishedExamplePrompt() throws {
        let golden = try Golden("tiny-instruct")
        let model = try golden.model()
        let entry = try #require(
            golden.json("prompts.json")["prompts"].list.first { $0["name"]?.string == "chat_explicit_eou" })
        let images = try entry["samples"].list[0].list.compactMap { $0["image"]?.string }
            .map { try Golden.picture($0, model) }
        var dialogue = try Dialogue(model, options: GenerationOptions(maximumTokens: 1))
        dialogue.add(images[0])
        let first = try model.prompts.build(
            dialogue.prompt(for: "What is in this image?"), options: PromptOptions(addsEndOfUtterance: false))
        let wanted = entry["full_text"].list[0].string ?? ""
        #expect(wanted.hasPrefix(first.text))
    }

    @Test(.needsShared("fixtures/idefics")) func aSecondTurnGivesTheSameAnswerAsWithoutTheCache() throws {
        let golden = try Golden("tiny-instruct")
        let model = try golden.model()
        let picture = try Golden.picture("chelsea.png", model)
        var dialogue = try Dialogue(model, options: GenerationOptions(maximumTokens: 8))
        dialogue.add(picture)
        _ = try dialogue.send("What is this?")
        let prompt = try model.prompts.build(
            dialogue.prompt(for: "And then?"), options: PromptOptions(addsEndOfUtterance: false))
        let continued = try dialogue.send("And then?")
        var options = GenerationOptions(maximumTokens: 8)
        options.stopIDs = [2, 1502]
        let fresh = try golden.model().generate([prompt], options: options)[0]
        #expect(String(fresh.text.drop { $0 == " " }) == continued)
    }

    @Test(.needsShared("fixtures/idefics")) func needsAnInstructCheckpoint() throws {
        let golden = try Golden("tiny")
        let model = try golden.model()
        #expect(throws: IdeficsError.self) { try Dialogue(model) }
    }

    @Test(.needsShared("fixtures/idefics")) func anAnswerCanBeStopped() throws {
        let golden = try Golden("tiny-instruct")
        var dialogue = try Dialogue(golden.model(), options: GenerationOptions(maximumTokens: 100))
        var pieces = 0
        let counter = Counter()
        _ = try dialogue.send("Hello") { _ in
            counter.value += 1
            return counter.value < 3
        }
        pieces = counter.value
        #expect(pieces == 3)
    }
}

/// A number that an escaping closure counts in.
private final class Counter {
    var value = 0
}
