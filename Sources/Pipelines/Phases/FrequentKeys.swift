import Platform
import Storage

/// The keys that occur more often than allowed, with how often: found bucket by bucket, read as one table.
struct FrequentKeys: Sendable {
    private var counts: [UInt64: Int] = [:]

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

    /// Counts the keys of a sorted stream and writes those that occur more than `maximum` times (0: none) to `path`.
    /// - Returns: how many different keys there are, and how many are frequent.
    static func find(
        in merger: inout RunMerger, above maximum: Int, to path: String, count: ([UInt8]) -> Int = { _ in 1 }
    ) throws -> (keys: Int, frequent: Int) {
        var payload = PayloadWriter()
        var keys = 0
        var frequent = 0
        var current: (key: UInt64, count: Int)?
        func close() {
            guard let (key, count) = current else { return }
            keys += 1
            guard maximum > 0, count > maximum else { return }
            frequent += 1
            payload.append(key)
            payload.append(count)
        }
        while let entry = try merger.next() {
            if current?.key != entry.key {
                close()
                current = (entry.key, 0)
            }
            current?.count += count(entry.payload)
        }
        close()
        try Files.write(payload.bytes, to: path)
        return (keys, frequent)
    }
}
