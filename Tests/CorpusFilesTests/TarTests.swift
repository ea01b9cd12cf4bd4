import Platform
import Testing
import TestKit
@testable import CorpusFiles

@Suite struct TarTests {
    static let members: [(name: String, bytes: [UInt8])] = {
        var random = SeededRandom(seed: 11)
        let long = String(repeating: "d", count: 90) + "/" + String(repeating: "f", count: 95)
        return [("a.jpg", 0), ("b.png", 1), (long, 511), ("c.webp", 512), ("d.gif", 513), ("e.jpg", 4000)]
            .map { ($0.0, random.bytes($0.1)) }
    }()

    static func write(to path: String) throws -> FileSummary {
        var writer = try TarWriter(path: path)
        for (name, bytes) in members {
            let place = try writer.append(name: name, bytes: bytes)
            #expect(place.length == bytes.count)
        }
        return try writer.commit()
    }

    @Test func givesBackItsMembers() throws {
        let scratch = try Scratch()
        let summary = try Self.write(to: scratch.file("p.tar"))
        let reader = try TarReader(path: scratch.file("p.tar"))
        #expect(summary.lines == Self.members.count && summary.bytes % 512 == 0)
        #expect(reader.members.map(\.name) == Self.members.map(\.name))
        #expect(try reader.members.map { try reader.bytes(of: $0) } == Self.members.map(\.bytes))
        #expect(summary.sha256 == (try SHA256.hash(file: scratch.file("p.tar"))).hex)
    }

    @Test(.needsProgram("tar")) func theTarProgramReadsIt() throws {
        let scratch = try Scratch()
        _ = try Self.write(to: scratch.file("p.tar"))
        let listing = try Command.tool("tar", ["--numeric-owner", "-tvf", scratch.file("p.tar")])
        let lines = listing.output.split(separator: "\n")
        #expect(lines.count == Self.members.count)
        #expect(lines.allSatisfy { $0.hasPrefix("-r--r--r-- 0/0 ") && $0.contains(" 1970-01-01 00:00 ") })
        let content = try Command.tool("tar", ["-xOf", scratch.file("p.tar"), Self.members[2].name])
        #expect(content.code == 0)
    }

    @Test func everyTruncationIsNoticed() throws {
        let scratch = try Scratch()
        _ = try Self.write(to: scratch.file("p.tar"))
        let whole = try Files.read(scratch.file("p.tar"))
        for length in stride(from: 0, to: whole.count, by: 37) {
            try Files.write(Array(whole[..<length]), to: scratch.file("q.tar"))
            #expect(throws: StorageError.self, "cut at \(length)") { try TarReader(path: scratch.file("q.tar")) }
        }
    }

    /// In the checksum field itself a digit and a blank can mean the same number; the pack's SHA-256 notices those.
    @Test func everyFlippedBitOfAHeaderIsNoticed() throws {
        let scratch = try Scratch()
        var writer = try TarWriter(path: scratch.file("p.tar"))
        try writer.append(name: "a.jpg", bytes: [1, 2, 3])
        _ = try writer.commit()
        let whole = try Files.read(scratch.file("p.tar"))
        for at in Array(0..<148) + Array(156..<512) + Array(1024..<whole.count) {
            var changed = whole
            changed[at] ^= 1 << UInt8(at % 8)
            try Files.write(changed, to: scratch.file("q.tar"))
            #expect(throws: StorageError.self, "byte \(at)") { try TarReader(path: scratch.file("q.tar")) }
        }
    }

    @Test(arguments: ["", String(repeating: "x", count: 101), String(repeating: "x", count: 120) + "/" + "", "a\u{0}b"])
    func refusesNamesWithoutAHeader(name: String) throws {
        let scratch = try Scratch()
        var writer = try TarWriter(path: scratch.file("p.tar"))
        #expect(throws: StorageError.self) { try writer.append(name: name, bytes: []) }
    }
}
