package import Documents
package import Facts

/// The corpus' `README.md`: front matter by which `datasets.load_dataset` finds the documents, then the card itself.
///
/// `configs` in the front matter is not optional: without it a folder that also holds tar files is loaded as WebDataset,
/// pictures instead of documents.
package struct DatasetCard: Sendable {
    /// The file's name in the corpus.
    package static let fileName = "README.md"

    let manifest: CorpusManifest
    private let statistics: CorpusStatistics
    let facts: CardFacts
    let example: String

    /// A card.
    /// - Parameter example: one record as JSON, `""` to leave it out.
    package init(manifest: CorpusManifest, statistics: CorpusStatistics, facts: CardFacts, example: String = "") {
        self.manifest = manifest
        self.statistics = statistics
        self.facts = facts
        self.example = example
    }

    /// The card as Markdown.
    package func render() -> String {
        [
            frontMatter, summary, funnel, fields, origin, contents, rights, DatasetCard.use,
        ].joined(separator: "\n") + "\n"
    }

    private var frontMatter: String {
        var lines = ["---", "pretty_name: \(DatasetCard.quoted(facts.prettyName))", "license: \(facts.license)"]
        if facts.license == "other" {
            lines.append("license_name: \(DatasetCard.quoted(facts.licenseName))")
            if !facts.licenseLink.isEmpty { lines.append("license_link: \(DatasetCard.quoted(facts.licenseLink))") }
        }
        let languages = statistics.languages.map(\.name).filter { !$0.isEmpty }.sorted()
        if !languages.isEmpty { lines += ["language:"] + languages.map { "- \(DatasetCard.quoted($0))" } }
        lines += ["size_categories:", "- \(DatasetCard.sizeCategory(manifest.counts.documents))"]
        lines += ["task_categories:", "- image-text-to-text", "- text-generation"]
        lines += ["tags:", "- interleaved", "- image-text", "- multimodal", "- web"]
        lines += ["configs:", "- config_name: default", "  data_files:", "  - split: train"]
        lines += ["    path: shards/*.jsonl.zst", "---", ""]
        return lines.joined(separator: "\n")
    }

    private var summary: String {
        let counts = manifest.counts
        var text = """
            # \(facts.prettyName)

            Web pages as interleaved image-text documents: the paragraphs and images of a page in reading order.

            | documents | images | different images | words | shards | packs |
            |---|---|---|---|---|---|
            | \(counts.documents.grouped) | \(counts.images.grouped) | \(counts.distinctImages.grouped) | \
            \(counts.words.grouped) | \(statistics.shards.grouped) | \(statistics.packs.grouped) |

            """
        text += facts.notes.map { "\n\($0)\n" }.joined()
        text += "\n" + table("Languages", ["language", "documents"], statistics.languages, none: "not identified")
        text += "\n" + table("Domains", ["domain", "documents"], statistics.domains, none: "none")
        text += "\nDifferent domains: \(statistics.distinctDomains.grouped).\n"
        if statistics.clusters > 0 {
            text +=
                "\n\(statistics.clusters.grouped) documents stay for \(statistics.clustered.grouped) near-duplicates "
            text += "(themselves included): `extra.near_duplicates` has size, dates and domains.\n"
        }
        text +=
            "\n## Distributions\n\n| | least | 10 % | median | 90 % | most | mean |\n|---|---|---|---|---|---|---|\n"
        for item in statistics.distributions {
            let ranks = [0, 10, 50, 90, 100].map { item.quantile($0).grouped }
            text += "| \(item.title) | \(ranks.joined(separator: " | ")) | \(item.mean.short) |\n"
        }
        return text
    }

    private func table(
        _ title: String, _ heads: [String], _ rows: [CorpusStatistics.Share], none: String
    ) -> String {
        var text = "## \(title)\n\n| \(heads.joined(separator: " | ")) |\n|---|---|\n"
        for row in rows.prefix(20) {
            text += "| \(DatasetCard.cell(row.name.isEmpty ? none : row.name)) | \(row.count.grouped) |\n"
        }
        if rows.count > 20 { text += "| (\(rows.count - 20) more) | |\n" }
        return text
    }

    private var funnel: String {
        var text = """
            ## Funnel

            Everything that entered was written or dropped for one reason; every line of the table is a count, not an \
            estimate. Reasons: *policy* is a rule of the pipeline, *failure* something that went wrong with the data or \
            the network, *cascade* what left because its document left.

            | unit | | kind | count | share |
            |---|---|---|---|---|

            """
        for unit in Unit.allCases {
            let account = manifest.ledger[unit]
            text += "| **\(unit.rawValue)** | born | | \(account.born.grouped) | |\n"
            for (reason, count) in account.sortedByCount {
                text += "| | `\(reason.rawValue)` | \(reason.kind.rawValue) | \(count.grouped) | "
                text += "\(DatasetCard.percent(count, of: account.born)) |\n"
            }
            text += "| | **written** | | \(account.written.grouped) | "
            text += "\(DatasetCard.percent(account.written, of: account.born)) |\n"
        }
        let replaced = manifest.ledger.sortedReplacements.map { "\($0.count.grouped) `\($0.kind)`" }
        if !replaced.isEmpty {
            text += "\nReplaced by placeholders in the texts of all pages that entered: "
            text += replaced.joined(separator: ", ") + ".\n"
        }
        if !facts.rulesOff.isEmpty {
            text += "\nRules that were **off** because the model they need was not given: "
            text += facts.rulesOff.map { "`\($0)`" }.joined(separator: ", ") + ".\n"
        }
        if !facts.mannersOff.isEmpty {
            text += "\nOpt-outs of sites and checks that the pipeline **switched off**: "
            text += facts.mannersOff.map { "`\($0)`" }.joined(separator: ", ") + ".\n"
        }
        return text
    }
}

extension Ledger.Account {
    /// The reasons, most first.
    package var sortedByCount: [(reason: Reason, count: Int)] {
        sortedReasons.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
            .map(\.element)
    }
}
