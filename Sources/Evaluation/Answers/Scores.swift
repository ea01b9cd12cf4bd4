package import Configuration
import JSON

/// What a set of answers is worth: numbers by name, and how far each could be another with other examples.
package struct Scores: Equatable, Sendable {
    /// One number.
    package struct Metric: Equatable, Sendable {
        /// `vqa_own`, `cider`, `auc`, …
        package let name: String
        /// Its value; nil when it cannot be said (an area with labels of one kind only).
        package let value: Double?
        /// The interval of resampled values, nil when none was asked for.
        package let interval: ClosedRange<Double>?
    }

    /// In the order in which they are reported.
    package let metrics: [Metric]
    /// Answers.
    package let count: Int

    /// Scores answers.
    /// - Parameter resamples: how often examples are drawn anew for the intervals; 0 for none.
    package init(_ sheet: AnswerSheet, task: EvaluationTask, resamples: Int = 0, seed: UInt64 = 0) {
        switch sheet.content {
        case .choices(let choices):
            (metrics, count) = (Self.areas(choices, resamples, seed), choices.count)
        case .texts(let texts):
            let rows = Self.rows(texts, task)
            metrics = rows.map { name, values in
                Metric(
                    name: name, value: values.reduce(0, +) / Double(values.count),
                    interval: Bootstrap.interval(ofMean: values, resamples: resamples, seed: seed))
            }
            count = texts.count
        }
    }

    /// The values of each answer, by metric.
    private static func rows(
        _ texts: [AnswerSheet.Text], _ task: EvaluationTask
    ) -> [(name: String, values: [Double])] {
        switch task.kind {
        case .vqa:
            let values = texts.map { VQAAccuracy(answer: $0.answer, references: $0.references).values }
            return VQAAccuracy.names.enumerated().map { index, name in (name, values.map { $0[index] }) }
        case .caption:
            let captions = PTBTokenizer.tokens(ofLines: texts.map(\.answer))
            var references = PTBTokenizer.tokens(ofLines: texts.flatMap(\.references))[...]
            let items = zip(texts, captions).map { text, caption in
                defer { references = references.dropFirst(text.references.count) }
                return CIDEr.Item(caption: caption, references: Array(references.prefix(text.references.count)))
            }
            return [("cider", CIDEr.scores(items))]
        case .harm:
            return [("flagged", texts.map { FlaggedWords.count($0.answer, task.flaggedWords) > 0 ? 1.0 : 0.0 })]
        case .choice: return []
        }
    }

    /// The area by the chosen labels, as the published code has it, and by probabilities.
    private static func areas(_ choices: [AnswerSheet.Choice], _ resamples: Int, _ seed: UInt64) -> [Metric] {
        let labels = choices.map(\.label)
        return [
            ("auc_labels", choices.map { $0.answer ? 1.0 : 0.0 }), ("auc", choices.map(\.score)),
        ].map { name, scores in
            Metric(
                name: name, value: ROC.area(scores: scores, labels: labels),
                interval: Bootstrap.interval(count: choices.count, resamples: resamples, seed: seed) { indices in
                    ROC.area(scores: indices.map { scores[$0] }, labels: indices.map { labels[$0] })
                })
        }
    }
}

extension Scores {
    /// `{"metric": value, …}`; with intervals also `"intervals": {"metric": [low, high]}`.
    package var json: String { value.text }

    var value: JSONValue {
        var members = metrics.map { JSONValue.Member(key: $0.name, value: $0.value.map(JSONValue.number) ?? .null) }
        let intervals = metrics.compactMap { metric in
            metric.interval.map {
                JSONValue.Member(key: metric.name, value: .array([.number($0.lowerBound), .number($0.upperBound)]))
            }
        }
        if !intervals.isEmpty { members.append(.init(key: "intervals", value: .object(intervals))) }
        return .object(members)
    }

    /// A line for each number.
    package var text: String {
        metrics.map { metric in
            func shown(_ value: Double) -> String { "\((value * 1e4).rounded() / 1e4)" }
            let interval = metric.interval.map { "  (95 %: \(shown($0.lowerBound)) to \(shown($0.upperBound)))" } ?? ""
            return "\(metric.name)  \(metric.value.map(shown) ?? "not defined")\(interval)"
        }.joined(separator: "\n")
    }
}
