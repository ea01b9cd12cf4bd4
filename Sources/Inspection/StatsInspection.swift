package import CorpusFiles
import JSON

/// `quarry stats`: what is in a corpus.
package struct StatsInspection: Sendable {
    /// Counts and distributions.
    package let statistics: CorpusStatistics

    /// Counts a corpus.
    /// - Throws: `InspectionError.storage`.
    package init(_ corpus: Corpus) throws(InspectionError) {
        statistics = try reading { try corpus.index.statistics() }
    }

    /// The quantiles that are shown, in hundredths.
    static let percents = [0, 10, 25, 50, 75, 90, 100]

    /// For `--json`: one object.
    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.member("documents", statistics.counts.documents)
            json.member("images", statistics.counts.images)
            json.member("distinct_images", statistics.counts.distinctImages)
            json.member("words", statistics.counts.words)
            json.member("shards", statistics.shards)
            json.member("packs", statistics.packs)
            json.member("distinct_domains", statistics.distinctDomains)
            StatsInspection.write(statistics.languages, "languages", "language", to: &json)
            StatsInspection.write(statistics.domains, "domains", "domain", to: &json)
            StatsInspection.write(statistics.formats, "formats", "format", to: &json)
            json.key("quantiles")
            json.object { json in
                for item in statistics.distributions {
                    json.key(item.name)
                    StatsInspection.write(item, to: &json)
                }
            }
        }
        return json.text
    }

    private static func write(
        _ shares: [CorpusStatistics.Share], _ list: String, _ key: String, to json: inout JSONWriter
    ) {
        json.key(list)
        json.array { json in
            for share in shares {
                json.object { json in
                    json.key(key)
                    json.value(share.name)
                    json.member("count", share.count)
                }
            }
        }
    }

    private static func write(_ distribution: Distribution, to json: inout JSONWriter) {
        json.object { json in
            for percent in percents {
                json.key(percent == 0 ? "min" : percent == 100 ? "max" : "p\(percent)")
                json.value(distribution.quantile(percent))
            }
            json.member("mean", distribution.mean)
        }
    }

    /// For people.
    package func text(_ style: TerminalStyle) -> String {
        let counts = statistics.counts
        let sums = Terminal.table([
            ["documents", counts.documents.grouped], ["images", counts.images.grouped],
            ["different images", counts.distinctImages.grouped], ["words", counts.words.grouped],
            ["shards", statistics.shards.grouped], ["packs", statistics.packs.grouped],
        ])
        var rows = [["", "least", "10 %", "25 %", "median", "75 %", "90 %", "most", "mean"]]
        for item in statistics.distributions {
            let mean = (item.mean * 10).rounded() / 10
            rows.append([item.title] + StatsInspection.percents.map { item.quantile($0).grouped } + ["\(mean)"])
        }
        return [
            sums, Terminal.table(rows), Histogram.row(statistics.distributions, style), list("language", statistics.languages, none: "(not identified)"),
            list("domain (of \(statistics.distinctDomains.grouped))", statistics.domains, none: "(none)"),
            list("format", statistics.formats, none: "(unknown)"),
        ].joined(separator: "\n\n")
    }

    private func list(_ title: String, _ shares: [CorpusStatistics.Share], none: String) -> String {
        Terminal.table(
            [[title, ""]]
                + shares.prefix(20).map { [$0.name.isEmpty ? none : Terminal.safe($0.name), $0.count.grouped] })
    }
}
