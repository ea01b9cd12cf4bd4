import Platform
import Testing

@testable import Idefics

/// What is done with logits, with literal numbers.
@Suite struct SamplingTests {
    private func applied(_ penalty: Float, _ badWords: [[Int]], _ logits: [Float], ids: [Int]) -> [Float] {
        var row = logits
        row.withUnsafeMutableBufferPointer {
            LogitsProcessor(repetitionPenalty: penalty, badWords: badWords).apply(to: $0, ids: ids)
        }
        return row
    }

    private func candidates(_ logits: [Float], _ options: SamplingOptions) -> [(id: Int, probability: Float)] {
        var row = logits
        return row.withUnsafeMutableBufferPointer { SamplingDistribution(logits: $0, options: options).candidates }
    }

    /// What is likely becomes less so, what is unlikely too; a word that stands there twice is punished once.
    @Test func repetitionsBecomeLessLikely() {
        #expect(applied(2, [], [4, -4, 1, 0], ids: [0, 1, 0, 9, -1]) == [2, -8, 1, 0])
        #expect(applied(1, [], [4, -4], ids: [0, 1]) == [4, -4])
    }

    /// A sequence is forbidden where all but its last word stand at the end.
    @Test func badWordsAreForbiddenWhereTheyWouldEnd() {
        let out = -Float.infinity
        #expect(applied(1, [[2], [0, 1], [9, 9]], [1, 1, 1], ids: [0]) == [1, out, out])
        #expect(applied(1, [[0, 1]], [1, 1, 1], ids: [0, 2]) == [1, 1, 1])
        #expect(applied(1, [[2, 0, 1], []], [1, 1, 1], ids: [5, 2, 0]) == [1, out, 1])
        #expect(applied(1, [[2, 0, 1]], [1, 1, 1], ids: [0]) == [1, 1, 1], "the text is shorter")
    }

    @Test func theLikeliestKAndTheirEqualsRemain() {
        let found = candidates([1, 3, 2, 2, -.infinity], SamplingOptions(topK: 2))
        #expect(found.map(\.id) == [1, 2, 3])
        #expect(candidates([1, 3, 2, 2], SamplingOptions(topK: 1)).map(\.id) == [1])
        #expect(candidates([1, 3, -.infinity], SamplingOptions(topK: 0)).map(\.id) == [1, 0])
    }

    /// exp(ln 2) to exp(ln 1): two thirds and a third; at half the temperature four fifths.
    @Test func temperatureSharpens() throws {
        let logits: [Float] = [0, 0.693_147_2]
        let plain = candidates(logits, SamplingOptions())
        #expect(abs(plain[0].probability - 2.0 / 3) < 1e-6 && plain[0].id == 1)
        #expect(abs(candidates(logits, SamplingOptions(temperature: 0.5))[0].probability - 0.8) < 1e-6)
    }

    /// 0.5, 0.25, 0.25: the first set that has so much, divided by its sum.
    @Test func theSmallestSetWithSoMuchRemains() {
        let logits: [Float] = [0.693_147_2, 0, 0]
        #expect(candidates(logits, SamplingOptions(topP: 0.4)).map(\.id) == [0])
        let two = candidates(logits, SamplingOptions(topP: 0.6))
        #expect(two.map(\.id) == [0, 1] && abs(two[0].probability - 2.0 / 3) < 1e-6)
        #expect(candidates(logits, SamplingOptions(topP: 0)).map(\.id) == [0], "one remains always")
    }

    @Test func drawsFollowTheProbabilities() {
        var row: [Float] = [0, 0.693_147_2]
        let distribution = row.withUnsafeMutableBufferPointer {
            SamplingDistribution(logits: $0, options: SamplingOptions())
        }
        var random = SplitMix64(seed: 3)
        var ones = 0
        for _ in 0..<3000 where distribution.draw(&random) == 1 { ones += 1 }
        #expect((1890...2110).contains(ones), "2000, give or take four deviations")
    }

    @Test func promptsWithoutTokensTakeAPlace() {
        #expect(TokenBatches.make([0, 0, 0], limit: 2) == [[0, 1], [2]])
    }

    // MARK: Tiles

    /// The longer side is the edge, the shorter one even; both then whole tiles.
    @Test func sizesOfTiles() {
        func geometry(_ width: Int, _ height: Int, _ most: Int? = nil) -> TileGeometry {
            TileGeometry(
                .init(width: width, height: height), longestEdge: 1000, tile: 250, splits: true, maximumTiles: most)
        }
        let wide = geometry(300, 100)
        #expect(wide.first == .init(width: 1000, height: 334) && wide.second == .init(width: 1000, height: 500))
        #expect(wide.columns == 4 && wide.rows == 2 && wide.tiles == 9)
        #expect(geometry(100, 300).rows == 4 && geometry(100, 300).columns == 2)
        #expect(geometry(1, 900).first == .init(width: 2, height: 1000))
        // Of the edges 1000, 750 and 500 the first with at most eight tiles.
        #expect(geometry(300, 100, 8).first.width == 750 && geometry(300, 100, 8).tiles == 4)
        #expect(geometry(300, 100, 1).tiles == 1 && geometry(300, 100, 1).second == .init(width: 250, height: 250))
    }
}
