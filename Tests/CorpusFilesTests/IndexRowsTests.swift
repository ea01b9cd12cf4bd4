import CorpusKit
import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import CorpusFiles

/// Rows of several parts on their way into the index.
@Suite struct IndexRowsTests {
    private static let place = LineLocation(frame: 1, offset: 5, length: 7)
    private static let frames = [
        FrameEntry(offset: 0, compressed: 11, decompressed: 22),
        FrameEntry(offset: 11, compressed: 33, decompressed: 44),
    ]

    private static func signals(_ byte: String) -> ImageSignals {
        ImageSignals(
            sha256: String(repeating: byte, count: 32), phash: "00000000000000ff", width: 5, height: 6, format: "png")
    }

    private static func document(_ id: String, _ images: [ImageSignals?], extra: String = "{}") -> Document {
        let nodes = images.enumerated().map { number, signals -> Node in
            var image = ImageNode(ordinal: number, url: "http://i/\(number)")
            image.signals = signals
            return .image(image)
        }
        var document = Document(
            id: String(repeating: id, count: 20), url: "https://www.A.org/",
            nodes: [.text(TextNode(paragraphs: [Paragraph(ordinal: 9, text: "t")]))] + nodes)
        document.extra = extra
        return document
    }

    /// Two parts of one shard each, a document and a pack in each.
    private func index(
        _ scratch: Scratch, _ parts: [(documents: [Document], packed: [(ImageSignals, PackPlace)])]
    ) throws -> (CorpusIndex, CorpusManifest.Counts) {
        var made: [CorpusIndexBuilder.Part] = []
        for (number, part) in parts.enumerated() {
            var rows = IndexRowWriter(path: scratch.file("\(number).rows"))
            for (line, document) in part.documents.enumerated() {
                try rows.append(
                    DocumentRow(document, shard: 0, line: line, at: Self.place, in: Self.frames), of: document)
            }
            for (signals, place) in part.packed { try rows.append(image: signals.sha256, at: place) }
            _ = try rows.commit()
            made.append(
                .init(
                    rows: scratch.file("\(number).rows"), shards: [("s/\(number)", part.documents.count)],
                    packs: ["i/pack-\(2 * number)", "i/pack-\(2 * number + 1)"]))
        }
        var ledger = Ledger()
        ledger.born(.image, 3)
        ledger.written(.image, 2)
        ledger.dropped(.imageBlank)
        let builder = CorpusIndexBuilder(path: scratch.file("index.sqlite"), fullText: false)
        let counts = try builder.build(made, .init(ledger: ledger, tool: "t", pipelineSHA256: "p", format: "1.2"))
        return (try CorpusIndex(path: scratch.file("index.sqlite")), counts)
    }

    private static func at(_ pack: Int, _ offset: Int) -> PackPlace {
        PackPlace(pack: pack, bytes: ByteRange(offset: offset, length: 3))
    }

    @Test func documentsAndPacksAreNumberedThroughTheParts() throws {
        let scratch = try Scratch()
        let (index, counts) = try index(
            scratch,
            [
                ([Self.document("b", []), Self.document("a", [Self.signals("01")])], []),
                ([Self.document("0", [Self.signals("02"), nil])], [(Self.signals("02"), Self.at(1, 512))]),
            ])
        #expect(try index.ids() == ["b", "a", "0"].map { String(repeating: $0, count: 20) })
        #expect(try index.document(number: 2)?.shard == 1)
        let row = try #require(try index.document(number: 1))
        #expect(row.shard == 0 && row.frame.offset == 11 && row.frame.compressed == 33)
        #expect(row.offset == 5 && row.length == 7 && row.images == 1 && row.url == "https://www.A.org/")
        #expect(try index.packs() == ["pack-0", "pack-1", "pack-2", "pack-3"])
        #expect(try index.shards().map(\.first) == [0, 2] && index.shards().map(\.name) == ["0", "1"])
        let image = try #require(try index.images(sha256Prefix: "02").first)
        #expect(image.pack == 3 && image.offset == 512 && image.length == 3 && image.signals == Self.signals("02"))
        #expect(try index.images(sha256Prefix: "01").first?.pack == -1, "nobody packed it")
        #expect(counts == .init(documents: 3, images: 3, distinctImages: 2, words: 0))
        #expect(try index.packedImages() == 1 && index.looseEnds() == 0 && index.documentCount() == 3)
        #expect(
            try index.meta() == [
                "format": "1.2", "tool": "t", "pipeline_sha256": "p", "full_text": "0", "distinct_domains": "1",
            ])
    }

    /// Of several places of an image the first counts: the lower pack, then the lower byte. (As bytes of a row 65,536 comes
    /// before 512.)
    @Test func anImageLiesWhereItWasPackedFirst() throws {
        let scratch = try Scratch()
        let one = Self.signals("01")
        let (index, _) = try index(
            scratch,
            [
                (
                    [Self.document("a", [one])],
                    [(one, Self.at(1, 0)), (one, Self.at(0, 65_536)), (one, Self.at(0, 512))]
                ),
                ([Self.document("b", [one])], [(one, Self.at(0, 0))]),
            ])
        let image = try #require(try index.images(sha256Prefix: "01").first)
        #expect(image.pack == 0 && image.offset == 512)
    }

    @Test func occurrencesKeepTheirPlacesInTheRecord() throws {
        let scratch = try Scratch()
        let document = Self.document("a", [Self.signals("01"), nil, Self.signals("02")])
        let (index, _) = try index(scratch, [([document], [])])
        let rows = try index.occurrences(inDocument: document.id)
        #expect(rows.map(\.position) == [1, 2, 3] && rows.map(\.url) == ["http://i/0", "http://i/1", "http://i/2"])
        #expect(rows[1].image == "" && rows[2].image == Self.signals("02").sha256)
        #expect(try index.occurrences(ofURL: "http://i/1").map(\.position) == [2])
    }

    @Test func aPackedImageThatNoDocumentShowsIsAnError() throws {
        let scratch = try Scratch()
        let error = #expect(throws: StorageError.self) {
            try index(scratch, [([Self.document("a", [])], [(Self.signals("01"), Self.at(0, 0))])])
        }
        #expect(error?.description.contains("no document shows it") == true)
    }

    @Test func clustersComeTheLargestFirst() throws {
        let scratch = try Scratch()
        func extra(_ size: Int) -> String {
            #"{"near_duplicates":{"size":\#(size),"first":"2019","last":"2023","domain_count":12,"domains":["a.b","c.d"]}}"#
        }
        let documents = [
            Self.document("a", [], extra: extra(3)), Self.document("b", [], extra: extra(7)),
            Self.document("c", [], extra: "{\"near_duplicates\":1}"), Self.document("d", []),
        ]
        let statistics = try index(scratch, [(documents, [])]).0.statistics()
        #expect(statistics.clusters == 2 && statistics.clustered == 10)
        #expect(statistics.largestClusters.map(\.size) == [7, 3])
        let first = try #require(statistics.largestClusters.first)
        #expect(first.document == String(repeating: "b", count: 20) && first.domains == ["a.b", "c.d"])
        #expect(first.first == "2019" && first.last == "2023" && first.domainCount == 12)
    }

    @Test func theLedgerIsInTheIndex() throws {
        let scratch = try Scratch()
        let (index, _) = try index(scratch, [([Self.document("a", [])], [])])
        #expect(try index.ledger()[.image].dropped == [.imageBlank: 1] && index.ledger()[.image].written == 2)
    }

    @Test func idsAndHashesAreHexadecimal() throws {
        let scratch = try Scratch()
        var rows = IndexRowWriter(path: scratch.file("rows"))
        let place = Self.at(0, 0)
        for bad in ["", "01", String(repeating: "g", count: 64)] {
            #expect(throws: StorageError.self) { try rows.append(image: bad, at: place) }
        }
        #expect(throws: StorageError.self) {
            try DocumentRow(Self.document("a", []), shard: 0, line: 0, at: Self.place, in: [])
        }
    }

    // MARK: Questions

    @Test func numbersAnswerInTheOrderAsked() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: 6)
        let index = try CorpusIndex(path: scratch.file("index.sqlite"))
        #expect(try index.documents(numbers: [4, 1, 99, 4]).map(\.number) == [4, 1, 4])
        #expect(try index.holds("words > 11 OR NULL", numbers: [5, 2, 3]) == [true, false, true])
        #expect(try index.numbers(where: "images = 2") == [2, 5])
        #expect(try index.languages() == ["", "en", "en", "en", "", "en"])
        #expect(try index.formats(6) == ["", "png", "jpeg", "", "png", "jpeg"])
        #expect(try index.formats(2) == ["", "png"], "no more than were asked for")
        let years = try #require(try index.capturedYears())
        #expect(years.first == "2023" && years.last == "2023")
    }

    @Test func searchesAreRankedAndCounted() throws {
        let scratch = try Scratch()
        _ = try TinyCorpus(in: scratch.path, count: 6)
        let index = try CorpusIndex(path: scratch.file("index.sqlite"))
        #expect(try index.matches("dog") == [0, 1, 2, 3, 4, 5] && index.matchCount("dog") == 6)
        // Those without images have the shortest text, and as much as each other.
        #expect(try index.ranked("dog", limit: 2).map(\.number) == [0, 3], "equal ranks by number")
        #expect(try index.ranked("dog", where: "images = 2", limit: 9).map(\.number) == [2, 5])
        #expect(try index.matches("cat").isEmpty)
        // The title counts more than the text: "page" stands in titles alone, "3" in a title and a text.
        #expect(try index.ranked("3", limit: 9).map(\.number) == [3])
        #expect(throws: StorageError.self) { try index.ranked("dog", where: "1; SELECT 1", limit: 1) }
    }
}
