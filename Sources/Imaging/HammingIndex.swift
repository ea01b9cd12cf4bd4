/// Finds 64-bit hashes within a Hamming distance, exactly: multi-index hashing (Norouzi, Punjani and Fleet, CVPR 2012).
///
/// A hash is four chunks of 16 bits, each with a table of its own. Two hashes within distance k are close in at least
/// one chunk: with k = 4r + a, one of the first a + 1 chunks differs in at most r bits, or one of the others in at most
/// r - 1. So a query looks up the neighbours of each chunk and checks what it finds. Memory: 24 bytes a distinct hash.
public struct HammingIndex: Sendable {
    private static let chunks = 4
    private static let buckets = 1 << 16

    /// The distinct hashes, in order of first appearance.
    private var hashes: [UInt64] = []
    /// For each item the place of its hash in `hashes`.
    private var places: [UInt32] = []
    /// For each hash the items that have it: `items[starts[h]..<starts[h + 1]]`, ascending.
    private let items: [UInt32]
    private let starts: [UInt32]
    private let tables: [Table]

    /// Indexes `list`; items are named by their place in it.
    public init(_ list: [UInt64]) {
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
        tables = (0..<Self.chunks).map { chunk in
            let sorted = Self.sorted(hashes, keys: Self.buckets) { Int(Self.chunk(chunk, of: $0)) }
            return Table(starts: sorted.starts, places: sorted.order)
        }
    }

    /// Items.
    public var count: Int { places.count }

    /// The items within `distance` bits of `hash`, ascending.
    public func neighbors(of hash: UInt64, within distance: Int) -> [Int] {
        var found: [Int] = []
        for place in near(hash, distance) {
            for item in items[Int(starts[place])..<Int(starts[place + 1])] { found.append(Int(item)) }
        }
        return found.sorted()
    }

    /// For each item the one that stands for it: itself when it is kept, else the first kept item within `distance`.
    /// Items are taken in order, so the result is that of showing them one by one; being near is not passed on, so a
    /// chain of small changes does not make its ends one.
    public func representatives(within distance: Int) -> [Int] {
        var standing = [Int](repeating: -1, count: hashes.count)  // for each hash its kept item
        var result: [Int] = []
        result.reserveCapacity(count)
        var kept = [Bool](repeating: false, count: hashes.count)
        for (item, place) in places.enumerated() {
            let place = Int(place)
            if standing[place] < 0 {
                let first = near(hashes[place], distance).filter { kept[$0] }.map { standing[$0] }.min()
                standing[place] = first ?? item
                kept[place] = first == nil
            }
            result.append(standing[place])
        }
        return result
    }

    // MARK: Search

    /// One chunk's table: the places of the hashes that have a chunk value, value after value.
    private struct Table {
        let starts: [UInt32]
        let places: [UInt32]
    }

    /// The distinct hashes within `distance`, each once.
    private func near(_ hash: UInt64, _ distance: Int) -> [Int] {
        guard distance >= 0 else { return [] }
        let (whole, rest) = distance.quotientAndRemainder(dividingBy: Self.chunks)
        let radii = (0..<Self.chunks).map { min(16, $0 <= rest ? whole : whole - 1) }
        let probes = radii.reduce(0) { $0 + ($1 < 0 ? 0 : Masks.ends[$1]) }
        if probes > hashes.count { return scan(hash, distance) }
        var found: [Int] = []
        for (chunk, radius) in radii.enumerated() where radius >= 0 {
            let table = tables[chunk]
            let value = Self.chunk(chunk, of: hash)
            for mask in Masks.all[..<Masks.ends[radius]] {
                let bucket = Int(value ^ mask)
                for place in table.places[Int(table.starts[bucket])..<Int(table.starts[bucket + 1])]
                where (hashes[Int(place)] ^ hash).nonzeroBitCount <= distance { found.append(Int(place)) }
            }
        }
        found.sort()
        return found.enumerated().filter { $0 == 0 || found[$0 - 1] != $1 }.map(\.element)
    }

    /// Cheaper than the tables when the distance is wide or the hashes are few.
    private func scan(_ hash: UInt64, _ distance: Int) -> [Int] {
        hashes.indices.filter { (hashes[$0] ^ hash).nonzeroBitCount <= distance }
    }

    private static func chunk(_ chunk: Int, of hash: UInt64) -> UInt16 {
        UInt16(truncatingIfNeeded: hash >> UInt64(16 * chunk))
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

    /// All differences of a chunk, those of fewest bits first.
    private enum Masks {
        static let all: [UInt16] = (0...16).flatMap { bits in
            (UInt16.min...UInt16.max).filter { $0.nonzeroBitCount == bits }
        }
        /// How many differ in at most so many bits.
        static let ends: [Int] = (0...16).map { bits in all.filter { $0.nonzeroBitCount <= bits }.count }
    }
}
