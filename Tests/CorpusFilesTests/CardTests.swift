import CorpusKit
import Documents
import Facts
import JSON
import Platform
import Testing
import TestKit
@testable import CorpusFiles

@Suite struct CardTests {
    @Test func theFrontMatterNamesTheShards() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path)
        let card = try Files.readText(scratch.file("README.md"))
        let parts = card.split(separator: "---\n", maxSplits: 2, omittingEmptySubsequences: false)
        #expect(parts.count == 3 && parts[0].isEmpty)
        let matter = String(parts[1])
        for line in [
            "pretty_name: \"Tiny \\\"corpus\\\"\"", "license: other", "language:\n- \"en\"", "size_categories:\n- n<1K",
            "- config_name: default\n  data_files:\n  - split: train\n    path: shards/*.jsonl.zst",
        ] {
            #expect(matter.contains(line), "\(line)")
        }
    }

    @Test func theBodyHasTheFunnelAndAnExample() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let card = try Files.readText(scratch.file("README.md"))
        for drop in TinyCorpus.drops {
            #expect(card.contains("`\(drop.reason.rawValue)` | \(drop.reason.kind.rawValue) | 1 |"))
        }
        #expect(card.contains("\"id\": \"\(tiny.documents[1].id)\""))
        #expect(card.contains(tiny.manifest.pipelineSHA256) && card.contains("dialect: quarry"))
        #expect(card.contains("see that you may"))
    }

    @Test func whatIsOffAndWhereToWriteIsSaid() {
        var facts = CardFacts(prettyName: "x")
        facts.rulesOff = ["document.nsfw"]
        facts.contact = "data@example.org"
        facts.license = "cc-by-4.0"
        let manifest = CorpusManifest(tool: "1", pipeline: "")
        let text = DatasetCard(manifest: manifest, statistics: CorpusStatistics(), facts: facts).render()
        #expect(
            text.contains("**off**") && text.contains("`document.nsfw`") && text.contains("Write to data@example.org."))
        #expect(text.contains("license: cc-by-4.0") && !text.contains("license_name") && !text.contains("language:\n"))
    }

    @Test(arguments: [
        (0, "n<1K"), (999, "n<1K"), (1000, "1K<n<10K"), (123_456, "100K<n<1M"), (10_000_000, "10M<n<100M"),
    ])
    func sizesHaveTheHubsNames(count: Int, name: String) { #expect(DatasetCard.sizeCategory(count) == name) }

    @Test func numbersAreGrouped() {
        #expect(
            [0, 12, 999, 1000, 1_234_567, -1000].map(\.grouped) == ["0", "12", "999", "1,000", "1,234,567", "-1,000"])
        #expect(DatasetCard.percent(1, of: 3) == "33.3 %" && DatasetCard.percent(1, of: 0) == "")
    }

    @Test func aDistributionOfNothingIsZero() {
        let nothing = Distribution(name: "words", values: [])
        #expect(nothing.mean == 0 && nothing.quantile(50) == 0 && nothing.bins.isEmpty)
        let zeros = Distribution(name: "images", values: [(0, 5), (1, 2), (9, 1)])
        #expect(zeros.bins.map(\.count) == [5, 2, 0, 0, 1] && zeros.quantile(62) == 0 && zeros.quantile(63) == 1)
    }

    @Test func prettyJSONChangesNoValue() throws {
        let text = #"{"a":[1,{"b":"x,{}[]:\"\\"},[],{}],"c":{}}"#
        let pretty = PrettyJSON.format(Array(text.utf8))
        #expect(try JSONValue(parsing: pretty) == (try JSONValue(parsing: text)))
        #expect(String(decoding: pretty, as: UTF8.self).contains("[],\n    {}\n  ],\n  \"c\": {}\n}\n"))
    }
}
