import Exchange
import Runs

/// A part of a perceptual hash, under which hashes that are near each other meet: two that differ in at most k bits agree
/// in one of k + 1 parts. `measure` writes them where images are compared by their looks over the whole corpus;
/// `match-images` reads them where equal parts meet.
struct LooksKey: ExchangeEntry, Equatable {
    static let file = ExchangeFile<LooksKey>(name: "looks.sorted", phase: .measure, buckets: .hashes)

    /// Which part, in the six highest bits, and its value.
    let key: UInt64
    /// The whole hash.
    let hash: UInt64

    /// The keys of a hash.
    static func keys(of hash: UInt64, within distance: Int) -> [LooksKey] {
        (0...distance).map { part in
            LooksKey(key: UInt64(part) << 58 ^ value(of: hash, part, distance + 1), hash: hash)
        }
    }

    /// Whether two hashes agree in no earlier part, so that of all keys they share one tells of them.
    static func isFirst(_ key: UInt64, _ one: UInt64, _ other: UInt64, within distance: Int) -> Bool {
        let part = distance == 0 ? 0 : Int(key >> 58)
        return !(0..<part).contains { value(of: one, $0, distance + 1) == value(of: other, $0, distance + 1) }
    }

    private static func value(of hash: UInt64, _ part: Int, _ parts: Int) -> UInt64 {
        let (from, to) = (64 * part / parts, 64 * (part + 1) / parts)
        return to - from == 64 ? hash : hash >> UInt64(from) & (1 << UInt64(to - from) - 1)
    }

    private init(key: UInt64, hash: UInt64) { (self.key, self.hash) = (key, hash) }

    init(key: UInt64, from payload: inout PayloadReader) {
        self.key = key
        hash = payload.key()
    }

    func write(to payload: inout PayloadWriter) { payload.append(hash) }
}

/// Two perceptual hashes that are near each other. `match-images` writes it once; `deduplicate-images` reads all.
struct NearLooks: ExchangeEntry, Equatable {
    static let file = ExchangeFile<NearLooks>(name: "near.sorted", phase: .matchImages, buckets: .one)

    let one: UInt64
    let other: UInt64

    init(_ one: UInt64, _ other: UInt64) { (self.one, self.other) = (min(one, other), max(one, other)) }

    var key: UInt64 { one }

    init(key: UInt64, from payload: inout PayloadReader) {
        one = key
        other = payload.key()
    }

    func write(to payload: inout PayloadWriter) { payload.append(other) }
}
