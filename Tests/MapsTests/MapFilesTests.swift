import CorpusFiles
import CorpusKit
import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import Maps

/// The files of a map, written by hand and read, made and written.
@Suite struct MapFilesTests {
    private let scratch: Scratch
    private let corpus: Corpus

    init() throws {
        scratch = try Scratch()
        corpus = try TinyCorpus.ofTexts(["one", "two", "three"], in: scratch.path)
    }

    // MARK: Reading

    @Test func everyMemberIsRead() throws {
        #expect(try MapFiles.read(corpus) == nil, "there is none yet")
        try HandMap(corpus).write()
        let map = try #require(try MapFiles.read(corpus))
        #expect(map.documents == 3 && map.method == "pacmap" && map.vectors == "given" && map.dropped == nil)
        #expect(map.index == corpus.manifest.files(.index).first?.sha256 && !map.index.isEmpty)
        #expect(map.extent == MapExtent(left: -1, top: -2, side: 8))
        #expect(
            map.tiles == [
                .init(zoom: 0, column: 0, row: 0, first: 0, count: 2),
                .init(zoom: 1, column: 1, row: 0, first: 2, count: 1),
            ])
        #expect(map.zooms.map(\.count) == [1, 2] && map.points == (0..<24).map { UInt8($0) })
        #expect(map.zooms[0] == [.init(name: "a", size: 2, medoid: 1, shared: 0.5)])
        #expect(map.zooms[1][1] == .init(name: "", size: 0, medoid: 0, shared: 0))
        #expect(map.layout == [SIMD2(0, 0), SIMD2(1, 2), SIMD2(3, 4)])
        #expect(map.labels == [[0, 0, -1], [1, -1, 0]])
        #expect(map.numbers(ofGroup: "0.0") == [0, 1] && map.numbers(ofGroup: "1.1") == [0])
        #expect(
            map.numbers(ofGroup: "1.0") == [2] && map.numbers(ofGroup: "1.2") == nil
                && map.numbers(ofGroup: "0.1") == nil)
    }

    @Test(
        arguments: [
            ("format", "\"1.1\""), ("format", nil), ("documents", nil), ("documents", "\"3\""), ("extent", nil),
            ("extent", "[0, 0]"), ("extent", "[0, 0, 1, 1]"),
            // What follows is well said, but not what the files have.
            ("documents", "2"), ("tiles", "[[0, 0, 0, 0, 2]]"), ("tiles", "[[0, 0, 0, 0, 2], [1, 1, 0, 1]]"),
            ("clusters", "[[]]"), ("dropped", "0"), ("index", "\"\""),
        ] as [(String, String?)]) func aMapThatDoesNotFitIsRefused(name: String, value: String?) throws
    {
        var map = HandMap(corpus)
        map.set(name, value)
        try map.write()
        #expect(throws: StorageError.self) { try MapFiles.read(corpus) }
    }

    @Test func whatIsWrongIsSaid() throws {
        var map = HandMap(corpus)
        map.set("index", "\"other\"")
        try map.write()
        let other = #expect(throws: StorageError.self) { try MapFiles.read(corpus) }
        #expect(
            "\(other.map { "\($0)" } ?? "")".contains("this map is not of this corpus; make it anew with quarry map"))
        map.set("format", "\"0.9\"")
        try map.write()
        let old = #expect(throws: StorageError.self) { try MapFiles.read(corpus) }
        #expect("\(old.map { "\($0)" } ?? "")".contains("it is no map of this version"))
        try Files.write("no json", to: scratch.file("map/map.json"))
        #expect(throws: StorageError.self) { try MapFiles.read(corpus) }
    }

    // MARK: Writing

    private func parts(_ count: Int) throws -> MapFiles.Parts {
        let texts = (0..<count).map { "cat dog fox own\($0)" }
        let counts = try WordCounts(TinyCorpus.ofTexts(texts, in: scratch.file("other")), Parallel(jobs: 1))
        let points = (0..<count).map { SIMD2(Float($0) * 2, Float($0)) }
        let clusters = MapClusters(points, MapExtent(points), counts) { _ in "" }
        return .init(points: points, clusters: clusters, method: "tsne", vectors: "words", index: "abc", dropped: 0)
    }

    @Test func whatIsWrittenIsRead() throws {
        let parts = try parts(9)
        let folder = scratch.file("made")
        try MapFiles.write(parts, to: folder)
        let map = try MapFiles(folder: folder)
        #expect(map.documents == 9 && map.method == "tsne" && map.vectors == "words" && map.index == "abc")
        #expect(map.layout == parts.points && map.extent == MapExtent(parts.points))
        #expect(map.labels == parts.clusters.labels && map.zooms == parts.clusters.zooms && map.zooms.count == 3)
        #expect(map.tiles == [.init(zoom: 0, column: 0, row: 0, first: 0, count: 9)])
        #expect(map.points == MapTiles(parts.points, map.extent).bytes)
        let json = try JSONValue(parsing: Files.read(folder + "/map.json"))
        #expect(
            json.members?.map(\.key) == [
                "format", "tool", "index", "method", "vectors", "documents", "extent", "tiles", "clusters",
            ])
        #expect(json["tool"]?.string == "quarry \(Tool.version)")
        #expect(try Files.readText(folder + "/map.json").hasSuffix("}\n"))
    }

    @Test func whatWasDroppedTakesItsPlaceWithTheMap() throws {
        let folder = scratch.file("made")
        try Files.makeFolder(folder)
        var log = try DropLog.Writer(path: folder + "/" + MapFiles.newDropped)
        for _ in 0..<2 { try log.append(Drop(.documentNoImage, document: "gone")) }
        _ = try log.commit()
        let whole = try parts(9)
        let parts = MapFiles.Parts(
            points: whole.points, clusters: whole.clusters, method: "tsne", vectors: "words", index: "", dropped: 2)
        try MapFiles.write(parts, to: folder)
        let map = try MapFiles(folder: folder)
        #expect(map.documents == 7 && map.dropped?.count == 2 && map.layout.count == 9)
        #expect(
            try Files.list(folder).sorted() == [
                "clusters.bin", "dropped.jsonl.zst", "layout.bin", "map.json", "points.bin",
            ])
        // Made anew without them, none are left.
        try MapFiles.write(whole, to: folder)
        #expect(try MapFiles(folder: folder).dropped == nil && !Files.exists(folder + "/dropped.jsonl.zst"))
    }

    // MARK: What was dropped

    @Test func documentsWithATextAreCollected() throws {
        let folder = scratch.file("dropping")
        let corpus = try TinyCorpus.ofTexts(["one"], dropping: ["a", "b", "", "c", "d"], in: folder)
        let dropped = try DroppedDocuments.collect(corpus, to: folder + "/dropped")
        // 0 and 3 had no image, 1 and 4 too few words; 2 had no text; of each a picture left with it.
        #expect(dropped.count == 4 && dropped.reasons == ["document.no-image", "document.too-few-words"])
        #expect(dropped.codes == [0, 1, 0, 1] && dropped.totals == [2, 2])
        #expect(try (0..<4).map { try dropped.drop($0).text } == ["a", "b", "c", "d"])
        #expect(try dropped.drop(1).reason == .documentTooFewWords && dropped.drop(1).url == "http://gone.example/1")
        var words: [(Int, Int)] = []
        try dropped.forEachWords(first: 7, spelling: true) { words.append(($0.number, $0.words.count)) }
        #expect(words.map(\.0) == [7, 8, 9, 10] && words.map(\.1) == [0, 0, 0, 0], "a letter is no word")
    }

    @Test func theReasonOfMostComesFirst() throws {
        var log = try DropLog.Writer(path: scratch.file("log"))
        for reason in [Reason.documentNoImage, .documentTooFewWords, .documentTooFewWords] {
            try log.append(Drop(reason, document: "gone"))
        }
        _ = try log.commit()
        let dropped = try DroppedDocuments(path: scratch.file("log"))
        #expect(dropped.reasons == ["document.too-few-words", "document.no-image"])
        #expect(dropped.codes == [1, 0, 0] && dropped.totals == [2, 1])
    }

    @Test func aLineThatIsNoDropIsDamage() throws {
        var writer = try FramedWriter(path: scratch.file("log"))
        try writer.append(line: Array("{\"x\":1}".utf8))
        _ = try writer.commit()
        let error = #expect(throws: StorageError.self) { try DroppedDocuments(path: scratch.file("log")) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("a line is not a drop"))
    }
}
