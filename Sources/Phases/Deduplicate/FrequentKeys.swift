import Exchange
import Platform

/// The keys that occur more often than allowed, with how often: found bucket by bucket, read as one table.
struct FrequentKeys: Sendable {
    private var counts: [UInt64: Int] = [:]
    private var maximum = 0

    /// How many different keys there are, and how many of them are frequent.
    struct Found: Equatable {
        let keys: Int
        let frequent: Int
    }

    /// No key.
    init() {}

    /// How often a key occurs and how often it might, if it is one of them: `4 > 3`.
    func excess(of key: UInt64) -> String? { counts[key].map { "\($0) > \(maximum)" } }

    /// Whether a key is one of them.
    func contains(_ key: UInt64) -> Bool { counts[key] != nil }

    /// Reads the files that `find` wrote, one a bucket.
    /// - Parameter maximum: what they were found above.
    init(_ paths: [String], above maximum: Int) throws {
        self.maximum = maximum
        for path in paths {
            let bytes = try Files.read(path)
            var reader = PayloadReader(bytes)
            while !reader.isAtEnd {
                let key = reader.key()
                counts[key] = reader.integer()
            }
        }
    }

    /// The keys that are found, as they are written.
    struct Table {
        private var bytes = PayloadWriter()
        private(set) var count = 0

        mutating func add(_ key: UInt64, _ occurrences: Int) {
            bytes.append(key)
            bytes.append(occurrences)
            count += 1
        }

        func write(to path: String) throws { try Files.write(bytes.bytes, to: path) }
    }

    /// Counts the keys of an exchange and writes those that occur more than `maximum` times (0: none) to `path`.
    /// - Parameter count: how often an entry counts.
    static func find<Entry>(
        in entries: inout EntryReader<Entry>, above maximum: Int, to path: String, count: (Entry) -> Int
    ) throws -> Found {
        var table = Table()
        var keys = 0
        while let key = entries.key {
            keys += 1
            var sum = 0
            while let entry = try entries.next(of: key) { sum += count(entry) }
            if maximum > 0, sum > maximum { table.add(key, sum) }
        }
        try table.write(to: path)
        return Found(keys: keys, frequent: table.count)
    }
}
