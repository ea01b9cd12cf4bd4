import CorpusFiles

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
                html.text(FacetPanel.label(category.name))
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
                            html.element("span", ["class": "name"], text: value.name.isEmpty ? "not known" : value.name)
                            html.element("span", ["class": "n"]) { html in
                                html.text(value.selected.grouped)
                                if value.selected != value.total {
                                    html.element("i", text: " / \(value.total.grouped)")
                                }
                            }
                            FacetPanel.bar(value.selected, of: most, &html)
                        }
                    }
                }
            }
        }
    }

    private func number(_ column: NumberColumn, _ bins: [Int], _ html: inout HTMLWriter) {
        let range = state.ranges[column.name]
        html.element("fieldset", ["data-column": column.name]) { html in
            html.element("legend", text: FacetPanel.label(column.name))
            FacetPanel.histogram(column, bins, range, &html)
            html.element("div", ["class": "ends"]) { html in
                for (end, value, edge) in [
                    ("min", range?.low, column.edges.first), ("max", range?.high, column.edges.last),
                ] {
                    html.open(
                        "input",
                        [
                            "name": "\(column.name).\(end)", "inputmode": "decimal",
                            "value": value.map(NumberColumn.short) ?? "",
                            "placeholder": edge.map(NumberColumn.short) ?? "",
                            "aria-label": "\(FacetPanel.label(column.name)), \(end == "min" ? "at least" : "at most")",
                        ])
                }
            }
        }
    }

    /// All documents pale, the selection strong; a title says the numbers.
    static func histogram(
        _ column: NumberColumn, _ bins: [Int], _ range: BrowseState.Range?, _ html: inout HTMLWriter
    ) {
        let most = Float(max(1, column.totals.max() ?? 1))
        html.element(
            "svg",
            [
                "viewBox": "0 0 240 44", "class": "histogram", "role": "img", "preserveAspectRatio": "none",
                "aria-label": "Histogram of \(label(column.name))",
                "data-edges": column.edges.map(NumberColumn.short).joined(separator: " "),
            ]
        ) { html in
            for bin in bins.indices {
                for (count, kind) in [(column.totals[bin], "total"), (bins[bin], "selected")] where count > 0 {
                    // The square root lets the few be seen beside the many.
                    let height = max(1, (Float(count) / most).squareRoot() * 42)
                    html.element(
                        "rect",
                        [
                            "x": "\(bin * 10)", "y": "\(44 - height)", "width": "9", "height": "\(height)",
                            "class": "\(kind)",
                        ]
                    ) { html in
                        html.element(
                            "title",
                            text: "\(NumberColumn.short(column.edges[bin])) – "
                                + "\(NumberColumn.short(column.edges[bin + 1])): \(bins[bin].grouped) / "
                                + column.totals[bin].grouped)
                    }
                }
            }
        }
    }

    static func bar(_ count: Int, of most: Int, _ html: inout HTMLWriter, kind: String = "selected") {
        html.element(
            "svg", ["viewBox": "0 0 100 1", "class": "share", "preserveAspectRatio": "none", "aria-hidden": "true"]
        ) { html in
            let width = max(count > 0 ? 0.5 : 0, Double(count) / Double(max(1, most)) * 100)
            html.element("rect", ["width": "\((width * 100).rounded() / 100)", "height": "1", "class": kind], text: "")
        }
    }

    /// A column's name for people.
    static func label(_ name: String) -> String {
        name.replacing("_ratio", with: "").replacing("_", with: " ")
    }
}
