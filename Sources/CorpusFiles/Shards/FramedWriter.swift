import Glibc
package import Platform

/// Writes JSON lines as zstd: frames of whole lines with content size and checksum, the seek table last.
///
/// ```swift
/// var writer = try FramedWriter(path: "shards/shard-00000.jsonl.zst")
/// let place = try writer.append(line: json.bytes)
/// let summary = try writer.commit()  // summary.frames[place.frame] says where the frame lies
/// ```
/// The same lines give the same bytes (one zstd version, one level). The file appears at `commit`, whole and durable.
package struct FramedWriter: ~Copyable {
    private var file: HashedFile
    private var compressor: ZstdCompressor
    private let frameBytes: Int
    private var text: [UInt8] = []
    private var frames: [FrameEntry] = []
    /// Lines appended so far.
    package private(set) var lineCount = 0

    /// Starts a file that will appear at `path`.
    /// - Parameters:
    ///   - level: zstd's compression level: 3 for work files, higher for what is published.
    ///   - frameBytes: a frame is closed before a line that would make it larger; a longer line has one to itself.
    /// - Throws: `StorageError.system`.
    package init(path: String, level: Int32 = 3, frameBytes: Int = 131_072) throws(StorageError) {
        file = try HashedFile(path: path)
        compressor = ZstdCompressor(level: level)
        self.frameBytes = frameBytes
        text.reserveCapacity(frameBytes + 1)
    }

    /// The frames that are closed so far.
    package var closedFrames: [FrameEntry] { frames }

    /// Appends a line (without its line feed).
    /// - Returns: where it lies; the frame's own place is in the summary.
    /// - Throws: `StorageError.unwritable` when there is a line feed in it, `.system`.
    @discardableResult
    package mutating func append(line: [UInt8]) throws(StorageError) -> LineLocation {
        if !text.isEmpty && text.count + line.count + 1 > frameBytes { try closeFrame() }
        guard memchr(line, 0x0A, line.count) == nil else {
            throw .unwritable(path: file.path, detail: "a line feed within line \(lineCount)")
        }
        guard line.count < SeekTable.largestFrame else {
            throw .unwritable(path: file.path, detail: "line \(lineCount) has \(line.count) bytes")
        }
        let location = LineLocation(frame: frames.count, offset: text.count, length: line.count)
        text.append(contentsOf: line)
        text.append(0x0A)
        lineCount += 1
        return location
    }

    private mutating func closeFrame() throws(StorageError) {
        guard let frame = compressor.compress(text) else {
            throw .unwritable(path: file.path, detail: "zstd could not compress \(text.count) bytes")
        }
        frames.append(FrameEntry(offset: file.count, compressed: frame.count, decompressed: text.count))
        var failure: StorageError?
        frame.withUnsafeBytes { bytes in
            do throws(StorageError) { try file.write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
        text.removeAll(keepingCapacity: true)
    }

    /// Closes the last frame, writes the seek table, makes the file appear.
    /// - Throws: `StorageError.system`; then there is no file.
    package consuming func commit() throws(StorageError) -> FileSummary {
        if !text.isEmpty { try closeFrame() }
        try file.write(SeekTable.bytes(of: frames))
        return try file.commit(lines: lineCount, frames: frames)
    }
}
