import CZlib
import CZstd

/// Decodes one compressed unit of a file after the other: a gzip member or a zstd frame.
///
/// Output goes to a buffer of the caller piece by piece, so that no claim of the input decides how much is held.
final class UnitDecoder {
    /// What a step of decoding came to.
    enum Step: Equatable {
        /// More may come.
        case progress
        /// The unit ended well, checksums included, at this offset of the file.
        case ended(at: Int)
        /// The file ends inside the unit.
        case cut
        /// The bytes do not decode, or a checksum is wrong.
        case corrupt(String)
    }

    private let bytes: UnsafeRawBufferPointer
    private let end: Int
    private let isZstd: Bool
    private var stream = z_stream()
    private var isStreamReady = false
    private var context: OpaquePointer?
    private var dictionary: [UInt8] = []
    private var position = 0
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)

    /// A decoder over `bytes` up to `end`.
    init(bytes: UnsafeRawBufferPointer, end: Int, isZstd: Bool) {
        self.bytes = bytes
        self.end = end
        self.isZstd = isZstd
        if isZstd { context = ZSTD_createDCtx() }
    }

    deinit {
        if isStreamReady { inflateEnd(&stream) }
        if let context { ZSTD_freeDCtx(context) }
    }

    /// Uses a zstd dictionary for every unit from now on.
    func use(dictionary: [UInt8]) { self.dictionary = dictionary }

    /// Goes to a unit's first byte.
    func open(at offset: Int) {
        position = offset
        if isZstd {
            ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
            ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27)
            if !dictionary.isEmpty { ZSTD_DCtx_loadDictionary(context, dictionary, dictionary.count) }
        } else if isStreamReady {
            inflateReset(&stream)
        } else {
            isStreamReady = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        }
    }

    /// Decodes up to 64 KiB more and appends them to `buffer`.
    func step(into buffer: inout [UInt8]) -> Step { isZstd ? stepZstd(&buffer) : stepGzip(&buffer) }

    private func stepGzip(_ buffer: inout [UInt8]) -> Step {
        let available = min(end - position, 1 << 20)
        let capacity = chunk.count
        let code = chunk.withUnsafeMutableBufferPointer { out -> Int32 in
            let source = bytes.baseAddress.map { $0 + position }?.assumingMemoryBound(to: Bytef.self)
            stream.next_in = UnsafeMutablePointer(mutating: source)
            stream.avail_in = UInt32(available)
            stream.next_out = out.baseAddress
            stream.avail_out = UInt32(capacity)
            return inflate(&stream, Z_NO_FLUSH)
        }
        position += available - Int(stream.avail_in)
        buffer.append(contentsOf: chunk[..<(capacity - Int(stream.avail_out))])
        switch code {
        case Z_STREAM_END: return .ended(at: position)
        case Z_OK: return position >= end && stream.avail_out > 0 ? .cut : .progress
        case Z_BUF_ERROR: return position >= end ? .cut : .progress
        default: return .corrupt(stream.msg.map { String(cString: $0) } ?? "inflate error \(code)")
        }
    }

    private func stepZstd(_ buffer: inout [UInt8]) -> Step {
        var input = ZSTD_inBuffer(src: bytes.baseAddress, size: end, pos: position)
        let (code, produced) = chunk.withUnsafeMutableBytes { out -> (Int, Int) in
            var output = ZSTD_outBuffer(dst: out.baseAddress, size: out.count, pos: 0)
            let code = ZSTD_decompressStream(context, &output, &input)
            return (code, output.pos)
        }
        let moved = input.pos > position
        position = input.pos
        buffer.append(contentsOf: chunk[..<produced])
        if ZSTD_isError(code) != 0 { return .corrupt(String(cString: ZSTD_getErrorName(code))) }
        if code == 0 { return .ended(at: position) }
        return position >= end && produced == 0 && !moved ? .cut : .progress
    }
}
