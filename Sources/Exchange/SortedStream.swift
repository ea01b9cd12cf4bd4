import Platform

/// The entries of one bucket of one file as a stream; the bucket's checksum is compared at its end.
struct SortedStream {
    private let path: String
    private let bucket: BucketTable.Bucket
    private var buffer: [UInt8] = []
    private var at = 0
    private var fetched = 0
    private var remaining: Int
    private var hash = XXH3Stream()
    private let chunk: Int

    /// - Parameter chunk: bytes read at a time: rounded to whole hash blocks.
    init(path: String, bucket index: Int, chunk: Int) throws(StorageError) {
        self.path = path
        let table = try BucketTable.read(path)
        guard table.buckets.indices.contains(index) else {
            throw .corrupt(path: path, detail: "it has \(table.buckets.count) buckets, no bucket \(index)")
        }
        bucket = table.buckets[index]
        remaining = bucket.entries
        self.chunk = max(1, chunk / XXH3Stream.blockBytes) * XXH3Stream.blockBytes
    }

    mutating func next() throws(StorageError) -> (key: UInt64, payload: [UInt8])? {
        guard remaining > 0 else {
            guard fetched == bucket.bytes, at == buffer.count, hash.value == bucket.hash else { throw damaged }
            return nil
        }
        try need(12)
        let key = buffer.littleEndian64(at: at)
        let length = Int(buffer.littleEndian(at: at + 8))
        try need(12 + length)
        let payload = Array(buffer[at + 12..<at + 12 + length])
        at += 12 + length
        remaining -= 1
        return (key, payload)
    }

    private var damaged: StorageError {
        .corrupt(path: path, detail: "the bucket at byte \(bucket.offset) is not as it was written")
    }

    private mutating func need(_ count: Int) throws(StorageError) {
        guard buffer.count - at < count else { return }
        guard buffer.count - at + bucket.bytes - fetched >= count else { throw damaged }
        buffer.removeFirst(at)
        at = 0
        while buffer.count < count {
            let size = min(chunk, bucket.bytes - fetched)
            let (path, offset) = (path, bucket.offset + fetched)
            let bytes = try wrapping { () throws(SystemError) in try Files.read(path, offset: offset, count: size) }
            guard bytes.count == size else { throw damaged }
            fetched += size
            for start in stride(from: 0, to: size, by: XXH3Stream.blockBytes) {
                hash.update(bytes[start..<min(size, start + XXH3Stream.blockBytes)])
            }
            buffer.append(contentsOf: bytes)
        }
    }
}
