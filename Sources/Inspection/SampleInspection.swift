package import CorpusFiles
import JSON
package import Platform

/// `quarry sample`: documents drawn uniformly from those for which a condition is true, the same ones for the same seed.
package struct SampleInspection: Sendable {
    /// The rows, in the order in which they were drawn.
    package let rows: [DocumentRow]

    /// Draws `count` documents, or all that there are.
    ///
    /// The corpus is walked in an order that only the seed and the number of documents decide, and the first that fit are
    /// taken, so a larger sample begins with the smaller one.
    /// - Throws: `InspectionError.storage`, `.query` in it for a condition that is not understood.
    package init(
        _ count: Int, seed: UInt64, where predicate: String? = nil, from corpus: Corpus
    ) throws(InspectionError) {
        rows = try reading {
            let numbers = try SampleInspection.numbers(count, seed, predicate, corpus.index)
            return try corpus.index.documents(numbers: numbers)
        }
    }

    /// So many are looked at one by one before every document is, by a condition of so many letters: one that names a
    /// thousand documents takes as long for one as for all.
    private static let patience = 2000, longest = 2000

    private static func numbers(
        _ count: Int, _ seed: UInt64, _ predicate: String?, _ index: CorpusIndex
    ) throws -> [Int] {
        let total = try index.documentCount()
        let order = SeededOrder(count: total, seed: seed)
        guard let predicate else { return (0..<min(count, total)).map { order[$0] } }
        if predicate.utf8.count <= longest {
            let first = (0..<min(total, max(count * 4, patience))).map { order[$0] }
            let found = try zip(first, index.holds(predicate, numbers: first)).filter(\.1).map(\.0)
            if found.count >= count || first.count == total { return Array(found.prefix(count)) }
        }
        let all = Set(try index.numbers(where: predicate))
        var drawn: [Int] = []
        for place in 0..<total where drawn.count < min(count, all.count) {
            if all.contains(order[place]) { drawn.append(order[place]) }
        }
        return drawn
    }

    /// A line a document: its id, its language, its size, its URL; the URL on a line of its own where lines are short.
    package func text(on screen: Screen = Screen()) -> String {
        guard !rows.isEmpty else { return "no document fits" }
        let facts = Terminal.table(
            rows.map { [$0.id, $0.language, $0.words.of("word"), $0.images.of("image")] }, left: [0, 1, 4]
        ).split(separator: "\n").map(String.init)
        let urls = rows.map { Terminal.safe($0.url) }
        let widest = zip(facts, urls).map { $0.count + $1.count + 2 }.max() ?? 0
        return zip(facts, urls).map { $0 + (widest <= screen.width ? "  " : "\n    ") + $1 }.joined(separator: "\n")
    }

    /// For `--json`: an array of documents.
    package var json: String {
        var json = JSONWriter()
        json.array { json in for row in rows { json.object { json in row.write(to: &json) } } }
        return json.text
    }
}

/// The numbers below `count` in an order that a seed decides, each once, without a list of them: a Feistel network over
/// the next power of four, walked until it lands inside.
package struct SeededOrder: Sendable {
    private let count: Int
    private let half: UInt64
    private let keys: [UInt64]

    /// An order of `count` numbers.
    package init(count: Int, seed: UInt64) {
        self.count = count
        var bits: UInt64 = 1
        while 1 << (2 * bits) < count { bits += 1 }
        half = bits
        var random = SplitMix64(seed: seed)
        keys = (0..<4).map { _ in random.next() }
    }

    /// The number at a place, which is below `count`.
    package subscript(place: Int) -> Int {
        let mask: UInt64 = 1 << half - 1
        var value = UInt64(place)
        repeat {
            var (left, right) = (value >> half, value & mask)
            for key in keys {
                var mixed = (right ^ key) &* 0x9E37_79B9_7F4A_7C15
                mixed ^= mixed >> 29
                mixed = mixed &* 0xBF58_476D_1CE4_E5B9
                (left, right) = (right, left ^ (mixed >> 32) & mask)
            }
            value = left << half | right
        } while value >= UInt64(count)
        return Int(value)
    }
}
