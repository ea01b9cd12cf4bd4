import Platform

/// The end of a sorted file: where each bucket is, how many entries it has, the hash of its bytes.
///
/// `(offset u64, bytes u64, entries u64, check u64) × B, B u32, magic u32, xxh3 of B and magic u64`, little endian. The
/// buckets stand before it in order and fill the file. A check is the bucket's hash, changed by what stands before it: who
/// reads one bucket reads the footer and one line of the table, however many buckets there are.
struct BucketTable {
    struct Bucket: Equatable {
        var offset = 0
        var bytes = 0
        var entries = 0
        var hash: UInt64 = 0
    }

    static let magic: UInt32 = 0x324E_5251  // "QRN2"
    static let footerBytes = 16
    static let lineBytes = 32
    var buckets: [Bucket] = []

    var bytes: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(buckets.count * BucketTable.lineBytes + BucketTable.footerBytes)
        for bucket in buckets {
            let place = out.count
            out.append(littleEndian: UInt64(bucket.offset))
            out.append(littleEndian: UInt64(bucket.bytes))
            out.append(littleEndian: UInt64(bucket.entries))
            out.append(littleEndian: bucket.hash ^ Self.hash(out[place...]))
        }
        let footer = out.count
        out.append(littleEndian: UInt32(buckets.count))
        out.append(littleEndian: BucketTable.magic)
        out.append(littleEndian: Self.hash(out[footer...]))
        return out
    }

    /// The whole table of a file.
    static func read(_ file: RandomAccessFile) throws(StorageError) -> BucketTable {
        var lines = try BucketLines(file)
        var table = BucketTable()
        for _ in 0..<lines.count { table.buckets.append(try lines.next()) }
        return table
    }

    /// One bucket of a file.
    /// - Throws: `StorageError.corrupt` for a file that has no such bucket.
    static func bucket(_ index: Int, of file: RandomAccessFile) throws(StorageError) -> Bucket {
        let count = try Self.count(file)
        guard (0..<count).contains(index) else {
            throw .corrupt(path: file.path, detail: "it has \(count) buckets, no bucket \(index)")
        }
        return try buckets(index..<index + 1, of: count, file)[0]
    }

    fileprivate static func count(_ file: RandomAccessFile) throws(StorageError) -> Int {
        let footer = try file.bytes(at: file.count - footerBytes, count: footerBytes)
        guard footer.count == footerBytes, footer.littleEndian(at: 4) == magic else {
            throw .corrupt(path: file.path, detail: "no bucket table at its end: truncated, or not a file of entries")
        }
        guard hash(footer[..<8]) == footer.littleEndian64(at: 8) else {
            throw .corrupt(path: file.path, detail: "the checksum of its bucket table differs")
        }
        let count = Int(footer.littleEndian(at: 0))
        guard count * lineBytes + footerBytes <= file.count else {
            throw .corrupt(path: file.path, detail: "its bucket table is longer than the file")
        }
        return count
    }

    /// Buckets that follow one another, by one read.
    fileprivate static func buckets(
        _ range: Range<Int>, of count: Int, _ file: RandomAccessFile
    ) throws(StorageError) -> [Bucket] {
        let start = file.count - footerBytes - count * lineBytes
        let lines = try file.bytes(at: start + range.lowerBound * lineBytes, count: range.count * lineBytes)
        var buckets: [Bucket] = []
        for index in range {
            let at = (index - range.lowerBound) * lineBytes
            guard let bucket = lines.count >= at + lineBytes ? bucket(lines[at..<at + lineBytes]) : nil,
                bucket.offset <= start, bucket.bytes <= start - bucket.offset
            else { throw .corrupt(path: file.path, detail: "bucket \(index) is outside the file") }
            buckets.append(bucket)
        }
        return buckets
    }

    private static func bucket(_ slice: ArraySlice<UInt8>) -> Bucket? {
        let line = Array(slice)
        guard let offset = Int(exactly: line.littleEndian64(at: 0)),
            let bytes = Int(exactly: line.littleEndian64(at: 8)),
            let entries = Int(exactly: line.littleEndian64(at: 16))
        else { return nil }
        return Bucket(
            offset: offset, bytes: bytes, entries: entries, hash: line.littleEndian64(at: 24) ^ hash(line[..<24]))
    }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.withUnsafeBytes { XXH3.hash($0) } }
}

/// The buckets of a file in order, for who goes through all of them: some lines of the table are read at a time.
struct BucketLines {
    /// How many there are.
    let count: Int
    private let file: RandomAccessFile
    private var done = 0
    private var ahead: ArraySlice<BucketTable.Bucket> = []

    /// 16 KiB: of 128 files that are merged together 2 MiB.
    private static let linesRead = 512

    init(_ file: RandomAccessFile) throws(StorageError) {
        self.file = file
        count = try BucketTable.count(file)
    }

    /// The next bucket.
    /// - Throws: `StorageError.corrupt` where the file has no more.
    mutating func next() throws(StorageError) -> BucketTable.Bucket {
        if ahead.isEmpty {
            ahead = try BucketTable.buckets(done..<min(count, done + Self.linesRead), of: count, file)[...]
        }
        guard let bucket = ahead.popFirst() else {
            throw .corrupt(path: file.path, detail: "it has \(count) buckets, no bucket \(done)")
        }
        done += 1
        return bucket
    }
}

extension RandomAccessFile {
    /// Bytes of the file; none when it has not so many from there on.
    func bytes(at offset: Int, count: Int) throws(StorageError) -> [UInt8] {
        guard offset >= 0, offset + count <= self.count else { return [] }
        return try wrapping { () throws(SystemError) -> [UInt8] in
            var bytes = [UInt8](repeating: 0, count: count)
            try read(count, into: &bytes, at: offset)
            return bytes
        }
    }
}
