import Glibc

extension UInt8 {
    /// The letter in lower case; other bytes as they are.
    var lowerASCII: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
    /// CR, LF or NUL: what fills the room between records.
    var isPadding: Bool { self == 0x0A || self == 0x0D || self == 0 }
    /// `0` to `9`.
    var isDigit: Bool { self &- 0x30 < 10 }
}

extension UnsafeRawBufferPointer {
    /// Without the white space and control characters around it.
    var trimmed: UnsafeRawBufferPointer {
        var low = 0
        var high = count
        while low < high, self[low] <= 0x20 { low += 1 }
        while high > low, self[high - 1] <= 0x20 { high -= 1 }
        return UnsafeRawBufferPointer(rebasing: self[low..<high])
    }

    /// The index of the first `byte` at `start` or after it.
    func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard let base = baseAddress, start < count,
            let found = memchr(base + start, Int32(byte), count - start)
        else { return nil }
        return base.distance(to: UnsafeRawPointer(found))
    }

    /// The index of the first LF at `start` or after it.
    func firstLineFeed(from start: Int) -> Int? { firstIndex(of: 0x0A, from: start) }

    /// The index where `pattern` stands first, at `start` or after it.
    func find(_ pattern: StaticString, from start: Int) -> Int? {
        var at = start
        while let found = firstIndex(of: pattern.utf8Start[0], from: at) {
            if has(pattern, at: found) { return found }
            at = found + 1
        }
        return nil
    }

    /// The index where these three bytes stand first, at `start` or after it.
    func find(_ magic: (UInt8, UInt8, UInt8), from start: Int) -> Int? {
        var at = start
        while let found = firstIndex(of: magic.0, from: at) {
            if has(magic, at: found) { return found }
            at = found + 1
        }
        return nil
    }

    /// Whether `pattern` stands at `index`.
    func has(_ pattern: StaticString, at index: Int) -> Bool {
        guard let base = baseAddress, index >= 0, pattern.utf8CodeUnitCount <= count - index else { return false }
        return memcmp(base + index, pattern.utf8Start, pattern.utf8CodeUnitCount) == 0
    }

    /// Whether `pattern` (in lower case) stands at `index`, whatever the case of its letters.
    func hasFolded(_ pattern: StaticString, at index: Int) -> Bool {
        guard index >= 0, pattern.utf8CodeUnitCount <= count - index else { return false }
        for i in 0..<pattern.utf8CodeUnitCount where self[index + i].lowerASCII != pattern.utf8Start[i] { return false }
        return true
    }

    /// Whether these bytes stand at `index`.
    func has(_ magic: (UInt8, UInt8, UInt8), at index: Int) -> Bool {
        index >= 0 && index + 3 <= count && self[index] == magic.0 && self[index + 1] == magic.1
            && self[index + 2] == magic.2
    }

    /// The index after a header's blank line; nil when it has none.
    func headerEnd(from start: Int) -> Int? {
        var at = start
        while let line = firstLineFeed(from: at) {
            at = line + 1
            if at < count, self[at] == 0x0A { return at + 1 }
            if at + 1 < count, self[at] == 0x0D, self[at + 1] == 0x0A { return at + 2 }
        }
        return nil
    }

    /// A little-endian number of `width` bytes; nil beyond the end.
    func integer(at index: Int, width: Int) -> Int? {
        guard index >= 0, width <= count - index else { return nil }
        var value: UInt64 = 0
        for i in (0..<width).reversed() { value = value << 8 | UInt64(self[index + i]) }
        return Int(exactly: value)
    }
}
