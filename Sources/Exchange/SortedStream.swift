import Platform

/// The entries of one bucket of one file as a stream; the bucket's checksum is compared at its end.
struct SortedStream {
    private let path: String
    /// The file, when it stays open between reads and has more to read.
    private var file: RandomAccessFile?
    private let bucket: BucketTable.Bucket
    private var buffer: [UInt8] = []
    private var at = 0
    private var fetched = 0
    private var remaining: Int
    private var hash = XXH3Stream()
    private let chunk: Int

    /// Reads the beginning of the bucket.
    /// - Parameters:
    ///   - chunk: bytes read at a time: rounded to whole hash blocks.
    ///   - staysOpen: whether the file does between reads; else it is opened for each.
    init(_ file: RandomAccessFile, _ bucket: BucketTable.Bucket, chunk: Int, staysOpen: Bool) throws(StorageError) {
        path = file.path
        self.bucket = bucket
        remaining = bucket.entries
        self.chunk = max(1, chunk / XXH3Stream.blockBytes) * XXH3Stream.blockBytes
        self.file = file
        if bucket.bytes > 0 { try fetch() }
        if !staysOpen || fetched == bucket.bytes { self.file = nil }
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
        while buffer.count < count { try fetch() }
        if fetched == bucket.bytes { file = nil }
    }

    private mutating func fetch() throws(StorageError) {
        let path = path
        let open: RandomAccessFile
        if let file {
            open = file
        } else {
            open = try wrapping { () throws(SystemError) in try RandomAccessFile(path: path) }
        }
        let bytes = try open.bytes(at: bucket.offset + fetched, count: min(chunk, bucket.bytes - fetched))
        guard !bytes.isEmpty else { throw damaged }
        fetched += bytes.count
        for start in stride(from: 0, to: bytes.count, by: XXH3Stream.blockBytes) {
            hash.update(bytes[start..<min(bytes.count, start + XXH3Stream.blockBytes)])
        }
        buffer.append(contentsOf: bytes)
    }
}
