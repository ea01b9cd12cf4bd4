import CorpusFiles
import Reports

/// Facets with counts, and a histogram with two fields for every number.
struct FacetPanel {
    let site: Site
    let state: BrowseState
    let facets: FacetCounts

    func write(to html: inout HTMLWriter) {
        html.element("aside", ["class": "facets", "id": "facets", "aria-label": "Filters"]) { html in
            html.element("details", ["open": "", "class": "all"]) { html in
                html.element("summary", text: "Filters")
                for category in facets.categories where category.distinct > 1 || state.categories[category.name] != nil
                {
                    self.category(category, &html)
                }
                html.element("form", ["action": "/", "class": "ranges"]) { html in
                    for pair in state.parameters
                    where state.ranges[pair.name] == nil && !["page", "at", "where"].contains(pair.name) {
                        html.open("input", ["type": "hidden", "name": "\(pair.name)", "value": pair.value])
                    }
                    for (column, bins) in zip(site.store.numbers, facets.bins) { number(column, bins, &html) }
                    html.element("label", ["class": "sql"]) { html in
                        html.element("span", text: "SQL")
                        html.open(
                            "input",
                            [
                                "name": "where", "value": state.expression, "spellcheck": "false",
                                "placeholder": "images > 2 AND title LIKE '%bear%'",
                            ])
                    }
                    html.element("button", text: "Apply")
                }
            }
        }
    }

    private func category(
        _ category: (name: String, values: [FacetCounts.Value], distinct: Int), _ html: inout HTMLWriter
    ) {
        html.element("section") { html in
            html.element("h3") { html in
                html.text(FacetPanel.title(category.name))
                if category.distinct > category.values.count {
                    html.element("span", ["class": "soft"], text: " \(category.distinct.grouped)")
                }
            }
            let most = max(1, category.values.map(\.selected).max() ?? 1)
            html.element("ul") { html in
                for value in category.values {
                    let isChosen = state.categories[category.name] == value.name
                    let other = state.changed { $0.categories[category.name] = isChosen ? nil : value.name }
                    html.element("li") { html in
                        html.element(
                            "a",
                            ["href": "/" + other.queryString, "aria-current": isChosen ? "true" : ""]
                        ) { html in
                            html.element(
                                "span", ["class": "name"],
                                text: value.name.isEmpty ? FacetPanel.nothing(category.name) : value.name)
                            html.element("span", ["class": "n"]) { html in
                                html.text(value.selected.grouped)
                                if value.selected != value.total {
                                    html.element("i", text: " / \(value.total.grouped)")
                                }
                            }
                            Chart.bar(value.selected, of: most, &html)
                        }
                    }
                }
            }
        }
    }

    private static func title(_ name: String) -> String {
        switch name {
        case "format": "formats of pictures"
        case "reason": "what most left for"
        default: Chart.label(name)
        }
    }

    /// What stands for no value.
    static func nothing(_ name: String) -> String {
        switch name {
        case "format": "no picture"
        case "reason": "nothing left"
        default: "not known"
        }
    }

    private func number(_ column: NumberColumn, _ bins: [Int], _ html: inout HTMLWriter) {
        let range = state.ranges[column.name]
        html.element("fieldset", ["data-column": column.name]) { html in
            html.element("legend", text: Chart.label(column.name))
            Chart.histogram(column.name, column.bins, bins, &html)
            html.element("div", ["class": "ends"]) { html in
                for (end, value, edge) in [
                    ("min", range?.low, column.bins.edges.first), ("max", range?.high, column.bins.edges.last),
                ] {
                    html.open(
                        "input",
                        [
                            "name": "\(column.name).\(end)", "inputmode": "decimal",
                            "value": value.map(BrowseState.Range.text) ?? "",
                            "placeholder": edge.map(Bins.short) ?? "",
                            "aria-label": "\(Chart.label(column.name)), \(end == "min" ? "at least" : "at most")",
                        ])
                }
            }
        }
    }
}
