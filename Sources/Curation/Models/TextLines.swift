import CZlib
import Platform

/// The lines of a text file, plain or gzip (RFC 1952, all members), one after the other in constant memory.
final class TextLines {
    private let file: MappedFile
    private var consumed = 0
    /// zlib keeps this address: the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let isCompressed: Bool
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// Opens the file; compression is told by its first two bytes.
    init(path: String) throws(ModelError) {
        let file: MappedFile
        do { file = try MappedFile(path: path, advice: .sequential) } catch { throw .unreadable(error) }
        self.file = file
        isCompressed = file.bytes.starts(with: [0x1F, 0x8B])
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        if isCompressed, inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) != Z_OK {
            throw .malformed(path: path, problem: "the gzip stream cannot be opened")
        }
    }

    deinit {
        if isCompressed { inflateEnd(stream) }
        stream.deallocate()
    }

    /// The next line without its line feed; nil at the end.
    func next() throws(ModelError) -> ArraySlice<UInt8>? {
        var searched = start
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                defer { start = end + 1 }
                return buffer[start..<end]
            }
            if isAtEnd {
                guard start < buffer.count else { return nil }
                defer { start = buffer.count }
                return buffer[start...]
            }
            buffer.removeSubrange(..<start)
            start = 0
            searched = buffer.count
            try fill()
        }
    }

    private func fill() throws(ModelError) {
        if isCompressed { return try inflateMore() }
        let count = min(1 << 20, file.bytes.count - consumed)
        buffer.append(contentsOf: file.bytes[consumed..<consumed + count])
        consumed += count
        isAtEnd = consumed == file.bytes.count
    }

    private func inflateMore() throws(ModelError) {
        let room = 1 << 20
        let have = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: room))
        let input = UnsafeMutableRawPointer(mutating: file.bytes.baseAddress?.advanced(by: consumed))
        let available = min(file.bytes.count - consumed, 1 << 30)
        stream.pointee.next_in = input?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(available)
        let code = buffer.withUnsafeMutableBufferPointer { buffer in
            stream.pointee.next_out = buffer.baseAddress?.advanced(by: have)
            stream.pointee.avail_out = UInt32(room)
            return inflate(stream, Z_NO_FLUSH)
        }
        consumed += available - Int(stream.pointee.avail_in)
        buffer.removeLast(Int(stream.pointee.avail_out))
        switch code {
        case Z_STREAM_END:
            if consumed == file.bytes.count { isAtEnd = true } else { inflateReset(stream) }
        case Z_OK:
            if consumed == file.bytes.count && stream.pointee.avail_out > 0 {
                throw .malformed(path: file.path, problem: "the gzip stream is cut off")
            }
        default: throw .malformed(path: file.path, problem: "the gzip stream is damaged near byte \(consumed)")
        }
    }
}
