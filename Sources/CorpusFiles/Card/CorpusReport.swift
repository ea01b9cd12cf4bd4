import Documents
import Facts

/// `report.html`: the funnel and the distributions to look at, one file without anything from outside.
package struct CorpusReport: Sendable {
    /// The file's name in the corpus.
    package static let fileName = "report.html"

    private let manifest: CorpusManifest
    private let statistics: CorpusStatistics
    private let title: String

    /// A report.
    package init(manifest: CorpusManifest, statistics: CorpusStatistics, title: String) {
        self.manifest = manifest
        self.statistics = statistics
        self.title = title
    }

    /// The page.
    package func render() -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(Self.escape(title))</title>
        <style>
        \(Self.style)
        </style>
        </head>
        <body>
        <header><h1>\(Self.escape(title))</h1>
        <p>Made by quarry \(Self.escape(manifest.tool)), pipeline <code>\(manifest.pipelineSHA256.prefix(12))</code></p>
        </header>
        <main>
        \(tiles)
        \(funnel)
        <h2>Distributions</h2>
        <div class="grid">
        \(statistics.distributions.map(histogram).joined(separator: "\n"))
        </div>
        <div class="grid">
        \(shares("Languages", statistics.languages))
        \(shares("Domains", statistics.domains))
        \(shares("Formats", statistics.formats))
        </div>
        \(clusters)
        </main>
        </body>
        </html>

        """
    }

    private var tiles: String {
        let counts = manifest.counts
        let items = [
            ("documents", counts.documents), ("images", counts.images), ("different images", counts.distinctImages),
            ("words", counts.words), ("domains", statistics.distinctDomains),
        ]
        return "<div class=\"tiles\">"
            + items.map { "<div><b>\($0.1.grouped)</b><span>\($0.0)</span></div>" }.joined() + "</div>"
    }

    private var funnel: String {
        "<h2>Funnel</h2>\n<p class=\"key\"><i class=\"written\"></i> written <i class=\"policy\"></i> a rule "
            + "<i class=\"failure\"></i> something went wrong <i class=\"cascade\"></i> left with its document</p>\n"
            + Unit.allCases.map(account).joined(separator: "\n")
    }

    private func account(_ unit: Unit) -> String {
        let account = manifest.ledger[unit]
        var rows = [row("born", "born", account.born, of: account.born)]
        for (reason, count) in account.sortedByCount {
            let hint = reason.words.sentence + " " + reason.words.advice
            rows.append(row(reason.rawValue, reason.kind.rawValue, count, of: account.born, hint: hint))
        }
        rows.append(row("written", "written", account.written, of: account.born))
        return "<section><h3>\(unit.rawValue)s</h3><table>\(rows.joined())</table></section>"
    }

    private func row(_ name: String, _ kind: String, _ count: Int, of whole: Int, hint: String = "") -> String {
        let share = whole > 0 ? Double(count) * 100 / Double(whole) : 0
        return
            "<tr><th title=\"\(Self.escape(hint))\">\(Self.escape(name))</th><td class=\"bar\"><div class=\"\(kind)\" "
            + "style=\"width:\(share.short)%\"></div></td><td class=\"n\">\(count.grouped)</td>"
            + "<td class=\"n\">\(DatasetCard.percent(count, of: whole))</td></tr>\n"
    }

    private func histogram(_ distribution: Distribution) -> String {
        let bins = distribution.bins
        let most = max(1, bins.map(\.count).max() ?? 1)
        let bars = bins.map { bin in
            let label = bin.upper - bin.lower == 1 ? "\(bin.lower)" : "\(bin.lower)–\(bin.upper - 1)"
            let height = Double(bin.count) * 100 / Double(most)
            return "<div title=\"\(label): \(bin.count.grouped)\"><i style=\"height:\(height.short)%\"></i>"
                + "<span>\(bin.lower)</span></div>"
        }
        return "<section><h3>\(distribution.title)</h3><div class=\"histogram\">\(bars.joined())</div>"
            + "<p>median \(distribution.quantile(50).grouped), mean \(distribution.mean.short), "
            + "90 % at most \(distribution.quantile(90).grouped)</p></section>"
    }

    private func shares(_ title: String, _ shares: [CorpusStatistics.Share]) -> String {
        let whole = shares.first?.count ?? 0
        let rows = shares.prefix(20).map {
            let share = whole > 0 ? Double($0.count) * 100 / Double(whole) : 0
            return "<tr><th>\(Self.escape($0.name.isEmpty ? "not identified" : $0.name))</th><td class=\"bar\">"
                + "<div class=\"written\" style=\"width:\(share.short)%\"></div></td>"
                + "<td class=\"n\">\($0.count.grouped)</td></tr>\n"
        }
        return "<section><h3>\(title)</h3><table>\(rows.joined())</table></section>"
    }

    /// The documents that stay for most near-duplicates.
    private var clusters: String {
        guard statistics.clusters > 0 else { return "" }
        let rows = statistics.largestClusters.map { cluster in
            let more = cluster.domainCount - cluster.domains.count
            let domains = cluster.domains.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
            let span = "\(cluster.first.prefix(8))–\(cluster.last.prefix(8))"
            return "<tr><th><code>\(cluster.document)</code></th><td class=\"n\">\(cluster.size.grouped)</td>"
                + "<td class=\"n\">\(span)</td><td>\(Self.escape(domains))</td></tr>\n"
        }
        return "<h2>Near-duplicates</h2>\n<p>\(statistics.clusters.grouped) documents stay for "
            + "\(statistics.clustered.grouped) (themselves included); the largest clusters:</p>\n"
            + "<section><table>\(rows.joined())</table></section>"
    }

    static func escape(_ text: String) -> String {
        var out = ""
        for character in text.unicodeScalars {
            switch character {
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "&": out += "&amp;"
            case "\"": out += "&quot;"
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }

    private static let style = """
        :root { --ink: #1d2733; --soft: #64748b; --line: #e2e8f0; --paper: #fff; --back: #f6f7f9; --written: #2f9e6e;
          --policy: #4c7bd9; --failure: #d9694c; --cascade: #b9a15a; --born: #94a3b8; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6ebf2; --soft: #93a1b5; --line: #2c3644; --paper: #1a212b;
          --back: #12171e; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        header, main { max-width: 1080px; margin: 0 auto; padding: 0 24px; }
        header { padding-top: 32px; }
        h1 { margin: 0; font-size: 26px; } h2 { margin: 36px 0 8px; font-size: 20px; }
        h3 { margin: 0 0 10px; font-size: 15px; text-transform: capitalize; }
        p { color: var(--soft); margin: 6px 0; }
        .tiles { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 20px; }
        .tiles div, section { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; padding: 16px; }
        .tiles div { flex: 1 1 150px; }
        .tiles b { display: block; font-size: 24px; font-variant-numeric: tabular-nums; } .tiles span { color: var(--soft); }
        section { margin: 12px 0; overflow-x: auto; }
        .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 12px; }
        .grid section { margin: 0; } .grid + .grid { margin: 12px 0 48px; }
        table { width: 100%; border-collapse: collapse; }
        th { text-align: left; font-weight: 400; padding: 2px 12px 2px 0; white-space: nowrap; width: 1%; }
        td.n { text-align: right; width: 1%; padding-left: 12px; white-space: nowrap; font-variant-numeric: tabular-nums; }
        td.bar { min-width: 120px; } td.bar div { height: 12px; min-width: 2px; border-radius: 3px; }
        .written { background: var(--written); } .policy { background: var(--policy); }
        .failure { background: var(--failure); } .cascade { background: var(--cascade); } .born { background: var(--born); }
        .key i { display: inline-block; width: 12px; height: 12px; border-radius: 3px; margin: 0 4px 0 12px; }
        .key i:first-child { margin-left: 0; }
        .histogram { display: flex; align-items: flex-end; gap: 3px; height: 150px; }
        .histogram div { flex: 1; height: 100%; display: flex; flex-direction: column; justify-content: flex-end; }
        .histogram i { display: block; background: var(--policy); border-radius: 3px 3px 0 0; min-height: 1px; }
        .histogram span { font-size: 11px; color: var(--soft); text-align: center; }
        """
}
