import CDeflate
import CZlib
import CZstd

/// How a piece of a file is compressed.
enum Codec: Sendable {
    case gzip, zstd
}

/// Decodes compressed members of a mapped file: gzip members (RFC 1952) and zstd frames (RFC 8878).
///
/// A member whose content fits the caller's memory is decoded in one go (libdeflate does twice what zlib does);
/// larger and damaged ones piece by piece, so that no claim of the input decides how much is held.
final class MemberDecoder {
    /// What decoding a whole member came to.
    enum Whole {
        /// All of it, checksums included: `count` bytes, and the member ends at `end`.
        case complete(count: Int, end: Int)
        /// More content than there is room for.
        case tooLarge
        /// It is damaged or cut; decoding in steps tells how.
        case failed
    }

    /// What a step came to.
    enum Outcome: Equatable {
        /// More may come.
        case more
        /// The member ended well at this offset.
        case ended(Int)
        /// The file ends inside it.
        case cut
        /// It does not decode. `resume` is where it ends, when that is known all the same.
        case corrupt(String, resume: Int?)
    }

    private let bytes: UnsafeRawBufferPointer
    private let deflate = libdeflate_alloc_decompressor()
    private let zstd = ZSTD_createDCtx()
    private var stream = z_stream()
    private var isStreamReady = false
    private var codec = Codec.gzip
    private var start = 0
    private var position = 0
    private var produced = 0

    /// A decoder over `bytes`, whose indices are offsets of the file.
    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        _ = ZSTD_DCtx_setParameter(zstd, ZSTD_d_windowLogMax, 27)
    }

    deinit {
        if isStreamReady { inflateEnd(&stream) }
        if let deflate { libdeflate_free_decompressor(deflate) }
        ZSTD_freeDCtx(zstd)
    }

    /// Uses a zstd dictionary for every frame from now on.
    func use(dictionary: [UInt8]) {
        _ = ZSTD_DCtx_loadDictionary(zstd, dictionary, dictionary.count)
    }

    /// Decodes the member at `offset` into `room`.
    func whole(_ codec: Codec, at offset: Int, into room: UnsafeMutableRawBufferPointer) -> Whole {
        codec == .gzip ? wholeGzip(offset, room) : wholeFrame(offset, room)
    }

    private func wholeGzip(_ offset: Int, _ room: UnsafeMutableRawBufferPointer) -> Whole {
        guard let deflate, let base = bytes.baseAddress else { return .failed }
        var read = 0
        var written = 0
        let result = libdeflate_gzip_decompress_ex(
            deflate, base + offset, bytes.count - offset, room.baseAddress, room.count, &read, &written)
        switch result {
        case LIBDEFLATE_SUCCESS: return .complete(count: written, end: offset + read)
        case LIBDEFLATE_INSUFFICIENT_SPACE: return .tooLarge
        default: return .failed
        }
    }

    private func wholeFrame(_ offset: Int, _ room: UnsafeMutableRawBufferPointer) -> Whole {
        guard let end = frameEnd(at: offset), let base = bytes.baseAddress else { return .failed }
        let content = ZSTD_getFrameContentSize(base + offset, end - offset)
        let known = UInt64.max - 1  // the two values from here on say "unknown" and "error"
        if content < known && content > UInt64(room.count) { return .tooLarge }
        _ = ZSTD_DCtx_reset(zstd, ZSTD_reset_session_only)
        let code = ZSTD_decompressDCtx(zstd, room.baseAddress, room.count, base + offset, end - offset)
        if ZSTD_isError(code) == 0 { return .complete(count: code, end: end) }
        return ZSTD_getErrorCode(code) == ZSTD_error_dstSize_tooSmall ? .tooLarge : .failed
    }

    /// Where the zstd frame at `offset` ends, by its block headers; nil when they are damaged or cut.
    func frameEnd(at offset: Int) -> Int? {
        guard let base = bytes.baseAddress, offset < bytes.count else { return nil }
        let size = ZSTD_findFrameCompressedSize(base + offset, bytes.count - offset)
        return ZSTD_isError(size) == 0 ? offset + size : nil
    }

    /// Goes to a member's first byte, to decode it in steps.
    func begin(_ codec: Codec, at offset: Int) {
        self.codec = codec
        start = offset
        position = offset
        produced = 0
        if codec == .zstd {
            _ = ZSTD_DCtx_reset(zstd, ZSTD_reset_session_only)
        } else if isStreamReady {
            inflateReset(&stream)
        } else {
            let size = Int32(MemoryLayout<z_stream>.size)
            isStreamReady = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, size) == Z_OK
        }
    }

    /// Bytes of the member read so far.
    var consumed: Int { position - start }

    /// Decodes as much as `room` takes.
    func step(into room: UnsafeMutableRawBufferPointer) -> (produced: Int, outcome: Outcome) {
        let step = codec == .gzip ? stepGzip(room) : stepZstd(room)
        produced += step.produced
        return step
    }

    /// Decodes the rest of the member into the first bytes of `room`, again and again, and keeps nothing.
    ///
    /// A bomb is left alone (`.more`): beyond 1 GiB it must not give more than 64 bytes for one.
    func finish(using room: UnsafeMutableRawBufferPointer) -> Outcome {
        let room = UnsafeMutableRawBufferPointer(rebasing: room[..<min(1 << 18, room.count)])
        while true {
            let (_, outcome) = step(into: room)
            if outcome != .more || isBomb { return outcome }
        }
    }

    /// Whether the member gives so much that finding its end is not worth it.
    var isBomb: Bool { produced > max(1 << 30, 64 * consumed) }

    private func stepGzip(_ room: UnsafeMutableRawBufferPointer) -> (produced: Int, outcome: Outcome) {
        let available = min(bytes.count - position, 1 << 30)
        let capacity = min(room.count, 1 << 30)
        stream.next_in = bytes.baseAddress.map {
            UnsafeMutablePointer(mutating: ($0 + position).assumingMemoryBound(to: Bytef.self))
        }
        stream.avail_in = UInt32(available)
        stream.next_out = room.baseAddress?.assumingMemoryBound(to: Bytef.self)
        stream.avail_out = UInt32(capacity)
        let code = inflate(&stream, Z_NO_FLUSH)
        position += available - Int(stream.avail_in)
        let produced = capacity - Int(stream.avail_out)
        switch code {
        case Z_STREAM_END: return (produced, .ended(position))
        case Z_OK, Z_BUF_ERROR:
            return (produced, position >= bytes.count && stream.avail_out > 0 ? .cut : .more)
        default: return (produced, gzipFault(code))
        }
    }

    /// A wrong checksum leaves the end of the member known: CRC-32 and length are the last 8 bytes of it.
    private func gzipFault(_ code: Int32) -> Outcome {
        let text = stream.msg.map { String(cString: $0) } ?? "inflate error \(code)"
        switch text {
        case "incorrect data check": return .corrupt("wrong CRC-32", resume: position + 4)
        case "incorrect length check": return .corrupt("wrong length after the CRC-32", resume: position)
        default: return .corrupt(text, resume: nil)
        }
    }

    private func stepZstd(_ room: UnsafeMutableRawBufferPointer) -> (produced: Int, outcome: Outcome) {
        var input = ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: position)
        var output = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
        let code = ZSTD_decompressStream(zstd, &output, &input)
        let hasMoved = input.pos > position || output.pos > 0
        position = input.pos
        if ZSTD_isError(code) != 0 {
            return (output.pos, .corrupt(String(cString: ZSTD_getErrorName(code)), resume: frameEnd(at: start)))
        }
        if code == 0 { return (output.pos, .ended(position)) }
        return (output.pos, position >= bytes.count && (!hasMoved || output.pos < room.count) ? .cut : .more)
    }
}
