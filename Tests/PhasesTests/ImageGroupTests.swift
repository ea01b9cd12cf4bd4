import Platform
import Testing
import TestKit
@testable import Facts
@testable import Phases

/// Which of equal images leave, beside the plain definition.
@Suite struct ImageGroupTests {
    private func shown(_ count: Int, _ random: inout SeededRandom) -> [ImageOccurrence] {
        let bases = (0..<max(1, count / 20)).map { _ in random.next() }
        return (0..<count).map { index in
            var hash = bases[Int(random.next() % UInt64(bases.count))]
            for _ in 0..<random.next() % 8 { hash ^= 1 << (random.next() % 64) }
            if random.next() % 50 == 0 { hash = 0 }
            let digits = String(hash, radix: 16)
            let phash = String(repeating: "0", count: 16 - digits.count) + digits
            let signals = ImageSignals(
                sha256: SHA256.hash("\(hash)-\(random.next() % 2)").hex, phash: phash, width: 1, height: 1,
                format: "png")
            return ImageOccurrence(
                url: "u\(index)", signals: signals, domain: 0, location: Location(part: 0, document: index / 3))
        }
    }

    /// One after the other: an image leaves when one that stays has its bytes, or looks like it.
    private func plain(_ list: [ImageOccurrence], _ distance: Int?) -> [UInt64] {
        var kept: [ImageOccurrence] = []
        var gone: [UInt64] = []
        for entry in list {
            let twin = kept.contains { other in
                if other.content == entry.content { return true }
                guard let distance, other.hash << 1 != 0, entry.hash << 1 != 0 else { return false }
                return (other.hash ^ entry.hash).nonzeroBitCount <= distance
            }
            if twin { gone.append(entry.url) } else { kept.append(entry) }
        }
        return gone
    }

    @Test(arguments: [nil, 0, 2, 4, 8]) func asByThePlainDefinition(_ distance: Int?) {
        for seed in 1...5 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            let list = shown(400, &random)
            var group = ImageGroup()
            for entry in list { group.add(entry) }
            let decisions = group.decide(distance: distance)
            #expect(decisions.map(\.url) == plain(list, distance), "seed \(seed)")
            #expect(decisions.count > 0)
        }
    }

    @Test("What parts of hashes find in buckets gives the same as one index", arguments: [0, 1, 4, 7])
    func inBuckets(_ distance: Int) {
        var random = SeededRandom(seed: 21)
        let list = shown(400, &random)
        var group = ImageGroup()
        for entry in list { group.add(entry) }
        var met: [UInt64: Set<UInt64>] = [:]
        for hash in Set(list.map(\.hash)) {
            for key in LooksKey.keys(of: hash, within: distance) { met[key.key, default: []].insert(hash) }
        }
        var near: [UInt64: [UInt64]] = [:]
        var pairs: [NearLooks] = []
        for (key, hashes) in met {
            MatchImagesPhase.forEachPair(Array(hashes), within: distance) { one, other in
                guard LooksKey.isFirst(key, one, other, within: distance) else { return }
                pairs.append(NearLooks(one, other))
                near[one, default: []].append(other)
                near[other, default: []].append(one)
            }
        }
        #expect(Set(pairs.map { [$0.one, $0.other] }).count == pairs.count)
        #expect(group.decide(distance: distance, near: near) == group.decide(distance: distance))
    }
}
