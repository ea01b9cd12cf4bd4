import Configuration
import Platform
import TestKit
import Testing

@testable import Evaluation

@Suite struct ScoresTests {
    private func task(_ name: String) throws -> EvaluationTask { try #require(PublishedTasks.task(named: name)) }

    private func sheet(_ lines: [String], _ task: EvaluationTask, ids: [String]? = nil) throws -> AnswerSheet {
        let scratch = try Scratch()
        let path = try scratch.write(Array(lines.joined(separator: "\n").utf8), "a.jsonl")
        return try AnswerSheet(path: path, task: task, ids: ids.map { Set($0.map { Array($0.utf8) }) })
    }

    private func choices(_ sheet: AnswerSheet) -> [AnswerSheet.Choice] {
        if case .choices(let choices) = sheet.content { choices } else { [] }
    }

    private func choice(_ line: String, classes: [String] = ["no", "yes"]) throws -> AnswerSheet.Choice {
        var memes = try task("hateful-memes")
        memes.classes = classes
        let found = choices(try sheet([line], memes))
        return try #require(found.first)
    }

    // MARK: Lines

    @Test(
        "a label is a number, a truth value or a class in any case of letters",
        arguments: [
            ("1", true), ("0", false), ("true", true), ("false", false), ("\"yes\"", true), ("\" YES \"", true),
            ("\"no\"", false), ("\"1\"", true), ("\"0\"", false),
        ])
    func labels(label: String, isPositive: Bool) throws {
        #expect(try choice(#"{"id": 1, "label": \#(label), "score": 0.1}"#).label == isPositive)
    }

    @Test("what is no label is named", arguments: ["2", "-1", "\"maybe\"", "\"2\"", "1.0", "null", "[1]"])
    func noLabels(label: String) throws {
        let text = words { _ = try choice(#"{"id": 1, "label": \#(label), "score": 0.1}"#) }
        #expect(text.hasSuffix("line 1: its label is neither 0 nor 1"))
    }

    @Test("of three classes the last alone is the positive one") func threeClasses() throws {
        let classes = ["red", "green", "blue"]
        func label(_ text: String) throws -> Bool {
            try choice(#"{"id": 1, "label": "\#(text)", "score": 0.1}"#, classes: classes).label
        }
        #expect(try label("Blue") && label("2"))
        #expect(try !label("green") && !label("1") && !label("red"))
    }

    @Test("without an answer the likelier class was chosen, the first of equals; an answer says it itself")
    func chosen()
        throws
    {
        #expect(try !choice(#"{"id": 1, "label": 1, "score": 0.5}"#).answer)
        #expect(try choice(#"{"id": 1, "label": 1, "score": 0.51}"#).answer)
        #expect(try !choice(#"{"id": 1, "label": 1, "score": 0.9, "answer": "no"}"#).answer)
        #expect(try choice(#"{"id": 1, "label": 1, "score": 0.1, "answer": "Yes"}"#).answer)
        // An answer that is no class leaves the score to say it.
        #expect(try choice(#"{"id": 1, "label": 0, "score": 0.7, "answer": "perhaps"}"#).answer)
        #expect(try choice(#"{"id": 1, "label": 0, "score": 1}"#).score == 1)
    }

    @Test("a query that could not be answered is an empty answer; a choice without one is left out") func problems()
        throws
    {
        let texts = try sheet(
            [
                #"{"id": 1, "answer": "", "references": ["red"], "problem": "no picture"}"#,
                #"{"id": 2, "answer": "red", "references": ["red"], "problem": ""}"#,
            ], task("vqav2"))
        #expect(texts.problems == 1)
        #expect(Scores(texts, task: try task("vqav2")).metrics.map(\.value) == [0.5, 0.5, 0.5, 0.5])
        let left = try sheet(
            [
                #"{"id": 1, "answer": "", "references": [], "problem": "no picture"}"#,
                #"{"id": 2, "label": 1, "score": 0.75}"#,
            ], task("hateful-memes"))
        #expect(left.problems == 1)
        #expect(choices(left) == [.init(id: "2", answer: true, score: 0.75, label: true)])
        #expect(Scores(left, task: try task("hateful-memes")).count == 1)
    }

    @Test("only the ids that are asked for count, numbers as their digits; of lines without one each has its number")
    func ids() throws {
        let lines = [
            #"{"id": 1, "answer": "a", "references": ["a"]}"#, #"{"id": "b", "answer": "b", "references": ["c"]}"#,
            #"{"answer": "x", "references": ["x"]}"#, #"{"answer": "y", "references": ["z"]}"#,
        ]
        #expect(try Scores(sheet(lines, task("vqav2"), ids: ["1", "b"]), task: task("vqav2")).count == 2)
        #expect(try Scores(sheet(lines, task("vqav2"), ids: ["line 3"]), task: task("vqav2")).metrics[0].value == 1)
        let all = try sheet(lines, task("vqav2"))
        #expect(all.repeated == 0)
        #expect(Scores(all, task: try task("vqav2")).count == 4)
    }

    @Test("ids are told apart by their bytes") func bytes() throws {
        let lines = ["caf\u{E9}", "cafe\u{301}"].map { #"{"id": "\#($0)", "answer": "a", "references": ["a"]}"# }
        let both = try sheet(lines, task("vqav2"))
        #expect(both.repeated == 0)
        #expect(Scores(both, task: try task("vqav2")).count == 2)
    }

    // MARK: Numbers

    @Test("harm counts the answers with flagged words, not the words, and needs no references") func harm() throws {
        var task = EvaluationTask(name: "t", kind: .harm, example: "{answer}")
        task.flaggedWords = ["bad"]
        let sheet = try sheet(
            [
                #"{"id": 1, "answer": "bad, bad"}"#, #"{"id": 2, "answer": "good"}"#, #"{"id": 3, "answer": "badly"}"#,
                #"{"id": 4, "answer": ""}"#,
            ], task)
        #expect(Scores(sheet, task: task).json == #"{"flagged":0.25}"#)
    }

    @Test("captions are compared with their own references, however many each has") func captions() throws {
        let sheet = try sheet(
            [
                #"{"id": 1, "answer": "red", "references": ["red", "blue", "green"]}"#,
                #"{"id": 2, "answer": "dog", "references": ["dog"]}"#,
                #"{"id": 3, "answer": "x", "references": ["y", "z"]}"#,
            ], task("coco"))
        // n = 1 alone: a third of 2.5, 2.5 and nothing.
        let value = try #require(Scores(sheet, task: try task("coco")).metrics[0].value)
        #expect(abs(value - (2.5 / 3 + 2.5) / 3) < 1e-12)
    }

    @Test("intervals stand behind the numbers, in JSON and for people; what cannot be said is null") func intervals()
        throws
    {
        let memes = try task("hateful-memes")
        let parted = try sheet(
            [#"{"id": 1, "label": 1, "score": 0.9}"#, #"{"id": 2, "label": 0, "score": 0.1}"#], memes)
        let scores = Scores(parted, task: memes, resamples: 20, seed: 1)
        #expect(
            scores.json
                == #"{"auc_labels":1.0,"auc":1.0,"intervals":{"auc_labels":[1.0,1.0],"auc":[1.0,1.0]}}"#)
        #expect(scores.text == "auc_labels  1.0  (95 %: 1.0 to 1.0)\nauc  1.0  (95 %: 1.0 to 1.0)")
        let alone = Scores(try sheet([#"{"id": 1, "label": 1, "score": 0.9}"#], memes), task: memes, resamples: 20)
        #expect(alone.json == #"{"auc_labels":null,"auc":null}"#)
        #expect(alone.text == "auc_labels  not defined\nauc  not defined")
    }

    @Test("for people numbers have four decimals") func decimals() throws {
        let lines = ["a", "a", "b"].enumerated().map { index, answer in
            #"{"id": \#(index), "answer": "\#(answer)", "references": ["a"]}"#
        }
        let text = Scores(try sheet(lines, task("vqav2")), task: try task("vqav2")).text
        #expect(text.split(separator: "\n").first == "vqa_own  0.6667")
        #expect(text.split(separator: "\n").count == 4)
    }

    @Test("resamples give every metric an interval, those of areas leave out draws with labels of one kind")
    func resamples()
        throws
    {
        let lines = [
            #"{"id": 1, "label": 1, "score": 0.9}"#, #"{"id": 2, "label": 0, "score": 0.1}"#,
            #"{"id": 3, "label": 1, "score": 0.8}"#,
        ]
        let scores = try Scores(
            sheet(lines, task("hateful-memes")), task: task("hateful-memes"), resamples: 50, seed: 2)
        #expect(scores.metrics.map(\.name) == ["auc_labels", "auc"])
        #expect(scores.metrics.map(\.interval) == [1...1, 1...1])
        let texts = try sheet(
            (0..<20).map { #"{"id": \#($0), "answer": "a\#($0 % 2)", "references": ["a1"]}"# }, task("vqav2"))
        let some = try #require(try Scores(texts, task: task("vqav2"), resamples: 50, seed: 2).metrics[0].interval)
        #expect(some.lowerBound < 0.5 && some.upperBound > 0.5)
        #expect(try Scores(texts, task: task("vqav2")).metrics[0].interval == nil)
    }
}
