import Documents
import Facts
import Testing

@testable import CorpusFiles

/// Figures of the card.
@Suite struct StatisticsTests {
    private static var statistics: CorpusStatistics {
        var statistics = CorpusStatistics()
        statistics.languages = (0..<22).map { .init(name: $0 == 1 ? "" : "l\($0)", count: 100 - $0) }
        statistics.domains = [.init(name: "a|b", count: 3)]
        statistics.distinctDomains = 1234
        statistics.distributions = [Distribution(name: "words", values: [(1, 1), (10, 8), (100, 1)])]
        return statistics
    }

    private static var manifest: CorpusManifest {
        var manifest = CorpusManifest(tool: "1", pipeline: "p:\n\n\n")
        manifest.inputs = (0..<102).map { .init(name: "in-\($0)", bytes: 1000, sha256: $0 == 0 ? "" : "ab") }
        manifest.limits = [.init("line_bytes", 1_000_000)]
        manifest.ledger.born(.image, 8)
        manifest.ledger.written(.image, 1)
        manifest.ledger.dropped(.imageTooSmall, 2)
        manifest.ledger.dropped(.imageBlank, 2)
        manifest.ledger.dropped(.imageNotFound, 3)
        manifest.ledger.replaced("email", 1500)
        return manifest
    }

    private static func card(_ facts: CardFacts = CardFacts(prettyName: "N")) -> String {
        DatasetCard(manifest: manifest, statistics: statistics, facts: facts, example: "{}\n\n").render()
    }

    @Test func reasonsComeTheMostFrequentFirst() {
        let card = Self.card()
        let rows = card.split(separator: "\n").filter { $0.hasPrefix("| | ") && $0.contains("image.") }
        #expect(
            rows == [
                "| | `image.not-found` | failure | 3 | 37.5 % |", "| | `image.blank` | policy | 2 | 25.0 % |",
                "| | `image.too-small` | policy | 2 | 25.0 % |",
            ])
        #expect(card.contains("| **image** | born | | 8 | |") && card.contains("| | **written** | | 1 | 12.5 % |"))
        #expect(card.contains("Replaced by placeholders in the texts of all pages that entered: 1,500 `email`."))
    }

    @Test func twentyRowsOfATableAndTheRestInWords() {
        let card = Self.card()
        #expect(card.contains("| l19 | 81 |") && !card.contains("| l20 |") && card.contains("| (2 more) | |"))
        #expect(card.contains("| not identified | 99 |") && card.contains("| a¦b | 3 |"))
        #expect(card.contains("Different domains: 1,234.") && card.contains("- \"l20\"") && !card.contains("- \"\""))
    }

    @Test func aHundredInputsAndTheRestInWords() {
        let card = Self.card()
        #expect(card.contains("| in-0 | 1,000 | not taken |") && card.contains("| in-99 | 1,000 | `ab` |"))
        #expect(!card.contains("in-100") && card.contains("| (2 more in `corpus.json`) | | |"))
        #expect(card.contains("Limits in force: `line_bytes` 1,000,000."))
        #expect(card.contains("```yaml\np:\n```") && card.contains("```json\n{}\n```"))
    }

    @Test func aDistributionInSixFigures() {
        #expect(Self.card().contains("| words in a document | 1 | 1 | 10 | 10 | 100 | 18.1 |"))
    }

    @Test func aLicenceThatIsOtherHasItsName() {
        var facts = CardFacts(prettyName: "N")
        (facts.licenseName, facts.licenseLink) = ("mine: all", "https://l/")
        facts.mannersOff = ["fetch.noai"]
        facts.notes = ["A note."]
        let card = Self.card(facts)
        #expect(card.contains("license: other\nlicense_name: \"mine: all\"\nlicense_link: \"https://l/\"\n"))
        #expect(card.contains("**switched off**: `fetch.noai`.") && card.contains("\nA note.\n"))
        #expect(!Self.card().contains("license_link") && !Self.card().contains("switched off"))
    }

    @Test func nearDuplicatesAreToldWhereThereAreAny() {
        var statistics = Self.statistics
        #expect(!Self.card().contains("near-duplicates"))
        (statistics.clusters, statistics.clustered) = (2, 1010)
        statistics.largestClusters = [
            ClusterRow(
                document: "0a", size: 1000, first: "20190102030405", last: "20230102030405", domainCount: 12,
                domains: "a.b c.d")
        ]
        let card = DatasetCard(manifest: Self.manifest, statistics: statistics, facts: CardFacts()).render()
        #expect(card.contains("2 documents stay for 1,010 near-duplicates"))
    }

    /// Nearest rank: the least value with at least so many hundredths at or below it.
    @Test(arguments: [(0, 1), (10, 1), (11, 10), (90, 10), (91, 100), (100, 100)])
    func quantiles(percent: Int, value: Int) {
        #expect(Distribution(name: "words", values: [(1, 1), (10, 8), (100, 1)]).quantile(percent) == value)
    }

    /// Ranges that double; a value at an edge is in the range that begins there.
    @Test func rangesDoubleFromOne() {
        func bins(_ values: [(value: Int, count: Int)]) -> [[Int]] {
            Distribution(name: "words", values: values).bins.map { [$0.lower, $0.upper, $0.count] }
        }
        #expect(bins([(0, 2), (1, 1), (2, 3), (3, 1)]) == [[0, 1, 2], [1, 2, 1], [2, 4, 4]])
        #expect(bins([(5, 1), (16, 7)]) == [[4, 8, 1], [8, 16, 0], [16, 32, 7]])
        #expect(bins([]).isEmpty)
    }

    @Test func whatIsCountedIsNamed() {
        #expect(1.of("image") == "1 image" && 0.of("image") == "0 images" && 1234.of("image") == "1,234 images")
    }

    @Test func figuresForPeople() {
        #expect(
            [0.0, 0.04, 0.05, 12.34, 1234.56, -1.25].map(\.short) == ["0.0", "0.0", "0.1", "12.3", "1,234.6", "-1.3"])
        #expect((-0.5).short == "-0.5")
        #expect(DatasetCard.percent(2, of: 3) == "66.7 %" && DatasetCard.percent(3, of: 3) == "100.0 %")
        #expect(DatasetCard.cell("a|b\nc") == "a¦b c")
        #expect(DatasetCard.sizeCategory(999_999_999_999) == "100B<n<1T")
        #expect(DatasetCard.sizeCategory(1_000_000_000_000) == "n>1T")
    }
}
