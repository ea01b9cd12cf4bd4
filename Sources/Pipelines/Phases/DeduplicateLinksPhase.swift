import Platform
import Storage

/// Counts every image URL over the whole corpus; the keys of those that occur too often go to one small file.
enum DeduplicateLinksPhase {
    static let frequent = "frequent.keys"

    static func work(_ context: WorkContext, _ part: inout SealedPart) throws {
        let maximum = context.config.corpus.imageURLMaximum
        var keys: [UInt64] = []
        let paths = try context.units(of: .extract).map { context.file(SignatureWriter.links, of: .extract, $0) }
        var merger = try RunMerger(paths: paths, bucket: context.unit.index)
        var groups = GroupCounter()
        while let entry = try merger.next() {
            if let finished = groups.add(entry.key), maximum > 0, finished.count > maximum { keys.append(finished.key) }
        }
        if let last = groups.finish(), maximum > 0, last.count > maximum { keys.append(last.key) }
        part.counts = ["image_urls": groups.groups, "frequent_image_urls": keys.count]
        try KeyFile.write(keys, to: context.file(frequent))
    }

    /// The keys of all buckets.
    static func read(_ context: WorkContext) throws -> Set<UInt64> {
        var keys: Set<UInt64> = []
        for index in try context.units(of: .deduplicateLinks) {
            keys.formUnion(try KeyFile.read(context.file(frequent, of: .deduplicateLinks, index)))
        }
        return keys
    }
}

/// Counts runs of equal keys in a sorted stream.
struct GroupCounter {
    private var key: UInt64 = 0
    private var count = 0
    private var isOpen = false
    /// How many different keys have ended or begun.
    private(set) var groups = 0

    /// Adds an entry that counts for `more`; gives back the group that it ended.
    mutating func add(_ next: UInt64, count more: Int = 1) -> (key: UInt64, count: Int)? {
        if isOpen && next == key {
            count += more
            return nil
        }
        defer {
            key = next
            count = more
            groups += 1
            isOpen = true
        }
        return finish()
    }

    /// The group that the end of the stream ends.
    func finish() -> (key: UInt64, count: Int)? { isOpen ? (key, count) : nil }
}

/// A file of 64-bit keys, little-endian, rising.
enum KeyFile {
    static func write(_ keys: [UInt64], to path: String) throws(SystemError) {
        var payload = PayloadWriter()
        for key in keys { payload.append(key) }
        try Files.write(payload.bytes, to: path)
    }

    static func read(_ path: String) throws(SystemError) -> [UInt64] {
        let bytes = try Files.read(path)
        var reader = PayloadReader(bytes)
        return (0..<bytes.count / 8).map { _ in reader.key() }
    }
}
