import CBrotli
import CZlib

/// Undoes `Content-Encoding`: gzip, deflate, br. Our own, because libcurl reports a gzip body that was cut as a
/// success.
enum ContentDecoding {
    /// The decoded body. `encodings`: as in the header, the last one was applied last.
    /// - Throws: `Refusal` with `encoding` (unknown, damaged, cut) or `tooLarge` (more than `limit` bytes).
    static func decode(_ body: [UInt8], encodings: [String], limit: Int) throws(Refusal) -> [UInt8] {
        var body = body
        guard encodings.count <= 3 else { throw Refusal(.encoding, "\(encodings.count) codings") }
        for coding in encodings.reversed() {
            switch coding {
            case "identity", "": continue
            case "gzip", "x-gzip": body = try inflate(body, windowBits: 15 + 16, limit: limit)
            case "deflate": body = try inflate(body, windowBits: hasZlibHeader(body) ? 15 : -15, limit: limit)
            case "br": body = try unbrotli(body, limit: limit)
            default: throw Refusal(.encoding, coding)
            }
        }
        return body
    }

    /// Servers send "deflate" with and without the zlib header (RFC 1950).
    private static func hasZlibHeader(_ body: [UInt8]) -> Bool {
        body.count >= 2 && body[0] & 15 == 8 && (Int(body[0]) << 8 | Int(body[1])) % 31 == 0
    }

    private static func inflate(_ body: [UInt8], windowBits: Int32, limit: Int) throws(Refusal) -> [UInt8] {
        var stream = z_stream()
        guard inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw Refusal(.encoding, "zlib")
        }
        defer { inflateEnd(&stream) }
        var output = DecodedBytes(limit: limit)
        let end = body.withUnsafeBufferPointer { input -> Int32 in
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(input.count)
            while true {
                let code = output.fill { (room: UnsafeMutableBufferPointer<UInt8>) in
                    stream.next_out = room.baseAddress
                    stream.avail_out = UInt32(room.count)
                    let code = CZlib.inflate(&stream, Z_NO_FLUSH)
                    return (room.count - Int(stream.avail_out), code)
                }
                guard let code else { return Z_MEM_ERROR }
                if code != Z_OK || stream.avail_out != 0 && stream.avail_in == 0 { return code }
            }
        }
        guard !output.isOver else { throw Refusal(.tooLarge, "decoded") }
        guard end == Z_STREAM_END else { throw Refusal(.encoding, "cut or damaged") }
        return output.bytes
    }

    private static func unbrotli(_ body: [UInt8], limit: Int) throws(Refusal) -> [UInt8] {
        guard let state = BrotliDecoderCreateInstance(nil, nil, nil) else { throw Refusal(.encoding, "brotli") }
        defer { BrotliDecoderDestroyInstance(state) }
        var output = DecodedBytes(limit: limit)
        let end = body.withUnsafeBufferPointer { input -> BrotliDecoderResult in
            var next = input.baseAddress
            var left = input.count
            while true {
                let code = output.fill { (room: UnsafeMutableBufferPointer<UInt8>) in
                    var out = room.baseAddress
                    var free = room.count
                    let code = BrotliDecoderDecompressStream(state, &left, &next, &free, &out, nil)
                    return (room.count - free, code)
                }
                guard let code else { return BROTLI_DECODER_RESULT_ERROR }
                if code != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT { return code }
            }
        }
        guard !output.isOver else { throw Refusal(.tooLarge, "decoded") }
        guard end == BROTLI_DECODER_RESULT_SUCCESS else { throw Refusal(.encoding, "cut or damaged") }
        return output.bytes
    }
}

/// Decoded bytes that grow by what a decoder gives, up to a limit.
private struct DecodedBytes {
    private(set) var bytes: [UInt8] = []
    private(set) var isOver = false
    private let limit: Int
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)

    init(limit: Int) { self.limit = limit }

    /// Lets the decoder fill a chunk; nil once the limit has been passed.
    mutating func fill<Code>(_ decode: (UnsafeMutableBufferPointer<UInt8>) -> (Int, Code)) -> Code? {
        let (count, code) = chunk.withUnsafeMutableBufferPointer { decode($0) }
        guard bytes.count + count <= limit else {
            isOver = true
            return nil
        }
        bytes.append(contentsOf: chunk[..<count])
        return code
    }
}
