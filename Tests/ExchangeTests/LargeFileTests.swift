import Platform
import TestKit
import Testing

@testable import Exchange

/// Files of more than one hash block, and files that agree.
@Suite struct LargeFileTests {
    private static func write(_ payloads: [[UInt8]], to path: String) throws {
        var writer = SortedWriter(path: path, buckets: 1)
        for (number, payload) in payloads.enumerated() {
            try writer.append(bucket: 0, key: UInt64(number), payload: payload)
        }
        _ = try writer.commit()
    }

    private static func drain(_ paths: [String]) throws -> [(UInt8, Int)] {
        var merger = try SortedMerger(paths: paths, bucket: 0)
        var found: [(UInt8, Int)] = []
        while let entry = try merger.next() { found.append((entry.payload[0], merger.source)) }
        return found
    }

    /// The checksum of a bucket is over all of its blocks, not over the last.
    @Test(arguments: [20, 70_000, 140_000]) func damageInAnyBlockIsNoticed(at: Int) throws {
        let scratch = try Scratch()
        let path = scratch.file("r")
        try Self.write((0..<4).map { [UInt8](repeating: $0, count: 50_000) }, to: path)
        #expect(try Self.drain([path]).map(\.0) == [0, 1, 2, 3])
        var bytes = try Files.read(path)
        bytes[at] ^= 4
        try Files.write(bytes, to: path)
        #expect(throws: StorageError.self) { try Self.drain([path]) }
    }

    /// Two blocks that changed places: each is sound, together they are not what was written.
    @Test func blocksThatChangedPlacesAreNoticed() throws {
        let scratch = try Scratch()
        let path = scratch.file("r")
        var payload = [UInt8](repeating: 7, count: 3 << 16)
        payload[100_000] = 1
        try Self.write([payload], to: path)
        var bytes = try Files.read(path)
        let block = XXH3Stream.blockBytes
        let second = Array(bytes[block..<2 * block])
        bytes.replaceSubrange(block..<2 * block, with: Array(bytes[2 * block..<3 * block]))
        bytes.replaceSubrange(2 * block..<3 * block, with: second)
        try Files.write(bytes, to: path)
        #expect(throws: StorageError.self) { try Self.drain([path]) }
    }

    /// Equal entries come in the order of the files, whatever the heap did to them.
    @Test func equalEntriesComeInTheOrderOfTheirFiles() throws {
        let scratch = try Scratch()
        let paths = (0..<5).map { scratch.file("\($0)") }
        for path in paths { try Self.write([[1], [1]], to: path) }
        let sources = try Self.drain(paths).map(\.1)
        #expect(sources == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4])
    }

    /// A longer payload that begins as a shorter one comes after it.
    @Test func aBeginningComesBeforeTheWhole() throws {
        let scratch = try Scratch()
        var writer = SortedWriter(path: scratch.file("r"), buckets: 1)
        for payload in [[2, 0], [2], [], [1, 9, 9]] as [[UInt8]] {
            try writer.append(bucket: 0, key: 5, payload: payload)
        }
        _ = try writer.commit()
        var merger = try SortedMerger(paths: [scratch.file("r")], bucket: 0)
        var found: [[UInt8]] = []
        while let payload = try merger.next(of: 5) { found.append(payload) }
        #expect(found == [[], [1, 9, 9], [2], [2, 0]])
    }

    @Test func bucketsThatNobodyFilledAreThere() throws {
        let scratch = try Scratch()
        var writer = SortedWriter(path: scratch.file("r"), buckets: 4)
        try writer.append(bucket: 2, key: 1, payload: [])
        #expect(try writer.commit().lines == 1)
        let table = try BucketTable.read(RandomAccessFile(path: scratch.file("r")))
        #expect(table.buckets.map(\.entries) == [0, 0, 1, 0] && table.buckets.map(\.bytes) == [0, 0, 12, 0])
        #expect(table.buckets.map(\.offset) == [0, 0, 0, 12])
        for bucket in [0, 1, 3] {
            var merger = try SortedMerger(paths: [scratch.file("r")], bucket: bucket)
            #expect(try merger.next() == nil)
        }
    }

    /// An integer takes seven bits a byte, the lowest first; a key eight bytes.
    @Test func payloadsByTheByte() {
        var writer = PayloadWriter()
        writer.append(300)
        writer.append(UInt64(0x0102))
        writer.append("é")
        #expect(writer.bytes == [0xAC, 0x02, 2, 1, 0, 0, 0, 0, 0, 0, 2, 0xC3, 0xA9])
        writer.reset()
        #expect(writer.bytes.isEmpty)
        var reader = PayloadReader([5])
        #expect(reader.integer() == 5 && !reader.isDamaged && reader.isAtEnd)
        #expect(reader.integer() == 0 && reader.isDamaged)
    }
}
