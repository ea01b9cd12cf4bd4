import Configuration
import JSON
import Platform
import TestKit
import Testing

@testable import Evaluation

@Suite struct ReportTests {
    private let curve = ScorePlot.Curve(
        name: "a & b",
        points: [.init(shots: 0, value: 0.25, interval: 0.2...0.3), .init(shots: 8, value: 0.5, interval: nil)])

    @Test("a plot has a line a model, a point a number of shots, its interval, and no raw markup of names") func plot()
    {
        let svg = ScorePlot(title: "t<i>", metric: "vqa_gt", curves: [curve]).svg
        #expect(svg.hasPrefix("<svg xmlns=") && svg.hasSuffix("</svg>\n"))
        #expect(svg.components(of: "<circle") == 2)
        #expect(svg.components(of: "<polyline") == 1)
        #expect(svg.contains("a &amp; b") && svg.contains("t&lt;i&gt;"))
        #expect(!svg.contains("nan") && !svg.contains("inf"))
    }

    @Test("equal values and a single number of shots make a plot too") func flat() {
        let point = ScorePlot.Curve.Point(shots: 4, value: 0, interval: nil)
        let svg = ScorePlot(title: "t", metric: "m", curves: [.init(name: "a", points: [point])]).svg
        #expect(svg.components(of: "<circle") == 1)
        #expect(!svg.contains("nan") && !svg.contains("inf"))
    }

    @Test("a report is read as the line of another plot") func compared() throws {
        let scratch = try Scratch()
        let path = try scratch.write(
            Array(#"{"results": [{"shots": 4, "cider": 1.5, "intervals": {"cider": [1.0, 2.0]}}]}"#.utf8), "r.json")
        let curve = try ScorePlot.Curve(name: "x", report: path, metric: "cider")
        #expect(curve.points.map(\.value) == [1.5])
        #expect(curve.points[0].interval == 1.0...2.0)
        #expect(throws: EvaluationError.self) { try ScorePlot.Curve(name: "x", report: path, metric: "auc") }
    }

    @Test("flagged words are marked as whole words, and the rest is escaped") func flagged() {
        let (html, count) = FlaggedWords.marked("A Bad <b> badge, bad.", ["bad"])
        #expect(html == "A <mark>Bad</mark> &lt;b&gt; badge, <mark>bad</mark>.")
        #expect(count == 2)
    }

    @Test("a task file is read, and what is wrong with one is named") func taskFile() throws {
        let scratch = try Scratch()
        let good = try scratch.write(
            Array(
                """
                kind: caption
                prompt:
                  prefix: "{bos}"
                  example: "{image}This is {answer}. "
                answer:
                  stop: ["."]
                data:
                  image: file
                """.utf8), "emoji.yaml")
        let task = try EvaluationTask(path: good)
        #expect(task.name == "emoji" && task.kind == .caption && task.stopWords == ["."])
        #expect(task.keys["image"] == "file" && task.keys["id"] == "id")
        let bad = try scratch.write(Array("kind: choice\nprompt: {exampel: a}\n".utf8), "bad.yaml")
        let error = #expect(throws: PipelineError.self) { try EvaluationTask(path: bad) }
        let text = error.map { "\($0)" } ?? ""
        #expect(
            text.contains("unknown key 'prompt.exampel'") && text.contains("no {answer}")
                && text.contains("two classes"))
    }
}

extension String {
    fileprivate func components(of pattern: String) -> Int { ranges(of: pattern).count }
}
