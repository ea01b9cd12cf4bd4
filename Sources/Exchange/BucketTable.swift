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
        let count = try Self.count(file)
        var table = BucketTable()
        for index in 0..<count { table.buckets.append(try bucket(index, of: count, file)) }
        return table
    }

    /// One bucket of a file.
    /// - Throws: `StorageError.corrupt` for a file that has no such bucket.
    static func bucket(_ index: Int, of file: RandomAccessFile) throws(StorageError) -> Bucket {
        let count = try Self.count(file)
        guard (0..<count).contains(index) else {
            throw .corrupt(path: file.path, detail: "it has \(count) buckets, no bucket \(index)")
        }
        return try bucket(index, of: count, file)
    }

    private static func count(_ file: RandomAccessFile) throws(StorageError) -> Int {
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

    private static func bucket(_ index: Int, of count: Int, _ file: RandomAccessFile) throws(StorageError) -> Bucket {
        let start = file.count - footerBytes - count * lineBytes
        let line = try file.bytes(at: start + index * lineBytes, count: lineBytes)
        guard line.count == lineBytes, let offset = Int(exactly: line.littleEndian64(at: 0)),
            let bytes = Int(exactly: line.littleEndian64(at: 8)), offset <= start, bytes <= start - offset,
            let entries = Int(exactly: line.littleEndian64(at: 16))
        else { throw .corrupt(path: file.path, detail: "bucket \(index) is outside the file") }
        return Bucket(
            offset: offset, bytes: bytes, entries: entries, hash: line.littleEndian64(at: 24) ^ hash(line[..<24]))
    }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.withUnsafeBytes { XXH3.hash($0) } }
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
