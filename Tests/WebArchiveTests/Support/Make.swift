import CZlib
import CZstd

/// Archives made in tests.
enum Make {
    /// A response record with this HTTP block.
    static func record(_ url: String, block: [UInt8], type: String = "response", extra: String = "") -> [UInt8] {
        let header =
            "WARC/1.0\r\nWARC-Type: \(type)\r\nWARC-Target-URI: \(url)\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
            + "WARC-Record-ID: <urn:x:\(url.utf8.reduce(7) { $0 &* 31 &+ Int($1) })>\r\n\(extra)Content-Length: \(block.count)\r\n\r\n"
        return Array(header.utf8) + block + Array("\r\n\r\n".utf8)
    }

    static func http(_ body: [UInt8], _ headers: String = "Content-Type: text/html\r\n") -> [UInt8] {
        Array("HTTP/1.1 200 OK\r\n\(headers)\r\n".utf8) + body
    }

    static func page(_ number: Int, size: Int = 300) -> [UInt8] {
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 | 1
        var text = "<html><body>START-\(number) "
        while text.utf8.count < size {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            text += String(state >> 40, radix: 36) + " "
        }
        return record("http://made.test/\(number)", block: http(Array((text + "END</body></html>").utf8)))
    }

    /// Compressed by zlib; `windowBits` 31 is gzip, 15 zlib, -15 raw.
    static func deflate(_ bytes: [UInt8], level: Int32 = 6, windowBits: Int32 = 31) -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        deflateInit2_(&stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        defer { deflateEnd(&stream) }
        var out = [UInt8](repeating: 0, count: bytes.count + bytes.count / 1000 + 1024)
        var input = bytes
        let capacity = out.count
        let left = input.withUnsafeMutableBufferPointer { source in
            out.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(capacity)
                CZlib.deflate(&stream, Z_FINISH)
                return Int(stream.avail_out)
            }
        }
        out.removeLast(left)
        return out
    }

    static func gzip(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] { deflate(bytes, level: level) }
}

extension Make {
    /// One zstd frame with its checksum, made with `dictionary` when there is one.
    static func zstd(_ bytes: [UInt8], dictionary: [UInt8] = []) -> [UInt8] {
        let context = ZSTD_createCCtx()
        defer { ZSTD_freeCCtx(context) }
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        if !dictionary.isEmpty { ZSTD_CCtx_loadDictionary(context, dictionary, dictionary.count) }
        var out = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let count = ZSTD_compress2(context, &out, out.count, bytes, bytes.count)
        out.removeLast(out.count - count)
        return out
    }

    static func little(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(value >> (8 * $0) & 255) } }

    /// A ZIP with these files, stored.
    static func zip(_ files: [(name: String, bytes: [UInt8], method: Int)], wide: Bool = false) -> [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let offset = out.count
            let sizes = little(file.bytes.count, 4) + little(file.bytes.count, 4)
            let common = little(20, 2) + little(0, 2) + little(file.method, 2) + little(0, 8)
            out += little(0x0403_4B50, 4) + common + sizes + little(file.name.utf8.count, 2) + little(5, 2)
            out += Array(file.name.utf8) + [9, 9, 1, 0, 7] + file.bytes
            let extra = wide ? little(1, 2) + little(16, 2) + little(file.bytes.count, 8) + little(offset, 8) : []
            directory += little(0x0201_4B50, 4) + little(20, 2) + common
            directory += wide ? little(0xFFFF_FFFF, 4) + little(file.bytes.count, 4) : sizes
            directory += little(file.name.utf8.count, 2) + little(extra.count, 2) + little(0, 10)
            directory += little(wide ? 0xFFFF_FFFF : offset, 4) + Array(file.name.utf8) + extra
        }
        let start = out.count
        out += directory
        if wide {
            let record = out.count
            out += little(0x0606_4B50, 4) + little(44, 8) + little(0, 12) + little(files.count, 8)
            out += little(files.count, 8) + little(directory.count, 8) + little(start, 8)
            out += little(0x0706_4B50, 4) + little(0, 4) + little(record, 8) + little(1, 4)
        }
        out += little(0x0605_4B50, 4) + little(0, 4) + little(files.count, 2) + little(files.count, 2)
        return out + little(directory.count, 4) + little(wide ? 0xFFFF_FFFF : start, 4) + little(0, 2)
    }
}
