import CorpusFiles

/// Pictures of numbers, as SVG without styles.
package enum Chart {
    /// All documents pale, the selection strong; a title says the numbers.
    /// - Parameter selected: by bin, how many of the selection.
    package static func histogram(_ name: String, _ bins: Bins, _ selected: [Int], _ html: inout HTMLWriter) {
        let most = Float(max(1, bins.totals.max() ?? 1))
        html.element(
            "svg",
            [
                "viewBox": "0 0 240 44", "class": "histogram", "role": "img", "preserveAspectRatio": "none",
                "aria-label": "Histogram of \(label(name))",
                "data-edges": bins.edges.map(Bins.short).joined(separator: " "),
            ]
        ) { html in
            for bin in bins.totals.indices {
                for (count, kind) in [(bins.totals[bin], "total"), (selected[bin], "selected")] where count > 0 {
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
                            text: "\(Bins.short(bins.edges[bin])) – \(Bins.short(bins.edges[bin + 1])): "
                                + "\(selected[bin].grouped) / \(bins.totals[bin].grouped)")
                    }
                }
            }
        }
    }

    /// A bar as long as the share.
    package static func bar(_ count: Int, of most: Int, _ html: inout HTMLWriter, kind: String = "selected") {
        html.element(
            "svg", ["viewBox": "0 0 100 1", "class": "share", "preserveAspectRatio": "none", "aria-hidden": "true"]
        ) { html in
            let width = max(count > 0 ? 0.5 : 0, Double(count) / Double(max(1, most)) * 100)
            html.element("rect", ["width": "\((width * 100).rounded() / 100)", "height": "1", "class": kind], text: "")
        }
    }

    /// A row of a table of shares: a name, a number, a share, a bar.
    package static func row(
        _ name: String, _ count: Int, of whole: Int, kind: String, link: String = "", hint: String = "",
        _ html: inout HTMLWriter
    ) {
        html.element("tr") { html in
            html.element("th", ["scope": "row", "title": hint]) { html in
                if link.isEmpty { html.text(name) } else { html.element("a", ["href": link], text: name) }
            }
            html.element("td", ["class": "n"], text: count.grouped)
            html.element(
                "td", ["class": "n soft"],
                text: whole > 0 ? "\((Double(count) * 1000 / Double(whole)).rounded() / 10) %" : "")
            html.element("td", ["class": "wide"]) { bar(count, of: whole, &$0, kind: kind) }
        }
    }

    /// A column's name for people.
    package static func label(_ name: String) -> String {
        name.replacing("_ratio", with: "").replacing("_", with: " ")
    }
}
