import CorpusKit
import Documents
import Facts
import TestKit
import Testing

@testable import CorpusFiles

/// Figures over whole numbers, worked out by hand.
@Suite struct DistributionTests {
    @Test("count, sum and mean weigh each value by how often it occurs") func sums() {
        let words = Distribution(name: "words", values: [(2, 3), (10, 1)])
        #expect(words.count == 4 && words.sum == 16 && words.mean == 4 && words.name == "words")
        #expect(Distribution(name: "w", values: [(0, 7)]).mean == 0)
    }

    /// Nearest rank of seven values 1, 1, 2, 3, 3, 3, 9: the 4th is the median.
    @Test(
        "a rank is rounded up",
        arguments: [(0, 1), (14, 1), (28, 1), (29, 2), (42, 2), (43, 3), (50, 3), (85, 3), (86, 9), (100, 9)])
    func ranks(percent: Int, value: Int) {
        #expect(Distribution(name: "w", values: [(1, 2), (2, 1), (3, 3), (9, 1)]).quantile(percent) == value)
    }

    @Test("ranges begin with the one that holds the least value and end with that of the greatest") func bins() {
        func bins(_ values: [(value: Int, count: Int)]) -> [[Int]] {
            Distribution(name: "w", values: values).bins.map { [$0.lower, $0.upper, $0.count] }
        }
        #expect(bins([(0, 1)]) == [[0, 1, 1]])
        #expect(bins([(1, 4)]) == [[1, 2, 4]])
        #expect(bins([(7, 1), (8, 2)]) == [[4, 8, 1], [8, 16, 2]])
        #expect(bins([(1023, 1), (1024, 1)]) == [[512, 1024, 1], [1024, 2048, 1]])
        #expect(bins([(0, 1), (5, 1)]) == [[0, 1, 1], [1, 2, 0], [2, 4, 0], [4, 8, 1]])
        #expect(bins([(-3, 2), (1, 1)]) == [[0, 1, 2], [1, 2, 1]])
    }

    @Test(
        "a distribution has words for people",
        arguments: [
            ("words", "words in a document"), ("images", "images in a document"),
            ("width", "width of an image, pixels"),
            ("height", "height of an image, pixels"), ("other", "other"),
        ])
    func titles(name: String, title: String) { #expect(Distribution(name: name, values: []).title == title) }

    @Test("a whole corpus in figures: shares the most first, four distributions, and the sums of them") func corpus()
        throws
    {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: 6)
        let statistics = try Corpus(folder: scratch.path).index.statistics()
        // Languages of documents 0 and 4 are unknown; documents have 0, 1, 2, 0, 1, 2 images and 9 to 14 words.
        #expect(statistics.languages == [.init(name: "en", count: 4), .init(name: "", count: 2)])
        #expect(statistics.domains == [.init(name: "example.org", count: 6)] && statistics.distinctDomains == 1)
        #expect(statistics.counts == .init(documents: 6, images: 6, distinctImages: 3, words: 69))
        #expect(statistics.shards == 3 && statistics.packs == 2)
        #expect(statistics.formats == [.init(name: "jpeg", count: 2), .init(name: "png", count: 1)])
        #expect(statistics.distributions.map(\.name) == ["words", "images", "width", "height"])
        #expect(statistics.distributions.map(\.count) == [6, 6, 3, 3])
        #expect(statistics.distributions.map(\.sum) == [69, 6, 1923, 1440])
        #expect(statistics.clusters == 0 && statistics.clustered == 0 && statistics.largestClusters.isEmpty)
    }

    @Test("domains are the twenty with most documents, equals by name, and all are counted") func domains() throws {
        let scratch = try Scratch()
        var documents: [Document] = []
        for number in 0..<45 {
            // Sites 0 to 21 have two documents each, the last one a third.
            let site = number == 44 ? 21 : number / 2
            let id = String(repeating: "0", count: 18) + (number < 10 ? "0" : "") + String(number)
            documents.append(
                Document(
                    id: id, url: "http://s\(site < 10 ? "0" : "")\(site).org/\(number)",
                    nodes: [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: "t")]))]))
        }
        let statistics = try TinyCorpus.of(documents, in: scratch.path).index.statistics()
        #expect(statistics.distinctDomains == 22 && statistics.domains.count == 20)
        #expect(statistics.domains[0] == .init(name: "s21.org", count: 3))
        #expect(statistics.domains[1...].map(\.name) == (0..<19).map { "s\($0 < 10 ? "0" : "")\($0).org" })
        #expect(statistics.languages == [.init(name: "", count: 45)] && statistics.packs == 0)
        #expect(statistics.distributions.map(\.count) == [45, 45, 0, 0])
    }
}
