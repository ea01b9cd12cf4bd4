package import Platform

/// What was read of a file: how many bytes, and their digest. It tells whether the same bytes are there again; against
/// somebody who makes other bytes of the same digest it is no proof.
package struct ReadBytes: Sendable, Equatable {
    /// Bytes.
    package private(set) var count = 0
    /// XXH3 of pieces of 128 KiB, counted from where a window begins, each with the hash of those before it as its seed.
    package private(set) var digest: UInt64 = 0

    /// Nothing.
    package init() {}

    /// What was noted of earlier reading.
    package init(count: Int, digest: UInt64) { (self.count, self.digest) = (count, digest) }

    /// Adds what another window gave.
    package mutating func add(_ other: ReadBytes) {
        count += other.count
        digest = withUnsafeBytes(of: other.digest.littleEndian) { XXH3.hash($0, seed: digest) }
    }

    fileprivate mutating func take(_ piece: UnsafeRawBufferPointer) {
        count += piece.count
        digest = XXH3.hash(piece, seed: digest)
    }
}

/// Hashes the window of a source behind the reader who goes through it, while the processor still has the bytes at hand.
/// Windows of an archive meet, so that all of them together are its bytes, each once; the end of a window's last record is in
/// the next window.
package struct WindowHash: ~Copyable {
    /// Small enough to be still in the cache when it is hashed (a MiB took three times as long on a busy machine).
    private static let pieceBytes = 128 << 10

    private let file: MappedFile
    private let window: UnsafeRawBufferPointer
    private let begin: Int
    private var read = ReadBytes()

    /// The window of `source`, of the file that its reader has mapped, or (nil) that is mapped now.
    /// - Throws: `SystemError` when it cannot be.
    package init(_ source: ArchiveSource, in mapped: MappedFile? = nil) throws(SystemError) {
        if let mapped { file = mapped } else { file = try MappedFile(path: source.path) }
        let bytes = file.bytes
        begin = min(max(0, source.begin), bytes.count)
        let end = max(begin, min(source.end, source.containerEnd, bytes.count))
        window = UnsafeRawBufferPointer(rebasing: bytes[begin..<end])
    }

    /// Hashes the whole pieces before `offset` of the file, up to which the reader came.
    package mutating func follow(to offset: Int) {
        let reached = min(offset - begin, window.count)
        while read.count + Self.pieceBytes <= reached { take(Self.pieceBytes) }
    }

    /// What the window has, all of it.
    package consuming func finish() -> ReadBytes {
        follow(to: begin + window.count)
        if read.count < window.count { take(window.count - read.count) }
        return read
    }

    private mutating func take(_ count: Int) {
        read.take(UnsafeRawBufferPointer(rebasing: window[read.count..<read.count + count]))
    }
}
