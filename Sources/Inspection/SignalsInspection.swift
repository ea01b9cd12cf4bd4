import Facts
import JSON
package import Platform

/// `quarry help signals`: what can be measured of documents and images, by rules and by a model.
package struct SignalsInspection: Sendable {
    /// A signal as it is explained.
    private struct Line {
        let name: String
        let kind: String
        let sentence: String
        var cost = ""
    }

    private let lines: [Line]

    /// All signals, or one by its name (a column of the index or what `quarry score --signals` takes).
    /// - Throws: `InspectionError.unanswerable` for a name that is none, with the nearest.
    package init(_ name: String? = nil) throws(InspectionError) {
        let all = SignalsInspection.all
        guard let name else {
            lines = all
            return
        }
        lines = all.filter { $0.name == name || $0.name == ScoreSignal(name: name)?.rawValue }
        guard lines.isEmpty else { return }
        let nearest = Nearest.closest(to: name, among: all.map(\.name)) ?? ""
        throw .unanswerable("there is no signal '\(name)'; the nearest is '\(nearest)'")
    }

    private static let all: [Line] =
        TextProfile.fields.filter(\.isRecorded).map { Line(name: $0.name, kind: "text", sentence: $0.sentence) }
        + ImageSignals.fields.map { Line(name: $0.name, kind: "image", sentence: $0.sentence) }
        + ScoreSignal.allCases.map {
            Line(name: $0.rawValue, kind: "model", sentence: $0.definition, cost: $0.cost)
        }

    /// For `--json`: a list of `{"signal", "of", "sentence", "cost"}`.
    package var json: String {
        var json = JSONWriter()
        json.array { json in
            for line in lines {
                json.object { json in
                    json.member("signal", line.name)
                    json.member("of", line.kind)
                    json.member("sentence", line.sentence)
                    json.member("cost", line.cost)
                }
            }
        }
        return json.text
    }

    /// For people.
    package func text(on screen: Screen = Screen()) -> String {
        lines.map { line in
            var text = "\(line.name)  (\(line.kind))\n" + wrapped(line.sentence, screen)
            if !line.cost.isEmpty { text += "\n" + wrapped("cost: \(line.cost)", screen) }
            return text
        }.joined(separator: "\n")
    }

    private func wrapped(_ text: String, _ screen: Screen) -> String {
        Terminal.wrapped(text, width: screen.width, indent: "  ")
    }
}
