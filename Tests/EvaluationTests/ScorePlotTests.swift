import JSON
import Platform
import TestKit
import Testing

@testable import Evaluation

/// Where the parts of a plot stand: the values' frame goes from (100, 340) to (580, 70).
@Suite struct ScorePlotTests {
    private typealias Curve = ScorePlot.Curve

    private func svg(_ curves: [Curve]) -> [String] {
        ScorePlot(title: "t", metric: "m", curves: curves).svg.split(separator: "\n").map(String.init)
    }

    private func curve(_ name: String, _ points: [(shots: Int, value: Double)]) -> Curve {
        Curve(name: name, points: points.map { .init(shots: $0.shots, value: $0.value, interval: nil) })
    }

    @Test("steps stand at equal distances by their order, values by their size, and lines run from few shots to many")
    func places() {
        let lines = svg([curve("a", [(32, 5), (0, 0), (4, 10)])])
        #expect(
            lines.contains(
                ##"<polyline points="100.0,340.0 340.0,70.0 580.0,205.0" fill="none" stroke="#2166ac" stroke-width="2"/>"##
            ))
        #expect(lines.contains(#"<text x="340.0" y="358" text-anchor="middle">4</text>"#))
        #expect(lines.contains(#"<text x="580.0" y="358" text-anchor="middle">32</text>"#))
        #expect(lines.contains(##"<circle cx="340.0" cy="70.0" r="3.5" fill="#2166ac"/>"##))
        #expect(lines.contains(##"<text x="340.0" y="62.0" text-anchor="middle" fill="#2166ac">10.0</text>"##))
    }

    @Test("ticks are steps of 1, 2 or 5 from below the least to above the greatest value") func ticks() {
        func ticks(_ low: Double, _ high: Double) -> [String] {
            svg([curve("a", [(0, low), (1, high)])]).filter { $0.hasPrefix(#"<text x="62""#) }.map {
                String($0.drop { $0 != ">" }.dropFirst().prefix { $0 != "<" })
            }
        }
        #expect(ticks(0, 10) == ["0.0", "2.0", "4.0", "6.0", "8.0", "10.0"])
        #expect(ticks(0, 1) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(ticks(1, 6) == ["1.0", "2.0", "3.0", "4.0", "5.0", "6.0"])
        #expect(ticks(3, 99) == ["0.0", "20.0", "40.0", "60.0", "80.0", "100.0"])
        // Equal values: a fifth of them is a step.
        #expect(ticks(5, 5) == ["5.0", "6.0"])
        #expect(ticks(0, 0) == ["0.0", "0.1"])
    }

    @Test("an interval is a line through its point, and widens the frame") func interval() {
        let lines = svg([Curve(name: "a", points: [.init(shots: 4, value: 5, interval: 0...10)])])
        #expect(lines.contains(##"<line x1="100.0" x2="100.0" y1="340.0" y2="70.0" stroke="#2166ac"/>"##))
        #expect(lines.contains(##"<circle cx="100.0" cy="205.0" r="3.5" fill="#2166ac"/>"##))
    }

    @Test("each curve has a colour and a line of the legend; the seventh begins the colours again") func legend() {
        let lines = svg((0..<7).map { curve("c\($0)", [(0, Double($0))]) })
        let colors = ["#2166ac", "#b2182b", "#1b7837", "#762a83", "#8c510a", "#4d4d4d", "#2166ac"]
        for (index, color) in colors.enumerated() {
            let y = 46 + 16 * index
            #expect(lines.contains("<rect x=\"80\" y=\"\(y - 9)\" width=\"10\" height=\"10\" fill=\"\(color)\"/>"))
            #expect(lines.contains("<text x=\"96\" y=\"\(y)\">c\(index)</text>"))
        }
    }

    @Test("title and metric are escaped, and values have three decimals at most") func texts() {
        let plot = ScorePlot(title: "a<b", metric: "m&n", curves: [curve("x\"y", [(0, 1.0 / 3), (1, 2)])]).svg
        #expect(
            plot.contains(">a&lt;b</text>") && plot.contains(">m&amp;n</text>") && plot.contains(">x&quot;y</text>"))
        #expect(plot.contains(">0.333</text>"))
        #expect(ScorePlot(title: "", metric: "", curves: []).svg.hasSuffix("</svg>\n"))
    }

    @Test("a report's interval counts when it has two ends in order") func reports() throws {
        let scratch = try Scratch()
        func curve(_ results: String) throws -> Curve {
            let path = try scratch.write(Array("{\"results\": [\(results)]}".utf8), "r.json")
            return try Curve(name: "x", report: path, metric: "m")
        }
        let good = try curve(
            #"{"shots": 0, "m": 1, "intervals": {"m": [0, 2.5]}}, {"shots": 4, "m": 2, "intervals": {"m": [2, 1]}}, "#
                + #"{"shots": 8, "m": 3, "intervals": {"m": [1]}}, {"shots": 9, "m": 4, "intervals": {"other": [1, 2]}}"#
        )
        #expect(good.name == "x")
        #expect(good.points.map(\.shots) == [0, 4, 8, 9])
        #expect(good.points.map(\.value) == [1, 2, 3, 4])
        #expect(good.points.map(\.interval) == [0...2.5, nil, nil, nil])
        #expect(words { _ = try curve(#"{"m": 1}"#) }.hasSuffix("a result has no m"))
        #expect(words { _ = try curve(#"{"shots": 1, "m": null}"#) }.hasSuffix("a result has no m"))
        let path = try scratch.write(Array("[]".utf8), "none.json")
        #expect(
            words { _ = try Curve(name: "x", report: path, metric: "m") } == path + ": is no report of quarry eval")
        #expect(words { _ = try Curve(name: "x", report: scratch.file("no"), metric: "m") }.contains("No such file"))
    }
}
