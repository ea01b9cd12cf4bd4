import Glibc
package import Platform

/// Merges one bucket of many sorted files into one stream, sorted by key, then payload.
///
/// A file is opened once; where there are many of them (more than `mostOpen`), once for each buffer, so that their number is
/// not bounded by descriptors. The memory given is shared among them (64 KiB a file at least).
package struct SortedMerger {
    private struct Head {
        var key: UInt64
        var payload: [UInt8]
        var source: Int
    }

    /// Files that stay open: `fetch` follows five exchanges at once, beside its connections, below the usual 1,024 descriptors.
    private static let mostOpen = 64

    private var streams: [SortedStream] = []
    /// A binary heap, the least entry first.
    private var heap: [Head] = []
    /// Index of the file the last entry came from.
    package private(set) var source = 0

    /// Opens the bucket in every file.
    /// - Parameter memory: bytes of buffers, shared by the files.
    /// - Throws: `StorageError.system`; `.corrupt` for a file that is not sorted entries or has no such bucket.
    package init(paths: [String], bucket: Int, memory: Int = 64 << 20) throws(StorageError) {
        let chunk = min(1 << 20, memory / max(1, paths.count))
        for path in paths {
            let file = try wrapping { () throws(SystemError) in try RandomAccessFile(path: path) }
            let staysOpen = paths.count <= Self.mostOpen
            let place = try BucketTable.bucket(bucket, of: file)
            streams.append(try SortedStream(file, place, chunk: chunk, staysOpen: staysOpen))
        }
        try fillHeap()
    }

    /// Takes a bucket of each of some files that are open.
    /// - Throws: as the other.
    init(
        files: [RandomAccessFile], _ buckets: [BucketTable.Bucket], memory: Int
    ) throws(StorageError) {
        let chunk = min(1 << 20, memory / max(1, files.count))
        // A bucket of nothing need not be followed; its line is sound when its hash is that of nothing.
        for (file, bucket) in zip(files, buckets) where (bucket.bytes, bucket.entries, bucket.hash) != (0, 0, 0) {
            streams.append(try SortedStream(file, bucket, chunk: chunk, staysOpen: true))
        }
        try fillHeap()
    }

    private mutating func fillHeap() throws(StorageError) {
        for source in streams.indices {
            guard let (key, payload) = try streams[source].next() else { continue }
            heap.append(Head(key: key, payload: payload, source: source))
        }
        for position in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(position) }
    }

    /// The least entry that was not given yet; equal entries of several files come one after another. Nil at the end.
    /// - Throws: `StorageError.corrupt` when a bucket is not as it was written (checked by its end); `.system`.
    package mutating func next() throws(StorageError) -> (key: UInt64, payload: [UInt8])? {
        guard let first = heap.first else { return nil }
        source = first.source
        if let (key, payload) = try streams[first.source].next() {
            heap[0] = Head(key: key, payload: payload, source: first.source)
        } else {
            let last = heap.removeLast()
            if heap.isEmpty { return (first.key, first.payload) }
            heap[0] = last
        }
        sink(0)
        return (first.key, first.payload)
    }

    /// The key of the entry that comes next; nil at the end.
    package var key: UInt64? { heap.first?.key }

    /// The payload of the next entry of `key`; entries of lower keys are passed over. Nil when `key` has no more.
    /// - Throws: as `next`.
    package mutating func next(of key: UInt64) throws(StorageError) -> [UInt8]? {
        while let least = self.key, least <= key, let entry = try next() {
            if least == key { return entry.payload }
        }
        return nil
    }

    private mutating func sink(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if SortedMerger.precedes(heap[child], heap[least]) { least = child }
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    private static func precedes(_ left: Head, _ right: Head) -> Bool {
        if left.key != right.key { return left.key < right.key }
        let order = memcmp(left.payload, right.payload, min(left.payload.count, right.payload.count))
        if order != 0 { return order < 0 }
        if left.payload.count != right.payload.count { return left.payload.count < right.payload.count }
        return left.source < right.source
    }
}
