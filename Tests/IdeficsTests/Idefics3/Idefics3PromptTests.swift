import JSON
import Tensors
import TestKit
import Testing

@testable import Idefics

@Suite struct Idefics3PromptTests {
    @Test(arguments: SmolGolden.names) func buildsTheReferencesPrompts(name: String) throws {
        guard let golden = SmolGolden(name) else { return }
        let model = try golden.model()
        let entries = try golden.json("prompts.json")["prompts"].list
        #expect(entries.count > 10)
        for entry in entries {
            let prompts = try SmolGolden.prompts(entry, model)
            for (row, prompt) in prompts.enumerated() {
                #expect(prompt.text == entry["expanded_text"]?[row]?.string)
                #expect(prompt.images.map(\.rows) == entry["rows"]?[row]?.integers)
                #expect(prompt.images.map(\.columns) == entry["cols"]?[row]?.integers)
                // The reference pads on the left; where its attention mask is 0 there is nothing to compare.
                let pad = entry["attention_mask"].list[row].integers.firstIndex(of: 1) ?? 0
                #expect(prompt.ids == Array(entry["input_ids"].list[row].integers[pad...]))
                let states = model.configuration as? Idefics3Configuration
                let tokens = prompt.images.reduce(0) { $0 + $1.tiles.count } * (states?.statesPerTile ?? 0)
                #expect(prompt.imageIndices.count { $0 >= 0 } == tokens)
                #expect(prompt.blocks.count == prompt.images.count)
            }
        }
    }

    @Test func aPictureBecomesTheTextOfItsTiles() {
        #expect(
            ImageBlock.text(rows: 0, columns: 0, states: 2)
                == "<fake_token_around_image><global-img><image><image><fake_token_around_image>")
        #expect(
            ImageBlock.text(rows: 2, columns: 1, states: 1)
                == "<fake_token_around_image><row_1_col_1><image>\n<fake_token_around_image><row_2_col_1><image>\n\n"
                + "<fake_token_around_image><global-img><image><fake_token_around_image>")
    }

    /// Two pictures, of one and of two tiles, side by side, with tags that are plain text (ids 1 ... 3).
    @Test func findsWhereThePicturesStand() {
        let (image, fake) = (9, 8)
        let ids = [0, 8, 1, 9, 8, 8, 2, 9, 8, 3, 9, 8, 4]
        #expect(ImageBlock.ranges(ids, image: image, fake: fake, counts: [1, 2]) == [1..<5, 5..<12])
        #expect(ImageBlock.ranges([0, 4], image: image, fake: fake, counts: []) == [])
    }

    @Test func refusesTheImageTokenInText() throws {
        guard let golden = SmolGolden("tiny-smolvlm") else { return }
        let prompts = try golden.model().prompts
        #expect(throws: IdeficsError.self) { try prompts.build([.text("a <image> b")]) }
        #expect(throws: IdeficsError.self) { try prompts.document([.text("a <image> b")]) }
    }
}

@Suite struct ChatTemplateTests {
    private static let published = """
        START{% for message in messages %}{{message['role'] | capitalize}}{% if message['content'][0]['type'] == 'image' \
        %}{{':'}}{% else %}{{': '}}{% endif %}{% for line in message['content'] %}{% if line['type'] == 'text' \
        %}{{line['text']}}{% elif line['type'] == 'image' %}{{ '<image>' }}{% endif %}{% endfor %}<end_of_utterance>
        {% endfor %}{% if add_generation_prompt %}{{ 'Assistant:' }}{% endif %}
        """

    @Test func knowsThePublishedTemplate() throws {
        let template = ChatTemplate(Self.published, file: "f")
        #expect(template == .published(start: "START"))
        let picture = PreparedImage(rgb: [0, 0, 0], size: 1)
        let items = try template.items(
            [
                ChatMessage(role: "uSER", content: [.image(picture), .text("What?")]),
                ChatMessage(role: "assistant", content: [.text("A cat.")]),
            ], asksForAnswer: true)
        let text = items.map { if case .text(let text) = $0 { text } else { "<image>" } }.joined()
        #expect(
            text == "STARTUser:<image>What?<end_of_utterance>\nAssistant: A cat.<end_of_utterance>\nAssistant:")
    }

    @Test func namesTheTemplateOfAnotherModel() {
        let template = ChatTemplate("{% for m in messages %}<|im_start|>{{ m.role }}{% endfor %}", file: "f.json")
        #expect(template == .other(file: "f.json"))
        #expect(
            throws: IdeficsError.configuration(
                file: "f.json",
                problem: "chat_template is that of another model; known is that of Idefics3 and SmolVLM")
        ) { try template.items([], asksForAnswer: true) }
        #expect(throws: IdeficsError.self) { try ChatTemplate.absent.items([], asksForAnswer: true) }
    }

    @Test func aDialogueIsTheTemplatesText() throws {
        guard let golden = SmolGolden("tiny-smolvlm") else { return }
        let model = try golden.model()
        let picture = try SmolGolden.picture("chelsea.png", model, splits: false)
        var dialogue = try Dialogue(model, options: GenerationOptions(maximumTokens: 6))
        dialogue.add(picture)
        let first = try model.prompts.build(dialogue.prompt(for: "What is this?"))
        #expect(first.text.hasPrefix("<|im_start|>User:<fake_token_around_image><global-img><image>"))
        #expect(first.text.hasSuffix("What is this?<end_of_utterance>\nAssistant:"))
        _ = try dialogue.send("What is this?")
        let prompt = try model.prompts.build(dialogue.prompt(for: "And then?"))
        let continued = try dialogue.send("And then?")
        var options = GenerationOptions(maximumTokens: 6)
        options.stopIDs = [1069]
        let fresh = try golden.model().generate([prompt], options: options)[0]
        #expect(String(fresh.text.drop { $0 == " " }) == continued)
    }
}
