import CDeflate
import CZlib
import CZstd

/// Decompresses pages. A page's own word for its size is taken only as far as its codec can reach it.
final class PageDecompressor {
    /// The largest page that is read, bytes.
    static let largestPage = 256 << 20

    private let codec: Format.Codec
    private let zstd = ZSTD_createDCtx()

    /// - Throws: `ParquetError.unsupported` for a codec that is not read here.
    init(codec: Int) throws(ParquetError) {
        guard let known = Format.Codec(rawValue: codec) else { throw .unsupported("an unknown compression \(codec)") }
        switch known {
        case .none, .snappy, .gzip, .zstd: self.codec = known
        case .lzo, .brotli, .lz4, .lz4Raw:
            throw .unsupported("compressed with \(known); zstd, snappy, gzip and none are read")
        }
    }

    deinit { ZSTD_freeDCtx(zstd) }

    /// Checks what a page claims against what its bytes can become.
    func check(compressed: Int, uncompressed: Int) throws(ParquetError) {
        // Snappy copies at most 64 bytes by three; deflate reaches 1032 to one; a block of zstd is 128 KiB of at least
        // four bytes.
        let ratio =
            switch codec {
            case .snappy: 24
            case .gzip: 1040
            case .zstd: 40_000
            default: 1
            }
        guard uncompressed >= 0, uncompressed <= Self.largestPage else {
            throw .damaged("a page of \(uncompressed) bytes; \(Self.largestPage) are the most")
        }
        guard uncompressed <= compressed * ratio + 64 else {
            throw .damaged("\(compressed) bytes cannot become \(uncompressed)")
        }
    }

    /// The text of a page.
    /// - Throws: `ParquetError.damaged`.
    func decompress(_ bytes: ArraySlice<UInt8>, size: Int) throws(ParquetError) -> [UInt8] {
        try check(compressed: bytes.count, uncompressed: size)
        switch codec {
        case .snappy: return try Snappy.decompress(bytes, size: size)
        case .gzip: return try inflate(bytes, size: size)
        case .zstd: return try unzstd(bytes, size: size)
        default:
            guard bytes.count == size else { throw .damaged("a page of another size than it says") }
            return Array(bytes)
        }
    }

    private func unzstd(_ bytes: ArraySlice<UInt8>, size: Int) throws(ParquetError) -> [UInt8] {
        var fault: ParquetError?
        let text = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let written = bytes.withUnsafeBytes {
                ZSTD_decompressDCtx(zstd, buffer.baseAddress, size, $0.baseAddress, $0.count)
            }
            if ZSTD_isError(written) != 0 {
                fault = .damaged("zstd: " + String(cString: ZSTD_getErrorName(written)))
            } else {
                count = written
            }
        }
        if let fault { throw fault }
        guard text.count == size else { throw .damaged("a page of \(text.count) bytes, not \(size)") }
        return text
    }

    private func inflate(_ bytes: ArraySlice<UInt8>, size: Int) throws(ParquetError) -> [UInt8] {
        var stream = z_stream()
        // 32: gzip or zlib, by the header.
        guard inflateInit2_(&stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .damaged("zlib cannot begin")
        }
        defer { inflateEnd(&stream) }
        var status: Int32 = Z_OK
        let text = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            bytes.withUnsafeBytes { input in
                let base = input.bindMemory(to: UInt8.self).baseAddress
                stream.next_in = UnsafeMutablePointer(mutating: base)
                stream.avail_in = UInt32(input.count)
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(size)
                status = CZlib.inflate(&stream, Z_FINISH)
                count = size - Int(stream.avail_out)
            }
        }
        guard status == Z_STREAM_END, text.count == size else {
            throw .damaged("gzip: \(text.count) of \(size) bytes, status \(status)")
        }
        return text
    }
}

/// Compresses the pages of a column with zstd.
final class PageCompressor {
    private let context = ZSTD_createCCtx()

    /// - Parameters:
    ///   - level: zstd's.
    ///   - isProse: whether it is running text.
    init(level: Int, isProse: Bool = false) {
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Int32(level))
        ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 1)
        guard level == 1 else { return }
        // zstd's own tables are two and four times as large, and its time goes by how long a table takes to fill: until
        // then the processor cannot foresee whether an entry is of this page. What addresses and records repeat stands
        // close by; a larger table finds it farther away, which takes more bytes to say.
        ZSTD_CCtx_setParameter(context, ZSTD_c_hashLog, isProse ? 12 : 11)
        ZSTD_CCtx_setParameter(context, ZSTD_c_minMatch, 7)
    }

    deinit { ZSTD_freeCCtx(context) }

    /// The most bytes that a frame of `count` bytes can have.
    static func bound(_ count: Int) -> Int { ZSTD_compressBound(count) }

    /// Writes one frame of `text`.
    /// - Returns: its bytes; nil when zstd refuses (out of memory) or `out` is too small.
    func compress(_ text: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer) -> Int? {
        let size = ZSTD_compress2(context, out.baseAddress, out.count, text.baseAddress, text.count)
        return ZSTD_isError(size) == 0 ? size : nil
    }

    /// CRC-32 as page headers have it.
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        libdeflate_crc32(0, bytes.baseAddress, bytes.count)
    }
}
