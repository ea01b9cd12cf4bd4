import Platform
import TestKit
import Testing

@testable import CorpusFiles

/// The table at the end of framed files, byte for byte after contrib/seekable_format, and frames that lie about themselves.
@Suite struct SeekTableTests {
    /// A file of another machine in memory.
    private struct Remote: RangeReader {
        let bytes: [UInt8]
        var size: Int { bytes.count }
        func read(offset: Int, count: Int) throws(StorageError) -> [UInt8] {
            Array(bytes[min(offset, size)..<min(offset + count, size)])
        }
    }

    private func framed(_ lines: [String], frameBytes: Int = 131_072) throws -> [UInt8] {
        let scratch = try Scratch()
        var writer = try FramedWriter(path: scratch.file("a"), frameBytes: frameBytes)
        for line in lines { try writer.append(line: Array(line.utf8)) }
        _ = try writer.commit()
        return try Files.read(scratch.file("a"))
    }

    private func fault(_ bytes: [UInt8]) -> String {
        words { _ = try FramedReader(RangedFile(address: "r", Remote(bytes: bytes))) }
    }

    @Test("the table has its magic numbers, sizes of each frame and their number, little endian") func bytes() {
        #expect(
            SeekTable.bytes(of: [
                FrameEntry(offset: 0, compressed: 0x0102_0304, decompressed: 5),
                FrameEntry(offset: 9, compressed: 6, decompressed: 0x0700),
            ]) == [
                0x5E, 0x2A, 0x4D, 0x18, 25, 0, 0, 0,
                4, 3, 2, 1, 5, 0, 0, 0, 6, 0, 0, 0, 0, 7, 0, 0,
                2, 0, 0, 0, 0, 0xB1, 0xEA, 0x92, 0x8F,
            ])
        #expect(SeekTable.bytes(of: []) == [0x5E, 0x2A, 0x4D, 0x18, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0xB1, 0xEA, 0x92, 0x8F])
    }

    @Test("a file of another machine is read by ranges like one of this") func remote() throws {
        let bytes = try framed(["one", "two", "three"], frameBytes: 8)
        let file = RangedFile(address: "https://r/x", Remote(bytes: bytes))
        #expect(file.path == "https://r/x")
        #expect(try file.size() == bytes.count)
        let reader = try FramedReader(file)
        #expect(reader.path == "https://r/x" && reader.frames.count == 2)
        #expect(reader.frames[0].offset == 0 && reader.frames[1].offset == reader.frames[0].compressed)
        #expect(reader.frames.map(\.decompressed) == [8, 6])
        #expect(try reader.line(at: .init(frame: 0, offset: 4, length: 3)) == Array("two".utf8))
        var frame = reader.frames[1]
        #expect(try FramedReader.line(file, frame: frame, offset: 0, length: 5) == Array("three".utf8))
        // What the index knows has no size of the text: the frame's own header says it.
        frame.decompressed = 0
        #expect(try FramedReader.line(file, frame: frame, offset: 0, length: 5) == Array("three".utf8))
        #expect(try reader.countLines() == 3)
    }

    @Test("what is wrong with a table is told") func faults() throws {
        let sound = try framed(["one"])
        func changed(_ back: Int, _ value: UInt8) -> String {
            var bytes = sound
            bytes[bytes.count - back] = value
            return fault(bytes)
        }
        #expect(fault(sound) == "")
        #expect(fault([]) == "r: no seek table at its end: truncated, or not a file of Quarry (0 bytes)")
        #expect(fault([UInt8](repeating: 1, count: 17)).hasSuffix("not a file of Quarry (17 bytes)"))
        #expect(changed(1, 0).contains("no seek table at its end"))
        #expect(changed(5, 1) == "r: its seek table has an unknown descriptor")
        #expect(changed(7, 1) == "r: its seek table is longer than the file")
        #expect(changed(9, 0) == "r: its seek table does not begin where it should")
        // A byte of the table's own size, then of its magic number.
        #expect(changed(21, 18) == "r: its seek table does not begin where it should")
        #expect(changed(25, 0) == "r: its seek table does not begin where it should")
        #expect(changed(10, 0x20) == "r: frame 0 claims \(0x2000_0004) bytes of text")
        let compressed = sound.count - 25
        #expect(
            changed(17, UInt8(compressed + 1))
                == "r: its seek table accounts for \(compressed + 1) bytes of frames, the file has \(compressed)")
        #expect(fault([0] + sound).contains("its seek table accounts for"))
        #expect(fault(SeekTable.bytes(of: [])) == "")
    }

    @Test("the largest frame is 256 MiB to the byte") func largest() {
        func claim(_ size: Int) -> String {
            fault([0] + SeekTable.bytes(of: [FrameEntry(offset: 0, compressed: 1, decompressed: size)]))
        }
        #expect(claim(268_435_456) == "")
        #expect(claim(268_435_457) == "r: frame 0 claims 268435457 bytes of text")
    }

    @Test("a frame is held to its size, its end, its checksum and its last line") func frames() throws {
        var compressor = ZstdCompressor(level: 3)
        let whole = Array(compressor.compress(Array("one\ntwo\n".utf8)) ?? [])
        let half = Array(compressor.compress(Array("one\ntw".utf8)) ?? [])
        func fault(_ frame: [UInt8], compressed: Int? = nil, decompressed: Int) -> String {
            let entry = FrameEntry(offset: 0, compressed: compressed ?? frame.count, decompressed: decompressed)
            let bytes = frame + SeekTable.bytes(of: [entry])
            return words { _ = try FramedReader(RangedFile(address: "r", Remote(bytes: bytes))).text(ofFrame: 0) }
        }
        #expect(fault(whole, decompressed: 8) == "")
        #expect(fault(whole, decompressed: 7) == "r: frame 0: its header gives another size than the seek table")
        #expect(fault(whole + [0], decompressed: 8) == "r: frame 0: it is longer or shorter than the seek table says")
        #expect(fault([1, 2, 3, 4, 5], decompressed: 8) == "r: frame 0: not a frame with a content size")
        #expect(fault(half, decompressed: 6) == "r: frame 0 ends within a line")
        var flipped = whole
        flipped[flipped.count - 1] ^= 1
        #expect(fault(flipped, decompressed: 8).lowercased().contains("checksum"))
        let short = Remote(bytes: Array(whole.dropLast()))
        let entry = FrameEntry(offset: 0, compressed: whole.count, decompressed: 8)
        #expect(
            words { _ = try FramedReader.line(RangedFile(address: "r", short), frame: entry, offset: 0, length: 3) }
                == "r: the frame at byte 0 is cut off")
    }

    @Test(
        "a line begins behind a line feed and ends before one",
        arguments: [
            (0, 3, true), (4, 3, true), (0, 2, false), (1, 2, false), (3, 0, false), (8, 0, false), (4, 4, false),
            (0, -1, false), (-1, 3, false), (0, 7, true),
        ])
    func places(offset: Int, length: Int, isLine: Bool) throws {
        let file = RangedFile(address: "r", Remote(bytes: try framed(["one", "two"])))
        let text = words { _ = try FramedReader(file).line(at: .init(frame: 0, offset: offset, length: length)) }
        // A stretch of several whole lines is taken as well: nothing but the index names such a place.
        #expect(text == (isLine ? "" : "r: no line of \(length) bytes at byte \(offset) of its frame"))
    }

    @Test("a line feed in a line, and a line that no frame could hold, are refused; what was written before stays")
    func lines()
        throws
    {
        let scratch = try Scratch()
        var writer = try FramedWriter(path: scratch.file("a"))
        try writer.append(line: [])
        #expect(words { try writer.append(line: Array("\n".utf8)) }.hasSuffix("a line feed within line 1"))
        #expect(try writer.append(line: Array("x".utf8)) == .init(frame: 0, offset: 1, length: 1))
        #expect(writer.lineCount == 2 && writer.closedFrames.isEmpty)
        let summary = try writer.commit()
        #expect(summary.lines == 2 && summary.frames.map(\.decompressed) == [3])
    }
}
