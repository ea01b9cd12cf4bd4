import Configuration
import Testing

@testable import Evaluation

/// The published tasks, and prompts where templates are unlike the published ones.
@Suite struct TaskPromptTests {
    private func text(_ prompt: FewShotPrompt) -> String {
        prompt.parts.map { if case .text(let text) = $0 { text } else { "<img>" } }.joined()
    }

    private func example(_ id: String, _ references: [String] = []) -> Example {
        var example = Example(id: id, image: id + ".png")
        example.references = references
        return example
    }

    private func prompt(
        _ template: String, prefix: String = "", shots: [Example] = [], answer: String? = nil, showsImages: Bool = true
    ) -> FewShotPrompt {
        var task = EvaluationTask(name: "t", kind: .vqa, example: template)
        task.prefix = prefix
        var query = example("q")
        (query.question, query.text) = ("what {text}", "seen")
        return FewShotPrompt(
            task, shots: shots, query: query, beginning: "<s>", showsImages: showsImages, answer: answer)
    }

    // MARK: Tasks

    @Test(
        "the published tasks by name, kind, tokens and words of their own",
        arguments: [
            ("vqav2", .vqa, 2048, 14), ("okvqa", .vqa, 2048, 14), ("textvqa", .vqa, 2048, 14),
            ("vizwiz", .vqa, 2048, 14),
            ("coco", .caption, 1024, 9), ("flickr30k", .caption, 1024, 9), ("nocaps", .caption, 1024, 9),
            ("textcaps", .caption, 1024, 9), ("hateful-memes", .choice, 1024, 0),
        ] as [(String, EvaluationTask.Kind, Int, Int)])
    func published(name: String, kind: EvaluationTask.Kind, tokens: Int, stops: Int) throws {
        let task = try #require(PublishedTasks.task(named: name))
        #expect(task.name == name && task.kind == kind && task.promptTokens == tokens && task.stopWords.count == stops)
        #expect(task.maximumTokens == 15 && task.beams == 1 && task.textOnlyShots == 2)
        #expect(task.badWords == ["\n", "\n\n"] && task.flaggedWords.isEmpty)
        #expect(task.classes == (kind == .choice ? ["no", "yes"] : []))
        if kind != .choice {
            #expect(task.stopWords.suffix(4) == ["<end_of_utterance>", "<|im_end|>", "<row_", "row_1"])
        }
    }

    @Test("there are nine, found in any spelling of their names and by nothing else") func names() {
        #expect(PublishedTasks.all.count == 9)
        #expect(PublishedTasks.task(named: "VQA-v2")?.name == "vqav2")
        #expect(PublishedTasks.task(named: "Hateful Memes")?.name == "hateful-memes")
        #expect(PublishedTasks.task(named: "vqa") == nil && PublishedTasks.task(named: "") == nil)
    }

    @Test("VizWiz alone may say that it cannot be answered") func vizwiz() {
        let unanswerable = PublishedTasks.all.filter { $0.prefix.contains("unanswerable") }
        #expect(unanswerable.map(\.name) == ["vizwiz"])
        #expect(PublishedTasks.all.filter { $0.prefix == "{bos}" }.map(\.kind) == Array(repeating: .caption, count: 4))
    }

    // MARK: Answers of shots

    @Test("a shot shows what most people said, the first among equals; texts are told apart by their bytes") func most()
    {
        let task = EvaluationTask(name: "t", kind: .vqa, example: "{answer}")
        #expect(example("a", ["x", "y", "y"]).answer(task) == "y")
        #expect(example("a", ["x", "y", "y", "x"]).answer(task) == "x")
        #expect(example("a", ["z", "cafe\u{301}", "caf\u{E9}", "z"]).answer(task) == "z")
        #expect(example("a", []).answer(task) == "")
        var choice = task
        (choice.kind, choice.classes) = (.choice, ["no", "yes"])
        var shot = example("a", ["x"])
        shot.label = 0
        #expect(shot.answer(choice) == "no")
        shot.label = 2
        #expect(shot.answer(choice) == "x")
        shot.label = 1
        #expect(shot.answer(task) == "x")
    }

    // MARK: Prompts

    @Test("values are put in once, names that are none and open braces stay") func values() throws {
        #expect(text(prompt("{question}|{text}|{answer}", answer: "yes")) == "what {text}|seen|yes")
        #expect(text(prompt("{other} {image}{} {answer}", answer: "y")) == "{other} <img>{} y")
        #expect(text(prompt("a { b {answer}", answer: "y")) == "a { b {answer}")
    }

    @Test("a template with two answers is cut at the last one") func twice() {
        let shot = example("s", ["r"])
        #expect(text(prompt("{answer}, so {answer}. ", shots: [shot], answer: "y")) == "r, so r. y, so y")
        #expect(text(prompt("{answer}, so {answer}. ", shots: [shot])) == "r, so r. , so")
    }

    @Test("white space at both ends goes, within it stays, and an end that is all white is no part") func trimmed() {
        #expect(prompt(" \n{question} : {answer}").parts == [.text("what {text} :")])
        #expect(prompt("{image} \n{answer}").parts == [.image("q.png")])
        #expect(prompt("  {image}a  {answer}", answer: " y ").parts == [.text(""), .image("q.png"), .text("a   y")])
        #expect(prompt("{answer}").parts == [])
    }

    @Test("texts beside each other are one, and every {bos} is the beginning") func merged() {
        let found = prompt("{image}{question}{text}{answer}", prefix: "{bos}{bos}x", shots: [example("s", ["r"])])
        #expect(
            found.parts == [.text("<s><s>x"), .image("s.png"), .text("r"), .image("q.png"), .text("what {text}seen")])
        #expect(found.images == ["s.png", "q.png"])
    }

    @Test("without the shots' pictures the query keeps its own") func hidden() {
        let found = prompt("{image}{answer};", shots: [example("s", ["r"]), example("t", ["u"])], showsImages: false)
        #expect(found.parts == [.text("r;u;"), .image("q.png")])
        #expect(found.images == ["q.png"])
    }

    // MARK: Ends of answers

    @Test(
        "the stop word that comes first counts, whatever their order",
        arguments: [
            ("a b c", ["c", "b"], "a"), ("abc", ["bc", "b"], "a"), ("abc", [], "abc"),
            ("\u{E9}t\u{E9}", ["t"], "\u{E9}"),
            ("\u{A0} x \u{3000}", ["y"], "x"), ("x  y", ["z"], "x  y"), ("stop", ["stop"], ""),
            ("sto", ["stop"], "sto"),
            ("Stop", ["stop"], "Stop"),
        ])
    func stops(written: String, words: [String], answer: String) { #expect(StopWords.cut(written, words) == answer) }

    // MARK: Shots

    @Test("a query without features has the first examples, an example without them comes last") func noFeatures() {
        let support = (0..<4).map { Example(id: "\($0)", image: "\($0).png") }
        let features: ShotSelector.Features = ["0.png": [-1, 0], "2.png": [1, 0], "3.png": [0, 1], "q.png": [1, 0]]
        let selector = ShotSelector(support: support, selection: .rices, seed: 0, features: features)
        #expect(selector.shots(3, of: Example(id: "x", image: "none.png"), at: 0) == [0, 1, 2])
        #expect(selector.shots(4, of: Example(id: "q", image: "q.png"), at: 0) == [1, 0, 3, 2])
        #expect(selector.shots(-1, of: Example(id: "q", image: "q.png"), at: 0) == [])
    }

    @Test("only an example with the query's id and picture is the query itself") func itself() {
        let support = [Example(id: "a", image: "x"), Example(id: "a", image: "y"), Example(id: "b", image: "x")]
        let selector = ShotSelector(support: support, selection: .random, seed: 0, features: [:])
        #expect(Set(selector.shots(3, of: Example(id: "a", image: "x"), at: 0)) == [1, 2])
        #expect(Set(selector.shots(3, of: Example(id: "c", image: "x"), at: 0)) == [0, 1, 2])
    }

    @Test("another seed chooses others") func seeds() {
        let support = (0..<20).map { Example(id: "\($0)", image: "\($0).png") }
        let query = Example(id: "q", image: "q.png")
        func chosen(_ seed: UInt64) -> [[Int]] {
            let selector = ShotSelector(support: support, selection: .random, seed: seed, features: [:])
            return (0..<10).map { selector.shots(4, of: query, at: $0) }
        }
        #expect(chosen(1) != chosen(2))
    }
}
