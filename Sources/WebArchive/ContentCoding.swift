import CBrotli
import CDeflate
import CZlib
import CZstd

/// A content coding of HTTP (RFC 9110, 8.4.1; RFC 7932; RFC 8878) under the names servers use for it.
enum ContentCoding {
    case gzip, deflate, brotli, zstd

    /// From the token of a header, in lower case.
    init?(rawValue: String) {
        switch rawValue {
        case "gzip", "x-gzip": self = .gzip
        case "deflate": self = .deflate
        case "br": self = .brotli
        case "zstd": self = .zstd
        default: return nil
        }
    }

    /// What inflating came to.
    enum Result {
        case whole([UInt8])
        /// The stream ends too early; the beginning.
        case cut([UInt8])
        /// The stream goes wrong, or its checksum is; what came before.
        case damaged([UInt8])
        case tooLarge
    }

    /// Whether the bytes can be of this coding; what has no magic may be.
    func mayBe(_ bytes: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .gzip: bytes.has((0x1F, 0x8B, 0x08), at: 0)
        case .zstd: bytes.integer(at: 0, width: 4) == 0xFD2F_B528
        case .deflate, .brotli: true
        }
    }

    /// Inflates `bytes`, to at most `limit` bytes.
    func inflate(_ bytes: UnsafeRawBufferPointer, limit: Int) -> Result {
        switch self {
        case .gzip: ContentCoding.gunzip(bytes, limit)
        case .deflate: ContentCoding.inflateBoth(bytes, limit)
        case .brotli: ContentCoding.unbrotli(bytes, limit)
        case .zstd: ContentCoding.unzstd(bytes, limit)
        }
    }

    /// Members one after the other; what follows the last is dropped, as browsers do.
    private static func gunzip(_ bytes: UnsafeRawBufferPointer, _ limit: Int) -> Result {
        if let body = gunzipAtOnce(bytes, limit) { return .whole(body) }
        var sink = ByteSink(limit: limit)
        var at = 0
        while bytes.has((0x1F, 0x8B, 0x08), at: at) {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[at...])
            switch zlib(rest, windowBits: 15 + 16, &sink) {
            case .ended(let read): at += read
            case .cut: return .cut(sink.bytes)
            case .damaged: return .damaged(sink.bytes)
            case .tooLarge: return .tooLarge
            }
        }
        return .whole(sink.bytes)
    }

    /// One member that fills the bytes and says its size at the end: the usual case, at twice the speed.
    private static func gunzipAtOnce(_ bytes: UnsafeRawBufferPointer, _ limit: Int) -> [UInt8]? {
        guard let size = bytes.integer(at: bytes.count - 4, width: 4), size <= limit, size <= bytes.count * 1100,
            let deflate = libdeflate_alloc_decompressor()
        else { return nil }
        defer { libdeflate_free_decompressor(deflate) }
        var isWhole = false
        let body = [UInt8](unsafeUninitializedCapacity: size) { room, count in
            var read = 0
            let result = libdeflate_gzip_decompress_ex(
                deflate, bytes.baseAddress, bytes.count, room.baseAddress, size, &read, &count)
            isWhole = result == LIBDEFLATE_SUCCESS && read == bytes.count
            if result != LIBDEFLATE_SUCCESS { count = 0 }
        }
        return isWhole ? body : nil
    }

    /// `deflate` is zlib by the standard (RFC 1950) and raw deflate by custom.
    private static func inflateBoth(_ bytes: UnsafeRawBufferPointer, _ limit: Int) -> Result {
        let head = bytes.count >= 2 ? Int(bytes[0]) << 8 | Int(bytes[1]) : 1
        let isZlib = head >> 8 & 15 == 8 && head % 31 == 0
        var result = inflate(bytes, limit, windowBits: isZlib ? 15 : -15)
        if isZlib, case .damaged(let body) = result, body.isEmpty {
            result = inflate(bytes, limit, windowBits: -15)
        }
        return result
    }

    private static func inflate(_ bytes: UnsafeRawBufferPointer, _ limit: Int, windowBits: Int32) -> Result {
        var sink = ByteSink(limit: limit)
        switch zlib(bytes, windowBits: windowBits, &sink) {
        case .ended: return .whole(sink.bytes)
        case .cut: return .cut(sink.bytes)
        case .damaged: return .damaged(sink.bytes)
        case .tooLarge: return .tooLarge
        }
    }

    private enum End {
        case ended(Int)
        case cut, damaged, tooLarge
    }

    private static func zlib(_ bytes: UnsafeRawBufferPointer, windowBits: Int32, _ sink: inout ByteSink) -> End {
        var stream = z_stream()
        guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return .damaged
        }
        defer { inflateEnd(&stream) }
        stream.next_in = bytes.baseAddress.map {
            UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: Bytef.self))
        }
        stream.avail_in = UInt32(clamping: bytes.count)
        while true {
            var code = Z_OK
            sink.append { room in
                stream.next_out = room.baseAddress?.assumingMemoryBound(to: Bytef.self)
                stream.avail_out = UInt32(clamping: room.count)
                code = CZlib.inflate(&stream, Z_NO_FLUSH)
                return room.count - Int(stream.avail_out)
            }
            if sink.isFull { return .tooLarge }
            switch code {
            case Z_STREAM_END: return .ended(bytes.count - Int(stream.avail_in))
            case Z_OK: if stream.avail_in == 0 && stream.avail_out > 0 { return .cut }
            case Z_BUF_ERROR: return .cut
            default: return .damaged
            }
        }
    }

    private static func unbrotli(_ bytes: UnsafeRawBufferPointer, _ limit: Int) -> Result {
        guard let state = BrotliDecoderCreateInstance(nil, nil, nil) else { return .damaged([]) }
        defer { BrotliDecoderDestroyInstance(state) }
        var sink = ByteSink(limit: limit)
        var left = bytes.count
        var input = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        while true {
            var code = BROTLI_DECODER_RESULT_ERROR
            sink.append { room in
                var space = room.count
                var output = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
                code = BrotliDecoderDecompressStream(state, &left, &input, &space, &output, nil)
                return room.count - space
            }
            if sink.isFull { return .tooLarge }
            switch code {
            case BROTLI_DECODER_RESULT_SUCCESS: return .whole(sink.bytes)
            case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT: return .cut(sink.bytes)
            case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: continue
            default: return .damaged(sink.bytes)
            }
        }
    }

    private static func unzstd(_ bytes: UnsafeRawBufferPointer, _ limit: Int) -> Result {
        guard let context = ZSTD_createDCtx() else { return .damaged([]) }
        defer { ZSTD_freeDCtx(context) }
        var sink = ByteSink(limit: limit)
        var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
        while true {
            var code = 0
            var produced = 0
            sink.append { room in
                var output = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                code = ZSTD_decompressStream(context, &output, &input)
                produced = output.pos
                return produced
            }
            if sink.isFull { return .tooLarge }
            if ZSTD_isError(code) != 0 { return .damaged(sink.bytes) }
            if code == 0 && input.pos >= input.size { return .whole(sink.bytes) }
            if input.pos >= input.size && produced == 0 { return .cut(sink.bytes) }
        }
    }
}
