import CorpusFiles
package import Documents
package import Facts

/// The funnel as tables with bars, one a unit: what entered, what was written, and why the rest was not.
package struct FunnelTable {
    private let ledger: Ledger

    /// The funnel of a ledger.
    package init(_ ledger: Ledger) { self.ledger = ledger }

    /// Writes the tables.
    /// - Parameters:
    ///   - heading: the element that a unit's heading is.
    ///   - link: where a reason leads, `""` for nowhere.
    package func write(heading: StaticString, link: (Reason) -> String, to html: inout HTMLWriter) {
        for unit in Unit.allCases {
            var account = ledger[unit]
            // Requests and metadata never are pages: they are counted beside the funnel.
            let aside = account.dropped.removeValue(forKey: .recordOtherType) ?? 0
            account.born -= aside
            guard account.born > 0 else { continue }
            html.element("section", ["class": "funnel"]) { html in
                html.element(heading) { html in
                    html.text("\(unit.rawValue)s ")
                    html.element("span", ["class": "soft"]) { html in
                        html.text(account.born.grouped)
                        if aside > 0 { html.text(" and \(aside.grouped) that never are pages") }
                    }
                }
                html.element("table") { html in
                    Chart.row("written", account.written, of: account.born, kind: "written", &html)
                    for (reason, count) in account.sortedByCount {
                        Chart.row(
                            reason.rawValue, count, of: account.born, kind: reason.kind.rawValue, link: link(reason),
                            hint: reason.words.sentence + " " + reason.words.advice, &html)
                    }
                }
            }
        }
    }
}
