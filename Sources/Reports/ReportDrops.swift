import CorpusFiles
import Documents
import Facts
import JSON
import Platform

/// Some examples of what was dropped for each reason, drawn by hash from the logs without parsing the rest.
///
/// Logs are read, the phases in turn, until every reason that the ledger counts has its examples: of a large corpus a few, so
/// that the step that one process does at the end of a run does not grow with it.
struct ReportDrops {
    /// Examples a reason.
    static let each = 4
    /// Bytes of logs (as they lie on disk) that are looked through at most.
    private static let most = 256 << 20

    /// By reason: examples.
    private(set) var examples: [Reason: [Drop]] = [:]
    /// Whether logs were left out.
    private(set) var isPartial = false

    init(_ corpus: Corpus) throws {
        var best: [String: [(hash: UInt64, line: [UInt8])]] = [:]
        var open = Self.wanted(corpus.manifest.ledger)
        var seen = 0
        for log in Self.taken(corpus.manifest.files(.drops)) {
            guard !open.isEmpty, seen + log.bytes <= Self.most || seen == 0 else {
                isPartial = true
                break
            }
            seen += log.bytes
            try FramedReader(path: corpus.folder + "/" + log.path).lines { line in
                guard let name = DropLog.reason(ofLine: line), open[name] != nil else { return }
                let hash = XXH3.hash(line)
                var list = best[name] ?? []
                guard list.count < Self.each || hash < (list.last?.hash ?? 0) else { return }
                list.append((hash, Array(line)))
                list.sort { $0.hash < $1.hash }
                best[name] = Array(list.prefix(Self.each))
            }
            open = open.filter { (best[$0.key]?.count ?? 0) < $0.value }
        }
        for (name, list) in best {
            guard let reason = Reason(rawValue: name) else { continue }
            examples[reason] = list.compactMap { (try? JSONValue(parsing: $0.line)).flatMap { Drop($0) } }
        }
    }

    /// How many examples each reason is to have that the page shows, by name.
    private static func wanted(_ ledger: Ledger) -> [String: Int] {
        var wanted: [String: Int] = [:]
        for unit in Unit.allCases {
            for (reason, count) in ledger[unit].dropped where reason.kind != .cascade && count > 0 {
                wanted[reason.rawValue] = min(count, each)
            }
        }
        return wanted
    }

    /// The logs, phases in turn, those of a phase in an order drawn by the hash of their names: some stand for all.
    private static func taken(_ logs: [CorpusManifest.File]) -> [CorpusManifest.File] {
        let phases = Dictionary(grouping: logs) { Corpus.phase(ofLog: $0.path.lastPathComponent) }
            .sorted { $0.key < $1.key }
            .map { $0.value.map { (XXH3.hash($0.path), $0) }.sorted { $0.0 < $1.0 }.map(\.1) }
        return (0..<(phases.map(\.count).max() ?? 0)).flatMap { place in
            phases.compactMap { $0.indices.contains(place) ? $0[place] : nil }
        }
    }

    /// Whether the page has examples of a reason.
    func shows(_ reason: Reason) -> Bool { examples[reason] != nil && reason.kind != .cascade }

    func write(_ ledger: Ledger, to html: inout HTMLWriter) {
        guard !examples.isEmpty else { return }
        html.element("h2", ["id": "dropped"], text: "What was dropped")
        if isPartial {
            html.element("p", ["class": "soft"], text: "Examples are from a part of the drop logs.")
        }
        for unit in Unit.allCases {
            for (reason, count) in ledger[unit].sortedByCount where shows(reason) {
                html.element("details", ["id": reason.rawValue, "open": "", "class": "reason-examples"]) { html in
                    html.element("summary") { html in
                        html.element("b", text: reason.rawValue)
                        html.element("span", ["class": "soft"], text: " \(count.grouped)")
                    }
                    html.element("p", ["class": "soft"], text: reason.words.sentence)
                    for drop in examples[reason] ?? [] { ReportDrops.write(drop, to: &html) }
                }
            }
        }
    }

    private static func write(_ drop: Drop, to html: inout HTMLWriter) {
        html.element("div", ["class": "left"]) { html in
            if !drop.detail.isEmpty { html.element("p") { $0.element("b", text: drop.detail) } }
            if !drop.text.isEmpty { html.element("p", ["dir": "auto"], text: drop.text) }
            let address = drop.url.isEmpty ? drop.page : drop.url
            if !address.isEmpty { html.element("p", ["class": "url"], text: String(address.prefix(300))) }
        }
    }
}
