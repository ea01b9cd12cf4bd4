import CZlib
import CZstd
import Glibc
import Platform

/// The lines of a file: plain, gzip or zstd by its first bytes; one piece in memory.
struct LineReader {
    /// A line may be no longer: a record with its pictures in base64.
    static let longestLine = 256 << 20

    /// A line, or one that is too long to be read.
    enum Line {
        case bytes([UInt8])
        case tooLong
    }

    /// Gives every line to `body`, without its line feed; blank ones are passed over.
    /// - Throws: `StorageError.system`; `.corrupt` for a compressed file that is damaged or cut; what `body` throws.
    static func forEach(_ path: String, _ body: (Line) throws -> Void) throws {
        let head = try wrapping { () throws(SystemError) in try Files.read(path, offset: 0, count: 4) }
        var splitter = LineSplitter()
        if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
            || (head.count == 4 && head[1...3].elementsEqual([0x2A, 0x4D, 0x18]))
        {
            try Zstd.read(path) { try splitter.add($0, body) }
        } else if head.starts(with: [0x1F, 0x8B]) {
            try Gzip.read(path) { try splitter.add($0, body) }
        } else {
            try pieces(path) { try splitter.add($0, body) }
        }
        try splitter.finish(body)
    }

    /// Gives the bytes of a file in pieces of a megabyte.
    fileprivate static func pieces(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let size = try wrapping { () throws(SystemError) in try Files.size(path) }
        for offset in stride(from: 0, to: size, by: 1 << 20) {
            let bytes = try wrapping { () throws(SystemError) in
                try Files.read(path, offset: offset, count: min(1 << 20, size - offset))
            }
            try bytes.withUnsafeBytes(body)
        }
    }

    private enum Zstd {
        static func read(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
            let context = ZSTD_createDCtx()
            defer { ZSTD_freeDCtx(context) }
            // Readers of the web's corpora refuse larger windows too.
            ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27)
            var output = [UInt8](repeating: 0, count: 1 << 17)
            var left = 0
            try pieces(path) { piece in
                var input = ZSTD_inBuffer(src: piece.baseAddress, size: piece.count, pos: 0)
                // A full buffer may hide more that waits inside the decoder.
                var isFull = false
                while input.pos < input.size || isFull {
                    let made = output.withUnsafeMutableBytes { out -> Int in
                        var target = ZSTD_outBuffer(dst: out.baseAddress, size: out.count, pos: 0)
                        left = ZSTD_decompressStream(context, &target, &input)
                        return target.pos
                    }
                    guard ZSTD_isError(left) == 0 else {
                        throw StorageError.corrupt(
                            path: path, detail: "zstd: " + String(cString: ZSTD_getErrorName(left)))
                    }
                    isFull = made == output.count
                    try output.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<made])) }
                }
            }
            guard left == 0 else { throw StorageError.corrupt(path: path, detail: "zstd: it is cut off") }
        }
    }

    private enum Gzip {
        static func read(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
            var stream = z_stream()
            guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
                throw StorageError.corrupt(path: path, detail: "zlib cannot begin")
            }
            defer { inflateEnd(&stream) }
            var output = [UInt8](repeating: 0, count: 1 << 17)
            var status = Z_OK
            try pieces(path) { piece in
                stream.next_in = UnsafeMutablePointer(mutating: piece.bindMemory(to: UInt8.self).baseAddress)
                stream.avail_in = UInt32(piece.count)
                var isFull = false
                while stream.avail_in > 0 || isFull {
                    // Another member follows the last.
                    if status == Z_STREAM_END { inflateReset(&stream) }
                    let made = output.withUnsafeMutableBufferPointer { out -> Int in
                        stream.next_out = out.baseAddress
                        stream.avail_out = UInt32(out.count)
                        status = inflate(&stream, Z_NO_FLUSH)
                        return out.count - Int(stream.avail_out)
                    }
                    isFull = made == output.count && status == Z_OK
                    guard status == Z_OK || status == Z_STREAM_END || (status == Z_BUF_ERROR && stream.avail_in == 0)
                    else {
                        throw StorageError.corrupt(path: path, detail: "gzip: damaged")
                    }
                    try output.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[..<made])) }
                }
            }
            guard status == Z_STREAM_END else { throw StorageError.corrupt(path: path, detail: "gzip: it is cut off") }
        }
    }
}

/// Cuts pieces of text into lines.
private struct LineSplitter {
    private var line: [UInt8] = []
    private var isTooLong = false

    mutating func add(_ piece: UnsafeRawBufferPointer, _ body: (LineReader.Line) throws -> Void) throws {
        var start = 0
        while start < piece.count, let base = piece.baseAddress {
            guard let feed = memchr(base + start, 0x0A, piece.count - start) else {
                take(piece[start...])
                return
            }
            let end = UnsafeRawPointer(feed) - base
            take(piece[start..<end])
            try finish(body)
            start = end + 1
        }
    }

    private mutating func take(_ bytes: Slice<UnsafeRawBufferPointer>) {
        guard !isTooLong, line.count + bytes.count <= LineReader.longestLine else {
            isTooLong = true
            return line.removeAll()
        }
        line.append(contentsOf: bytes)
    }

    mutating func finish(_ body: (LineReader.Line) throws -> Void) throws {
        defer { (line, isTooLong) = ([], false) }
        if isTooLong { return try body(.tooLong) }
        if line.last == 0x0D { line.removeLast() }
        if line.contains(where: { $0 != 0x20 && $0 != 0x09 }) { try body(.bytes(line)) }
    }
}
