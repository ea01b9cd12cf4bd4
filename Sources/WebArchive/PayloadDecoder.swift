import CBrotli
import CZlib
import CZstd

/// Takes the codings off an HTTP body: transfer chunks first, then content codings from the last to the first.
enum PayloadDecoder {
    static func decode(
        _ body: ArraySlice<UInt8>, headers: [(name: String, value: String)], limit: Int
    ) throws(HTTPFault) -> [UInt8] {
        var bytes = body
        if tokens("transfer-encoding", headers).contains("chunked"), let plain = unchunk(bytes) { bytes = plain[...] }
        var result = bytes
        for coding in tokens("content-encoding", headers).reversed() {
            result = try decode(result, coding, limit: limit)[...]
        }
        guard result.count <= limit else { throw .tooLarge }
        return Array(result)
    }

    private static func tokens(_ name: String, _ headers: [(name: String, value: String)]) -> [String] {
        headers.filter { $0.name == name }.flatMap {
            $0.value.lowercased().split(whereSeparator: { ", \t".contains($0) })
        }
        .map(String.init)
    }

    /// The content of chunks; nil when the bytes are none (most archives store bodies without them, but keep the header).
    static func unchunk(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var out: [UInt8] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            guard let line = bytes[at...].prefix(1024).firstIndex(of: 0x0A), let size = size(bytes[at..<line]) else {
                return out.isEmpty ? nil : out
            }
            at = line + 1
            if size == 0 { return out }
            let end = min(bytes.endIndex, at + min(size, bytes.endIndex - at))
            out.append(contentsOf: bytes[at..<end])
            at = end
            if at < bytes.endIndex, bytes[at] == 0x0D { at += 1 }
            if at < bytes.endIndex, bytes[at] == 0x0A { at += 1 }
        }
        return out.isEmpty ? nil : out
    }

    private static func size(_ line: ArraySlice<UInt8>) -> Int? {
        let digits = HeaderLines.trim(line.prefix { $0 != UInt8(ascii: ";") })
        guard !digits.isEmpty, digits.count <= 15 else { return nil }
        return Int(String(decoding: digits, as: UTF8.self), radix: 16).flatMap { $0 >= 0 ? $0 : nil }
    }

    private static func decode(_ bytes: ArraySlice<UInt8>, _ coding: String, limit: Int) throws(HTTPFault) -> [UInt8] {
        switch coding {
        case "identity", "none", "utf-8", "8bit", "binary", "": return Array(bytes)
        case "gzip", "x-gzip":
            guard bytes.starts(with: [0x1F, 0x8B]) else { return Array(bytes) }
            return try inflate(bytes, windows: [15 + 16], limit: limit)
        case "deflate":
            if let first = bytes.first, first & 0x0F != 8, looksLikeText(bytes) { return Array(bytes) }
            return try inflate(bytes, windows: [15, -15], limit: limit)
        case "br": return try brotli(bytes, limit: limit)
        case "zstd":
            guard bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) else { return Array(bytes) }
            return try zstd(bytes, limit: limit)
        default:
            guard looksLikeText(bytes) else { throw .unknownEncoding }
            return Array(bytes)
        }
    }

    private static func looksLikeText(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.first { $0 > 0x20 } == UInt8(ascii: "<") && !bytes.prefix(256).contains { $0 < 9 }
    }

    /// Inflates all gzip members (or the one zlib or raw stream); what came before damage is kept when there is any.
    private static func inflate(_ bytes: ArraySlice<UInt8>, windows: [Int32], limit: Int) throws(HTTPFault) -> [UInt8] {
        for window in windows {
            let (out, isGood) = try inflate(bytes, window: window, limit: limit)
            if isGood || (!out.isEmpty && window == windows.last) { return out }
        }
        throw .badEncoding
    }

    private static func inflate(
        _ bytes: ArraySlice<UInt8>, window: Int32, limit: Int
    ) throws(HTTPFault) -> ([UInt8], Bool) {
        var stream = z_stream()
        guard inflateInit2_(&stream, window, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .badEncoding
        }
        defer { inflateEnd(&stream) }
        var input = Array(bytes)
        var out: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var consumed = 0
        while consumed < input.count {
            let (code, taken, made) = input.withUnsafeMutableBufferPointer { source in
                chunk.withUnsafeMutableBufferPointer { target -> (Int32, Int, Int) in
                    stream.next_in = source.baseAddress.map { $0 + consumed }
                    stream.avail_in = UInt32(source.count - consumed)
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    let code = CZlib.inflate(&stream, Z_NO_FLUSH)
                    return (code, source.count - consumed - Int(stream.avail_in), target.count - Int(stream.avail_out))
                }
            }
            consumed += taken
            out.append(contentsOf: chunk[..<made])
            guard out.count <= limit else { throw .tooLarge }
            if code == Z_STREAM_END {
                // Another member may follow; anything else behind it is ignored.
                guard window > 15, input[consumed...].starts(with: [0x1F, 0x8B]) else { return (out, true) }
                inflateReset(&stream)
            } else if code != Z_OK {
                return (out, false)
            }
        }
        return (out, false)
    }

    private static func brotli(_ bytes: ArraySlice<UInt8>, limit: Int) throws(HTTPFault) -> [UInt8] {
        guard let state = BrotliDecoderCreateInstance(nil, nil, nil) else { throw .badEncoding }
        defer { BrotliDecoderDestroyInstance(state) }
        let input = Array(bytes)
        var out: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var consumed = 0
        while true {
            let (code, taken, made) = input.withUnsafeBufferPointer { source in
                chunk.withUnsafeMutableBufferPointer { target -> (BrotliDecoderResult, Int, Int) in
                    var available = source.count - consumed
                    var next = source.baseAddress.map { $0 + consumed }
                    var room = target.count
                    var place = target.baseAddress
                    let code = BrotliDecoderDecompressStream(state, &available, &next, &room, &place, nil)
                    return (code, source.count - consumed - available, target.count - room)
                }
            }
            consumed += taken
            out.append(contentsOf: chunk[..<made])
            guard out.count <= limit else { throw .tooLarge }
            if code == BROTLI_DECODER_RESULT_SUCCESS { return out }
            guard code == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT else {
                if looksLikeText(bytes) { return input }
                guard code == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT, !out.isEmpty else { throw .badEncoding }
                return out
            }
        }
    }

    private static func zstd(_ bytes: ArraySlice<UInt8>, limit: Int) throws(HTTPFault) -> [UInt8] {
        guard let context = ZSTD_createDCtx() else { throw .badEncoding }
        defer { ZSTD_freeDCtx(context) }
        ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27)
        let source = Array(bytes)
        var out: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var consumed = 0
        while consumed < source.count {
            let (code, taken, made) = source.withUnsafeBytes { raw in
                chunk.withUnsafeMutableBytes { target -> (Int, Int, Int) in
                    var input = ZSTD_inBuffer(src: raw.baseAddress, size: raw.count, pos: consumed)
                    var output = ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
                    let code = ZSTD_decompressStream(context, &output, &input)
                    return (code, input.pos, output.pos)
                }
            }
            let moved = taken > consumed || made > 0
            consumed = taken
            out.append(contentsOf: chunk[..<made])
            guard out.count <= limit else { throw .tooLarge }
            guard ZSTD_isError(code) == 0, moved else {
                if out.isEmpty { throw .badEncoding }
                return out
            }
        }
        return out
    }
}
