package import CorpusFiles
import JSON
package import Platform

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

    /// For people: as many quantiles as the screen is wide for.
    package func text(on screen: Screen = Screen()) -> String {
        let counts = statistics.counts
        let sums = Terminal.table([
            ["documents", counts.documents.grouped], ["images", counts.images.grouped],
            ["different images", counts.distinctImages.grouped], ["words", counts.words.grouped],
            ["shards", statistics.shards.grouped], ["packs", statistics.packs.grouped],
        ])
        return [
            sums, distributions(screen), Histogram.row(statistics.distributions, screen),
            list("language", statistics.languages, none: "(not identified)"),
            list("domain (of \(statistics.distinctDomains.grouped))", statistics.domains, none: "(none)"),
            list("format", statistics.formats, none: "(unknown)"),
        ].joined(separator: "\n\n")
    }

    private func distributions(_ screen: Screen) -> String {
        let choices: [[Int]] = [StatsInspection.percents, [0, 25, 50, 75, 100], [0, 50, 100], [50]]
        let tables = choices.map { percents in
            let heads = percents.map { $0 == 0 ? "least" : $0 == 50 ? "median" : $0 == 100 ? "most" : "\($0) %" }
            let rows = statistics.distributions.map { item in
                [item.title] + percents.map { item.quantile($0).grouped } + [item.mean.short]
            }
            return [[""] + heads + ["mean"]] + rows
        }
        let fitting = tables.first { Terminal.widths($0).reduce(-2) { $0 + $1 + 2 } <= screen.width }
        return Terminal.table(fitting ?? tables[tables.count - 1])
    }

    private func list(_ title: String, _ shares: [CorpusStatistics.Share], none: String) -> String {
        Terminal.table(
            [[title, ""]]
                + shares.prefix(20).map { [$0.name.isEmpty ? none : Terminal.safe($0.name), $0.count.grouped] })
    }
}
