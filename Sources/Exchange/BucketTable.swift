import Platform

/// The end of a sorted file: where each bucket is, how many entries it has, the hash of its bytes.
///
/// `(offset u64, bytes u64, entries u64, xxh3 u64) × B, B u32, magic u32, xxh3 of all this before u64`, little endian.
/// The buckets stand before it in order and fill the file.
struct BucketTable {
    struct Bucket: Equatable {
        var offset = 0
        var bytes = 0
        var entries = 0
        var hash: UInt64 = 0
    }

    static let magic: UInt32 = 0x314E_5251  // "QRN1"
    static let footerBytes = 16
    var buckets: [Bucket] = []

    var bytes: [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(buckets.count * 32 + BucketTable.footerBytes)
        for bucket in buckets {
            out.append(littleEndian: UInt64(bucket.offset))
            out.append(littleEndian: UInt64(bucket.bytes))
            out.append(littleEndian: UInt64(bucket.entries))
            out.append(littleEndian: bucket.hash)
        }
        out.append(littleEndian: UInt32(buckets.count))
        out.append(littleEndian: BucketTable.magic)
        out.append(littleEndian: out.withUnsafeBytes { XXH3.hash($0) })
        return out
    }

    static func read(_ path: String) throws(StorageError) -> BucketTable {
        let size = try wrapping { () throws(SystemError) in try Files.size(path) }
        let footer = try wrapping { () throws(SystemError) in
            try Files.read(path, offset: max(0, size - footerBytes), count: footerBytes)
        }
        guard footer.count == footerBytes, footer.littleEndian(at: 4) == magic else {
            throw .corrupt(path: path, detail: "no bucket table at its end: truncated, or not a file of entries")
        }
        let count = Int(footer.littleEndian(at: 0))
        let length = count * 32 + footerBytes
        guard length <= size else { throw .corrupt(path: path, detail: "its bucket table is longer than the file") }
        let table = try wrapping { () throws(SystemError) in
            try Files.read(path, offset: size - length, count: length)
        }
        guard table.count == length,
            table.withUnsafeBytes({ XXH3.hash(UnsafeRawBufferPointer(rebasing: $0.dropLast(8))) })
                == table.littleEndian64(at: length - 8)
        else { throw .corrupt(path: path, detail: "the checksum of its bucket table differs") }
        return try parse(table, count: count, dataBytes: size - length, path: path)
    }

    private static func parse(
        _ table: [UInt8], count: Int, dataBytes: Int, path: String
    ) throws(StorageError) -> BucketTable {
        var result = BucketTable()
        var offset = 0
        for index in 0..<count {
            let at = index * 32
            guard let place = Int(exactly: table.littleEndian64(at: at)), place == offset,
                let bytes = Int(exactly: table.littleEndian64(at: at + 8)), bytes <= dataBytes - offset,
                let entries = Int(exactly: table.littleEndian64(at: at + 16))
            else { throw .corrupt(path: path, detail: "bucket \(index) is outside the file") }
            let hash = table.littleEndian64(at: at + 24)
            result.buckets.append(Bucket(offset: place, bytes: bytes, entries: entries, hash: hash))
            offset += bytes
        }
        guard offset == dataBytes else { throw .corrupt(path: path, detail: "its buckets do not fill the file") }
        return result
    }
}
