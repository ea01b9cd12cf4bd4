import CorpusFiles
import Reports

/// What is around every page: head, navigation, help.
struct PageFrame {
    let title: String
    let site: Site
    /// The entry of the navigation that this page belongs to.
    var active = ""
    /// The search that stands in the field.
    var state = BrowseState([])
    /// Whether the page needs the map's script.
    var hasMap = false
    /// `rel` and path of pages before and after this one.
    var links: [(rel: String, path: String)] = []

    /// The page with what `body` writes in it.
    func response(_ body: (inout HTMLWriter) -> Void) -> SiteResponse {
        var html = HTMLWriter()
        PageFrame.head(&html, title: title, hasMap: hasMap, links: links)
        navigation(&html)
        html.element("main", ["id": "main", "class": hasMap ? "whole" : ""], body)
        help(&html)
        html.markup("</body></html>")
        return .html(html)
    }

    static func head(
        _ html: inout HTMLWriter, title: String, hasMap: Bool = false, links: [(rel: String, path: String)] = []
    ) {
        html.markup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        html.markup("<meta name=\"color-scheme\" content=\"light dark\">")
        html.element("title", text: title)
        html.markup("<link rel=\"stylesheet\" href=\"/style.css\">")
        for link in links { html.open("link", ["rel": "\(link.rel)", "href": link.path]) }
        html.markup("<script src=\"/script.js\" defer></script>")
        if hasMap { html.markup("<script src=\"/map.js\" defer></script>") }
        html.markup("</head><body>")
    }

    private func navigation(_ html: inout HTMLWriter) {
        html.markup("<a class=\"skip\" href=\"#main\">To the content</a>")
        html.element("header", ["class": "top"]) { html in
            html.element("a", ["href": "/", "class": "brand"]) { html in
                html.markup("<b>Quarry</b> ")
                html.element("span", text: site.corpus.folder.split(separator: "/").last.map(String.init) ?? "")
            }
            html.element("form", ["action": hasMap ? "/map" : "/", "role": "search", "class": "search"]) { html in
                html.open(
                    "input",
                    [
                        "type": "search", "name": "q", "id": "q", "value": state.query,
                        "placeholder": "Search \(site.store.count.grouped) documents",
                        "aria-label": "Search", "autocomplete": "off",
                    ])
                for pair in state.parameters where !["q", "page", "at", "sort", "seed"].contains(pair.name) {
                    html.open("input", ["type": "hidden", "name": "\(pair.name)", "value": pair.value])
                }
            }
            html.element("nav", ["aria-label": "Pages"]) { html in
                for (name, path, label) in [
                    ("list", "/", "Documents"), ("map", "/map", "Map"), ("funnel", "/funnel", "Funnel"),
                    ("notes", "/notes", "Notes"),
                ] {
                    html.element("a", ["href": path, "aria-current": name == active ? "page" : ""], text: label)
                }
            }
        }
    }

    private func help(_ html: inout HTMLWriter) {
        html.element("dialog", ["id": "help"]) { html in
            html.element("h2", text: "Keys")
            html.element("dl") { html in
                for (key, meaning) in [
                    ("j, k", "next, previous"), ("o, Enter", "open"), ("/", "search"), ("f", "filters"),
                    ("b", "show blurred pictures"), ("Esc", "back"), ("?", "this help"),
                ] {
                    html.element("dt") { $0.element("kbd", text: key) }
                    html.element("dd", text: meaning)
                }
            }
            html.markup("<form method=\"dialog\"><button>Close</button></form>")
        }
    }
}
