import Platform

/// Writes entries that are already in order, and the bucket table after them.
struct SortedOutput: ~Copyable {
    private var file: HashedFile
    private var table = BucketTable()
    private var hash = XXH3Stream()
    private let buckets: Int
    private var count = 0
    private var pending: [UInt8] = []

    init(path: String, buckets: Int) throws(StorageError) {
        file = try HashedFile(path: path)
        self.buckets = buckets
        table.buckets.append(BucketTable.Bucket())
    }

    /// Appends an entry; its bucket is not before that of the last one.
    mutating func append(bucket: Int, key: UInt64, payload: ArraySlice<UInt8>) throws(StorageError) {
        while table.buckets.count <= bucket { try nextBucket() }
        pending.append(littleEndian: key)
        pending.append(littleEndian: UInt32(payload.count))
        pending.append(contentsOf: payload)
        table.buckets[bucket].entries += 1
        count += 1
        if pending.count >= XXH3Stream.blockBytes { try flush(all: false) }
    }

    /// Hashes in blocks of one size, so that a reader can follow with any buffer.
    private mutating func flush(all: Bool) throws(StorageError) {
        var done = 0
        while pending.count - done >= XXH3Stream.blockBytes || (all && done < pending.count) {
            let end = min(pending.count, done + XXH3Stream.blockBytes)
            hash.update(pending[done..<end])
            done = end
        }
        try file.write(Array(pending[..<done]))
        table.buckets[table.buckets.count - 1].bytes += done
        pending.removeFirst(done)
    }

    private mutating func nextBucket() throws(StorageError) {
        try flush(all: true)
        table.buckets[table.buckets.count - 1].hash = hash.value
        hash = XXH3Stream()
        table.buckets.append(BucketTable.Bucket(offset: file.count))
    }

    consuming func commit() throws(StorageError) -> FileSummary {
        while table.buckets.count < buckets { try nextBucket() }
        try flush(all: true)
        table.buckets[table.buckets.count - 1].hash = hash.value
        try file.write(table.bytes)
        return try file.commit(lines: count)
    }
}

/// A hash of a stream by blocks of one size: each block is hashed with the hash before it as its seed.
struct XXH3Stream {
    static let blockBytes = 1 << 16
    private(set) var value: UInt64 = 0

    /// Adds one block: `blockBytes` long, except the last.
    mutating func update(_ block: ArraySlice<UInt8>) {
        value = block.withUnsafeBytes { XXH3.hash($0, seed: value &+ 1) }
    }
}
