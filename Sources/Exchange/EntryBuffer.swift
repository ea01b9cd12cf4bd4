import Glibc
import Platform

/// Entries of a sorted file in memory: payloads end to end, and an index that is sorted.
struct EntryBuffer {
    private struct Entry {
        var key: UInt64
        var bucket: UInt32
        var length: UInt32
        var offset: Int
    }

    private var index: [Entry] = []
    private var payloads: [UInt8] = []

    var isEmpty: Bool { index.isEmpty }
    /// Bytes held.
    var memory: Int { index.count * MemoryLayout<Entry>.stride + payloads.count }

    mutating func append(bucket: UInt32, key: UInt64, payload: UnsafeRawBufferPointer) {
        index.append(Entry(key: key, bucket: bucket, length: UInt32(payload.count), offset: payloads.count))
        payloads.append(contentsOf: payload)
    }

    /// Writes everything, sorted by bucket, key and payload, and forgets it.
    mutating func drain(into output: inout SortedOutput) throws(StorageError) {
        var order = index
        index = []
        payloads.withUnsafeBytes { bytes in
            order.sort { EntryBuffer.precedes($0, $1, bytes) }
        }
        for entry in order {
            let payload = payloads[entry.offset..<entry.offset + Int(entry.length)]
            try output.append(bucket: Int(entry.bucket), key: entry.key, payload: payload)
        }
        payloads.removeAll(keepingCapacity: true)
    }

    private static func precedes(_ left: Entry, _ right: Entry, _ payloads: UnsafeRawBufferPointer) -> Bool {
        if left.bucket != right.bucket { return left.bucket < right.bucket }
        if left.key != right.key { return left.key < right.key }
        guard let base = payloads.baseAddress else { return false }
        let order = memcmp(base + left.offset, base + right.offset, Int(min(left.length, right.length)))
        return order != 0 ? order < 0 : left.length < right.length
    }
}
