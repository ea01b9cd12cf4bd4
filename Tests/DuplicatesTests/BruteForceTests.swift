import Testing
import TestKit
@testable import Duplicates

@Suite struct BruteForceTests {
    static let texts = Recombined.texts(360, length: 160, edits: 12, seed: 11)
    static let items = texts.enumerated().map { Item(id: "d\(1000 + $0.offset)", text: $0.element) }

    static func id(_ pair: DuplicatePair) -> String { "\(pair.a.description) \(pair.b.description)" }

    @Test("Every pair has the similarity that comparing all with all gives, and as many are found as the curve says")
    func agrees() throws {
        var options = DuplicateOptions()
        options.threshold = 0.5
        var found: [String: Double] = [:]
        try search([Self.items.lines], options).forEachPair { found[Self.id($0)] = $0.similarity }
        let all = BruteForce.pairs(Self.texts, least: 0.5)
        #expect(all.count > 40)
        var (expected, spread, hits) = (0.0, 0.0, 0)
        for (one, other, similarity) in all {
            let chance = options.chance(of: similarity)
            expected += chance
            spread += chance * (1 - chance)
            if let own = found.removeValue(forKey: "\(Self.items[one].id) \(Self.items[other].id)") {
                hits += 1
                #expect(own == similarity)
            }
        }
        #expect(found.isEmpty)  // precision 1
        #expect(abs(Double(hits) - expected) <= 3 * spread.squareRoot() + 1)
    }

    @Test("Clusters are the pairs joined, each with the least similarity of its pairs")
    func clusters() throws {
        let result = try search([Self.items.lines])
        var sets = DisjointSets(count: Self.items.count)
        var pairs: [(Int, Int, Double)] = []
        result.forEachPair { pair in
            let places = [pair.a, pair.b].map { (Int($0.description.dropFirst()) ?? 0) - 1000 }
            pairs.append((places[0], places[1], pair.similarity))
            sets.unite(places[0], places[1])
        }
        let clusters = result.clusters()
        #expect(clusters.count > 10)
        #expect(clusters.reduce(0) { $0 + $1.ids.count } == Set(pairs.flatMap { [$0.0, $0.1] }).count)
        for cluster in clusters {
            let first = (Int(cluster.ids[0].description.dropFirst()) ?? 0) - 1000
            let own = pairs.filter { sets.find($0.0) == sets.find(first) }
            #expect(cluster.similarity == own.map(\.2).min())
        }
    }

    @Test("Buckets, jobs, the order of lines and their division into files change nothing")
    func sameEverywhere() throws {
        let expected = Answer(try search([Self.items.lines], buckets: 1))
        for buckets in [2, 7, 64] {
            #expect(Answer(try search([Self.items.lines], buckets: buckets)) == expected)
        }
        var random = SeededRandom(seed: 5)
        for jobs in [1, 2, 5] {
            let shuffled = Self.items.shuffled(using: &random)
            let files = [shuffled[..<77].lines, shuffled[77..<300].lines, [], shuffled[300...].lines]
            #expect(Answer(try search(files, jobs: jobs, buckets: 7)) == expected)
        }
    }

    @Test("Without verification what meets in a band is a duplicate, and the similarity is an estimate")
    func unverified() throws {
        var options = DuplicateOptions()
        let verified = try search([Self.items.lines], options)
        options.verifies = false
        let met = try search([Self.items.lines], options)
        var pairs: [String: Double] = [:]
        met.forEachPair { pairs[Self.id($0)] = $0.similarity }
        var off = 0.0
        var count = 0
        verified.forEachPair { pair in
            off += abs((pairs[Self.id(pair)] ?? 0) - pair.similarity)
            count += 1
        }
        #expect(pairs.count >= count)
        #expect(off / Double(max(1, count)) < 0.05)
    }

    @Test("Many copies of one text meet in one cluster although most of them are not near each other")
    func crowd() throws {
        var random = SeededRandom(seed: 2)
        let base = Array(Recombined.words[..<300])
        let copies = (0..<150).map { index in
            var copy = base
            for _ in 0..<9 { copy[Int.random(in: 0..<300, using: &random)] = "x\(index)" }
            return Item(id: "c\(1000 + index)", text: copy.joined(separator: " "))
        }
        let items = [Item(id: "base", text: base.joined(separator: " "))] + copies
        let expected = Answer(try search([items.lines], pairs: false))
        #expect(expected.clusters.count == 1)
        #expect(
            Answer(try search([items.shuffled(using: &random).lines], jobs: 2, buckets: 7, pairs: false)) == expected)
    }
}
