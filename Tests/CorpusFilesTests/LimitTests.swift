import Documents
import Platform
import TestKit
import Testing

@testable import CorpusFiles

/// Limits to the byte, and names at their edges.
@Suite struct LimitTests {
    /// Lines and their line feeds fill a frame; one byte more begins another.
    @Test(arguments: [([1023, 1023], [2048]), ([1023, 1024], [1024, 1025]), ([5000, 1], [5001, 2])])
    func aFrameIsFilledToItsLastByte(lines: [Int], frames: [Int]) throws {
        let scratch = try Scratch()
        var writer = try FramedWriter(path: scratch.file("a"), frameBytes: 2048)
        var places: [LineLocation] = []
        for length in lines { places.append(try writer.append(line: [UInt8](repeating: 0x61, count: length))) }
        #expect(try writer.commit().frames.map(\.decompressed) == frames)
        #expect(places.map(\.offset) == (frames.count == 1 ? [0, 1024] : [0, 0]))
    }

    @Test func linesComeWithTheirPlaces() throws {
        let scratch = try Scratch()
        var writer = try FramedWriter(path: scratch.file("a"), frameBytes: 8)
        var places: [LineLocation] = []
        for line in ["one", "two", "three"] { places.append(try writer.append(line: Array(line.utf8))) }
        #expect(writer.closedFrames.count == 1)
        _ = try writer.commit()
        let reader = try FramedReader(path: scratch.file("a"))
        var found: [(String, LineLocation)] = []
        try reader.forEachPlacedLine { found.append((String(decoding: $0, as: UTF8.self), $1)) }
        #expect(found.map(\.0) == ["one", "two", "three"] && found.map(\.1) == places)
        #expect(places.map(\.frame) == [0, 0, 1] && places.map(\.offset) == [0, 4, 0])
        #expect(try reader.countLines() == 3)
        #expect(try reader.text(ofFrame: 1) == Array("three\n".utf8))
        #expect(throws: StorageError.self) { try reader.text(ofFrame: 2) }
    }

    @Test(arguments: [
        ("http://a@b:pw@C.d:80/x", "c.d"), ("https://www.www.a.b/", "www.a.b"), ("https://wwwa.b#c", "wwwa.b"),
        ("http:\\\\a", ""), ("https://a.b\\c", "a.b"),
    ])
    func aDomainIsWhatIsLeftOfTheHost(url: String, domain: String) {
        #expect(DocumentRow.domain(of: url) == domain)
    }

    @Test func membersOfAPackLieOnBlocks() throws {
        let scratch = try Scratch()
        var writer = try TarWriter(path: scratch.file("p.tar"))
        let places = try [511, 512, 513, 0].map {
            try writer.append(name: "\($0)", bytes: [UInt8](repeating: 1, count: $0))
        }
        #expect(places.map(\.offset) == [512, 1536, 2560, 4096] && writer.memberCount == 4)
        #expect(writer.bytesWritten == 4096)
        #expect(try writer.commit().bytes == 5120)
    }

    /// A name too long for one field is cut at a slash, into at most 155 and 100 bytes.
    @Test func longNamesAreCutAtASlash() throws {
        let scratch = try Scratch()
        let fits = String(repeating: "d", count: 155) + "/" + String(repeating: "f", count: 100)
        let over = [
            String(repeating: "d", count: 156) + "/f",
            String(repeating: "d", count: 9) + "/" + String(repeating: "f", count: 101),
        ]
        var writer = try TarWriter(path: scratch.file("p.tar"))
        try writer.append(name: fits, bytes: [7])
        try writer.append(name: String(repeating: "x", count: 100), bytes: [])
        for name in over where name.utf8.count > 100 {
            #expect(throws: StorageError.self) { try writer.append(name: name, bytes: []) }
        }
        _ = try writer.commit()
        #expect(
            try TarReader(path: scratch.file("p.tar")).members.map(\.name) == [
                fits, String(repeating: "x", count: 100),
            ])
    }
}
