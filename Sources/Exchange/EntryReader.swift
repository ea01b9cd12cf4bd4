package import Platform

/// Reads one bucket of an exchange over the files of all units that wrote it, as one stream sorted by key.
package struct EntryReader<Entry: ExchangeEntry> {
    private var merger: SortedMerger
    private let paths: [String]

    /// Opens the bucket in every file.
    /// - Parameter memory: bytes of buffers, shared by the files.
    /// - Throws: `StorageError.system`; `.corrupt` for a file that is not one of entries or has no such bucket.
    package init(paths: [String], bucket: Int, memory: Int = 64 << 20) throws(StorageError) {
        self.paths = paths
        merger = try SortedMerger(paths: paths, bucket: bucket, memory: memory)
    }

    /// Index of the file the last entry came from.
    package var source: Int { merger.source }

    /// The key of the entry that comes next; nil at the end.
    package var key: UInt64? { merger.key }

    /// The least entry that was not given yet; nil at the end.
    /// - Throws: `StorageError.corrupt` when a bucket is not as it was written; `.system`.
    package mutating func next() throws(StorageError) -> Entry? {
        guard let (key, payload) = try merger.next() else { return nil }
        return try entry(key, payload)
    }

    /// The next entry of `key`; entries of lower keys are passed over. Nil when `key` has no more.
    /// - Throws: as `next`.
    package mutating func next(of key: UInt64) throws(StorageError) -> Entry? {
        guard let payload = try merger.next(of: key) else { return nil }
        return try entry(key, payload)
    }

    /// All entries of `key`; entries of lower keys are passed over. For keys that many things share, `next(of:)` holds
    /// one at a time.
    /// - Throws: as `next`.
    package mutating func all(of key: UInt64) throws(StorageError) -> [Entry] {
        var entries: [Entry] = []
        while let entry = try next(of: key) { entries.append(entry) }
        return entries
    }

    private func entry(_ key: UInt64, _ payload: [UInt8]) throws(StorageError) -> Entry {
        var reader = PayloadReader(payload)
        guard let entry = Entry(key: key, from: &reader), !reader.isDamaged else {
            let path = paths.indices.contains(merger.source) ? paths[merger.source] : ""
            throw .corrupt(path: path, detail: "an entry of it is no \(Entry.self)")
        }
        return entry
    }
}
