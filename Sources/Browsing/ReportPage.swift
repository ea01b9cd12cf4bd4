package import CorpusFiles
import Documents
import Facts
import Imaging
import Inspection
import Platform

/// `quarry report`: a corpus on one page that needs nothing else: no network, no script.
package struct ReportPage {
    private let corpus: Corpus
    private let title: String
    private let store: ColumnStore
    private let drops: ReportDrops
    private let statistics: CorpusStatistics
    private static let gallery = 24
    /// Bytes of pictures at most; the page stays below 5 MB.
    private static let pictures = 3_500_000

    /// Reads what the page is made of.
    /// - Throws: `StorageError`.
    package init(_ corpus: Corpus, title: String) throws {
        (self.corpus, self.title) = (corpus, title)
        store = try ColumnStore(corpus)
        drops = try ReportDrops(corpus)
        statistics = try corpus.index.statistics()
    }

    /// The page.
    /// - Throws: `StorageError`.
    package func render() throws -> String {
        var html = HTMLWriter()
        html.markup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        html.markup("<meta name=\"color-scheme\" content=\"light dark\">")
        html.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        html.markup("img-src data:; style-src 'unsafe-inline'\">")
        html.element("title", text: title)
        html.markup("<style>")
        html.append(Assets.style)
        html.append(Assets.reportStyle)
        html.markup("</style></head><body class=\"report\"><main>")
        head(&html)
        tiles(&html)
        funnel(&html)
        distributions(&html)
        try gallery(&html)
        examples(&html)
        provenance(&html)
        html.markup("</main></body></html>\n")
        return html.html
    }

    private func head(_ html: inout HTMLWriter) {
        html.element("header", ["class": "masthead"]) { html in
            html.element("h1", text: title)
            html.element("p", ["class": "soft"]) { html in
                html.text("Made by quarry \(corpus.manifest.tool) by the pipeline ")
                html.element("code", text: String(corpus.manifest.pipelineSHA256.prefix(12)))
                if let range = captured { html.text(", of pages captured \(range)") }
            }
            html.element("nav", ["aria-label": "Sections"]) { html in
                for (anchor, label) in [
                    ("funnel", "Funnel"), ("distributions", "Distributions"), ("gallery", "Gallery"),
                    ("dropped", "What was dropped"), ("provenance", "Where from"),
                ] { html.element("a", ["href": "#\(anchor)"], text: label) }
            }
        }
    }

    /// `2019 to 2023`.
    private var captured: String? {
        guard let years = store.category("year")?.values.filter({ $0.count == 4 }).sorted(), let first = years.first,
            let last = years.last
        else { return nil }
        return first == last ? "in \(first)" : "from \(first) to \(last)"
    }

    private func tiles(_ html: inout HTMLWriter) {
        let counts = corpus.manifest.counts
        html.element("div", ["class": "tiles"]) { html in
            for (value, label) in [
                (counts.documents, "documents"), (counts.images, "images"), (counts.distinctImages, "different images"),
                (counts.words, "words"),
                (statistics.distinctDomains, statistics.distinctDomains == 1 ? "domain" : "domains"),
            ] {
                html.element("div") { html in
                    html.element("b", text: value.grouped)
                    html.element("span", text: label)
                }
            }
        }
    }

    private func funnel(_ html: inout HTMLWriter) {
        html.element("h2", ["id": "funnel"], text: "Funnel")
        html.element("p", ["class": "soft key"]) { html in
            html.text("Everything that entered was written or dropped for a reason; a reason leads to examples. ")
            for (kind, label) in [
                ("written", "written"), ("policy", "a rule"), ("failure", "something went wrong"),
                ("cascade", "left with its document"),
            ] {
                html.element("span", ["class": "dot \(kind)"], text: label)
            }
        }
        for unit in Unit.allCases {
            var account = corpus.manifest.ledger[unit]
            // Requests and metadata never are pages: they are counted beside the funnel.
            let aside = account.dropped.removeValue(forKey: .recordOtherType) ?? 0
            account.born -= aside
            guard account.born > 0 else { continue }
            html.element("section", ["class": "funnel"]) { html in
                html.element("h3") { html in
                    html.text("\(unit.rawValue)s: \(account.born.grouped)")
                    if aside > 0 { html.text(" (and \(aside.grouped) that never are pages)") }
                }
                html.element("table") { html in
                    ReportPage.row("written", account.written, of: account.born, "written", &html)
                    for (reason, count) in account.sortedByCount {
                        ReportPage.row(
                            reason.rawValue, count, of: account.born, reason.kind.rawValue, &html,
                            anchor: drops.examples[reason] == nil ? "" : "#\(reason.rawValue)")
                    }
                }
            }
        }
    }

    private static func row(
        _ name: String, _ count: Int, of whole: Int, _ kind: String, _ html: inout HTMLWriter, anchor: String = ""
    ) {
        html.element("tr") { html in
            html.element("th", ["scope": "row"]) { html in
                if anchor.isEmpty { html.text(name) } else { html.element("a", ["href": anchor], text: name) }
            }
            html.element("td", ["class": "n"], text: count.grouped)
            html.element("td", ["class": "n soft"], text: "\((Double(count) * 1000 / Double(whole)).rounded() / 10) %")
            html.element("td", ["class": "wide"]) { FacetPanel.bar(count, of: whole, &$0, kind: kind) }
        }
    }

    private func distributions(_ html: inout HTMLWriter) {
        html.element("h2", ["id": "distributions"], text: "Distributions")
        html.element("div", ["class": "multiples"]) { html in
            for column in store.numbers {
                html.element("figure") { html in
                    html.element("figcaption", text: FacetPanel.label(column.name))
                    FacetPanel.histogram(column, column.totals, nil, &html)
                    html.element("p", ["class": "soft axis"]) { html in
                        html.element("span", text: NumberColumn.short(column.edges.first ?? 0))
                        html.element("span", text: NumberColumn.short(column.edges.last ?? 0))
                    }
                }
            }
        }
        html.element("div", ["class": "multiples shares"]) { html in
            let counts = statistics.counts
            for (name, shares, whole) in [
                ("Languages", statistics.languages, counts.documents),
                ("Domains", statistics.domains, counts.documents),
                ("Formats", statistics.formats, counts.distinctImages),
            ] where !shares.isEmpty {
                html.element("section", ["class": "funnel"]) { html in
                    html.element("h3", text: name)
                    html.element("table") { html in
                        for share in shares.prefix(15) {
                            ReportPage.row(
                                share.name.isEmpty ? "not known" : share.name, share.count,
                                of: max(1, whole), "policy", &html)
                        }
                    }
                }
            }
        }
    }

    private func gallery(_ html: inout HTMLWriter) throws {
        let rows = try SampleInspection(Self.gallery, seed: 7, where: "images > 0", from: corpus).rows
        guard !rows.isEmpty else { return }
        html.element("h2", ["id": "gallery"], text: "Gallery")
        html.element("p", ["class": "soft"], text: "Documents drawn at random from those with pictures.")
        var left = Self.pictures
        var seen: Set<String> = []
        html.markup("<div class=\"gallery\">")
        for row in rows {
            let document = try corpus.document(of: row)
            let pictures = try document.images.filter { ReportPage.isWorthwhile($0, &seen) }.prefix(3).compactMap {
                try thumbnail($0, &left)
            }
            html.element("article", ["class": "page"]) { html in
                html.element("div", ["class": "strip n\(pictures.count)"]) { html in
                    for picture in pictures {
                        html.open(
                            "img",
                            [
                                "src": picture.source, "width": "\(picture.width)", "height": "\(picture.height)",
                                "alt": picture.alt,
                            ])
                    }
                }
                html.element("h3", text: document.title.isEmpty ? row.url : document.title)
                html.element("p", ["class": "excerpt", "dir": "auto"], text: document.beginning)
                html.element("p", ["class": "soft url"]) { html in
                    html.text("\(row.domain) · \(row.words.grouped) words · \(row.images) pictures")
                }
            }
        }
        html.markup("</div>")
    }

    /// A picture that is no badge, and that no document of the gallery has shown yet.
    private static func isWorthwhile(_ image: ImageNode, _ seen: inout Set<String>) -> Bool {
        guard let signals = image.signals, min(signals.width, signals.height) >= 64 else { return false }
        return seen.insert(signals.sha256).inserted
    }

    private func thumbnail(
        _ image: ImageNode, _ left: inout Int
    ) throws -> (source: String, width: Int, height: Int, alt: String)? {
        guard let sha256 = image.signals?.sha256, !sha256.isEmpty,
            let row = try corpus.index.images(sha256Prefix: sha256, limit: 1).first, row.pack >= 0,
            (row.signals.nsfw ?? 0) <= 0.5, let bytes = try? corpus.bytes(of: row),
            let small = try? Thumbnail.jpeg(
                bytes, fitting: 360, 240, orientation: row.signals.details?.orientation ?? 1, quality: 68)
        else { return nil }
        let source = "data:image/jpeg;base64," + Base64.encode(small.jpeg)
        guard source.utf8.count <= left else { return nil }
        left -= source.utf8.count
        return (source, small.width, small.height, image.alt)
    }

    private func examples(_ html: inout HTMLWriter) {
        guard !drops.examples.isEmpty else { return }
        html.element("h2", ["id": "dropped"], text: "What was dropped")
        if drops.isPartial {
            html.element("p", ["class": "soft"], text: "Examples are from a part of the drop logs.")
        }
        for unit in Unit.allCases {
            for (reason, count) in corpus.manifest.ledger[unit].sortedByCount {
                guard let list = drops.examples[reason], reason.kind != .cascade else { continue }
                html.element("details", ["id": reason.rawValue, "open": "", "class": "reason-examples"]) { html in
                    html.element("summary") { html in
                        html.element("b", text: reason.rawValue)
                        html.element("span", ["class": "soft"], text: " \(count.grouped)")
                    }
                    for drop in list { example(drop, &html) }
                }
            }
        }
    }

    private func example(_ drop: Drop, _ html: inout HTMLWriter) {
        html.element("div", ["class": "left"]) { html in
            if !drop.detail.isEmpty { html.element("p") { $0.element("b", text: drop.detail) } }
            if !drop.text.isEmpty { html.element("p", ["dir": "auto"], text: drop.text) }
            let address = drop.url.isEmpty ? drop.page : drop.url
            if !address.isEmpty { html.element("p", ["class": "url"], text: String(address.prefix(300))) }
        }
    }

    private func provenance(_ html: inout HTMLWriter) {
        html.element("h2", ["id": "provenance"], text: "Where from")
        let inputs = corpus.manifest.inputs
        html.element("section", ["class": "funnel"]) { html in
            html.element("h3", text: "\(inputs.count.grouped) inputs")
            html.element("table") { html in
                for input in inputs.prefix(100) {
                    html.element("tr") { html in
                        html.element("th", text: input.name)
                        html.element("td", ["class": "n"], text: "\(input.bytes.grouped) bytes")
                        html.element("td", ["class": "wide soft"], text: String(input.sha256.prefix(16)))
                    }
                }
            }
            if inputs.count > 100 {
                html.element("p", ["class": "soft"], text: "… and \((inputs.count - 100).grouped) more")
            }
        }
        html.element("details") { html in
            html.element("summary", text: "The pipeline, resolved")
            html.element("pre", ["class": "scores"], text: corpus.manifest.pipeline)
        }
    }
}

extension Assets {
    /// What the report has besides.
    static let reportStyle = #"""
        .report main { max-width: 1080px; } .masthead { margin: 8px 0 20px; } .masthead h1 { font-size: 30px; }
        .masthead nav { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 10px; }
        .report h2 { font-size: 22px; margin: 40px 0 8px; letter-spacing: -.01em; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; }
        .tiles div { background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius); padding: 14px 18px; }
        .tiles b { display: block; font-size: 26px; font-variant-numeric: tabular-nums; letter-spacing: -.02em; }
        .tiles span { color: var(--soft); } .key { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-bottom: 12px; }
        .dot::before { content: ""; display: inline-block; width: 10px; height: 10px; border-radius: 3px; margin-right: 6px;
          background: var(--policy); } .dot.written::before { background: var(--written); } .dot.failure::before {
          background: var(--failure); } .dot.cascade::before { background: var(--cascade); }
        .multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 12px; }
        .multiples figure { margin: 0; background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius);
          padding: 12px 14px 8px; } .multiples figcaption { margin: 0 0 8px; } .axis { display: flex; justify-content:
          space-between; font-size: 12px; } .multiples .histogram { cursor: default; height: 56px; }
        .shares { grid-template-columns: repeat(auto-fit, minmax(290px, 1fr)); margin-top: 12px; } .shares .funnel { margin: 0; }
        .shares th { max-width: 180px; overflow: hidden; text-overflow: ellipsis; }
        .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 14px; margin-top: 12px; }
        .report .page { padding: 0 0 12px; overflow: hidden; } .report .page > * { margin: 0; max-width: none; }
        .report .page h3 { text-transform: none; letter-spacing: 0; font-size: 15px; color: var(--ink); padding: 10px 16px 0;
          overflow-wrap: anywhere; } .report .page p { padding: 4px 16px 0; }
        .excerpt { font-size: 13px; color: var(--soft); display: -webkit-box; -webkit-line-clamp: 4; -webkit-box-orient:
          vertical; overflow: hidden; white-space: pre-line; overflow-wrap: anywhere; }
        .strip { display: grid; grid-template-columns: 2fr 1fr; gap: 2px; height: 180px; background: var(--gone); }
        .strip.n0 { display: none; } .strip.n1 { grid-template-columns: 1fr; } .strip img { width: 100%; height: 100%;
          object-fit: cover; min-height: 0; border-radius: 0; max-height: none; } .strip.n2 img { grid-row: 1; }
        .strip.n3 img:first-child { grid-row: 1 / 3; } .strip.n3 { grid-template-rows: 1fr 1fr; }
        .reason-examples { margin: 12px 0; } summary { cursor: pointer; } .reason-examples .left { margin: 8px 0; }
        .report details pre { background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius);
          padding: 14px; margin-top: 10px; }
        @media print { .report .page, .tiles div, .funnel { break-inside: avoid; } .masthead nav { display: none; } }
        """#
}
