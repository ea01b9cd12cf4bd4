import TestKit
import Testing

@testable import Imaging

@Suite struct HammingIndexTests {
    /// Hashes in families: copies of earlier ones with up to ten bits changed.
    private static func hashes(_ count: Int, seed: UInt64) -> [UInt64] {
        var numbers = SeededRandom(seed: seed)
        var list: [UInt64] = []
        for _ in 0..<count {
            guard !list.isEmpty, Int.random(in: 0..<2, using: &numbers) == 0 else {
                list.append(numbers.next())
                continue
            }
            var hash = list[Int.random(in: 0..<list.count, using: &numbers)]
            for _ in 0..<Int.random(in: 0...10, using: &numbers) {
                hash ^= 1 << UInt64.random(in: 0..<64, using: &numbers)
            }
            list.append(hash)
        }
        return list
    }

    @Test(arguments: [3, 4, 5]) func queriesOverAHundredThousandAreThoseOfBruteForce(chunks: Int) {
        let hashes = Self.hashes(100_000, seed: 11)
        let index = HammingIndex(hashes, chunks: chunks)
        #expect(index.count == hashes.count)
        var found = 0
        for (query, distance) in zip(
            stride(from: 0, to: hashes.count, by: 7_919), [0, 1, 3, 4, 5, 6, 8, 9, 10, 12, 2, 7, 11])
        {
            let expected = Self.bruteForce(hashes, hashes[query], distance)
            #expect(index.neighbors(of: hashes[query], within: distance) == expected, "distance \(distance)")
            found += expected.count
        }
        #expect(found > 20)
    }

    private static func bruteForce(_ hashes: [UInt64], _ query: UInt64, _ distance: Int) -> [Int] {
        hashes.withUnsafeBufferPointer { hashes in
            var found: [Int] = []
            var item = 0
            while item < hashes.count {
                if (hashes[item] ^ query).nonzeroBitCount <= distance { found.append(item) }
                item &+= 1
            }
            return found
        }
    }

    @Test(arguments: [0, 3, 6, 10, 40, 64])
    func representativesAreThoseOfTakingItemsOneByOne(distance: Int) {
        let hashes = Self.hashes(600, seed: UInt64(distance))
        var expected: [Int] = []
        for (item, hash) in hashes.enumerated() {
            let first = (0..<item).first { expected[$0] == $0 && (hashes[$0] ^ hash).nonzeroBitCount <= distance }
            expected.append(first ?? item)
        }
        for chunks in [3, 4] {
            #expect(HammingIndex(hashes, chunks: chunks).representatives(within: distance) == expected)
        }
    }

    @Test func edges() {
        #expect(HammingIndex([]).neighbors(of: 5, within: 64).isEmpty)
        #expect(HammingIndex([]).representatives(within: 3).isEmpty)
        #expect(HammingIndex([7, 7, 7]).neighbors(of: 7, within: 0) == [0, 1, 2])
        #expect(HammingIndex([7, 7, 6]).representatives(within: 0) == [0, 0, 2])
        #expect(HammingIndex([7]).neighbors(of: 7, within: -1).isEmpty)
    }
}
