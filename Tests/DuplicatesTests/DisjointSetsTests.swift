import TestKit
import Testing
@testable import Duplicates

@Suite struct DisjointSetsTests {
    @Test("The least item stands for its set in whatever order sets were made one")
    func least() {
        var random = SeededRandom(seed: 4)
        for _ in 0..<20 {
            var sets = DisjointSets(count: 7)
            for (one, other) in [(6, 2), (2, 4), (5, 1), (3, 5)].shuffled(using: &random) { sets.unite(one, other) }
            var least: [Int] = []
            for item in 0..<7 { least.append(sets.find(item)) }
            #expect(least == [0, 1, 2, 1, 2, 1, 2])
            let wereTwo = sets.unite(6, 4)
            #expect(!wereTwo)
        }
    }
}
