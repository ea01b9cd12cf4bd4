import Testing

@testable import Parquet

/// Copies, literals and claims at their limits.
@Suite struct CodecTests {
    /// A literal whose length stands behind its tag, a copy of five from three back, one of two from far back.
    @Test func copiesWithOffsetsOfOneAndFourBytes() throws {
        let literal: [UInt8] = (0..<61).map { UInt8($0) }
        let bytes: [UInt8] = [68, 240, 60] + literal + [5, 3, 7, 61, 0, 0, 0]
        #expect(try Snappy.decompress(bytes[...], size: 68) == literal + [58, 59, 60, 58, 59, 5, 6])
    }

    /// Three bits of the offset stand in the tag.
    @Test func aShortCopyReachesFartherThanAByte() throws {
        let literal: [UInt8] = (0..<300).map { UInt8($0 % 251) }
        let bytes: [UInt8] = [0xB0, 0x02, 244, 0x2B, 0x01] + literal + [33, 2]
        #expect(try Snappy.decompress(bytes[...], size: 304) == literal + [42, 43, 44, 45])
    }

    @Test func copiesFromBeforeTheBeginningAreDamage() {
        for offset: UInt8 in [0, 3] {
            let bytes: [UInt8] = [6, 4, 7, 8, 14, offset, 0]
            #expect(throws: ParquetError.self) { try Snappy.decompress(bytes[...], size: 6) }
        }
    }

    /// 24 to one, and a little for a page of nothing.
    @Test func aPageMayClaimWhatItsCodecReaches() throws {
        let snappy = try PageDecompressor(codec: Format.Codec.snappy.rawValue)
        try snappy.check(compressed: 100, uncompressed: 2464)
        #expect(throws: ParquetError.self) { try snappy.check(compressed: 100, uncompressed: 2465) }
        let none = try PageDecompressor(codec: Format.Codec.none.rawValue)
        #expect(try none.decompress([1, 2], size: 2) == [1, 2])
        #expect(throws: ParquetError.self) { try none.decompress([1, 2], size: 1) }
        #expect(throws: ParquetError.self) { try PageDecompressor(codec: 99) }
    }

    @Test func whatWasCompressedComesBack() throws {
        let text = [UInt8](repeating: 7, count: 1000)
        let zstd = try PageDecompressor(codec: Format.Codec.zstd.rawValue)
        for level in [1, 3] {
            var packed = [UInt8](repeating: 0, count: PageCompressor.bound(1000))
            let count = text.withUnsafeBytes { text in
                packed.withUnsafeMutableBytes { PageCompressor(level: level).compress(text, into: $0) }
            }
            let frame = packed[..<(try #require(count))]
            #expect(frame.count < 40)
            #expect(try zstd.decompress(frame, size: 1000) == text)
            for size in [999, 1001] { #expect(throws: ParquetError.self) { try zstd.decompress(frame, size: size) } }
        }
    }

    @Test func whatDoesNotFitIsRefused() {
        var small = [UInt8](repeating: 0, count: 4)
        let count = [UInt8](0..<100).withUnsafeBytes { text in
            small.withUnsafeMutableBytes { PageCompressor(level: 1).compress(text, into: $0) }
        }
        #expect(count == nil)
    }

    /// Runs of eight in a place between groups: the group before is filled first.
    @Test func aRunBeginsBehindAFullGroup() throws {
        let levels: [UInt8] = [1, 0, 1] + [UInt8](repeating: 3, count: 20) + [2]
        let bytes = RunLength.encode(levels, bitWidth: 2)
        // A group of eight (1 0 1 3 3 3 3 3), a run of fifteen, a group with the rest.
        #expect(bytes == [3, 0b1101_0001, 0b1111_1111, 30, 3, 3, 2, 0])
        #expect(try RunLength.decode(bytes[...], bitWidth: 2, count: 24) == levels.map(UInt32.init))
    }

    @Test func widthsOfNoAndManyBits() throws {
        #expect(try RunLength.decode([], bitWidth: 0, count: 3) == [0, 0, 0])
        // A run of two with a value of 20 bits, in three bytes.
        #expect(try RunLength.decode([4, 0x34, 0x12, 0x05], bitWidth: 20, count: 2) == [0x51234, 0x51234])
        #expect(
            try RunLength.decode([3, 0x21, 0x43, 0x65, 0x87], bitWidth: 4, count: 7) == [1, 2, 3, 4, 5, 6, 7])
    }

    @Test func aChecksumIsThatOfGzip() {
        #expect(Array("123456789".utf8).withUnsafeBytes(PageCompressor.checksum) == 0xCBF4_3926)
        #expect([].withUnsafeBytes(PageCompressor.checksum) == 0)
    }
}
