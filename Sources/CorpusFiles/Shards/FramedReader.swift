import Glibc
package import Platform

/// Reads what `FramedWriter` wrote: all lines with one frame in memory, or one line with one read.
///
/// A file that was cut anywhere has no seek table at its end and is refused when it is opened; a frame whose bytes
/// changed fails its checksum when it is read.
package struct FramedReader: Sendable {
    private let file: RangedFile
    /// The path it was opened by.
    package var path: String { file.path }
    /// The frames by the seek table.
    package let frames: [FrameEntry]

    /// Opens the file and reads its seek table.
    /// - Throws: `StorageError.system`; `.corrupt` when the seek table is missing or disagrees with the size.
    package init(path: String) throws(StorageError) { try self.init(RangedFile(path: path)) }

    /// Reads the seek table of a file, here or elsewhere.
    /// - Throws: as `init(path:)`.
    package init(_ file: RangedFile) throws(StorageError) {
        self.file = file
        frames = try SeekTable.read(file)
    }

    /// Gives each line (without its line feed) to `body`, in order.
    /// - Throws: `StorageError.corrupt` naming the frame; what `body` throws.
    package func lines(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let decompressor = ZstdDecompressor()
        for index in frames.indices {
            let text = try text(ofFrame: index, decompressor)
            try text.withUnsafeBytes { try FramedReader.split($0, body) }
        }
    }

    /// Gives each line with its place to `body`, in order.
    /// - Throws: `StorageError.corrupt` naming the frame; what `body` throws.
    package func forEachPlacedLine(_ body: (_ line: [UInt8], _ place: LineLocation) throws -> Void) throws {
        let decompressor = ZstdDecompressor()
        for index in frames.indices {
            let text = try text(ofFrame: index, decompressor)
            try text.withUnsafeBytes { bytes in
                var offset = 0
                try FramedReader.split(bytes) { line in
                    try body(Array(line), LineLocation(frame: index, offset: offset, length: line.count))
                    offset += line.count + 1
                }
            }
        }
    }

    /// How many lines there are, every frame decompressed and its checksum compared.
    /// - Throws: `StorageError.corrupt` naming the frame.
    package func countLines() throws(StorageError) -> Int {
        var count = 0
        do { try lines { _ in count += 1 } } catch { throw StorageError(error, path: path) }
        return count
    }

    /// The text of one frame: whole lines, each with its line feed.
    /// - Throws: `StorageError.corrupt` when it cannot be decompressed or its checksum differs.
    package func text(ofFrame index: Int) throws(StorageError) -> [UInt8] {
        try text(ofFrame: index, ZstdDecompressor())
    }

    private func text(
        ofFrame index: Int, _ decompressor: borrowing ZstdDecompressor
    ) throws(StorageError) -> [UInt8] {
        guard frames.indices.contains(index) else {
            throw .corrupt(path: path, detail: "there is no frame \(index) among \(frames.count)")
        }
        let text = try FramedReader.frame(file, frames[index], name: "frame \(index)", decompressor)
        guard text.last == 0x0A else { throw .corrupt(path: path, detail: "frame \(index) ends within a line") }
        return text
    }

    /// One line: one read, one small decompression.
    /// - Throws: `StorageError.corrupt` when there is no such place or the frame is damaged.
    package func line(at location: LineLocation) throws(StorageError) -> [UInt8] {
        let text = try text(ofFrame: location.frame)
        return try FramedReader.cut(text, offset: location.offset, length: location.length, path: path)
    }

    /// One line of a file whose seek table need not be read: the index knows the frame. A `decompressed` size of 0 is
    /// taken from the frame's own header.
    /// - Throws: `StorageError.corrupt`, `.system`.
    package static func line(
        _ path: String, frame: FrameEntry, offset: Int, length: Int
    ) throws(StorageError) -> [UInt8] {
        try line(RangedFile(path: path), frame: frame, offset: offset, length: length)
    }

    /// One line of a file, here or elsewhere, by one read.
    /// - Throws: `StorageError.corrupt`, `.system`.
    package static func line(
        _ file: RangedFile, frame: FrameEntry, offset: Int, length: Int
    ) throws(StorageError) -> [UInt8] {
        let text = try Self.frame(file, frame, name: "the frame at byte \(frame.offset)", ZstdDecompressor())
        return try cut(text, offset: offset, length: length, path: file.path)
    }

    private static func frame(
        _ file: RangedFile, _ frame: FrameEntry, name: String, _ decompressor: borrowing ZstdDecompressor
    ) throws(StorageError) -> [UInt8] {
        let path = file.path
        let bytes = try file.read(offset: frame.offset, count: frame.compressed)
        guard bytes.count == frame.compressed else { throw .corrupt(path: path, detail: "\(name) is cut off") }
        do {
            return try decompressor.decompress(bytes, size: frame.decompressed == 0 ? nil : frame.decompressed)
        } catch {
            throw .corrupt(path: path, detail: "\(name): \(error.detail)")
        }
    }

    private static func cut(
        _ text: [UInt8], offset: Int, length: Int, path: String
    ) throws(StorageError) -> [UInt8] {
        guard offset >= 0, length >= 0, offset < text.count, length < text.count - offset,
            text[offset + length] == 0x0A,
            offset == 0 || text[offset - 1] == 0x0A
        else { throw .corrupt(path: path, detail: "no line of \(length) bytes at byte \(offset) of its frame") }
        return Array(text[offset..<offset + length])
    }

    private static func split(
        _ text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        guard let base = text.baseAddress else { return }
        var start = 0
        while start < text.count, let feed = memchr(base + start, 0x0A, text.count - start) {
            let end = UnsafeRawPointer(feed) - base
            try body(UnsafeRawBufferPointer(rebasing: text[start..<end]))
            start = end + 1
        }
    }
}
