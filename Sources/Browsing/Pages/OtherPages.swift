import CorpusFiles
import Documents
import Facts
import Inspection
import Platform
import Reports

/// One picture: what was measured on it and where else it is shown.
struct ImagePage {
    private let site: Site
    private let state: BrowseState
    private let image: ImageInspection

    init(_ site: Site, _ sha256: String, _ state: BrowseState) throws {
        (self.site, self.state) = (site, state)
        image = try ImageInspection(sha256, in: site.corpus)
    }

    func response(json: Bool) throws -> SiteResponse {
        if json { return .json(image.json) }
        let signals = image.row.signals
        let documents = try Set(image.occurrences.map(\.document)).sorted().prefix(40).compactMap {
            try site.corpus.index.documents(idPrefix: $0, limit: 1).first
        }
        return PageFrame(title: "Picture \(signals.sha256.prefix(12))", site: site, active: "list").response { html in
            html.element("div", ["class": "columns document"]) { html in
                html.element("article") { html in
                    html.element("h1", text: "Picture")
                    if image.row.pack >= 0 {
                        html.element("p", ["class": "picture alone"]) { html in
                            html.open(
                                "img",
                                [
                                    "src": "/i/\(signals.sha256)", "width": "\(signals.width)",
                                    "height": "\(signals.height)", "alt": "",
                                ])
                        }
                    }
                    html.element(
                        "h2",
                        text:
                            "Shown \(image.occurrences.count == 100 ? "at least 100" : "\(image.occurrences.count)") times"
                    )
                    html.element("ol") { html in
                        for row in documents {
                            html.element("li") { html in
                                html.element(
                                    "a", ["href": "/d/\(row.id)"], text: row.title.isEmpty ? row.url : row.title)
                                html.element("span", ["class": "soft"], text: " \(row.domain)")
                            }
                        }
                    }
                }
                html.element("aside", ["aria-label": "About this picture"]) { html in facts(&html) }
            }
        }
    }

    private func facts(_ html: inout HTMLWriter) {
        let signals = image.row.signals
        html.element("section") { html in
            html.element("h3", text: "Facts")
            html.element("pre", ["class": "scores"], text: image.text.components(at: "\n\n").first ?? "")
            html.element("p", ["class": "links"]) { html in
                html.element("a", ["href": "/why?q=\(signals.sha256)"], text: "Why it is here")
                html.element("a", ["href": "/image/\(signals.sha256).json"], text: "JSON")
            }
            let urls = Set(image.occurrences.map(\.url)).sorted()
            html.element("h3", text: urls.count == 1 ? "Its address" : "Its \(urls.count) addresses")
            html.element("ul", ["class": "plain url soft"]) { html in
                for url in urls.prefix(20) { html.element("li") { $0.foreignLink(url) } }
            }
        }
    }
}

/// A domain: what it has in the corpus.
struct DomainPage {
    private let site: Site
    private let name: String

    init(_ site: Site, _ name: String) throws { (self.site, self.name) = (site, name) }

    var response: SiteResponse {
        get throws {
            var state = BrowseState([])
            state.categories["domain"] = name
            let found = try site.selector.find(state)
            guard found.selection.count > 0 else { return .problem(404, "The corpus has nothing of \(name).") }
            let facets = FacetCounts(found.selection, site.store)
            let rows = try site.corpus.index.documents(
                numbers: site.selector.order(found, state, limit: 30))
            return PageFrame(title: name, site: site, active: "list").response { html in
                html.element("h1", text: name)
                html.element("p") { html in
                    html.element("b", text: found.selection.count.grouped)
                    html.text(" of \(site.store.count.grouped) documents. ")
                    html.element("a", ["href": "/" + state.queryString], text: "All of them")
                }
                html.element("div", ["class": "small-multiples"]) { html in
                    for (column, bins) in zip(site.store.numbers, facets.bins) {
                        html.element("figure") { html in
                            html.element("figcaption", text: Chart.label(column.name))
                            Chart.histogram(column.name, column.bins, bins, &html)
                        }
                    }
                }
                html.element("ol") { html in
                    for row in rows {
                        html.element("li") { html in
                            html.element("a", ["href": "/d/\(row.id)"], text: row.title.isEmpty ? row.url : row.title)
                            html.element(
                                "span", ["class": "soft"],
                                text: " \(row.words.of("word")), \(row.images.of("picture"))")
                        }
                    }
                }
            }
        }
    }
}

/// The funnel: a bar leads to what it dropped.
struct FunnelPage {
    private let site: Site

    init(_ site: Site) { self.site = site }

    func response(json: Bool) -> SiteResponse {
        let funnel = FunnelInspection(site.corpus)
        if json { return .json(funnel.json) }
        return PageFrame(title: "Funnel", site: site, active: "funnel").response { html in
            html.element("h1", text: "Funnel")
            html.element(
                "p", ["class": "soft"],
                text: "Whatever entered was written or dropped for a reason. A bar leads to what it dropped.")
            FunnelTable(funnel.ledger).write(
                heading: "h2", link: { "/drops?reason=\($0.rawValue)" }, to: &html)
        }
    }
}

/// What was dropped for one reason.
struct DropsPage {
    private let site: Site
    private let reason: String
    private let skipped: Int
    private static let pageSize = 50

    init(_ site: Site, _ parameters: [(name: String, value: String)]) throws {
        self.site = site
        reason = parameters.first { $0.name == "reason" }?.value ?? ""
        skipped = max(0, parameters.first { $0.name == "after" }.flatMap { Int($0.value) } ?? 0)
    }

    func response(json: Bool) throws -> SiteResponse {
        let question = try DropsInspection(
            reason: reason.isEmpty ? nil : reason, unit: nil, limit: skipped + Self.pageSize + 1)
        var drops: [Drop] = []
        try question.forEach(in: site.corpus) { drops.append($0) }
        let page = drops.dropFirst(skipped).prefix(Self.pageSize)
        if json {
            return .json("[" + page.map(DropsInspection.json).joined(separator: ",") + "]")
        }
        return PageFrame(title: reason, site: site, active: "funnel").response { html in
            html.element("p") { $0.element("a", ["href": "/funnel"], text: "← Funnel") }
            html.element("h1", text: reason.isEmpty ? "Everything that was dropped" : reason)
            if page.isEmpty { html.element("p", text: "Nothing was dropped for it.") }
            for drop in page {
                html.element("div", ["class": "drop"]) { html in
                    DocumentPage.left(drop, &html)
                    let address = drop.page.isEmpty ? drop.url : drop.page
                    html.element("p", ["class": "soft url"]) { html in
                        if !drop.document.isEmpty {
                            html.element("a", ["href": "/why?q=" + drop.document], text: drop.document)
                            html.text(" ")
                        }
                        html.text(address)
                    }
                }
            }
            if drops.count > skipped + Self.pageSize {
                let link = "/drops?reason=\(Percent.encode(reason))&after=\(skipped + Self.pageSize)"
                html.element("p") { $0.element("a", ["href": link, "rel": "next"], text: "More →") }
            }
        }
    }
}

/// The history of a page or a picture.
struct WhyPage {
    private let site: Site
    private let why: WhyInspection

    init(_ site: Site, _ query: String) throws {
        self.site = site
        why = try WhyInspection(query, in: site.corpus, phases: site.phases)
    }

    func response(json: Bool) -> SiteResponse {
        if json { return .json(why.json) }
        return PageFrame(title: "Why", site: site, active: "list").response { html in
            html.element("h1", text: "Why")
            html.element("p", ["class": "verdict"], text: why.verdict)
            for step in why.steps {
                html.element("section", ["class": "step"]) { html in
                    html.element("h2", text: step.phase)
                    html.element("ul", ["class": "plain"]) { html in
                        for event in step.events {
                            html.element("li", ["class": "event \(event.kind)"]) { html in
                                html.element(
                                    "b", text: event.ordinal >= 0 ? "\(event.unit) \(event.ordinal)" : event.unit)
                                if !event.reason.isEmpty {
                                    html.text(" ")
                                    html.element("a", ["href": "/drops?reason=\(event.reason)"], text: event.reason)
                                }
                                html.text(" \(event.detail)")
                                if !event.url.isEmpty {
                                    html.element("span", ["class": "soft url"], text: " \(event.url)")
                                }
                                if !event.path.isEmpty { html.element("code", text: event.path) }
                                if !event.text.isEmpty { html.element("p", text: event.text) }
                            }
                        }
                    }
                }
            }
        }
    }
}
