import Annotations
import CorpusFiles
import Documents
import Facts
import Inspection
import Platform
import Reports

/// One document as a reader would see it, with what left it in its place, and all that is known of it beside.
struct DocumentPage {
    private let site: Site
    private let row: DocumentRow
    private let state: BrowseState
    private let shown: DocumentInspection

    init(_ site: Site, _ row: DocumentRow, _ state: BrowseState) throws {
        (self.site, self.row, self.state) = (site, row, state)
        shown = try DocumentInspection.find(row.id, in: site.corpus, withDrops: site.showsLeft)
    }

    func response(json: Bool) throws -> SiteResponse {
        if json { return .json(shown.json) }
        guard case .present(_, let document, _) = shown.finding else {
            return .problem(404, "It is not in the corpus.")
        }
        let links = try neighbours()
        var frame = PageFrame(
            title: document.title.isEmpty ? document.url : document.title, site: site, active: "list",
            state: state.changed { _ in })
        frame.links = links
        let signals = try signals(of: document)
        return frame.response { html in
            html.element("div", ["class": "columns document"]) { html in
                html.element("article") { html in
                    head(document, links, &html)
                    pieces(document, signals, &html)
                    html.markup("<p class=\"end soft\" aria-hidden=\"true\">❦</p>")
                    original(document, &html)
                }
                html.element("aside", ["aria-label": "About this document"]) { html in beside(document, &html) }
            }
        }
    }

    /// What the index has of the pictures; the record says less.
    private func signals(of document: Document) throws -> [String: ImageSignals] {
        var known: [String: ImageSignals] = [:]
        for sha256 in Set(document.images.compactMap(\.signals?.sha256)) where !sha256.isEmpty {
            known[sha256] = try site.corpus.index.images(sha256Prefix: sha256, limit: 1).first?.signals
        }
        return known
    }

    /// The documents before and after this one in the selection.
    private func neighbours() throws -> [(rel: String, path: String)] {
        guard let place = state.place, place < 10_000 else { return [] }
        let found = try site.selector.find(state)
        let order = site.selector.order(found, state, limit: place + 2)
        var links: [(rel: String, path: String)] = []
        for (rel, other) in [("prev", place - 1), ("next", place + 1)] where order.indices.contains(other) {
            var state = state
            state.place = other
            links.append((rel, "/d/\(order[other])" + state.queryString))
        }
        return links
    }

    private func head(_ document: Document, _ links: [(rel: String, path: String)], _ html: inout HTMLWriter) {
        html.element("nav", ["class": "way", "aria-label": "Selection"]) { html in
            var list = state
            list.place = nil
            list.page = (state.place ?? 0) / BrowseState.pageSize + 1
            html.element("a", ["href": "/" + list.queryString, "data-back": "1"], text: "← List")
            for link in links {
                html.element(
                    "a", ["href": link.path, "rel": "\(link.rel)"], text: link.rel == "prev" ? "k Before" : "Next j")
            }
        }
        html.element("h1", ["dir": "auto"], text: document.title.isEmpty ? "(no title)" : document.title)
        html.element("p", ["class": "soft url"]) { $0.foreignLink(document.url) }
    }

    /// The page as it was captured, in a frame without origin and scripts, when its archive is at hand.
    private func original(_ document: Document, _ html: inout HTMLWriter) {
        guard site.originals.archive(of: document) != nil else { return }
        html.element("details", ["class": "original"]) { html in
            html.element("summary", text: "The page as it was captured")
            html.element(
                "iframe",
                [
                    "src": "/original/\(document.id)", "sandbox": "", "loading": "lazy",
                    "title": "The page as it was captured, without its scripts and pictures",
                ], text: "")
        }
    }

    /// In reading order; a stretch of things that left is folded, so that the text stays a text.
    private func pieces(_ document: Document, _ signals: [String: ImageSignals], _ html: inout HTMLWriter) {
        var gone: [Drop] = []
        func flush(_ html: inout HTMLWriter) {
            guard gone.count > 2 else {
                for drop in gone { DocumentPage.left(drop, &html) }
                return gone.removeAll()
            }
            let reasons = Dictionary(grouping: gone, by: \.reason.rawValue)
                .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
            html.element("details", ["class": "stretch"]) { html in
                html.element("summary") { html in
                    html.text("\(gone.count) pieces left here: ")
                    html.text(reasons.prefix(3).map { "\($0.key) \($0.value.count)" }.joined(separator: ", "))
                }
                for drop in gone { DocumentPage.left(drop, &html) }
            }
            gone.removeAll()
        }
        for piece in ReadingOrder(document, left: shown.left).pieces {
            if case .left(let drop) = piece {
                gone.append(drop)
                continue
            }
            flush(&html)
            self.piece(piece, signals, &html)
        }
        flush(&html)
    }

    private func piece(_ piece: ReadingOrder.Piece, _ signals: [String: ImageSignals], _ html: inout HTMLWriter) {
        switch piece {
        case .paragraph(let text):
            html.element("p", ["class": "text", "dir": "auto"]) { html in
                for part in Snippet.marked(text, SearchQuery(state.query)) {
                    if part.isMarked { html.element("mark", text: part.text) } else { html.text(part.text) }
                }
            }
        case .divide: html.markup("<hr>")
        case .image(var image):
            if let sha256 = image.signals?.sha256, let known = signals[sha256] { image.signals = known }
            Picture.figure(image, query: state.query, &html)
        case .left(let drop): DocumentPage.left(drop, &html)
        }
    }

    /// What is not in the document, in its place: grey, with why.
    static func left(_ drop: Drop, _ html: inout HTMLWriter) {
        html.element("div", ["class": "left"]) { html in
            html.element("p", ["class": "reason"]) { html in
                html.element("b", text: drop.reason.rawValue)
                if !drop.detail.isEmpty { html.text(" " + drop.detail) }
                if !drop.path.isEmpty { html.element("code", text: drop.path) }
            }
            if !drop.text.isEmpty { html.element("p", ["dir": "auto"], text: drop.text) }
            if drop.reason.unit == .image, !drop.url.isEmpty { html.element("p", ["class": "url"], text: drop.url) }
        }
    }

    // MARK: Beside

    private func beside(_ document: Document, _ html: inout HTMLWriter) {
        html.element("section") { html in
            html.element("h3", text: "Signals")
            html.element("table", ["class": "signals"]) { html in
                for column in site.store.numbers {
                    let value = column.values[row.number]
                    guard !value.isNaN else { continue }
                    html.element("tr") { html in
                        html.element("th", text: Chart.label(column.name))
                        html.element("td", ["class": "n"], text: Bins.short(value))
                        html.element("td") { DocumentPage.spark(column, row.number, &$0) }
                    }
                }
            }
        }
        place(document, &html)
        scores(&html)
        note(&html)
    }

    /// Where the document stands among all.
    private static func spark(_ column: NumberColumn, _ number: Int, _ html: inout HTMLWriter) {
        let most = Float(max(1, column.bins.totals.max() ?? 1))
        html.element(
            "svg", ["viewBox": "0 0 96 16", "class": "spark", "aria-hidden": "true", "preserveAspectRatio": "none"]
        ) { html in
            for bin in column.bins.totals.indices where column.bins.totals[bin] > 0 {
                let height = max(1, (Float(column.bins.totals[bin]) / most).squareRoot() * 16)
                html.element(
                    "rect",
                    [
                        "x": "\(bin * 4)", "y": "\(16 - height)", "width": "3", "height": "\(height)",
                        "class": bin == Int(column.places[number]) ? "selected" : "total",
                    ], text: "")
            }
        }
    }

    private func place(_ document: Document, _ html: inout HTMLWriter) {
        html.element("section") { html in
            html.element("h3", text: "Where from")
            html.element("dl") { html in
                func fact(_ name: String, _ write: (inout HTMLWriter) -> Void) {
                    html.element("dt", text: name)
                    html.element("dd", [:], write)
                }
                fact("id") { $0.element("code", text: document.id) }
                if !document.language.isEmpty { fact("language") { $0.text(document.language) } }
                fact("domain") {
                    $0.element("a", ["href": "/domain/" + Percent.encode(row.domain)], text: row.domain)
                }
                if !document.captured.isEmpty { fact("captured") { $0.text(Terminal.date(document.captured)) } }
                fact("archive") { html in
                    let place = document.provenance
                    html.text("\(place.archive), \(place.length.grouped) bytes at \(place.offset.grouped)")
                }
                if !document.provenance.license.isEmpty {
                    fact("licence") { $0.foreignLink(document.provenance.license) }
                }
            }
            html.element("p", ["class": "links"]) { html in
                html.element("a", ["href": "/why?q=" + document.id], text: "Why it is here")
                if site.map != nil { html.element("a", ["href": "/map?focus=\(row.number)"], text: "On the map") }
                html.element("a", ["href": "/d/\(document.id).json"], text: "JSON")
            }
            if !site.showsLeft {
                html.element(
                    "p", ["class": "soft"], text: "What left it is told by “Why it is here”: the drop logs are long.")
            }
        }
    }

    private func scores(_ html: inout HTMLWriter) {
        for scores in shown.scores {
            html.element("section") { html in
                html.element("h3", text: scores.model.name)
                html.element("pre", ["class": "scores"], text: scores.text)
            }
        }
    }

    private func note(_ html: inout HTMLWriter) {
        let note = site.notes.note(of: row.id)
        html.element("section") { html in
            html.element("h3", text: "Note")
            html.element("form", ["method": "post", "action": "/notes", "class": "note"]) { html in
                html.open("input", ["type": "hidden", "name": "document", "value": row.id])
                html.open("input", ["type": "hidden", "name": "back", "value": "/d/\(row.id)" + state.queryString])
                html.open(
                    "input", ["name": "tags", "placeholder": "tags", "value": note?.tags ?? "", "aria-label": "Tags"])
                html.element("textarea", ["name": "text", "rows": "3", "aria-label": "Note"], text: note?.text ?? "")
                html.element("button", text: "Save")
            }
        }
    }
}
