import Exchange
import Platform

/// The keys that occur more often than allowed, with how often: found bucket by bucket, read as one table.
struct FrequentKeys: Sendable {
    private var counts: [UInt64: Int] = [:]

    /// How many different keys there are, and how many of them are frequent.
    struct Found: Equatable {
        let keys: Int
        let frequent: Int
    }

    /// No key.
    init() {}

    /// How often a key occurs, if it is one of them.
    func count(of key: UInt64) -> Int? { counts[key] }

    /// Whether a key is one of them.
    func contains(_ key: UInt64) -> Bool { counts[key] != nil }

    /// Reads the files that `find` wrote, one a bucket.
    init(_ paths: [String]) throws {
        for path in paths {
            let bytes = try Files.read(path)
            var reader = PayloadReader(bytes)
            while !reader.isAtEnd {
                let key = reader.key()
                counts[key] = reader.integer()
            }
        }
    }

    /// Counts the keys of an exchange and writes those that occur more than `maximum` times (0: none) to `path`.
    /// - Parameter count: how often an entry counts.
    static func find<Entry>(
        in entries: inout EntryReader<Entry>, above maximum: Int, to path: String, count: (Entry) -> Int
    ) throws -> Found {
        var table = PayloadWriter()
        var keys = 0
        var frequent = 0
        while let key = entries.key {
            keys += 1
            var sum = 0
            while let entry = try entries.next(of: key) { sum += count(entry) }
            guard maximum > 0, sum > maximum else { continue }
            frequent += 1
            table.append(key)
            table.append(sum)
        }
        try Files.write(table.bytes, to: path)
        return Found(keys: keys, frequent: frequent)
    }
}
