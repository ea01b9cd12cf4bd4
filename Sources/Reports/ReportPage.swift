package import CorpusFiles
import Documents
import Facts
import Inspection
package import Platform

/// `report.html` and `quarry report`: a corpus on one page that needs nothing else: no network, no script.
package struct ReportPage {
    /// Makes a picture small, nil when it cannot be decoded: bytes and orientation to a JPEG and its size.
    package typealias Shrink = (_ bytes: [UInt8], _ orientation: Int) -> (jpeg: [UInt8], width: Int, height: Int)?

    private let corpus: Corpus
    private let title: String
    private let numbers: ReportNumbers
    private let gallery: ReportGallery
    private let drops: ReportDrops
    private let statistics: CorpusStatistics
    private let captured: (first: String, last: String)?

    /// Reads what the page is made of.
    /// - Parameter shrink: makes pictures small. Nil where bytes of strangers must not be decoded: small pictures are then
    ///   shown as they are.
    /// - Throws: `StorageError`.
    package init(_ corpus: Corpus, title: String, shrink: Shrink? = nil) throws(StorageError) {
        (self.corpus, self.title) = (corpus, title)
        numbers = try ReportNumbers(corpus)
        statistics = try corpus.index.statistics()
        captured = try corpus.index.capturedYears()
        do {
            drops = try ReportDrops(corpus)
            gallery = try ReportGallery(corpus, shrink)
        } catch let error as InspectionError {
            guard case .storage(let error) = error else {
                throw .corrupt(path: corpus.folder, detail: error.description)
            }
            throw error
        } catch { throw StorageError(error, path: corpus.folder) }
    }

    /// The page.
    package func render() -> String {
        var html = HTMLWriter()
        html.markup("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        html.markup("<meta name=\"color-scheme\" content=\"light dark\">")
        html.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        html.markup("img-src data:; style-src 'unsafe-inline'\">")
        html.element("title", text: title)
        html.markup("<style>")
        html.append(Sheet.pages)
        html.append(Sheet.report)
        html.markup("</style></head><body class=\"report\"><main>")
        head(&html)
        tiles(&html)
        funnel(&html)
        distributions(&html)
        clusters(&html)
        gallery.write(to: &html)
        drops.write(corpus.manifest.ledger, to: &html)
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
                if let captured {
                    let (first, last) = captured
                    html.text(", of pages captured " + (first == last ? "in \(first)" : "from \(first) to \(last)"))
                }
            }
            html.element("nav", ["aria-label": "Sections"]) { html in
                for (anchor, label, isThere) in [
                    ("funnel", "Funnel", true), ("distributions", "Distributions", true),
                    ("gallery", "Gallery", !gallery.cards.isEmpty),
                    ("dropped", "What was dropped", !drops.examples.isEmpty), ("provenance", "Where from", true),
                ] where isThere { html.element("a", ["href": "#\(anchor)"], text: label) }
            }
        }
    }

    private func tiles(_ html: inout HTMLWriter) {
        let counts = statistics.counts
        html.element("div", ["class": "tiles"]) { html in
            for (value, label) in [
                (counts.documents, counts.documents == 1 ? "document" : "documents"),
                (counts.images, counts.images == 1 ? "image" : "images"),
                (counts.distinctImages, "different images"), (counts.words, "words"),
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
        FunnelTable(corpus.manifest.ledger).write(
            heading: "h3", link: { drops.shows($0) ? "#\($0.rawValue)" : "" }, to: &html)
    }

    private func distributions(_ html: inout HTMLWriter) {
        html.element("h2", ["id": "distributions"], text: "Distributions")
        html.element("div", ["class": "multiples"]) { html in
            for (name, bins) in numbers.columns {
                html.element("figure") { html in
                    html.element("figcaption", text: Chart.label(name))
                    Chart.histogram(name, bins, bins.totals, &html)
                    html.element("p", ["class": "soft axis"]) { html in
                        html.element("span", text: Bins.short(bins.edges.first ?? 0))
                        html.element("span", text: Bins.short(bins.edges.last ?? 0))
                    }
                }
            }
        }
        quantiles(&html)
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
                            Chart.row(
                                share.name.isEmpty ? "not known" : share.name, share.count, of: whole, kind: "policy",
                                &html)
                        }
                    }
                }
            }
        }
    }

    private func quantiles(_ html: inout HTMLWriter) {
        html.element("section", ["class": "funnel quantiles"]) { html in
            html.element("table") { html in
                html.element("tr") { html in
                    for head in ["", "least", "median", "90 %", "most", "mean"] {
                        html.element("th", ["scope": "col", "class": head.isEmpty ? "" : "n"], text: head)
                    }
                }
                for item in statistics.distributions where item.count > 0 {
                    html.element("tr") { html in
                        html.element("th", ["scope": "row"], text: item.title)
                        for percent in [0, 50, 90, 100] {
                            html.element("td", ["class": "n"], text: item.quantile(percent).grouped)
                        }
                        html.element("td", ["class": "n"], text: item.mean.short)
                    }
                }
            }
        }
    }

    /// The documents that stay for most near-duplicates.
    private func clusters(_ html: inout HTMLWriter) {
        guard statistics.clusters > 0 else { return }
        html.element("h2", text: "Near-duplicates")
        html.element(
            "p", ["class": "soft"],
            text: "\(statistics.clusters.grouped) documents stay for \(statistics.clustered.grouped) (themselves "
                + "included); the largest groups:")
        html.element("section", ["class": "funnel clusters"]) { html in
            html.element("table") { html in
                for cluster in statistics.largestClusters {
                    let more = cluster.domainCount - cluster.domains.count
                    html.element("tr") { html in
                        html.element("th", ["scope": "row"]) { $0.element("code", text: cluster.document) }
                        html.element("td", ["class": "n"], text: cluster.size.grouped)
                        html.element(
                            "td", ["class": "n soft"], text: "\(cluster.first.prefix(8))–\(cluster.last.prefix(8))")
                        html.element(
                            "td", ["class": "wide"],
                            text: cluster.domains.joined(separator: ", ") + (more > 0 ? " and \(more) more" : ""))
                    }
                }
            }
        }
    }

    private func provenance(_ html: inout HTMLWriter) {
        html.element("h2", ["id": "provenance"], text: "Where from")
        let inputs = corpus.manifest.inputs
        html.element("section", ["class": "funnel"]) { html in
            html.element("h3", text: inputs.count == 1 ? "1 input" : "\(inputs.count.grouped) inputs")
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
