package import CorpusFiles
package import Documents
import Facts
import JSON
package import Platform

/// `quarry funnel`: what entered, what was written, and why the rest was not.
package struct FunnelInspection: Sendable {
    /// The whole run's ledger.
    package let ledger: Ledger

    /// The funnel of a corpus.
    package init(_ corpus: Corpus) { ledger = corpus.manifest.ledger }

    /// The funnel of a ledger (a run that is not finished).
    package init(_ ledger: Ledger) { self.ledger = ledger }

    /// For `--json`: `{"units": {unit: {"born", "written", "dropped": {reason: n}}}}`, and beside the units
    /// `"replaced": {kind: n}` when something was.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.key("units")
            ledger.withoutReplacements.write(to: &json)
            let replaced = ledger.sortedReplacements
            guard !replaced.isEmpty else { return }
            json.key("replaced")
            json.object(replaced.lazy.map { ($0.kind, $0.count) })
        }
        return json.text
    }

    /// For people: a table a unit, the reasons with most drops first, a bar for each as far as the screen is wide.
    package func text(on screen: Screen = Screen()) -> String {
        var parts = Unit.allCases.map { table($0, screen) }
        let aside = ledger[.record].dropped[.recordOtherType] ?? 0
        if aside > 0 {
            let note = "(and \(aside.grouped) records that never are pages: requests, metadata and the like)"
            parts[0] += "\n" + Terminal.wrapped(note, width: screen.width, indent: "  ")
        }
        let replaced = ledger.sortedReplacements.map { "\($0.kind) \($0.count.grouped)" }
        if !replaced.isEmpty {
            let note = "replaced by placeholders: " + replaced.joined(separator: ", ")
            parts.append(Terminal.wrapped(note, width: screen.width))
        }
        return parts.joined(separator: "\n\n")
    }

    /// Records that never were pages are no part of the funnel: they are counted beside it.
    private func table(_ unit: Unit, _ screen: Screen) -> String {
        var account = ledger[unit]
        let isBalanced = account.isBalanced
        account.born -= account.dropped.removeValue(forKey: .recordOtherType) ?? 0
        var rows = [row("\(unit.rawValue)s", account.born, of: account.born)]
        for (reason, count) in account.sortedByCount {
            rows.append(row("  \(reason.rawValue)", count, of: account.born, reason.kind.rawValue))
        }
        rows.append(row("  written", account.written, of: account.born))
        let table = FunnelInspection.fitted(rows, to: screen.width)
        return isBalanced ? table : table + "\n  DOES NOT BALANCE"
    }

    private func row(_ name: String, _ count: Int, of whole: Int, _ kind: String = "") -> (
        cells: [String], share: Double
    ) {
        let share = whole > 0 ? Double(count) / Double(whole) : 0
        let tenths = Int((share * 1000).rounded())
        return ([name, kind, count.grouped, "\(tenths / 10).\(tenths % 10) %"], share)
    }

    /// Bars of what room there is, up to 30; without room for bars they go, and then the kind.
    private static func fitted(_ rows: [(cells: [String], share: Double)], to width: Int) -> String {
        let widths = Terminal.widths(rows.map(\.cells))
        let used = widths.reduce(0) { $0 + $1 + 2 }
        let room = min(30, width - used)
        guard room >= 6 else {
            let isNarrow = used - 2 > width
            let cells = rows.map { isNarrow ? [$0.cells[0], $0.cells[2], $0.cells[3]] : $0.cells }
            return Terminal.table(cells, left: isNarrow ? [0] : [0, 1])
        }
        let cells = rows.map { row in
            let length = Int((row.share * Double(room)).rounded(row.share > 0 ? .up : .down))
            return row.cells + [String(repeating: "█", count: min(room, length))]
        }
        return Terminal.table(cells, left: [0, 1, 4])
    }
}
