import Platform
import TestKit
import Testing

@testable import WebArchive

/// The digest of what a unit reads.
@Suite struct WindowHashTests {
    private static let bytes = (0..<3_500_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }

    private func source(_ path: String, _ begin: Int, _ end: Int) -> ArchiveSource {
        ArchiveSource(
            path: path, name: "x", format: .warc, begin: begin, end: end, containerBegin: 0, containerEnd: 3_500_000)
    }

    private func hash(_ path: String, _ begin: Int, _ end: Int, following: [Int] = []) throws -> ReadBytes {
        var hash = try WindowHash(source(path, begin, end))
        for place in following { hash.follow(to: place) }
        return hash.finish()
    }

    /// Wherever the reader's records begin.
    @Test func theReadersStepsDoNotMatter() throws {
        let scratch = try Scratch()
        let path = try scratch.write(Self.bytes, "x")
        let whole = try hash(path, 10, 3_400_000)
        #expect(whole.count == 3_399_990)
        for steps in [
            [0, 10, 11], [131_072, 131_082, 3_000_000], [3_499_999], Array(stride(from: 0, to: 3_500_000, by: 999)),
        ] {
            #expect(try hash(path, 10, 3_400_000, following: steps) == whole)
        }
        var expected: UInt64 = 0
        for begin in stride(from: 10, to: 3_400_000, by: 131_072) {
            let piece = Array(Self.bytes[begin..<min(begin + 131_072, 3_400_000)])
            expected = piece.withUnsafeBytes { XXH3.hash($0, seed: expected) }
        }
        #expect(whole.digest == expected)
    }

    @Test(arguments: [10, 1 << 20, 2_000_000, 3_399_999]) func everyByteCounts(place: Int) throws {
        let scratch = try Scratch()
        let path = try scratch.write(Self.bytes, "x")
        var other = Self.bytes
        other[place] ^= 1
        #expect(try hash(path, 10, 3_400_000) != hash(try scratch.write(other, "y"), 10, 3_400_000))
        #expect(try hash(path, 10, 3_400_000) == hash(try scratch.write(Self.bytes, "z"), 10, 3_400_000))
    }

    @Test func aWindowEndsWhereItsFileEnds() throws {
        let scratch = try Scratch()
        let path = try scratch.write(Array(Self.bytes.prefix(1000)), "x")
        #expect(try hash(path, 0, 3_500_000).count == 1000)
        #expect(try hash(path, 2000, 3_500_000) == ReadBytes())
        #expect(try hash(path, 0, 600) != hash(path, 400, 1000))
    }

    @Test func aSumKeepsTheOrder() {
        let (a, b) = (ReadBytes(count: 1, digest: 7), ReadBytes(count: 2, digest: 8))
        var (ab, ba) = (a, b)
        ab.add(b)
        ba.add(a)
        #expect(ab.count == 3 && ba.count == 3 && ab.digest != ba.digest)
    }
}
