/// Bytes of a JSON string that stand for themselves: all but `"`, `\` and control characters.
enum PlainBytes {
    /// The index of the first byte from `start` on that is none of them, eight bytes at a time; `count` when there is none.
    @inline(__always)
    static func end(_ base: UnsafeRawPointer, from start: Int, count: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var at = start
        while at &+ 8 <= count {
            let word = base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            let quote = word ^ (ones &* 0x22)
            let slash = word ^ (ones &* 0x5C)
            let found =
                ((quote &- ones) & ~quote) | ((slash &- ones) & ~slash) | ((word &- (ones &* 0x20)) & ~word)
            if found & highs != 0 { break }
            at &+= 8
        }
        while at < count {
            let byte = base.load(fromByteOffset: at, as: UInt8.self)
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { break }
            at &+= 1
        }
        return at
    }
}
