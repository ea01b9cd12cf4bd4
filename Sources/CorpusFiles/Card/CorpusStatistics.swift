/// Counts and distributions over a whole corpus, from its index.
package struct CorpusStatistics: Sendable, Equatable {
    /// Documents, occurrences of images, different images, words.
    package var counts = CorpusManifest.Counts()
    /// Files of documents and of images.
    package var shards = 0, packs = 0
    /// Documents by language, most first; `""` is "not identified".
    package var languages: [Share] = []
    /// Documents by domain, most first, the first twenty.
    package var domains: [Share] = []
    /// How many different domains there are.
    package var distinctDomains = 0
    /// Different images by format, most first.
    package var formats: [Share] = []
    /// Documents that stay for near-duplicates, and how many those are in all.
    package var clusters = 0, clustered = 0
    /// The largest clusters, at most twenty.
    package var largestClusters: [ClusterRow] = []
    /// `words` and `images` of a document, `width` and `height` of an image.
    package var distributions: [Distribution] = []

    /// How many fall under a name.
    package struct Share: Sendable, Equatable {
        /// The language, domain or format.
        package var name: String
        /// How many.
        package var count: Int

        /// A share.
        package init(name: String, count: Int) {
            self.name = name
            self.count = count
        }
    }
}

/// How a whole number is distributed.
package struct Distribution: Sendable, Equatable {
    /// What was counted.
    package let name: String
    /// How many values.
    package let count: Int
    /// Their sum.
    package let sum: Int
    /// Each value with how often it occurs, rising.
    private let values: [Value]

    /// A value and how often it occurs.
    struct Value: Sendable, Equatable {
        let value: Int
        let count: Int
    }

    init(name: String, values: [(value: Int, count: Int)]) {
        self.name = name
        self.values = values.map { Value(value: $0.value, count: $0.count) }
        // Somebody else's numbers: a sum that no corpus can have is wrong, but it is no reason to stop.
        count = values.reduce(0) { $0 &+ $1.count }
        sum = values.reduce(0) { $0 &+ $1.value &* $1.count }
    }

    /// The mean; 0 of nothing.
    package var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }

    /// The least value with at least `percent` hundredths of all values at or below it (nearest rank); 0 of nothing.
    package func quantile(_ percent: Int) -> Int {
        let rank = max(1, (count &* percent &+ 99) / 100)
        var seen = 0
        for value in values {
            seen += value.count
            if seen >= rank { return value.value }
        }
        return values.last?.value ?? 0
    }

    /// How many values lie in each range `lower..<upper`, ranges doubling from 1 (0 by itself), none left out between.
    package var bins: [(lower: Int, upper: Int, count: Int)] {
        guard let first = values.first, let last = values.last else { return [] }
        var bins: [(lower: Int, upper: Int, count: Int)] = []
        var lower = max(0, first.value)
        lower = lower == 0 ? 0 : 1 << (Int.bitWidth - 1 - lower.leadingZeroBitCount)
        var rest = values[...]
        while lower <= last.value {
            let upper = max(1, lower * 2)
            let inside = rest.prefix { $0.value < upper }
            bins.append((lower, upper, inside.reduce(0) { $0 + $1.count }))
            rest = rest.dropFirst(inside.count)
            lower = upper
        }
        return bins
    }
}
