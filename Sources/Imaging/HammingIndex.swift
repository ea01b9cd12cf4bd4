/// Finds 64-bit hashes within a Hamming distance, exactly: multi-index hashing (Norouzi, Punjani and Fleet, CVPR 2012).
///
/// A hash is cut into m chunks, each with a table of its own. Two hashes within distance k are close in at least one
/// chunk: with k = mr + a, one of the first a + 1 chunks differs in at most r bits, or one of the others in at most
/// r - 1. So a query looks up the neighbours of each chunk and checks what it finds. Few wide chunks need more look-ups
/// and find less by chance: above `wideFrom` hashes there are three of 21 or 22 bits instead of four of 16 (half of the
/// time at a million; five million take 47 s). Memory: 24 bytes a distinct hash and 32 MB of wide tables.
public struct HammingIndex: Sendable {
    /// Distinct hashes from which three chunks find faster than four.
    private static let wideFrom = 300_000

    /// The distinct hashes, in order of first appearance.
    private var hashes: [UInt64] = []
    /// For each item the place of its hash in `hashes`.
    private var places: [UInt32] = []
    /// For each hash the items that have it: `items[starts[h]..<starts[h + 1]]`, ascending.
    private let items: [UInt32]
    private let starts: [UInt32]
    private let tables: [Table]

    /// Indexes `list`; items are named by their place in it.
    public init(_ list: [UInt64]) { self.init(list, chunks: nil) }

    /// With so many chunks, whatever is fastest.
    init(_ list: [UInt64], chunks: Int?) {
        var known: [UInt64: UInt32] = [:]
        for hash in list {
            let place = known[hash] ?? UInt32(hashes.count)
            if Int(place) == hashes.count {
                known[hash] = place
                hashes.append(hash)
            }
            places.append(place)
        }
        (starts, items) = Self.sorted(places, keys: hashes.count) { Int($0) }
        let hashes = hashes
        tables = Self.chunks(chunks ?? (hashes.count < Self.wideFrom ? 4 : 3)).map { Table($0, of: hashes) }
    }

    /// Bits of the hash, cut into `count` chunks as equal as can be.
    private static func chunks(_ count: Int) -> [Chunk] {
        (0..<count).map { Chunk(shift: 64 * $0 / count, width: 64 * ($0 + 1) / count - 64 * $0 / count) }
    }

    /// Items.
    public var count: Int { places.count }

    /// The items within `distance` bits of `hash`, ascending.
    public func neighbors(of hash: UInt64, within distance: Int) -> [Int] {
        var found: [Int] = []
        for place in near(hash, search(distance)) {
            for item in items[Int(starts[place])..<Int(starts[place + 1])] { found.append(Int(item)) }
        }
        return found.sorted()
    }

    /// For each item the one that stands for it: itself when it is kept, else the first kept item within `distance`.
    /// Items are taken in order, so the result is that of showing them one by one; being near is not passed on, so a
    /// chain of small changes does not make its ends one.
    public func representatives(within distance: Int) -> [Int] {
        let search = search(distance)
        var standing = [Int](repeating: -1, count: hashes.count)  // for each hash its kept item
        var result: [Int] = []
        result.reserveCapacity(count)
        var kept = [Bool](repeating: false, count: hashes.count)
        for (item, place) in places.enumerated() {
            let place = Int(place)
            if standing[place] < 0 {
                let first = near(hashes[place], search).filter { kept[$0] }.map { standing[$0] }.min()
                standing[place] = first ?? item
                kept[place] = first == nil
            }
            result.append(standing[place])
        }
        return result
    }

    // MARK: Search

    /// Some bits of a hash.
    private struct Chunk {
        let shift: Int
        let width: Int

        func value(of hash: UInt64) -> Int { Int(hash >> UInt64(shift) & (1 << UInt64(width) - 1)) }
    }

    /// One chunk's table: the places of the hashes that have a chunk value, value after value.
    private struct Table {
        let chunk: Chunk
        let starts: [UInt32]
        let places: [UInt32]

        init(_ chunk: Chunk, of hashes: [UInt64]) {
            self.chunk = chunk
            (starts, places) = HammingIndex.sorted(hashes, keys: 1 << chunk.width) { chunk.value(of: $0) }
        }
    }

    /// What is looked up of each chunk for a distance.
    private struct Search {
        let distance: Int
        /// By chunk: the differences, no chunk is looked at that has none; nil when looking at every hash is cheaper.
        let masks: [[Int]]?
    }

    private func search(_ distance: Int) -> Search {
        let (whole, rest) = distance.quotientAndRemainder(dividingBy: tables.count)
        let radii = tables.indices.map { $0 <= rest ? whole : whole - 1 }
        let probes = zip(tables, radii).reduce(0.0) { $0 + Self.differences($1.0.chunk.width, $1.1) }
        guard probes <= Double(hashes.count) else { return Search(distance: distance, masks: nil) }
        return Search(distance: distance, masks: zip(tables, radii).map { Self.masks($0.chunk.width, $1) })
    }

    /// How many values of `width` bits have at most `radius` bits set.
    private static func differences(_ width: Int, _ radius: Int) -> Double {
        var (sum, term) = (0.0, 1.0)
        for bits in 0..<max(0, radius + 1) {
            sum += term
            term *= Double(max(0, width - bits)) / Double(bits + 1)
        }
        return sum
    }

    /// Those values, fewest bits first.
    private static func masks(_ width: Int, _ radius: Int) -> [Int] {
        guard radius >= 0 else { return [] }
        var found = [0]
        var last = [(mask: 0, next: 0)]
        for _ in 0..<min(radius, width) {
            last = last.flatMap { entry in
                (entry.next..<width).map { (entry.mask | 1 << $0, $0 + 1) }
            }
            found += last.map(\.mask)
        }
        return found
    }

    /// The distinct hashes near `hash`, each once, ascending.
    private func near(_ hash: UInt64, _ search: Search) -> [Int] {
        let distance = search.distance
        guard let masks = search.masks else {
            return hashes.indices.filter { (hashes[$0] ^ hash).nonzeroBitCount <= distance }
        }
        var found: [Int] = []
        for (table, masks) in zip(tables, masks) {
            let value = table.chunk.value(of: hash)
            for mask in masks {
                let bucket = value ^ mask
                for place in table.places[Int(table.starts[bucket])..<Int(table.starts[bucket + 1])]
                where (hashes[Int(place)] ^ hash).nonzeroBitCount <= distance { found.append(Int(place)) }
            }
        }
        found.sort()
        return found.enumerated().filter { $0 == 0 || found[$0 - 1] != $1 }.map(\.element)
    }

    /// The places of `values` in order of their key, and where each key begins: a counting sort.
    private static func sorted<Value>(
        _ values: [Value], keys: Int, key: (Value) -> Int
    ) -> (starts: [UInt32], order: [UInt32]) {
        var starts = [UInt32](repeating: 0, count: keys + 1)
        for value in values { starts[key(value) + 1] += 1 }
        for index in 0..<keys { starts[index + 1] += starts[index] }
        var next = starts
        var order = [UInt32](repeating: 0, count: values.count)
        for (place, value) in values.enumerated() {
            let bucket = key(value)
            order[Int(next[bucket])] = UInt32(place)
            next[bucket] += 1
        }
        return (starts, order)
    }
}
