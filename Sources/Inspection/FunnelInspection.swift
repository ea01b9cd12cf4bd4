package import CorpusFiles
package import Documents
import Facts
import JSON

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

    /// For people: a table a unit, the reasons with most drops first, a bar for each.
    package func text(_ style: TerminalStyle = TerminalStyle()) -> String {
        let names = Unit.allCases.flatMap { ledger[$0].dropped.keys.map(\.rawValue.count) }
        let width = min(30, max(8, style.width - (names.max() ?? 0) - 34))
        func row(_ name: String, _ count: Int, of whole: Int, _ kind: String = "") -> [String] {
            FunnelInspection.row(name, count, of: whole, kind, width: width)
        }
        let tables = Unit.allCases.map { unit in
            let account = ledger[unit]
            var rows = [row("\(unit.rawValue)s", account.born, of: account.born)]
            for (reason, count) in account.sortedByCount {
                rows.append(row("  \(reason.rawValue)", count, of: account.born, reason.kind.rawValue))
            }
            rows.append(row("  written", account.written, of: account.born))
            let table = Terminal.table(rows, left: [0, 1, 4])
            return account.isBalanced ? table : table + "\n  DOES NOT BALANCE"
        }
        let replaced = ledger.sortedReplacements.map { "\($0.kind) \($0.count.grouped)" }
        let note = replaced.isEmpty ? [] : ["replaced by placeholders: " + replaced.joined(separator: ", ")]
        return (tables + note).joined(separator: "\n\n")
    }

    private static func row(
        _ name: String, _ count: Int, of whole: Int, _ kind: String, width: Int
    ) -> [String] {
        let share = whole > 0 ? Double(count) / Double(whole) : 0
        let tenths = Int((share * 1000).rounded())
        let length = min(width, Int((share * Double(width)).rounded(count > 0 ? .up : .down)))
        let bar = String(repeating: "█", count: length) + String(repeating: " ", count: width - length)
        return [name, kind, count.grouped, "\(tenths / 10).\(tenths % 10) %", bar]
    }
}
