import Configuration
import JSON
import Platform
import TestKit
import Testing

@testable import Evaluation

@Suite struct AnswerSheetTests {
    private func scores(_ lines: String, _ task: String) throws -> Scores {
        let scratch = try Scratch()
        let path = scratch.path + "/answers.jsonl"
        try Files.write(lines, to: path)
        let task = try #require(PublishedTasks.task(named: task))
        return Scores(try AnswerSheet(path: path, task: task), task: task)
    }

    @Test("questions give four accuracies by their names") func questions() throws {
        let scores = try scores(
            """
            {"id": 1, "answer": "red", "references": ["red"]}

            {"id": "b", "answer": "a dog runs", "references": ["dog"]}
            """, "VQAv2")
        #expect(
            scores.json == #"{"vqa_own":0.5,"vqa_own_first_word":1.0,"vqa_gt":0.5,"vqa_gt_first_word":1.0}"#)
        #expect(scores.count == 2)
    }

    @Test("what is printed is as its schema says") func schema() throws {
        let one = try scores(#"{"id": 1, "label": 1, "score": 0.5}"#, "hateful-memes")
        #expect(try Schema.problems(one.json, answer: "eval") == [])
        let task = try #require(PublishedTasks.task(named: "hateful-memes"))
        let report = EvaluationReport(
            task: task, model: "tiny", dtype: "f32", selection: .rices, seed: 7,
            rows: [.init(shots: 4, scores: one, problems: 0)])
        #expect(try Schema.problems(report.json, answer: "eval") == [])
        #expect(try Schema.problems(#"{"vqa": 1}"#, answer: "eval") != [])
    }

    @Test("captions are tokenised and give cider") func captions() throws {
        let scores = try scores(
            """
            {"id": 1, "answer": "A cat, sitting.", "references": ["a cat sitting"]}
            {"id": 2, "answer": "a dog", "references": ["two dogs"]}
            """, "coco")
        #expect(scores.metrics.map(\.name) == ["cider"])
        // Four words are missing for n = 4, the rest is equal: three quarters of ten, and nothing.
        #expect(scores.metrics[0].value.map { abs($0 - 3.75) < 1e-9 } == true)
    }

    @Test("choices give the areas of labels and of probabilities") func choices() throws {
        let scores = try scores(
            """
            {"id": 1, "label": 1, "score": 0.4}
            {"id": 2, "label": 0, "score": 0.3}
            {"id": 3, "label": "yes", "score": 0.9, "answer": "yes"}
            {"id": 4, "label": false, "score": 0.2, "answer": "no"}
            """, "Hateful_Memes")
        #expect(scores.json == #"{"auc_labels":0.75,"auc":1.0}"#)
    }

    @Test(
        "lines that cannot be scored are named",
        arguments: [
            ("{\"id\": 1}", "coco", "line 1: has no answer"), ("\n[]", "coco", "line 2: is an array"),
            ("{\"answer\": \"a\", \"references\": []}", "vqav2", "line 1: has no list of references"),
            ("{\"answer\": \"a\", \"references\": [1]}", "vqav2", "line 1: has no list of references"),
            ("{\"label\": 2, \"score\": 0.1}", "hateful-memes", "line 1: its label"),
            ("{\"label\": 1, \"score\": null}", "hateful-memes", "line 1: its score"), ("", "coco", "has no answers"),
        ])
    func faults(lines: String, task: String, problem: String) throws {
        let error = #expect(throws: EvaluationError.self) { try scores(lines, task) }
        #expect(error?.description.contains(problem) == true)
    }

    @Test("of lines with the same id the first counts") func repeats() throws {
        let scratch = try Scratch()
        try Files.write(
            """
            {"id": 1, "answer": "red", "references": ["red"]}
            {"id": 1, "answer": "blue", "references": ["red"]}
            """, to: scratch.path + "/a.jsonl")
        let task = try #require(PublishedTasks.task(named: "okvqa"))
        let sheet = try AnswerSheet(path: scratch.path + "/a.jsonl", task: task)
        #expect(sheet.repeated == 1)
        #expect(Scores(sheet, task: task).metrics.map(\.value) == [1, 1, 1, 1])
    }
}
