package import Platform

/// Writes the entries of one exchange: one sorted file of a number of buckets.
package struct EntryWriter<Entry: ExchangeEntry>: ~Copyable {
    private var file: SortedWriter
    private var payload = PayloadWriter()
    /// How many buckets there are.
    package let buckets: Int
    /// Entries appended so far.
    package private(set) var count = 0

    /// Starts a file that will appear at `path`.
    /// - Parameter memory: bytes held before they are sorted and spilled.
    package init(path: String, buckets: Int, memory: Int = 64 << 20) {
        file = SortedWriter(path: path, buckets: buckets, memory: memory)
        self.buckets = buckets
    }

    /// The bucket in which things of one hash meet.
    package func bucket(of hash: UInt64) -> Int { Int(hash % UInt64(buckets)) }

    /// Adds an entry to the bucket where things of `hash` meet.
    /// - Throws: `StorageError.system` from a spill.
    package mutating func append(_ entry: Entry, meeting hash: UInt64) throws(StorageError) {
        try append(entry, bucket: bucket(of: hash))
    }

    /// Adds an entry to a bucket.
    /// - Throws: `StorageError.unwritable` for a bucket out of range; `.system` from a spill.
    package mutating func append(_ entry: Entry, bucket: Int) throws(StorageError) {
        payload.reset()
        entry.write(to: &payload)
        try file.append(bucket: bucket, key: entry.key, payload: payload.bytes)
        count += 1
    }

    /// Sorts and makes the file appear. `lines` of the summary counts entries.
    /// - Throws: `StorageError`.
    @discardableResult
    package consuming func commit() throws(StorageError) -> FileSummary { try file.commit() }
}
