package import Configuration
import JSON

/// What an evaluation came to: the numbers for each number of shots.
package struct EvaluationReport: Sendable {
    /// The numbers with so many shots.
    package struct Row: Sendable {
        /// Shots with pictures.
        package let shots: Int
        /// The numbers.
        package let scores: Scores
        /// Queries without an answer: their pictures could not be read, or their prompts not be used.
        package let problems: Int
    }

    /// The task.
    package let task: EvaluationTask
    /// The last part of the checkpoint's path.
    package let model: String
    /// What was computed with.
    package let dtype: String
    /// How shots were chosen.
    package let selection: ShotSelection
    /// Where random numbers began.
    package let seed: UInt64
    /// In the order in which shots were asked for.
    package let rows: [Row]

    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The number that a plot shows.
    package var mainMetric: String {
        switch task.kind {
        case .vqa: "vqa_gt"
        case .caption: "cider"
        case .choice: "auc"
        case .harm: "flagged"
        }
    }

    /// One object: `{"task", "model", "dtype", "select", "seed", "results": [{"shots", "count", "problems", "metric": value,
    /// …, "intervals"}]}`.
    package var json: String {
        JSONValue.members([
            "task": .string(task.name), "model": .string(model), "dtype": .string(dtype),
            "select": .string(selection.rawValue), "seed": .string(String(seed)), "metric": .string(mainMetric),
            "results": .array(
                rows.map { row in
                    let counts: [JSONValue.Member] = [
                        .init(key: "shots", value: .integer(row.shots)),
                        .init(key: "count", value: .integer(row.scores.count)),
                        .init(key: "problems", value: .integer(row.problems)),
                    ]
                    return .object(counts + (row.scores.value.members ?? []))
                }),
        ]).text
    }

    /// A table for people.
    package var text: String {
        rows.map { row in
            let problems = row.problems > 0 ? ", \(row.problems) without an answer" : ""
            let head = "\(task.name), \(row.shots) shots (\(row.scores.count) queries\(problems))"
            return ([head] + row.scores.text.split(separator: "\n").map { "  " + $0 }).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// The line of the plot.
    package var curve: ScorePlot.Curve {
        ScorePlot.Curve(
            name: model,
            points: rows.compactMap { row in
                guard let metric = row.scores.metrics.first(where: { $0.name == mainMetric }), let value = metric.value
                else { return nil }
                return .init(shots: row.shots, value: value, interval: metric.interval)
            })
    }
}
