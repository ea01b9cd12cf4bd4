import CorpusKit
import TestKit
import Testing

@testable import Maps

/// Hills of a grid, and the names of groups.
@Suite struct ClustersTests {
    // MARK: The grid

    /// A binomial kernel four times is that of (1/2 + 1/2)⁸: 1 8 28 56 70 56 28 8 1, of 256, in both directions.
    @Test func aPointIsAHillOfBinomials() {
        let grid = DensityGrid([SIMD2(4.5, 4.5)], MapExtent(left: 0, top: 0, side: 9), side: 9)
        func at(_ row: Int, _ column: Int) -> Float { grid.density[row * 9 + column] * 65536 }
        #expect(abs(at(4, 4) - 4900) < 0.01 && abs(at(4, 5) - 3920) < 0.01 && abs(at(5, 4) - 3920) < 0.01)
        #expect(abs(at(4, 6) - 1960) < 0.01 && abs(at(7, 4) - 560) < 0.01 && abs(at(3, 3) - 3136) < 0.01)
        #expect(abs(at(0, 4) - 70) < 0.01 && at(0, 3) == 0 && at(0, 0) == 0, "less than a thousandth is nothing")
    }

    /// What is smoothed over the edge does not come back: beside the first cell 70 and 56 lose what lies two cells on,
    /// 28 and 8: 42 and 48, in both directions.
    @Test func whatLiesBeyondTheEdgeIsLost() {
        let grid = DensityGrid([SIMD2(0, 0)], MapExtent(left: 0, top: 0, side: 9), side: 9)
        let edge: [Float] = [0, 1, 9, 10].map { grid.density[$0] * 65536 }
        let expected: [Float] = [1764, 2016, 2016, 2304]
        for (found, wanted) in zip(edge, expected) { #expect(abs(found - wanted) < 0.01) }
    }

    @Test func cellsAreNumberedByRows() {
        let grid = DensityGrid([], MapExtent(left: 10, top: 20, side: 10), side: 10)
        #expect(grid.cell(SIMD2(19.5, 21.5)) == 19 && grid.cell(SIMD2(11.5, 29.5)) == 91)
        #expect(grid.cell(SIMD2(20, 30)) == 99 && grid.cell(SIMD2(0, 0)) == 0 && grid.cell(SIMD2(99, 20)) == 9)
        #expect(grid.density.allSatisfy { $0 == 0 } && grid.density.count == 100)
    }

    @Test func neighboursAreTheEightAround() {
        let grid = DensityGrid([], MapExtent(left: 0, top: 0, side: 1), side: 4)
        #expect(grid.neighbours(of: 5) == [0, 1, 2, 4, 6, 8, 9, 10])
        #expect(grid.neighbours(of: 0) == [1, 4, 5] && grid.neighbours(of: 15) == [10, 11, 14])
        #expect(grid.neighbours(of: 3) == [2, 6, 7] && grid.neighbours(of: 8) == [4, 5, 9, 12, 13])
    }

    // MARK: Hills

    /// Points at these columns of the middle row of a grid of 24 cells, so many each.
    private func groups(_ hills: [(column: Float, count: Int)], least: Int = 1) -> DensityClusters {
        let points = hills.flatMap { [SIMD2<Float>](repeating: SIMD2($0.column + 0.5, 12.5), count: $0.count) }
        return DensityClusters(points, MapExtent(left: 0, top: 0, side: 24), cells: 8, least: least)
    }

    /// Five cells apart the saddle has 28 + 8 of 70, more than a half; six apart twice 8.
    @Test(arguments: [(4, 1), (5, 1), (6, 2), (9, 2)]) func hillsThatAreBarelyPartedAreOne(apart: Int, count: Int) {
        #expect(groups([(5, 20), (5 + Float(apart), 20)]).count == count)
    }

    /// A lone point on the slope: 70 of its own and one of each that lies four cells away, of 70 each at the peak.
    @Test func theFootOfAHillBelongsToNobody() {
        #expect(groups([(5, 100), (9, 1)]).labels.last == 0)
        let steep = groups([(5, 200), (9, 1)])
        #expect(steep.labels.last == -1 && steep.labels.first == 0 && steep.count == 1)
    }

    @Test func ofEqualHillsTheFirstCellComesFirst() {
        let found = groups([(15, 20), (5, 20)])
        #expect(found.count == 2 && found.labels.first == 1 && found.labels.last == 0)
        let other = groups([(15, 21), (5, 20)])
        #expect(other.labels.first == 0 && other.labels.last == 1)
    }

    @Test(arguments: [(20, 1), (21, 0)]) func aGroupHasSoManyPointsAtLeast(least: Int, count: Int) {
        #expect(groups([(5, 20)], least: least).count == count)
        #expect(groups([(5, 20)], least: least).labels.allSatisfy { $0 == Int32(count - 1) })
    }

    // MARK: Groups of a corpus

    private func counts(_ texts: [String]) throws -> WordCounts {
        let scratch = try Scratch()
        return try WordCounts(TinyCorpus.ofTexts(texts, in: scratch.path), Parallel(jobs: 1))
    }

    /// A coarse group has 20 documents, a middle one 12, a fine one 8.
    @Test func zoomsHaveGroupsOfTheirOwnSizes() throws {
        let corners: [(SIMD2<Float>, Int)] = [
            (SIMD2(0, 0), 20), (SIMD2(100, 0), 19), (SIMD2(0, 100), 12), (SIMD2(100, 100), 11), (SIMD2(50, 50), 8),
            (SIMD2(0, 50), 7),
        ]
        let points = corners.flatMap { [SIMD2<Float>](repeating: $0.0, count: $0.1) }
        let counts = try counts(points.indices.map { "text\($0)" })
        let clusters = MapClusters(points, MapExtent(points), counts) { _ in "" }
        #expect(clusters.zooms[0].map(\.size).allSatisfy { $0 >= 20 })
        #expect(clusters.zooms[2].map(\.size) == [20, 19, 12, 11, 8])
        #expect(clusters.labels.map(\.count) == [77, 77, 77] && clusters.labels[2].count { $0 == -1 } == 7)
        #expect(clusters.zooms[2].map(\.medoid) == [0, 20, 39, 51, 62], "of equal ones the first")
    }

    @Test func aNameStandsAtADocumentInTheMiddle() throws {
        var points = [SIMD2<Float>](repeating: SIMD2(0, 0), count: 10)
        for index in points.indices { points[index] = SIMD2(Float(index % 2) * 4, Float(index / 2 % 2) * 4) }
        points[7] = SIMD2(2, 2)
        points.append(SIMD2(1000, 1000))
        let counts = try counts(points.indices.map { "text\($0)" })
        let clusters = MapClusters(points, MapExtent(points), counts) { _ in "" }
        #expect(clusters.zooms[2].map(\.medoid) == [7] && clusters.zooms[2].map(\.size) == [10])
    }

    // MARK: Names

    private func names(_ texts: [String], _ members: [[Int]], language: String = "") throws -> [String] {
        try ClusterNames(counts(texts)).names(labels: [], members: members) { _ in language }
    }

    /// Words that the group has and others have not; of words as telling the first by name.
    @Test func aNameIsThreeTellingWords() throws {
        let texts = ["zebra yak wolf vole", "zebra yak wolf vole", "other zebra", "more words", "still others"]
        // Zebra is in a third document and stands behind the others, which nobody else has.
        #expect(try names(texts, [[0, 1]]) == ["vole · wolf · yak"])
        #expect(try names(["cat dog", "cat dog", "elk gnu"], [[0, 1]]) == ["cat · dog"])
    }

    @Test func aNameThatIsTakenGivesWay() throws {
        let texts = Array(repeating: "cat dog fox hen", count: 6) + (0..<10).map { "own\($0) alone\($0)" }
        #expect(
            try names(texts, [[0, 1], [2, 3], [4, 5]]) == [
                "cat · dog · fox", "cat · dog · fox · hen", "cat · dog · fox · hen 2",
            ])
    }

    @Test func aGroupOfEverythingIsNamedByItsCommonestWords() throws {
        #expect(try names(["cat dog", "cat dog", "cat", "cat elk"], [[0, 1, 2, 3]]) == ["cat · dog · elk"])
    }

    @Test func groupsWithoutTellingWordsAreNumbered() throws {
        let texts = Array(repeating: "cat dog", count: 4)
        #expect(
            try names(texts, [[0, 1], [2, 3], []]) == ["(without words)", "(without words) 2", "(without words) 3"])
    }

    /// Numbers, short words and function words of the group's language tell nothing; one letter less in three may be a digit.
    @Test func someWordsTellNothing() throws {
        let texts = Array(repeating: "the ab 1234 a1b2c3 abc1 cat", count: 2) + (0..<9).map { "own\($0) alone\($0)" }
        #expect(try names(texts, [[0, 1]], language: "en") == ["abc1 · cat"])
        #expect(try names(texts, [[0, 1]], language: "fi") == ["abc1 · cat · the"])
    }

    /// A fifth of a group must have a word.
    @Test func aWordOfFewIsNoName() throws {
        let texts =
            ["cat rare", "cat"] + Array(repeating: "cat", count: 4) + (0..<20).map { "own\($0) alone\($0)" }
        #expect(try names(texts, [[0, 1, 2, 3, 4]]) == ["cat · rare"], "one of five")
        #expect(try names(texts, [[0, 1, 2, 3, 4, 5]]) == ["cat"], "one of six")
    }

    @Test(arguments: [
        (["cat dog", "cat fox", "cat hen"], [0, 1, 2], 0.5), (["cat dog", "cat fox"], [0, 1], 1.0),
        (["cat dog elk", "cat fox gnu", "cat hen ibis"], [0, 1, 2], 0.33), (["cat"], [], 0.0), (["", "cat"], [0], 0.0),
    ]) func alikeAreThoseWithMostWordsInCommon(texts: [String], members: [Int], shared: Double) throws {
        #expect(try ClusterNames(counts(texts)).shared(members) == shared)
    }
}
