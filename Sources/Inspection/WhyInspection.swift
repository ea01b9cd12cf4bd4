package import CorpusFiles
import Documents
import Facts
import JSON
package import Platform

/// `quarry why`: the whole history of a page or an image, phase by phase, with the numbers that decided.
package struct WhyInspection: Sendable {
    /// What happened to it in one phase.
    package struct Step: Sendable, Equatable {
        /// The phase, `corpus` for what is in the corpus.
        package let phase: String
        /// What happened, a line each.
        package let events: [Event]
    }

    /// One thing that happened.
    package struct Event: Sendable, Equatable {
        /// `in`, `out` or `note`.
        package let kind: String
        /// What it happened to: `document`, `paragraph`, `image`, `record`.
        package let unit: String
        /// The reason, `""` for what stayed.
        package let reason: String
        /// In words, with the numbers.
        package var detail: String
        /// Ordinal in the document, -1 where there is none.
        package let ordinal: Int
        /// URL of the page or image, `""` when there is none.
        package let url: String
        /// Where it stood in the page (`html > body > p`), `""` when that is not known.
        package var path = ""
        /// What left, the beginning of it; `""` for what stayed.
        package var text = ""
    }

    /// What was asked.
    package let query: String
    /// In one sentence: whether it is in, and what took it when it is not.
    package let verdict: String
    /// The phases in order.
    package let steps: [Step]

    /// Looks for a document (id, beginning of an id, URL) or an image (SHA-256 or beginning, URL).
    /// - Parameter phases: in the order in which a run does them; what came later stands behind them.
    /// - Throws: `InspectionError.unanswerable` when the corpus never saw it; `.storage`.
    package init(_ query: String, in corpus: Corpus, phases: [String]) throws(InspectionError) {
        self.query = query
        let logs = OrderedLogs(corpus, phases)
        (verdict, steps) = try reading { try WhyInspection.history(query, logs) }
    }

    private static func history(_ query: String, _ logs: OrderedLogs) throws -> (String, [Step]) {
        let corpus = logs.corpus
        let isURL = PageAddress.isAddress(query)
        let hex = query.lowercased()
        guard isURL || hex.allSatisfy({ $0.isASCII && $0.isHexDigit }) && (1...64).contains(hex.utf8.count) else {
            throw InspectionError.unanswerable("'\(query)' is no id, no URL and no SHA-256")
        }
        let rows =
            isURL
            ? try DocumentInspection.candidates(query, corpus)
            : hex.utf8.count <= 20 ? try corpus.index.documents(idPrefix: hex) : []
        guard isURL || rows.count < 2 else {
            let list = rows.map(\.id).joined(separator: ", ")
            throw InspectionError.unanswerable("'\(query)' is the beginning of several documents: \(list)")
        }
        let images = rows.isEmpty && !isURL ? try corpus.index.images(sha256Prefix: hex) : []
        if let image = images.first {
            guard images.count == 1 else {
                throw InspectionError.unanswerable("'\(query)' is the beginning of several images' SHA-256")
            }
            return try ImageHistory(image, logs).history
        }
        let names = isURL ? PageAddress(query).spellings : [hex]
        let drops = try logs.drops(mentioning: names + rows.map(\.id))
        let page = DocumentHistory(query: query, isURL: isURL, rows: rows, drops: drops)
        if let history = try page.history(logs) { return history }
        if isURL, let history = try ImageHistory.ofURL(query, drops, logs) { return history }
        throw InspectionError.unanswerable(absent(query, corpus))
    }

    private static func absent(_ query: String, _ corpus: Corpus) -> String {
        corpus.dropLogs.isEmpty
            ? "nothing is known of '\(query)'; this corpus was made without drop logs, so it cannot be said why"
            : "nothing is known of '\(query)': it is in no archive that this corpus was made from, or was never linked"
    }

    // MARK: Renderers

    /// For `--json`: `{"query", "verdict", "steps": [{"phase", "events": […]}]}`.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("query", query)
            json.member("verdict", verdict)
            json.key("steps")
            json.array { json in
                for step in steps {
                    json.object { json in
                        json.member("phase", step.phase)
                        json.key("events")
                        json.array { json in for event in step.events { event.write(to: &json) } }
                    }
                }
            }
        }
        return json.text
    }

    /// For people.
    package func text(on screen: Screen = Screen()) -> String {
        var lines = [screen.strong(Terminal.safe(verdict))]
        for step in steps {
            lines += ["", screen.soft(step.phase)]
            lines += step.events.prefix(40).map { $0.line(screen) }
            if step.events.count > 40 { lines.append("  … and \(step.events.count - 40) more; --json has them all") }
        }
        return lines.joined(separator: "\n")
    }
}

extension WhyInspection.Event {
    init(_ drop: Drop) {
        self.init(
            kind: "out", unit: drop.reason.unit.rawValue, reason: drop.reason.rawValue, detail: drop.detail,
            ordinal: drop.reason.unit == .document || drop.reason.unit == .record ? -1 : drop.ordinal, url: drop.url,
            path: drop.path, text: drop.text)
    }

    init(_ kind: String, _ unit: String, _ detail: String, url: String = "", ordinal: Int = -1) {
        self.init(kind: kind, unit: unit, reason: "", detail: detail, ordinal: ordinal, url: url)
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("kind", kind)
            json.member("unit", unit)
            json.member("reason", reason)
            json.member("detail", detail)
            json.member("ordinal", ordinal)
            json.member("url", url)
            json.member("path", path)
            json.member("text", text)
        }
    }

    func line(_ screen: Screen) -> String {
        let sign = kind == "in" ? "+" : kind == "out" ? "−" : "·"
        let place = ordinal >= 0 ? "\(unit) \(ordinal)" : unit
        let parts = [place, reason, detail.isEmpty || reason.isEmpty ? detail : "(\(detail))", url]
        let line = parts.filter { !$0.isEmpty }.joined(separator: "  ")
        var text = "  \(sign) " + Terminal.hanging(line, width: screen.width, indent: "    ")
        if !path.isEmpty { text += "\n" + DropLines.path(path, on: screen) }
        if !self.text.isEmpty {
            let flat = self.text.replacing("\n", with: " ")
            text += "\n" + Terminal.wrapped(flat, width: screen.width, indent: "    ")
        }
        return kind == "out" ? screen.grey(text) : text
    }
}
