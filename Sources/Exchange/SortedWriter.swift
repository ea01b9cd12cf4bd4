package import Platform

/// One file of B buckets, each sorted by key and then by payload: what a unit hands to the whole-corpus phases.
///
/// Entries come in any order. They are collected in memory up to a cap, then sorted and spilled beside the file; spills
/// are merged at `commit`, so memory stays flat and the bytes do not depend on the cap or on the order of arrival.
///
/// An entry on disk: key u64 little endian, payload length u32 little endian, payload.
package struct SortedWriter: ~Copyable {
    private var entries: EntryBuffer
    private var spills: SpillFiles
    private let buckets: Int
    private let memory: Int
    private let path: String

    /// Starts a file that will appear at `path`.
    /// - Parameters:
    ///   - buckets: how many buckets; entries name theirs by index.
    ///   - memory: bytes held before a spill.
    /// - Throws: nothing yet; the file is made at `commit`.
    package init(path: String, buckets: Int, memory: Int = 64 << 20) {
        self.path = path
        self.buckets = buckets
        self.memory = memory
        entries = EntryBuffer()
        spills = SpillFiles(path: path)
    }

    /// Adds an entry to a bucket.
    /// - Throws: `StorageError.unwritable` for a bucket out of range; `.system` from a spill.
    package mutating func append(
        bucket: Int, key: UInt64, payload: UnsafeRawBufferPointer
    ) throws(StorageError) {
        guard bucket >= 0, bucket < buckets, payload.count <= UInt32.max else {
            throw .unwritable(path: path, detail: "bucket \(bucket) of \(buckets), payload of \(payload.count) bytes")
        }
        entries.append(bucket: UInt32(bucket), key: key, payload: payload)
        if entries.memory >= memory { try spill() }
    }

    /// Adds an entry to a bucket.
    /// - Throws: as the other `append`.
    package mutating func append(bucket: Int, key: UInt64, payload: [UInt8]) throws(StorageError) {
        var failure: StorageError?
        payload.withUnsafeBytes { bytes in
            do throws(StorageError) {
                try append(bucket: bucket, key: key, payload: bytes)
            } catch { failure = error }
        }
        if let failure { throw failure }
    }

    private mutating func spill() throws(StorageError) {
        var output = try SortedOutput(path: spills.next(), buckets: buckets)
        try entries.drain(into: &output)
        _ = try output.commit()
    }

    /// Sorts, merges what was spilled, and makes the file appear. `lines` of the summary counts entries.
    /// - Throws: `StorageError.system`, and `.corrupt` when a spill changed meanwhile.
    package consuming func commit() throws(StorageError) -> FileSummary {
        if spills.paths.isEmpty {
            var output = try SortedOutput(path: path, buckets: buckets)
            try entries.drain(into: &output)
            return try output.commit()
        }
        if !entries.isEmpty { try spill() }
        return try SortedMerge.write(spills.paths, to: path, memory: memory)
    }
}

/// The spills of one writer, removed with it.
private struct SpillFiles: ~Copyable {
    let path: String
    private(set) var paths: [String] = []

    init(path: String) { self.path = path }

    deinit { for path in paths { try? Files.remove(path) } }

    mutating func next() -> String {
        paths.append("\(path).spill.\(paths.count)")
        return paths[paths.count - 1]
    }
}
