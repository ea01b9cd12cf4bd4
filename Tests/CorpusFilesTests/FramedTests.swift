import Platform
import Testing
import TestKit
@testable import CorpusFiles

@Suite struct FramedTests {
    /// Lines of many lengths, some longer than a frame.
    static func lines(_ count: Int, seed: UInt64 = 7) -> [[UInt8]] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { index in
            random.bytes(index % 17 == 3 ? 5000 : Int.random(in: 0...300, using: &random), of: 0x61...0x7A)
        }
    }

    static func write(_ lines: [[UInt8]], to path: String) throws -> (FileSummary, [LineLocation]) {
        var writer = try FramedWriter(path: path, frameBytes: 2048)
        var places: [LineLocation] = []
        for line in lines { places.append(try writer.append(line: line)) }
        return (try writer.commit(), places)
    }

    @Test(arguments: [0, 1, 2, 40])
    func givesBackItsLinesAndEachLine(count: Int) throws {
        let scratch = try Scratch()
        let path = scratch.file("a.jsonl.zst")
        let lines = Self.lines(count)
        let (summary, places) = try Self.write(lines, to: path)
        let reader = try FramedReader(path: path)
        var back: [[UInt8]] = []
        try reader.lines { back.append(Array($0)) }
        #expect(back == lines)
        #expect(reader.frames == summary.frames && summary.lines == count && summary.name == "a.jsonl.zst")
        #expect(summary.bytes == (try Files.size(path)))
        #expect(summary.sha256 == (try SHA256.hash(file: path)).hex)
        for (line, place) in zip(lines, places) {
            #expect(try reader.line(at: place) == line)
            let frame = summary.frames[place.frame]
            #expect(try FramedReader.line(path, frame: frame, offset: place.offset, length: place.length) == line)
        }
        #expect(try Files.list(scratch.path) == ["a.jsonl.zst"])
    }

    @Test func framesHoldWholeLinesAndNoMoreThanAsked() throws {
        let scratch = try Scratch()
        let (summary, places) = try Self.write(Self.lines(200), to: scratch.file("a"))
        #expect(summary.frames.count > 5)
        for (index, frame) in summary.frames.enumerated() where frame.decompressed > 2048 {
            #expect(places.filter { $0.frame == index }.count == 1)
        }
    }

    @Test func theSameLinesGiveTheSameBytes() throws {
        let scratch = try Scratch()
        let lines = Self.lines(60)
        #expect(
            try Self.write(lines, to: scratch.file("a")).0.sha256 == Self.write(lines, to: scratch.file("b")).0.sha256)
    }

    @Test(.needsProgram("zstd")) func theZstdProgramReadsIt() throws {
        let scratch = try Scratch()
        for count in [0, 30] {
            let lines = Self.lines(count)
            _ = try Self.write(lines, to: scratch.file("a.zst"))
            let zstd = try Command.tool("zstd", ["-dc", scratch.file("a.zst")])
            #expect(zstd.code == 0 && Array(zstd.output.utf8) == lines.flatMap { $0 + [0x0A] })
        }
    }

    @Test func everyTruncationIsNoticed() throws {
        let scratch = try Scratch()
        let path = scratch.file("a")
        _ = try Self.write(Self.lines(20), to: path)
        let whole = try Files.read(path)
        for length in 0..<whole.count {
            try Files.write(Array(whole[..<length]), to: path)
            #expect(throws: StorageError.self, "cut at \(length)") { try FramedReader(path: path).lines { _ in } }
        }
    }

    @Test func everyFlippedBitIsNoticed() throws {
        let scratch = try Scratch()
        let path = scratch.file("a")
        let lines = Self.lines(8)
        _ = try Self.write(lines, to: path)
        let whole = try Files.read(path)
        for at in whole.indices {
            var changed = whole
            changed[at] ^= 1 << UInt8(at % 8)
            try Files.write(changed, to: path)
            var back: [[UInt8]] = []
            let noticed = (try? FramedReader(path: path).lines { back.append(Array($0)) }) == nil
            // zstd leaves one header bit unused; a flip there changes no text (the file's SHA-256 notices it).
            #expect(noticed || back == lines, "bit \(at % 8) of byte \(at)")
        }
    }

    @Test func refusesALineFeedAndAPlaceThatIsNone() throws {
        let scratch = try Scratch()
        var writer = try FramedWriter(path: scratch.file("a"))
        #expect(throws: StorageError.self) { try writer.append(line: Array("a\nb".utf8)) }
        try writer.append(line: Array("whole".utf8))
        _ = try writer.commit()
        let reader = try FramedReader(path: scratch.file("a"))
        for place in [
            LineLocation(frame: 0, offset: 0, length: 4), LineLocation(frame: 0, offset: 1, length: 4),
            LineLocation(frame: 1, offset: 0, length: 5), LineLocation(frame: 0, offset: -1, length: 5),
        ] {
            #expect(throws: StorageError.self) { try reader.line(at: place) }
        }
    }

    @Test func aWriterThatIsDroppedLeavesNothing() throws {
        let scratch = try Scratch()
        do {
            var writer = try FramedWriter(path: scratch.file("a"))
            try writer.append(line: [0x61])
        }
        #expect(try Files.list(scratch.path).isEmpty)
        #expect(throws: StorageError.self) { try FramedReader(path: scratch.file("a")) }
    }
}
