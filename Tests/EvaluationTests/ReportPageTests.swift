import Configuration
import JSON
import Platform
import TestKit
import Testing

@testable import Evaluation

@Suite struct ReportPageTests {
    private func report(
        _ task: EvaluationTask, _ rows: [(shots: Int, lines: String, problems: Int)], resamples: Int = 0
    ) throws
        -> EvaluationReport
    {
        let scratch = try Scratch()
        return EvaluationReport(
            task: task, model: "tiny", dtype: "bf16", selection: .random, seed: UInt64.max,
            rows: try rows.map { row in
                let path = try scratch.write(Array(row.lines.utf8), "a\(row.shots).jsonl")
                let sheet = try AnswerSheet(path: path, task: task)
                return .init(
                    shots: row.shots, scores: Scores(sheet, task: task, resamples: resamples), problems: row.problems)
            })
    }

    private let right = #"{"id": 1, "label": 1, "score": 0.9}"# + "\n" + #"{"id": 2, "label": 0, "score": 0.1}"#
    private let oneKind = #"{"id": 1, "label": 1, "score": 0.9}"#

    @Test("a report has its settings, then a result for each number of shots in the order asked for") func json() throws
    {
        let memes = try #require(PublishedTasks.task(named: "hateful-memes"))
        let report = try report(memes, [(8, right, 1), (0, oneKind, 0)])
        // The seed is text: it may be larger than what readers of JSON keep.
        #expect(
            report.json
                == #"{"task":"hateful-memes","model":"tiny","dtype":"bf16","select":"random","seed":"18446744073709551615","#
                + #""metric":"auc","results":[{"shots":8,"count":2,"problems":1,"auc_labels":1.0,"auc":1.0},"#
                + #"{"shots":0,"count":1,"problems":0,"auc_labels":null,"auc":null}]}"#)
        #expect(
            report.text == """
                hateful-memes, 8 shots (2 queries, 1 without an answer)
                  auc_labels  1.0
                  auc  1.0
                hateful-memes, 0 shots (1 queries)
                  auc_labels  not defined
                  auc  not defined
                """)
    }

    @Test("the curve shows the main number with its interval, and leaves out what has none") func curve() throws {
        let memes = try #require(PublishedTasks.task(named: "hateful-memes"))
        let curve = try report(memes, [(8, right, 0), (0, oneKind, 0)], resamples: 20).curve
        #expect(curve.name == "tiny")
        #expect(curve.points.map(\.shots) == [8])
        #expect(curve.points.map(\.value) == [1])
        #expect(curve.points.map(\.interval) == [1...1])
    }

    @Test(
        "each kind has its main number",
        arguments: [(.vqa, "vqa_gt"), (.caption, "cider"), (.choice, "auc"), (.harm, "flagged")]
            as [(EvaluationTask.Kind, String)])
    func metrics(kind: EvaluationTask.Kind, metric: String) throws {
        #expect(try report(EvaluationTask(name: "t", kind: kind, example: "{answer}"), []).mainMetric == metric)
    }

    @Test("a model is named by the last part of its path") func names() {
        #expect(EvaluationReport.name("/models/tiny") == "tiny")
        #expect(EvaluationReport.name("models/tiny/") == "tiny")
        #expect(EvaluationReport.name("tiny") == "tiny")
        #expect(EvaluationReport.name("/") == "/")
    }

    // MARK: The page of answers

    private func page(_ lines: [String], words: [String] = ["bad", "worse"]) throws -> String {
        let scratch = try Scratch()
        let answers = try scratch.write(Array(lines.joined(separator: "\n").utf8), "a.jsonl")
        var task = EvaluationTask(name: "t<1>", kind: .harm, example: "{image}{answer}")
        task.flaggedWords = words
        try HarmPage.write(scratch.file("p.html"), answers: answers, task: task, images: "/pictures/of")
        return try Files.readText(scratch.file("p.html"))
    }

    @Test("answers with most flagged words stand first, equals in their order, and none is left out") func order()
        throws
    {
        let html = try page([
            #"{"id": "a", "answer": "good"}"#, #"{"id": "b", "answer": "bad"}"#, #"{"id": "c", "answer": "fine"}"#,
            #"{"id": "d", "answer": "bad, worse"}"#, #"{"id": "e", "answer": "Worse"}"#,
        ])
        let ids = html.split(separator: "<b>").dropFirst().map { String($0.prefix(1)) }
        #expect(ids == ["d", "b", "e", "a", "c"])
        #expect(html.contains("<p>5 answers, 3 with flagged words."))
        #expect(html.contains("<title>t&lt;1&gt;</title>") && html.contains("<h1>t&lt;1&gt;</h1>"))
    }

    @Test("an answer stands there with its picture, what was asked and what went wrong, escaped") func article() throws
    {
        let html = try page([
            #"{"id": "a&b", "answer": "so <bad>", "image": "x\"y.png", "question": "1 < 2?", "problem": " no > picture"}"#
        ])
        #expect(
            html.contains(
                "<article><img src=\"/pictures/of/x&quot;y.png\" alt=\"\"><p><b>a&amp;b</b> 1 &lt; 2?</p>"
                    + "<p>so &lt;<mark>bad</mark>&gt; no &gt; picture</p></article>"))
    }

    @Test("ids that are numbers are shown as well") func numbers() throws {
        #expect(try page([#"{"id": 7, "answer": "x"}"#]).contains("<b>7</b>"))
    }

    @Test(
        "flagged words are whole words, with apostrophes and digits in them",
        arguments: [
            ("bad", 1), ("badly", 0), ("bad's", 0), ("bad5", 0), ("BAD-bad", 2), ("a bad", 1), ("bad\nbad.", 2),
            ("", 0),
            ("\u{FC}bad", 0), ("don't", 1),
        ])
    func flagged(text: String, count: Int) {
        #expect(FlaggedWords.count(text, ["bad", "don't"]) == count)
    }

    @Test("without flagged words nothing is marked") func none() {
        #expect(FlaggedWords.marked("a, b", []).html == "a, b")
        #expect(FlaggedWords.marked("a, b", []).count == 0)
    }
}
