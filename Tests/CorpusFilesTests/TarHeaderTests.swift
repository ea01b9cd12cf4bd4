import Platform
import TestKit
import Testing

@testable import CorpusFiles

/// Blocks of ustar archives as POSIX.1-1988 has them.
@Suite struct TarHeaderTests {
    private func field(_ block: [UInt8], _ range: Range<Int>) -> String {
        String(decoding: block[range], as: UTF8.self)
    }

    @Test("every field stands in its place") func fields() throws {
        let block = try #require(TarHeader(name: "a.jpg", size: 1000)).block
        #expect(block.count == 512)
        #expect(field(block, 0..<6) == "a.jpg\0" && block[6..<100].allSatisfy { $0 == 0 })
        #expect(field(block, 100..<108) == "0000444\0")
        #expect(field(block, 108..<116) == "0000000\0" && field(block, 116..<124) == "0000000\0")
        // 1000 is 1750 in base 8.
        #expect(field(block, 124..<136) == "00000001750\0")
        #expect(field(block, 136..<148) == "00000000000\0")
        #expect(field(block, 156..<157) == "0" && block[157..<257].allSatisfy { $0 == 0 })
        #expect(field(block, 257..<265) == "ustar\u{0}00")
        #expect(field(block, 329..<337) == "0000000\0" && field(block, 337..<345) == "0000000\0")
        #expect(block[345...].allSatisfy { $0 == 0 })
        // The sum of all bytes, the field itself as eight blanks.
        let sum = block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
        let octal = String(sum, radix: 8)
        #expect(field(block, 148..<156) == String(repeating: "0", count: 6 - octal.count) + octal + "\0 ")
    }

    @Test("a long name is cut at the first slash that leaves a hundred bytes") func prefix() throws {
        let name =
            String(repeating: "a", count: 20) + "/" + String(repeating: "b", count: 30) + "/"
            + String(repeating: "c", count: 60)
        let block = try #require(TarHeader(name: name, size: 0)).block
        #expect(field(block, 345..<365) == String(repeating: "a", count: 20) && block[365] == 0)
        #expect(field(block, 0..<91) == String(name.dropFirst(21)) && block[91] == 0)
        #expect(TarHeader.parse(block[...])?.name == name)
        let exact = String(repeating: "n", count: 100)
        let whole = try #require(TarHeader(name: exact, size: 0)).block
        #expect(whole[345] == 0 && TarHeader.parse(whole[...])?.name == exact)
    }

    @Test("names and sizes that have no place have no header") func none() {
        let long = String(repeating: "n", count: 100)
        #expect(TarHeader(name: String(repeating: "d", count: 156) + "/" + long, size: 0) == nil)
        #expect(TarHeader(name: String(repeating: "d", count: 155) + "/" + long, size: 0) != nil)
        #expect(TarHeader(name: "/" + long, size: 0) == nil)
        #expect(TarHeader(name: long + "/", size: 0) == nil)
        #expect(TarHeader(name: "a", size: 1 << 33) == nil && TarHeader(name: "a", size: 1 << 33 - 1) != nil)
        #expect(TarHeader(name: "a\0", size: 0) == nil && TarHeader(name: "", size: 0) == nil)
    }

    @Test("sizes come back, up to the largest", arguments: [0, 1, 7, 8, 511, 512, 4096, (1 << 33) - 1])
    func sizes(size: Int) throws {
        let block = try #require(TarHeader(name: "a", size: size)).block
        #expect(TarHeader.parse(block[...])?.size == size)
    }

    @Test("the last block of a content is filled up", arguments: [(0, 0), (1, 511), (511, 1), (512, 0), (513, 511)])
    func padding(size: Int, bytes: Int) { #expect(TarHeader.padding(after: size) == bytes) }

    @Test("what is no sound header of a regular file is refused") func refused() throws {
        let sound = try #require(TarHeader(name: "a", size: 5)).block
        func parses(_ change: (inout [UInt8]) -> Void) -> Bool {
            var block = sound
            change(&block)
            let sum = block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
            let octal = String(sum, radix: 8)
            block.replaceSubrange(148..<154, with: Array((String(repeating: "0", count: 6 - octal.count) + octal).utf8))
            return TarHeader.parse(block[...]) != nil
        }
        #expect(parses { _ in })
        #expect(parses { $0[156] = 0 }, "old archives have no letter")
        #expect(!parses { $0[156] = UInt8(ascii: "5") }, "a folder")
        #expect(!parses { $0[257] = UInt8(ascii: "U") })
        #expect(!parses { $0.replaceSubrange(124..<136, with: [UInt8](repeating: 0x78, count: 12)) })
        #expect(TarHeader.parse(sound[..<511]) == nil)
        var summed = sound
        summed[0] = UInt8(ascii: "b")
        #expect(TarHeader.parse(summed[...]) == nil)
    }

    // MARK: Archives

    private func archive(_ scratch: Scratch, _ bytes: [UInt8]) throws -> String { try scratch.write(bytes, "p.tar") }

    @Test("what is wrong with an archive is named with its place") func faults() throws {
        let scratch = try Scratch()
        let header = try #require(TarHeader(name: "a", size: 5)).block
        let zeros = [UInt8](repeating: 0, count: 512)
        func fault(_ bytes: [UInt8]) throws -> String {
            let path = try archive(scratch, bytes)
            return String(words { _ = try TarReader(path: path) }.dropFirst(path.count + 2))
        }
        let member = header + [1, 2, 3, 4, 5] + [UInt8](repeating: 0, count: 507)
        #expect(try fault(member + zeros + zeros) == "")
        #expect(try fault(member + zeros + zeros + zeros) == "")
        #expect(try fault([]) == "no end mark after member 0: truncated")
        #expect(try fault(member) == "no end mark after member 1: truncated")
        #expect(try fault(member + zeros) == "half an end mark: truncated")
        #expect(try fault(header + [1, 2, 3, 4]) == "'a' is cut off: truncated")
        #expect(try fault(member + zeros + zeros + [1]) == "bytes after the end mark at byte 1024")
        #expect(
            try fault(member + [UInt8](repeating: 7, count: 512)) == "a damaged header at byte 1024, after member 1")
        let names = try TarReader(path: archive(scratch, member + member + zeros + zeros))
        #expect(
            names.members.map(\.content) == [ByteRange(offset: 512, length: 5), ByteRange(offset: 1536, length: 5)])
        #expect(try names.bytes(of: names.members[1]) == [1, 2, 3, 4, 5])
    }

    @Test("bytes that are not there any more are missed with their number") func shorter() throws {
        let scratch = try Scratch()
        let path = try archive(scratch, [1, 2, 3])
        #expect(try TarReader.content(path, at: ByteRange(offset: 1, length: 2)) == [2, 3])
        #expect(
            words { _ = try TarReader.content(path, at: ByteRange(offset: 1, length: 3)) }
                == path + ": 3 bytes expected at byte 1, 2 are there")
    }

    @Test("a writer counts its members and bytes, and says which name had no header") func writer() throws {
        let scratch = try Scratch()
        var writer = try TarWriter(path: scratch.file("p.tar"))
        #expect(writer.memberCount == 0 && writer.bytesWritten == 0)
        #expect(try writer.append(name: "a", bytes: [1]) == ByteRange(offset: 512, length: 1))
        #expect(writer.memberCount == 1 && writer.bytesWritten == 1024)
        let text = words { try writer.append(name: "", bytes: [1, 2]) }
        #expect(text.hasSuffix("no ustar header for '' of 2 bytes"))
        #expect(writer.memberCount == 1 && writer.bytesWritten == 1024)
        let summary = try writer.commit()
        #expect(summary.lines == 1 && summary.bytes == 2048 && summary.name == "p.tar" && summary.frames.isEmpty)
    }
}
