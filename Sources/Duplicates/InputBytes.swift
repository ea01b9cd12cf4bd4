import CZlib
import CZstd
import Glibc
import Platform

/// The bytes of a file as they were before compression: plain, gzip (all members) or zstd (all frames), told by the
/// first four bytes. Memory does not depend on the file.
final class InputBytes {
    private enum Coding { case plain, gzip, zstd }

    let path: String
    private let descriptor: Int32
    private var coding: Coding?
    private var input = [UInt8](repeating: 0, count: 1 << 18)
    private var filled = 0
    private var used = 0
    private var isAtEnd = false
    /// Whether a member or frame has begun and not ended.
    private var isWithin = false
    /// zlib keeps this address: the stream must not move.
    private let inflater: UnsafeMutablePointer<z_stream>
    private var hasInflater = false
    private let zstd = ZSTD_createDCtx()

    /// Opens the file.
    /// - Throws: `SystemError`.
    init(path: String) throws(SystemError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path: path) }
        inflater = .allocate(capacity: 1)
        inflater.initialize(to: z_stream())
        _ = ZSTD_DCtx_setParameter(zstd, ZSTD_d_windowLogMax, 27)
    }

    deinit {
        if hasInflater { inflateEnd(inflater) }
        inflater.deallocate()
        ZSTD_freeDCtx(zstd)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Fills the beginning of `room`; returns 0 at the end.
    /// - Throws: `StorageError.corrupt` for a damaged or cut stream; `.system`.
    func read(into room: UnsafeMutableRawBufferPointer) throws(StorageError) -> Int {
        if coding == nil { coding = try detect() }
        while true {
            if used == filled, !isAtEnd { try refill() }
            if used == filled, isAtEnd {
                guard !isWithin else { throw .corrupt(path: path, detail: "the compressed stream is cut off") }
                return 0
            }
            let count =
                switch coding ?? .plain {
                case .plain: copy(into: room)
                case .gzip: try inflate(into: room)
                case .zstd: try decompress(into: room)
                }
            if count > 0 { return count }
        }
    }

    private func detect() throws(StorageError) -> Coding {
        while filled < 4, !isAtEnd { try refill() }
        if filled >= 2, input[0] == 0x1F, input[1] == 0x8B { return .gzip }
        guard filled >= 4 else { return .plain }
        let magic = input.littleEndian(at: 0)
        // A frame, or a skippable frame (RFC 8878, 3.1).
        return magic == 0xFD2F_B528 || magic & 0xFFFF_FFF0 == 0x184D_2A50 ? .zstd : .plain
    }

    private func refill() throws(StorageError) {
        if used == filled { (used, filled) = (0, 0) }
        while true {
            let room = input.count - filled
            let count = input.withUnsafeMutableBytes { raw in
                Glibc.read(descriptor, raw.baseAddress.map { $0 + filled }, room)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .system(SystemError("read", path: path)) }
            filled += count
            isAtEnd = count == 0
            return
        }
    }

    private func copy(into room: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(room.count, filled - used)
        input.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[used..<used + count])) }
        used += count
        return count
    }

    private func inflate(into room: UnsafeMutableRawBufferPointer) throws(StorageError) -> Int {
        if !isWithin {
            // Some writers fill their last block with zeros.
            while used < filled, input[used] == 0 { used += 1 }
            if used == filled { return 0 }
            let code =
                hasInflater
                ? inflateReset(inflater)
                : inflateInit2_(inflater, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            guard code == Z_OK else { throw .corrupt(path: path, detail: "zlib refuses (\(code))") }
            hasInflater = true
            isWithin = true
        }
        let capacity = min(room.count, 1 << 30)
        let (code, left) = input.withUnsafeMutableBufferPointer { input in
            inflater.pointee.next_in = input.baseAddress.map { $0 + used }
            inflater.pointee.avail_in = UInt32(filled - used)
            inflater.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            inflater.pointee.avail_out = UInt32(capacity)
            return (CZlib.inflate(inflater, Z_NO_FLUSH), Int(inflater.pointee.avail_in))
        }
        used = filled - left
        let produced = capacity - Int(inflater.pointee.avail_out)
        if code == Z_STREAM_END { isWithin = false }
        guard code == Z_STREAM_END || code == Z_OK || code == Z_BUF_ERROR || produced > 0 else {
            throw .corrupt(path: path, detail: "the gzip stream is damaged")
        }
        return produced
    }

    private func decompress(into room: UnsafeMutableRawBufferPointer) throws(StorageError) -> Int {
        let (code, output, position) = input.withUnsafeBytes { bytes in
            var source = ZSTD_inBuffer(src: bytes.baseAddress, size: filled, pos: used)
            var output = ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
            let code = ZSTD_decompressStream(zstd, &output, &source)
            return (code, output.pos, source.pos)
        }
        used = position
        guard ZSTD_isError(code) == 0 else {
            throw .corrupt(path: path, detail: "the zstd stream: \(String(cString: ZSTD_getErrorName(code)))")
        }
        isWithin = code != 0
        return output
    }
}
