import Testing

@testable import Parquet

@Suite struct PageBufferTests {
    private func append(_ bytes: [UInt8], to buffer: PageBuffer) { bytes.withUnsafeBytes { buffer.append($0) } }

    @Test func bytesComeBehindEachOther() {
        let buffer = PageBuffer()
        append([1, 2], to: buffer)
        append([], to: buffer)
        [UInt8](repeating: 7, count: 300).withUnsafeBytes { buffer.append(value: $0) }
        #expect(Array(buffer.bytes.prefix(8)) == [1, 2, 44, 1, 0, 0, 7, 7] && buffer.count == 306)
        #expect(Array(buffer[1..<4]) == [2, 44, 1])
        append([UInt8](repeating: 9, count: 100_000), to: buffer)
        #expect(buffer.count == 100_306 && Array(buffer[304..<308]) == [7, 7, 9, 9])
        buffer.removeAll()
        #expect(buffer.count == 0 && buffer.bytes.isEmpty)
    }

    /// Before the others, whether there is room for them or not.
    @Test(arguments: [0, 2, 8]) func bytesComeBeforeOthers(headroom: Int) {
        let buffer = PageBuffer(headroom: headroom)
        for _ in 0..<2 {
            append([4, 5], to: buffer)
            buffer.prepend([1, 2, 3])
            buffer.prepend([])
            append([6], to: buffer)
            #expect(Array(buffer.bytes) == [1, 2, 3, 4, 5, 6])
            buffer.removeAll()
        }
        append([UInt8](repeating: 4, count: 4094), to: buffer)
        buffer.prepend([UInt8](repeating: 1, count: 9000))
        #expect(buffer.count == 13_094 && Array(buffer[8999..<9001]) == [1, 4])
    }

    @Test func whatIsPutBehindCountsWhenItIsSaidSo() throws {
        let buffer = PageBuffer()
        append([1], to: buffer)
        try #require(buffer.room(5000)).storeBytes(of: 2, as: UInt8.self)
        #expect(buffer.count == 1)
        buffer.extend(by: 1)
        #expect(Array(buffer.bytes) == [1, 2])
    }

    @Test func whereThereIsNoMemoryNothingMoreIsTaken() {
        let buffer = PageBuffer()
        append([1], to: buffer)
        #expect(buffer.room(1 << 60) == nil && buffer.isExhausted)
        append([2], to: buffer)
        buffer.prepend([0])
        #expect(Array(buffer.bytes) == [1])
    }
}
