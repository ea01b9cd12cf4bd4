import Configuration
import Idefics
import JSON
import Platform
import TestKit
import Testing

@testable import Evaluation

/// Files that a run writes: answers, features, settings.
@Suite struct AnswerFileTests {
    private func answer(_ id: String, classes: [Double] = [], label: Int? = nil, problem: String = "") -> ModelAnswer {
        var query = Example(id: id, image: id + ".png")
        (query.question, query.references, query.label) = ("what?", ["r", "s"], label)
        return ModelAnswer(
            query: query, shots: ["x", "y"], prompt: "<s>p", images: ["x.png", "\(id).png"], written: " dog\nX",
            answer: "dog",
            classes: classes, problem: problem)
    }

    @Test("an answer has what it is compared with, how it was asked, and what was written") func line() {
        #expect(
            answer("q").json.text
                == #"{"id":"q","answer":"dog","references":["r","s"],"image":"q.png","question":"what?","shots":["x","y"],"#
                + #""written":" dog\nX","prompt":"<s>p","images":["x.png","q.png"],"problem":""}"#)
        #expect(answer("q", problem: "no picture").json["problem"]?.string == "no picture")
    }

    @Test("a choice has its label, the probability of the last class and all likelihoods") func choice() {
        let last = answer("q", classes: [0, 0], label: 1).json
        #expect(last["label"]?.integer == 1 && last["score"]?.number == 0.5)
        #expect(last["classes"]?.array?.compactMap(\.number) == [0, 0])
        #expect(answer("q", classes: [0, 0, 0], label: 1).json["label"]?.integer == 0)
        #expect(answer("q", classes: [0, 0], label: 0).json["label"]?.integer == 0)
        #expect(answer("q", classes: [0, 0]).json["score"] == nil)
        #expect(answer("q", label: 1).json["label"] == nil)
    }

    @Test("probabilities are shares of all classes, also where each is too small for a number") func probability() {
        #expect(answer("q").probability == 0)
        #expect(answer("q", classes: [-3]).probability == 1)
        // 1 / (1 + e).
        #expect(abs(answer("q", classes: [-1000, -1001]).probability - 0.2689414213699951) < 1e-15)
        #expect(abs(answer("q", classes: [-1001, -1000]).probability - 0.7310585786300049) < 1e-15)
        #expect(abs(answer("q", classes: [1, 1, 1, 1]).probability - 0.25) < 1e-15)
    }

    @Test("a file of answers is added to, remembers what it has, and drops a line that was cut") func log() throws {
        let scratch = try Scratch()
        let path = scratch.file("a.jsonl")
        var log = try AnswerLog(path: path)
        #expect(!log.has("1"))
        try log.add([answer("1"), answer("\u{E9}")])
        try log.add([])
        try log.add([answer("3")])
        #expect(log.has("1") && log.has("\u{E9}") && log.has("3") && !log.has("2"))
        // The same letter in two scalars is another id.
        #expect(!log.has("e\u{301}"))
        #expect(
            try Files.readText(path) == ["1", "\u{E9}", "3"].map { answer($0).json.text + "\n" }.joined())
        try Files.append(Array(#"{"id": "4", "ans"#.utf8), to: path)
        let again = try AnswerLog(path: path)
        #expect(again.has("1") && again.has("\u{E9}") && again.has("3") && !again.has("4"))
        #expect(try Files.readText(path).hasSuffix(answer("3").json.text + "\n"))
    }

    @Test("features are kept a line each, written once, and read again as they were") func features() throws {
        let scratch = try Scratch()
        let path = scratch.file("f.jsonl")
        var file = try FeatureFile(path: path)
        try file.flush()
        #expect(!Files.exists(path))
        file.add("a.png", [0.5, -1])
        #expect(file.features == ["a.png": [0.5, -1]])
        try file.flush()
        try file.flush()
        file.add("b.png", [0.1])
        try file.flush()
        let lines = try Files.readText(path).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(
            lines[0] == #"{"image":"a.png","feature":[0.5,-1.0]}"#
                || lines[0] == #"{"image":"a.png","feature":[0.5,-1]}"#)
        try Files.append(Array("{\"image\": \"c\"}\n{\"feature\": [1]}\n{\"image\": \"d\", \"fea".utf8), to: path)
        #expect(try FeatureFile(path: path).features == ["a.png": [0.5, -1], "b.png": [0.1]])
    }

    @Test("settings name everything that changes an answer, files by their bytes") func settings() throws {
        let scratch = try Scratch()
        var task = EvaluationTask(name: "t", kind: .choice, example: "{image}{answer}")
        (task.prefix, task.stopWords, task.badWords, task.classes) = ("p", ["s"], ["b", "c"], ["n", "y"])
        (task.maximumTokens, task.beams, task.textOnlyShots, task.promptTokens) = (1, 2, 3, 4)
        var request = EvaluationRequest(
            task: task, checkpoint: "/m", data: try scratch.write(Array("abc".utf8), "d"), images: "/i", output: "/o")
        #expect(request.shots == [0] && request.selection == .rices && request.seed == 0 && request.batch == 8)
        #expect(request.resamples == 1000 && request.limit == nil && request.support == nil && request.questions == nil)
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        func text(_ questions: String, _ support: String, _ rest: String) -> String {
            #"{"format":"quarry-eval-1","task":"t","kind":"choice","prefix":"p","example":"{image}{answer}","stop":["s"],"#
                + #""bad_words":["b","c"],"classes":["n","y"],"max_tokens":1,"beams":2,"text_only_shots":3,"prompt_tokens":4,"#
                + #""checkpoint":"digest","dtype":"int8","data":"\#(abc)","questions":\#(questions),"support":\#(support),\#(rest)}"#
        }
        #expect(
            try request.settings(digest: "digest", precision: .int8).text
                == text("null", "null", #""select":"rices","seed":"0""#))
        request.questions = try scratch.write([], "q")
        request.support = request.data
        (request.selection, request.seed) = (.random, 1 << 63)
        #expect(
            try request.settings(digest: "digest", precision: .int8).text
                == text("\"\(empty)\"", "\"\(abc)\"", #""select":"random","seed":"9223372036854775808""#))
        request.support = scratch.file("none")
        #expect(throws: SystemError.self) { try request.settings(digest: "", precision: .f32) }
    }
}
