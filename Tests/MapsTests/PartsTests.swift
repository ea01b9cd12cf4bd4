import CorpusFiles
import CorpusKit
import Platform
import TestKit
import Testing

@testable import Maps

/// The parts of a map, with literal inputs.
@Suite struct PartsTests {
    // MARK: Places

    @Test func everyPointIsInTheSquare() {
        let points: [SIMD2<Float>] = [SIMD2(0, 1), SIMD2(10, 5), SIMD2(3, 2)]
        let extent = MapExtent(points)
        let units = points.map(extent.unit)
        #expect(units.allSatisfy { $0.x > 0 && $0.x < 1 && $0.y > 0 && $0.y < 1 }, "\(units)")
        let middle = extent.unit(SIMD2(5, 3))
        #expect(abs(middle.x - 0.5) < 1e-5 && abs(middle.y - 0.5) < 1e-5 && abs(extent.side - 10.2) < 1e-4)
        #expect(MapExtent([SIMD2(4, 4)]).side > 0 && MapExtent([]).side > 0)
    }

    /// Three hills far apart: the largest is the first group, one of too few points is none.
    @Test func hillsAreGroupsTheLargestFirst() {
        let points =
            [SIMD2<Float>](repeating: SIMD2(0, 0), count: 20)
            + [SIMD2<Float>](repeating: SIMD2(100, 100), count: 30)
            + [SIMD2<Float>](repeating: SIMD2(0, 100), count: 19)
        let found = DensityClusters(points, MapExtent(points), cells: 8, least: 20)
        #expect(found.count == 2 && found.labels.count == 69)
        #expect(found.labels[..<20].allSatisfy { $0 == 1 } && found.labels[20..<50].allSatisfy { $0 == 0 })
        #expect(found.labels[50...].allSatisfy { $0 == -1 })
    }

    @Test func fewPointsLieInOneTile() {
        let points: [SIMD2<Float>] = [SIMD2(0, 0), SIMD2(1, 1), SIMD2(0, 1)]
        let tiles = MapTiles(points, MapExtent(points))
        #expect(tiles.tiles == [.init(zoom: 0, column: 0, row: 0, first: 0, count: 3)])
        #expect(tiles.bytes.count == 24 && tiles.numbers.sorted() == [0, 1, 2])
    }

    // MARK: Words

    @Test func wordsOfADocumentAreCounted() {
        let words = DocumentWords(number: 5, texts: ["The cat, the 7 a dog", "cat"], spelling: true)
        #expect(Set(words.spelt.map(\.word)) == ["the", "cat", "dog"] && words.number == 5)
        #expect(words.words.map(\.count).sorted() == [1, 2, 2])
        #expect(words.words.map(\.bucket) == words.words.map(\.bucket).sorted())
        #expect(DocumentWords(number: 0, texts: ["cat"], spelling: false).spelt.isEmpty)
    }

    /// A word that only one document has brings nothing together.
    @Test func rareWordsWeighMoreAndLoneOnesNothing() throws {
        let scratch = try Scratch()
        let corpus = try TinyCorpus.ofTexts(["cat dog fox", "cat dog", "cat", "bird"], in: scratch.path)
        let counts = try WordCounts(corpus, Parallel(jobs: 1))
        func weight(_ word: String) throws -> Float { counts.weight(try #require(counts.words.firstIndex(of: word))) }
        #expect(try weight("fox") == 0 && weight("bird") == 0)
        // log(5 / 4) + 1 and log(5 / 3) + 1.
        #expect(try abs(weight("cat") - 1.22314) < 1e-4 && abs(weight("dog") - 1.51083) < 1e-4)
        #expect(counts.numbers == [0, 1, 2, 3] && counts.starts == [0, 3, 5, 6, 7])
    }

    // MARK: Rows

    @Test func rowsAreMadeOneLong() {
        let table = VectorTable([[3, 4, 0], [0, 0, 0]])
        table.normalize()
        #expect([table[0, 0], table[0, 1], table[0, 2]] == [0.6, 0.8, 0] && table[1, 0] == 0)
        let other = VectorTable([[1], [2], [3]]).reordered([2, 0])
        #expect(other.rows == 2 && other[0, 0] == 3 && other[1, 0] == 1)
    }

    @Test func aGraphIsKnownFromBothEnds() {
        let edges = Edges(rows: 3, width: 1) { row, _ in [1, 2, -1][row] }
        #expect(edges.starts.array == [0, 1, 3, 4] && edges.ends.array == [1, 0, 2, 1])
    }

    @Test(arguments: [1, 3]) func rangesCoverEverythingOnce(jobs: Int) {
        let parallel = Parallel(jobs: jobs)
        for (count, pieces) in [(0, 0.0), (1, 1), (4, 1), (5, 2), (12, 3)] {
            #expect(parallel.sum(count, grain: 4) { Double($0.count) } == Double(count))
            #expect(parallel.sum(count, grain: 4) { _ in 1 } == pieces)
        }
    }

    // MARK: Files

    private func halves(_ numbers: [UInt16], in scratch: Scratch) throws -> String {
        let head = "{'descr': '<f2', 'fortran_order': False, 'shape': (1, \(numbers.count)), }\n"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [2, 0, UInt8(head.utf8.count), 0, 0, 0]
        bytes += Array(head.utf8) + numbers.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return try scratch.write(bytes, "v.npy")
    }

    @Test func numbersOfSixteenBitsAtTheirLimits() throws {
        let scratch = try Scratch()
        let table = try NPYFile.read(halves([0x0001, 0x83FF, 0xBC00, 0x7BFF, 0x0400], in: scratch))
        let numbers = (0..<5).map { table[0, $0] }
        #expect(numbers == [0x1p-24, -1023 * 0x1p-24, -1, 65504, 0x1p-14])
    }

    @Test(arguments: [0x7C00, 0xFC00, 0x7E00] as [UInt16]) func whatIsNoNumberIsRefused(bits: UInt16) throws {
        let scratch = try Scratch()
        let error = #expect(throws: MapError.self) { try NPYFile.read(halves([0, bits], in: scratch)) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("row 0 has a number that is not finite"))
    }

    @Test func filesThatDoNotBelongTogetherAreRefused() throws {
        let scratch = try Scratch()
        let corpus = try TinyCorpus.ofTexts((0..<30).map { "text \($0) of some words" }, in: scratch.path)
        _ = try MapRun(corpus).run()
        #expect(try MapFiles.read(corpus)?.layout.count == 30)
        for name in ["points.bin", "layout.bin", "clusters.bin"] {
            let path = scratch.file("map/" + name)
            let bytes = try Files.read(path)
            try Files.write(Array(bytes.dropLast(4)), to: path)
            #expect(throws: StorageError.self, "\(name)") { try MapFiles.read(corpus) }
            try Files.write(bytes, to: path)
        }
        #expect(try MapFiles.read(corpus)?.documents == 30)
    }
}
