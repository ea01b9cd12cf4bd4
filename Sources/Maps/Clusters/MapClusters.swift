import Curation

/// The groups of a map at three zooms, with names.
package struct MapClusters: Sendable {
    /// One group.
    package struct Cluster: Sendable, Equatable {
        /// What it is called: words that are frequent in it and rare elsewhere; no other of its zoom is called so.
        package var name: String
        /// Points in it.
        package let size: Int
        /// The document in its middle: where its name stands.
        package let medoid: Int
        /// What share of a document's different words most documents of the group have, on average: near 1 they are pages of
        /// one template.
        package let shared: Double
    }

    /// By zoom, coarse to fine.
    package let zooms: [[Cluster]]
    /// By zoom and document: its group, -1 for none.
    package let labels: [[Int32]]

    /// Finds and names groups.
    /// - Parameter language: the language of a document, whose function words do not become names.
    package init(
        _ points: [SIMD2<Float>], _ extent: MapExtent, _ counts: WordCounts, language: (Int) -> String
    ) {
        // A bandwidth must hold a handful of points, or every point is a hill of its own.
        let finest = min(400, max(12, Int(Float(points.count).squareRoot() * 1.2)))
        var zooms: [[Cluster]] = []
        var labels: [[Int32]] = []
        let naming = ClusterNames(counts)
        for (cells, least) in [(finest * 2 / 9, 20), (finest * 4 / 9, 12), (finest, 8)] {
            let found = DensityClusters(points, extent, cells: max(4, cells), least: least)
            let members = MapClusters.members(found)
            let names = naming.names(labels: found.labels, members: members, language: language)
            zooms.append(
                members.enumerated().map { cluster, members in
                    Cluster(
                        name: names[cluster], size: members.count, medoid: MapClusters.medoid(members, points),
                        shared: naming.shared(members))
                })
            labels.append(found.labels)
        }
        (self.zooms, self.labels) = (zooms, labels)
    }

    private static func members(_ found: DensityClusters) -> [[Int]] {
        var members = [[Int]](repeating: [], count: found.count)
        for (document, label) in found.labels.enumerated() where label >= 0 { members[Int(label)].append(document) }
        return members
    }

    /// The point nearest to the mean: a mean itself may lie where nothing is.
    private static func medoid(_ members: [Int], _ points: [SIMD2<Float>]) -> Int {
        let mean = members.reduce(SIMD2<Float>.zero) { $0 + points[$1] } / Float(max(1, members.count))
        func distance(_ member: Int) -> Float {
            let difference = points[member] - mean
            return (difference * difference).sum()
        }
        return members.min { (distance($0), $0) < (distance($1), $1) } ?? 0
    }
}

/// Names of groups by their words.
struct ClusterNames {
    private let counts: WordCounts
    /// By document number: its row in `counts`.
    private let rows: [Int: Int]
    private static let length = 3

    init(_ counts: WordCounts) {
        self.counts = counts
        rows = Dictionary(uniqueKeysWithValues: counts.numbers.enumerated().map { ($1, $0) })
    }

    /// A name for each group; the largest chooses first.
    func names(labels: [Int32], members: [[Int]], language: (Int) -> String) -> [String] {
        var taken: Set<String> = []
        return members.map { members in
            let words = words(of: members, language: language)
            // A name that is taken gives way by further words, at last by a number.
            for length in stride(from: Self.length, through: words.count, by: 1) {
                let name = words.prefix(length).joined(separator: " · ")
                if taken.insert(name).inserted { return name }
            }
            var name = words.isEmpty ? "(without words)" : words.joined(separator: " · ")
            var number = 2
            while !taken.insert(name).inserted {
                name = (words.isEmpty ? "(without words)" : words.joined(separator: " · ")) + " \(number)"
                number += 1
            }
            return name
        }
    }

    /// What share of a document's different words at least half of these have, on average; two digits of it.
    func shared(_ members: [Int]) -> Double {
        let sample = members.compactMap { rows[$0] }
        let present = present(in: sample)
        let shares = sample.map { row -> Double in
            let words = counts.columns[counts.starts[row]..<counts.starts[row + 1]]
            return Double(words.count { (present[$0] ?? 0) * 2 >= sample.count }) / Double(max(1, words.count))
        }
        return (shares.reduce(0, +) / Double(max(1, shares.count)) * 100).rounded() / 100
    }

    /// By bucket: how many of some rows have it.
    private func present(in sample: [Int]) -> [UInt32: Int] {
        var present: [UInt32: Int] = [:]
        for row in sample {
            for place in counts.starts[row]..<counts.starts[row + 1] { present[counts.columns[place], default: 0] += 1 }
        }
        return present
    }

    /// Up to eight words, the most telling first: present in many documents of the group and in few others.
    private func words(of members: [Int], language: (Int) -> String) -> [String] {
        let sample = members.compactMap { rows[$0] }
        guard !sample.isEmpty else { return [] }
        let present = present(in: sample)
        let languages = Dictionary(grouping: members.prefix(200).map(language), by: { $0 }).mapValues(\.count)
        let main = languages.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        let stop = StopWordSet(language: main)
        let total = Float(counts.numbers.count), size = Float(sample.count)
        let scored = present.compactMap { bucket, count -> (score: Float, word: String)? in
            let inside = Float(count) / size
            let outside = Float(Int(counts.documents[Int(bucket)]) - count + 1) / max(1, total - size + 1)
            let word = counts.words[Int(bucket)]
            let isEverything = sample.count == counts.numbers.count
            guard inside >= 0.2, inside > outside || isEverything, isTelling(word), !stop.contains(word) else {
                return nil
            }
            if isEverything { return (inside, word) }
            // Common inside and not outside: the difference of the shares, times how surprising it is.
            return ((inside - outside) * ClusterNames.logarithm(inside / outside), word)
        }
        return scored.sorted { ($1.score, $0.word) < ($0.score, $1.word) }.prefix(8).map(\.word)
    }

    /// Letters, at least three (one where a script writes words with one sign); numbers tell nothing.
    private func isTelling(_ word: String) -> Bool {
        let letters = word.unicodeScalars.count { $0.properties.isAlphabetic }
        let isWide = word.unicodeScalars.contains { $0.value >= 0x2E80 }
        return letters >= (isWide ? 1 : 3) && letters * 2 > word.unicodeScalars.count
    }

    private static func logarithm(_ value: Float) -> Float {
        // Powers of two are near enough for an order of words, and the same on every machine.
        Float(value.exponent) + value.significand - 1
    }
}
