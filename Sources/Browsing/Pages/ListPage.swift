import CorpusFiles
import Documents
import Facts
import Inspection
import JSON
import Maps
import Reports

/// The documents of a state: a list or their pictures, with facets beside.
struct ListPage {
    private let site: Site
    private let state: BrowseState
    private let found: Selector.Found
    private let numbers: [Int]
    private let facets: FacetCounts

    init(_ site: Site, _ state: BrowseState) throws {
        (self.site, self.state) = (site, state)
        found = try site.selector.find(state)
        let first = (state.page - 1) * BrowseState.pageSize
        numbers = Array(
            site.selector.order(found, state, limit: first + BrowseState.pageSize).dropFirst(first))
        facets = FacetCounts(found.selection, site.store)
    }

    func response(json: Bool) throws -> SiteResponse {
        let rows = try site.corpus.index.documents(numbers: numbers)
        if json { return .json(self.json(rows)) }
        let documents = try rows.map { try site.corpus.document(of: $0) }
        var frame = PageFrame(title: title, site: site, active: "list", state: state)
        frame.links = pageLinks
        return frame.response { html in
            html.element("div", ["class": "columns"]) { html in
                FacetPanel(site: site, state: state, facets: facets).write(to: &html)
                html.element("section", ["class": "results", "aria-label": "Documents"]) { html in
                    head(&html)
                    if state.view == "images" {
                        images(documents, rows, &html)
                    } else {
                        html.element(
                            "ol", ["class": "list", "start": "\((state.page - 1) * BrowseState.pageSize + 1)"]
                        ) { html in
                            for (place, (row, document)) in zip(rows, documents).enumerated() {
                                card(row, document, place: place, &html)
                            }
                        }
                    }
                    pager(&html)
                }
            }
        }
    }

    private var title: String { state.query.isEmpty ? "Documents" : "\(state.query) – search" }

    // MARK: Parts

    private func head(_ html: inout HTMLWriter) {
        html.element("div", ["class": "bar"]) { html in
            html.element("h1", ["class": "count"]) { html in
                html.element("b", text: found.selection.count.grouped)
                html.element(
                    "span", text: state.isEverything ? " documents" : " of \(site.store.count.grouped) documents")
            }
            html.element("div", ["class": "tools"]) { html in
                sorts(&html)
                for (view, label) in [("list", "List"), ("images", "Pictures")] {
                    let other = state.changed { $0.view = view }
                    html.element(
                        "a",
                        [
                            "href": "/" + other.queryString, "class": "tool",
                            "aria-current": state.view == view ? "true" : "",
                        ],
                        text: label)
                }
                let random = state.changed { ($0.sort, $0.seed) = ("random", $0.seed + 1) }
                html.element("a", ["href": "/" + random.queryString, "class": "tool"], text: "Shuffle")
                html.element("a", ["href": "/list.json" + state.queryString, "class": "tool"], text: "JSON")
            }
        }
        chips(&html)
        command(&html)
    }

    private func sorts(_ html: inout HTMLWriter) {
        html.element("form", ["action": "/", "class": "sort"]) { html in
            for pair in state.parameters where !["sort", "seed", "page", "at"].contains(pair.name) {
                html.open("input", ["type": "hidden", "name": "\(pair.name)", "value": pair.value])
            }
            html.element("label") { html in
                html.text("Sort ")
                html.element("select", ["name": "sort", "data-submit": "1"]) { html in
                    html.element("option", ["value": ""], text: state.query.isEmpty ? "as in the corpus" : "best first")
                    if state.sort == "random" {
                        html.element("option", ["value": "random", "selected": ""], text: "at random")
                    }
                    for column in site.store.numbers {
                        for (sign, word) in [("", "least"), ("-", "most")] {
                            let value = sign + column.name
                            let label = "\(Chart.label(column.name)), \(word) first"
                            if state.sort == value {
                                html.element("option", ["value": value, "selected": ""], text: label)
                            } else {
                                html.element("option", ["value": value], text: label)
                            }
                        }
                    }
                }
            }
            html.markup("<noscript><button>Sort</button></noscript>")
        }
    }

    /// What narrows the selection, each with a link that takes it away.
    private func chips(_ html: inout HTMLWriter) {
        guard !state.isEverything else { return }
        html.element("p", ["class": "chips"]) { html in
            func chip(_ text: String, without change: (inout BrowseState) -> Void) {
                let other = state.changed(change)
                html.element("a", ["href": "/" + other.queryString, "class": "chip", "title": "Take away"]) { html in
                    html.text(text)
                    html.markup(" <span aria-hidden=\"true\">×</span>")
                }
            }
            if !state.query.isEmpty { chip("“\(state.query)”") { $0.query = "" } }
            for name in state.categories.keys.sorted() {
                let value = state.categories[name] ?? ""
                chip("\(name) \(value.isEmpty ? FacetPanel.nothing(name) : value)") { $0.categories[name] = nil }
            }
            for name in state.ranges.keys.sorted() {
                chip("\(Chart.label(name)) \(state.ranges[name]?.text ?? "")") { $0.ranges[name] = nil }
            }
            if !state.expression.isEmpty { chip(state.expression) { $0.expression = "" } }
            if state.group.count == 2 { chip("group “\(groupName)”") { $0.group = [] } }
            if !state.lasso.isEmpty { chip("lasso on the map") { $0.lasso = [] } }
            html.element("a", ["href": "/", "class": "chip all"], text: "Clear")
        }
    }

    private var groupName: String {
        guard let map = site.map, state.group.count == 2, map.zooms.indices.contains(state.group[0]),
            map.zooms[state.group[0]].indices.contains(state.group[1])
        else { return "" }
        return map.zooms[state.group[0]][state.group[1]].name
    }

    /// The selection as a line to copy.
    private func command(_ html: inout HTMLWriter) {
        guard !state.isEverything, found.selection.count > 0 else { return }
        html.element("details", ["class": "command"]) { html in
            html.element("summary", text: "As a command")
            html.element("pre", ["data-copy": "1"], text: SelectLine(state, found.selection, site).text)
        }
    }

    private func card(_ row: DocumentRow, _ document: Document, place: Int, _ html: inout HTMLWriter) {
        var state = state
        state.place = (state.page - 1) * BrowseState.pageSize + place
        let path = "/d/\(row.id)" + state.queryString
        html.element("li", ["class": "card", "tabindex": "-1"]) { html in
            html.element("h2") { html in
                html.element("a", ["href": path, "class": "open"], text: row.title.isEmpty ? row.url : row.title)
            }
            html.element("p", ["class": "soft url"], text: row.url)
            html.element("p", ["class": "snippet"]) { html in
                let snippet = Snippet(of: document.searchTexts, SearchQuery(state.query))
                for piece in snippet.pieces {
                    if piece.isMarked { html.element("mark", text: piece.text) } else { html.text(piece.text) }
                }
            }
            thumbnails(document, path, &html)
            html.element("p", ["class": "soft facts"]) { html in
                let facts = [
                    row.language, row.words.of("word"),
                    row.images.of("picture"),
                    state.sort.isEmpty || state.sort == "random" ? "" : sorted(row.number),
                ].filter { !$0.isEmpty }
                html.text(facts.joined(separator: " · "))
            }
        }
    }

    private func sorted(_ number: Int) -> String {
        let name = state.sort.hasPrefix("-") ? String(state.sort.dropFirst()) : state.sort
        guard let column = site.store.numbers(name), name != "words", name != "images", !column.values[number].isNaN
        else { return "" }
        return "\(Chart.label(name)) \(Bins.short(column.values[number]))"
    }

    private func thumbnails(_ document: Document, _ path: String, _ html: inout HTMLWriter) {
        let shown = document.images.prefix(6)
        guard !shown.isEmpty else { return }
        html.element("div", ["class": "thumbs"]) { html in
            for image in shown { Picture.thumbnail(image, link: path, &html) }
            let rest = document.images.count - shown.count
            if rest > 0 { html.element("span", ["class": "soft"], text: "+\(rest)") }
        }
    }

    /// Every picture of the page's documents.
    private func images(_ documents: [Document], _ rows: [DocumentRow], _ html: inout HTMLWriter) {
        html.element("div", ["class": "grid"]) { html in
            for (place, (row, document)) in zip(rows, documents).enumerated() {
                var state = state
                state.place = (state.page - 1) * BrowseState.pageSize + place
                for image in document.images {
                    Picture.thumbnail(image, link: "/d/\(row.id)" + state.queryString, &html)
                }
            }
        }
        if documents.allSatisfy({ $0.images.isEmpty }) {
            html.element("p", ["class": "soft"], text: "None of these documents shows a picture.")
        }
    }

    private var lastPage: Int { max(1, (found.selection.count + BrowseState.pageSize - 1) / BrowseState.pageSize) }

    private var pageLinks: [(rel: String, path: String)] {
        var links: [(rel: String, path: String)] = []
        for (rel, page) in [("prev", state.page - 1), ("next", state.page + 1)] where (1...lastPage).contains(page) {
            links.append((rel, "/" + state.changed { $0.page = page }.queryString))
        }
        return links
    }

    private func pager(_ html: inout HTMLWriter) {
        guard lastPage > 1 else { return }
        html.element("nav", ["class": "pager", "aria-label": "Pages of results"]) { html in
            for link in pageLinks {
                html.element(
                    "a", ["href": link.path, "rel": "\(link.rel)"], text: link.rel == "prev" ? "← Before" : "More →")
            }
            html.element("span", ["class": "soft"], text: "page \(state.page.grouped) of \(lastPage.grouped)")
        }
    }

    // MARK: JSON

    private func json(_ rows: [DocumentRow]) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("selected", found.selection.count)
            json.member("documents", site.store.count)
            json.member("page", state.page)
            json.key("results")
            json.array { json in for row in rows { json.object { json in row.write(to: &json) } } }
            json.key("facets")
            facets.writeCategories(to: &json)
            json.key("histograms")
            json.object { json in
                for (column, bins) in zip(site.store.numbers, facets.bins) {
                    json.key(column.name)
                    json.object { json in
                        json.key("edges")
                        json.array { json in for edge in column.bins.edges { json.value(Double(edge)) } }
                        json.key("selected")
                        json.array { json in for count in bins { json.value(count) } }
                        json.key("documents")
                        json.array { json in for count in column.bins.totals { json.value(count) } }
                    }
                }
            }
        }
        return json.text
    }
}

/// A selection as `quarry select` takes it.
struct SelectLine {
    let text: String
    /// So many documents may be named one by one.
    private static let listed = 2000

    init(_ state: BrowseState, _ selection: Selection, _ site: Site, keeping: Bool = true) {
        let folder = SelectLine.quoted(site.corpus.folder)
        var predicate = state.predicate
        if let line = SelectLine.group(state, keeping) {
            text = "quarry select \(folder) \(line) --output selected"
            return
        }
        if predicate == nil, selection.count <= Self.listed {
            predicate = "number IN (\(selection.first(Self.listed).map(String.init).joined(separator: ", ")))"
        }
        guard var predicate else {
            text =
                "# \(selection.count.grouped) documents are too many to be named one by one: narrow the selection down"
            return
        }
        if !keeping { predicate = "NOT (\(predicate))" }
        text = "quarry select \(folder) --where \(SelectLine.quoted(predicate)) --output selected"
    }

    /// `--group 2.17 --where …`; nil where a group is not all that the numbers of documents would have to say.
    private static func group(_ state: BrowseState, _ keeping: Bool) -> String? {
        guard state.group.count == 2 else { return nil }
        let id = "\(state.group[0]).\(state.group[1])"
        var rest = state
        rest.group = []
        guard let predicate = rest.predicate else { return nil }
        guard keeping else { return predicate.isEmpty ? "--not-group \(id)" : nil }
        return "--group \(id)" + (predicate.isEmpty ? "" : " --where \(quoted(predicate))")
    }

    /// A word of a shell.
    private static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || [0x2D, 0x2E, 0x2F, 0x5F].contains(byte)
            }
        return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
