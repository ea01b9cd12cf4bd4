import Documents
import Facts
import Testing

@testable import CorpusFiles

/// The card's parts line by line.
@Suite struct CardTextTests {
    private func card(
        _ facts: CardFacts = CardFacts(), _ change: (inout CorpusManifest, inout CorpusStatistics) -> Void = { _, _ in }
    ) -> String {
        var manifest = CorpusManifest(tool: "4.5.6", pipeline: "p: 1\n")
        var statistics = CorpusStatistics()
        change(&manifest, &statistics)
        return DatasetCard(manifest: manifest, statistics: statistics, facts: facts).render()
    }

    @Test("the front matter is what the hub reads, languages in their order, unknown ones left out") func frontMatter()
    {
        let text = card { manifest, statistics in
            manifest.counts.documents = 1500
            statistics.languages = ["fr", "", "de"].map { .init(name: $0, count: 1) }
        }
        #expect(
            text.hasPrefix(
                """
                ---
                pretty_name: "An interleaved image-text corpus"
                license: other
                license_name: "not-chosen"
                language:
                - "de"
                - "fr"
                size_categories:
                - 1K<n<10K
                task_categories:
                - image-text-to-text
                - text-generation
                tags:
                - interleaved
                - image-text
                - multimodal
                - web
                configs:
                - config_name: default
                  data_files:
                  - split: train
                    path: shards/*.jsonl.zst
                ---

                # An interleaved image-text corpus

                """))
    }

    @Test("the counts stand in their columns") func counts() {
        let text = card { manifest, statistics in
            manifest.counts = .init(documents: 1, images: 2000, distinctImages: 3, words: 4_000_000)
            (statistics.shards, statistics.packs) = (5, 6)
        }
        #expect(text.contains("\n| documents | images | different images | words | shards | packs |\n"))
        #expect(text.contains("\n| 1 | 2,000 | 3 | 4,000,000 | 5 | 6 |\n"))
    }

    @Test("tables of twenty rows are whole, of one more the rest is in words") func tables() {
        let twenty = card { $1.domains = (0..<20).map { .init(name: "d\($0)", count: $0) } }
        #expect(twenty.contains("| d19 | 19 |") && !twenty.contains("more) |"))
        let more = card { $1.domains = (0..<21).map { .init(name: "d\($0)", count: $0) } }
        #expect(!more.contains("| d20 |") && more.contains("| (1 more) | |"))
        #expect(card { $1.domains = [.init(name: "", count: 7)] }.contains("| none | 7 |"))
    }

    @Test("a hundred inputs are whole, and a cell ends neither by its name nor by a line break") func inputs() {
        let hundred = card { manifest, _ in
            manifest.inputs = (0..<100).map { .init(name: "i\($0)", bytes: 12_345) }
            manifest.inputs[0].name = "a|b\r\nc"
        }
        #expect(hundred.contains("| a\u{A6}b c | 12,345 | not taken |") && hundred.contains("| i99 |"))
        #expect(!hundred.contains("more in `corpus.json`") && !hundred.contains("Limits in force"))
    }

    @Test("limits, rules and manners that were off, and placeholders are lists with commas") func lists() {
        var facts = CardFacts()
        (facts.rulesOff, facts.mannersOff) = (["a", "b"], ["c", "d"])
        let text = card(facts) { manifest, _ in
            manifest.limits = [.init("x", 1), .init("y", 2000)]
            manifest.ledger.replaced("email", 2)
            manifest.ledger.replaced("phone", 3)
        }
        #expect(text.contains("\nLimits in force: `x` 1, `y` 2,000.\n"))
        #expect(text.contains("because the model they need was not given: `a`, `b`.\n"))
        #expect(text.contains("**switched off**: `c`, `d`.\n"))
        #expect(text.contains("2 `email`") && text.contains("3 `phone`"))
        let plain = card()
        for word in ["Limits in force", "**off**", "switched off", "Replaced by"] { #expect(!plain.contains(word)) }
    }

    @Test("every unit has its account, and what was never born has no shares") func funnel() {
        let text = card { manifest, _ in
            manifest.ledger.born(.document, 3)
            manifest.ledger.written(.document, 2)
            manifest.ledger.dropped(.documentTooFewWords)
        }
        for unit in Unit.allCases { #expect(text.contains("| **\(unit.rawValue)** | born | | ")) }
        #expect(
            text.contains(
                """
                | **document** | born | | 3 | |
                | | `document.too-few-words` | policy | 1 | 33.3 % |
                | | **written** | | 2 | 66.7 % |

                """))
        #expect(text.contains("| | **written** | | 0 |  |\n"))
    }

    @Test("reasons of equal counts keep the order of the table") func equals() {
        var ledger = Ledger()
        ledger.dropped(.imageTooSmall)
        ledger.dropped(.imageBlank)
        ledger.dropped(.imageNotFound)
        ledger.dropped(.imageNotFound)
        let sorted = ledger[.image].sortedReasons.map(\.reason)
        let expected = [Reason.imageNotFound] + sorted.filter { $0 != .imageNotFound }
        #expect(ledger[.image].sortedByCount.map(\.reason) == expected)
        #expect(ledger[.image].sortedByCount.map(\.count) == [2, 1, 1])
    }

    @Test("without an address the reader is told whom to ask, and without an example none is shown") func rights() {
        #expect(card().contains("gave no address; ask who gave it to you."))
        var facts = CardFacts()
        facts.contact = "https://x/"
        #expect(card(facts).contains("Write to https://x/.") && !card(facts).contains("gave no address"))
        #expect(!card().contains("```json"))
        #expect(card().contains("By `quarry` 4.5.6 with the pipeline below"))
    }

    @Test("a licence of the hub has neither name nor address") func licence() {
        var facts = CardFacts()
        (facts.license, facts.licenseName, facts.licenseLink) = ("cc0-1.0", "x", "y")
        let text = card(facts)
        #expect(text.contains("license: cc0-1.0\n") && !text.contains("license_name") && !text.contains("license_link"))
    }

    @Test("facts of a corpus that nobody said anything about") func facts() {
        let facts = CardFacts()
        #expect(facts.license == "other" && facts.licenseName == "not-chosen" && facts.licenseLink == "")
        #expect(facts.contact == "" && facts.rulesOff == [] && facts.mannersOff == [] && facts.notes == [])
    }

    @Test(
        "sizes change their name at each power of ten",
        arguments: [
            (9_999, "1K<n<10K"), (10_000, "10K<n<100K"), (99_999, "10K<n<100K"), (100_000, "100K<n<1M"),
            (999_999, "100K<n<1M"), (1_000_000, "1M<n<10M"), (100_000_000, "100M<n<1B"), (1_000_000_000, "1B<n<10B"),
            (10_000_000_000, "10B<n<100B"), (100_000_000_000, "100B<n<1T"),
        ])
    func sizes(count: Int, name: String) { #expect(DatasetCard.sizeCategory(count) == name) }

    @Test("a text between quotation marks is JSON's and YAML's") func quoted() {
        #expect(DatasetCard.quoted("a \"b\"\n\\") == #""a \"b\"\n\\""#)
        #expect("x\n\r\n".trimmedNewlines == "x" && "\n".trimmedNewlines == "" && "a\nb".trimmedNewlines == "a\nb")
    }
}
