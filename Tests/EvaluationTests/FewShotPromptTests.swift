import Configuration
import TestKit
import Testing

@testable import Evaluation

/// Prompts byte by byte as the templates 9, 3, 7 and 22 of the published code have them; `<img>` stands for a picture.
@Suite struct FewShotPromptTests {
    private func text(_ prompt: FewShotPrompt) -> String {
        prompt.parts.map { if case .text(let text) = $0 { text } else { "<img>" } }.joined()
    }

    private func example(_ id: String, question: String = "", text: String = "", _ references: [String]) -> Example {
        var example = Example(id: id, image: id + ".png")
        (example.question, example.text, example.references) = (question, text, references)
        return example
    }

    private func task(_ name: String) throws -> EvaluationTask { try #require(PublishedTasks.task(named: name)) }

    @Test("questions: template 9, answers of shots are the most common ones") func questions() throws {
        let shots = [
            example("1", question: "What is it?", ["cat", "dog", "dog"]),
            example("2", question: "How many?", ["2", "3"]),
        ]
        let prompt = FewShotPrompt(
            try task("vqav2"), shots: shots, query: example("3", question: "Why?", ["no"]), beginning: "<s>")
        #expect(
            text(prompt)
                == "<s>Instruction: provide an answer to the question. Use the image to answer.\n"
                + "Image:<img>Question: What is it? Answer: dog\nImage:<img>Question: How many? Answer: 2\n"
                + "Image:<img>Question: Why? Answer:")
        #expect(prompt.images == ["1.png", "2.png", "3.png"])
    }

    @Test("VizWiz: template 3, without shots two examples have no pictures") func withoutShots() throws {
        let prompt = FewShotPrompt(
            try task("VizWiz"),
            shots: [example("1", question: "Red?", ["no"]), example("2", question: "Blue?", ["yes"])],
            query: example("3", question: "Green?", ["no"]), beginning: "<s>", showsImages: false)
        #expect(
            text(prompt)
                == "<s>Task: Answer the questions based on the image when possible, otherwise say unanswerable.\n"
                + "Image:Question: Red? Answer: no\nImage:Question: Blue? Answer: yes\nImage:<img>Question: Green? Answer:"
        )
    }

    @Test("captions: template 7") func captions() throws {
        let prompt = FewShotPrompt(
            try task("coco"), shots: [example("1", ["a dog"])], query: example("2", ["a cat"]), beginning: "<s>")
        #expect(text(prompt) == "<s>Image:<img>Caption: a dog\nImage:<img>Caption:")
    }

    @Test("what stands behind the answer is not in the query") func behind() {
        let task = EvaluationTask(name: "t", kind: .vqa, example: "{image}This is {answer}.")
        let prompt = FewShotPrompt(task, shots: [example("1", ["a dog"])], query: example("2", ["b"]), beginning: "<s>")
        #expect(text(prompt) == "<s><img>This is a dog.<img>This is")
    }

    @Test("Hateful Memes: template 22, with neither a beginning of text nor new lines") func choices() throws {
        var shot = example("1", text: "so \"nice\"", [])
        shot.label = 1
        let query = example("2", text: "look {answer}", [])
        let memes = try task("hateful-memes")
        let start =
            "It's a conversation between a human, the user, and an intelligent visual AI, Bot. The user sends memes with "
            + "text written on them, and Bot has to say whether the meme is hateful or not."
            + "<img>is an image with written \"so \"nice\"\" on it. Is it hateful? Answer: yes"
            + "<img>is an image with written \"look {answer}\" on it. Is it hateful? Answer:"
        #expect(text(FewShotPrompt(memes, shots: [shot], query: query, beginning: "<s>")) == start)
        #expect(
            text(FewShotPrompt(memes, shots: [shot], query: query, beginning: "<s>", answer: "no")) == start + " no")
    }

    @Test(
        "an answer ends before the first stop word",
        arguments: [
            (" dog\nImage: ", "dog"), ("a Question of taste", "a"), ("", ""), ("no stop\n", "no stop"),
            ("Where", ""), ("red <end_of_utterance> blue", "red"),
        ])
    func stops(written: String, answer: String) throws {
        #expect(StopWords.cut(written, try task("okvqa").stopWords) == answer)
    }
}
