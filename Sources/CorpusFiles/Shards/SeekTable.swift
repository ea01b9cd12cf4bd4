import Platform

/// The zstd seekable format's table (facebook/zstd, contrib/seekable_format): one skippable frame, last in the file.
///
/// `magic u32, size u32, (compressed u32, decompressed u32) × n, n u32, descriptor u8 = 0, 0x8F92EAB1 u32`, little
/// endian. Readers that do not know it skip it.
enum SeekTable {
    static let skippableMagic: UInt32 = 0x184D_2A5E
    static let seekableMagic: UInt32 = 0x8F92_EAB1
    static let footerBytes = 9
    /// No frame of ours is larger; a table that says so is refused before memory is taken for it.
    static let largestFrame = 1 << 28

    static func bytes(of frames: [FrameEntry]) -> [UInt8] {
        var out: [UInt8] = []
        out.append(littleEndian: skippableMagic)
        out.append(littleEndian: UInt32(frames.count * 8 + footerBytes))
        for frame in frames {
            out.append(littleEndian: UInt32(frame.compressed))
            out.append(littleEndian: UInt32(frame.decompressed))
        }
        out.append(littleEndian: UInt32(frames.count))
        out.append(0)
        out.append(littleEndian: seekableMagic)
        return out
    }

    /// Reads the table of a file; the frames must fill the file to the byte.
    static func read(_ file: RangedFile) throws(StorageError) -> [FrameEntry] {
        let path = file.path
        let size = try file.size()
        guard size >= footerBytes + 8 else { throw truncated(path, size) }
        let footer = try file.read(offset: size - footerBytes, count: footerBytes)
        guard footer.count == footerBytes, footer.littleEndian(at: 5) == seekableMagic else {
            throw truncated(path, size)
        }
        guard footer[4] == 0 else { throw .corrupt(path: path, detail: "its seek table has an unknown descriptor") }
        let count = Int(footer.littleEndian(at: 0))
        let length = 8 + count * 8 + footerBytes
        guard length <= size else { throw .corrupt(path: path, detail: "its seek table is longer than the file") }
        let table = try file.read(offset: size - length, count: length)
        guard table.count == length, table.littleEndian(at: 0) == skippableMagic,
            table.littleEndian(at: 4) == UInt32(length - 8)
        else { throw .corrupt(path: path, detail: "its seek table does not begin where it should") }
        return try frames(table, count: count, dataBytes: size - length, path: path)
    }

    private static func frames(
        _ table: [UInt8], count: Int, dataBytes: Int, path: String
    ) throws(StorageError) -> [FrameEntry] {
        var frames: [FrameEntry] = []
        frames.reserveCapacity(count)
        var offset = 0
        for index in 0..<count {
            let compressed = Int(table.littleEndian(at: 8 + index * 8))
            let decompressed = Int(table.littleEndian(at: 12 + index * 8))
            guard decompressed <= largestFrame else {
                throw .corrupt(path: path, detail: "frame \(index) claims \(decompressed) bytes of text")
            }
            frames.append(FrameEntry(offset: offset, compressed: compressed, decompressed: decompressed))
            offset += compressed
        }
        guard offset == dataBytes else {
            throw .corrupt(
                path: path, detail: "its seek table accounts for \(offset) bytes of frames, the file has \(dataBytes)")
        }
        return frames
    }

    private static func truncated(_ path: String, _ size: Int) -> StorageError {
        .corrupt(path: path, detail: "no seek table at its end: truncated, or not a file of Quarry (\(size) bytes)")
    }
}
