import CorpusFiles
import CorpusKit
import Documents
import Platform
import Synchronization
import TestKit
import Testing

@testable import Maps

/// What a run refuses, and how a map grows.
@Suite struct MapRunTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func problem(_ run: MapRun) -> String {
        do {
            _ = try run.run()
            return ""
        } catch { return error.description }
    }

    @Test func aRunSaysWhatItDoes() throws {
        var run = MapRun(try TinyCorpus.ofTexts((0..<9).map { "cat dog own\($0)" }, in: scratch.path))
        let told = Told()
        run.progress = { told.add($0) }
        let summary = try run.run()
        #expect(told.texts == ["words", "neighbours of 1 documents", "layout", "groups"])
        #expect(summary.documents == 9 && summary.dropped == 0 && summary.clusters == [0, 0, 1])
        #expect(summary.folder == scratch.file("map") && summary.largest.isEmpty)
        let map = try #require(try MapFiles.read(run.corpus))
        #expect(map.method == "tsne" && map.vectors == "words")
    }

    @Test func vectorsOfOthersAreNamed() throws {
        var run = MapRun(try TinyCorpus.ofTexts((0..<6).map { "text \($0)" }, in: scratch.path))
        run.layout.method = .pacmap
        run.modelVectors = VectorTable((0..<6).map { [Float($0), 1] })
        _ = try run.run()
        #expect(try MapFiles.read(run.corpus)?.vectors == "model" && MapFiles.read(run.corpus)?.method == "pacmap")
        run.modelVectors = nil
        try NPYFile.write(points: (0..<6).map { SIMD2(Float($0), 1) }, to: scratch.file("v.npy"))
        run.vectors = scratch.file("v.npy")
        _ = try run.run()
        #expect(try MapFiles.read(run.corpus)?.vectors == "given")
    }

    @Test func whatCannotBeDoneIsSaid() throws {
        let corpus = try TinyCorpus.ofTexts(["one", "two", "three"], dropping: ["four"], in: scratch.file("corpus"))
        var run = MapRun(corpus)
        try NPYFile.write(points: [SIMD2(1, 1)], to: scratch.file("v.npy"))
        run.vectors = scratch.file("v.npy")
        #expect(problem(run) == "\(scratch.file("v.npy")) has 1 rows, the corpus 3 documents")
        run.withDropped = true
        let onlyWords = "of what was dropped only words are known: a map of other vectors cannot show it"
        #expect(problem(run) == onlyWords)
        (run.vectors, run.modelVectors) = (nil, VectorTable([[1], [2], [3]]))
        #expect(problem(run) == onlyWords)
        let bare = try TinyCorpus.ofTexts(["one"], in: scratch.file("bare"))
        var other = MapRun(bare)
        other.withDropped = true
        #expect(problem(other) == "\(bare.folder) was made without drop logs")
        #expect(!Files.exists(bare.folder + "/map/map.json"))
    }

    // MARK: Older maps

    /// A corpus of six documents with a map on which number n lies at (n, 2n), and one of these and others.
    private func corpora(_ others: Int) throws -> (old: Corpus, new: Corpus) {
        let old = try TinyCorpus.ofTexts((0..<6).map { "text \($0)" }, in: scratch.file("old"))
        let new = try TinyCorpus.ofTexts((0..<6 + others).map { "text \($0)" }, in: scratch.file("new"))
        var map = HandMap(old)
        map.set("documents", "6")
        map.set("tiles", "[[0, 0, 0, 0, 6]]")
        map.points = [UInt8](repeating: 0, count: 48)
        map.places = (0..<6).flatMap { [Float($0), Float($0) * 2] }
        map.groups = [Int32](repeating: 0, count: 12)
        try map.write()
        return (old, new)
    }

    @Test func aNewDocumentLiesAmongItsNearestOldOnes() throws {
        let (old, new) = try corpora(2)
        // The first new row is the old row 2, the second lies between the rows 3 and 4, far from the others.
        let table = VectorTable([[0], [100], [200], [300], [302], [900], [200], [301]])
        let places = try OlderMap(old, new).place(table, Parallel(jobs: 1))
        #expect(Array(places.prefix(6)) == (0..<6).map { SIMD2(Float($0), Float($0) * 2) })
        #expect(abs(places[6].x - 2) < 1e-3 && abs(places[6].y - 4) < 1e-3)
        #expect(abs(places[7].x - 3.5) < 0.01 && abs(places[7].y - 7) < 0.01, "the nearer the more")
    }

    /// Five of the old ones count, by one over the squared distance.
    @Test func fiveOldOnesCount() throws {
        let (old, new) = try corpora(1)
        let table = VectorTable([[1], [-1], [1], [-1], [1], [1000], [0]])
        let places = try OlderMap(old, new).place(table, Parallel(jobs: 1))
        #expect(abs(places[6].x - 2) < 1e-3, "the mean of 0 to 4; the sixth is not asked")
    }

    @Test func whatIsNearNothingOldIsInTheMiddle() throws {
        let (old, new) = try corpora(40)
        let rows = (0..<6).map { [Float($0), 0] } + (0..<40).map { [10_000 + Float($0), 0] }
        let places = try OlderMap(old, new).place(VectorTable(rows), Parallel(jobs: 1))
        #expect(abs(places[30].x - 2.5) < 1e-4 && abs(places[30].y - 5) < 1e-4)
    }

    @Test func anOlderMapMustShareFiveDocuments() throws {
        let (old, new) = try corpora(1)
        let few = try TinyCorpus.of(
            Self.documents(old).prefix(4) + Self.documents(new).suffix(1), in: scratch.file("few"))
        #expect(throws: MapError.self) { try OlderMap(old, few) }
        var run = MapRun(few)
        run.older = old
        #expect(problem(run) == "\(old.folder) shares 4 documents with this corpus: too few to place others")
        run.older = few
        #expect(problem(run).hasSuffix("few has no map: quarry map \(few.folder)"))
        let five = try TinyCorpus.of(Array(Self.documents(old).prefix(5)), in: scratch.file("five"))
        #expect(throws: Never.self) { try OlderMap(old, five) }
    }

    private static func documents(_ corpus: Corpus) throws -> [Document] {
        var rows: [DocumentRow] = []
        try corpus.index.forEachDocument { rows.append($0) }
        return try rows.map { try corpus.document(of: $0) }
    }

    // MARK: Errors

    @Test func everyErrorBecomesOneOfAMap() {
        struct Other: Error, CustomStringConvertible { let description = "other" }
        func kind(_ error: any Error) -> String {
            do {
                try mapping { throw error }
                return ""
            } catch {
                switch error {
                case .storage(.system): return "system"
                case .storage: return "storage"
                case .unusable(let detail): return detail
                }
            }
        }
        #expect(kind(Other()) == "other" && kind(MapError.unusable("no")) == "no")
        #expect(kind(SystemError("open", path: "x", code: 2)) == "system")
        #expect(kind(StorageError.corrupt(path: "x", detail: "y")) == "storage")
        #expect(MapError.unusable("a").description == "a")
    }
}

/// Texts that were told on any thread.
private final class Told: Sendable {
    private let list = Mutex<[String]>([])
    func add(_ text: String) { list.withLock { $0.append(text) } }
    var texts: [String] { list.withLock { $0 } }
}
