import Glibc

/// Questions about UTF-8 text in byte slices.
enum Bytes {
    /// ASCII white space as HTML has it.
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0C || byte == 0x0D
    }

    /// The length in bytes of the white space (Unicode `White_Space`, U+001C to U+001F, as Python's `str.strip`
    /// takes it) that begins at `at`; 0 if there is none.
    static func spaceLength(_ bytes: [UInt8], _ at: Int, _ end: Int) -> Int {
        let byte = bytes[at]
        if byte < 0x80 { return byte == 0x20 || byte >= 0x09 && byte <= 0x0D || byte >= 0x1C && byte <= 0x1F ? 1 : 0 }
        switch byte {
        case 0xC2:
            guard at + 1 < end else { return 0 }
            return bytes[at + 1] == 0xA0 || bytes[at + 1] == 0x85 ? 2 : 0
        case 0xE1: return at + 2 < end && bytes[at + 1] == 0x9A && bytes[at + 2] == 0x80 ? 3 : 0
        case 0xE2:
            guard at + 2 < end else { return 0 }
            let third = bytes[at + 2]
            if bytes[at + 1] == 0x80 { return third <= 0x8A || third == 0xA8 || third == 0xA9 || third == 0xAF ? 3 : 0 }
            return bytes[at + 1] == 0x81 && third == 0x9F ? 3 : 0
        case 0xE3: return at + 2 < end && bytes[at + 1] == 0x80 && bytes[at + 2] == 0x80 ? 3 : 0
        default: return 0
        }
    }

    /// The slice without white space at its ends.
    static func strip(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end {
            let length = spaceLength(bytes, start, end)
            if length == 0 { break }
            start += length
        }
        while start < end {
            let byte = bytes[end - 1]
            if byte < 0x80 {
                if spaceLength(bytes, end - 1, end) == 0 { break }
                end -= 1
            } else {
                var first = end - 1
                while first > start && bytes[first] & 0xC0 == 0x80 { first -= 1 }
                if spaceLength(bytes, first, end) != end - first { break }
                end = first
            }
        }
        return start..<end
    }

    /// Eight bytes from `at` on, the first the lowest; zeros for those from `end` on.
    @inline(__always)
    static func eight(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ end: Int) -> UInt64 {
        let raw = UnsafeRawBufferPointer(bytes)
        if at &+ 8 <= end { return raw.loadUnaligned(fromByteOffset: at, as: UInt64.self).littleEndian }
        // The last eight bytes of the text and what is before it, moved to where they would be.
        if end >= 8 {
            return raw.loadUnaligned(fromByteOffset: end &- 8, as: UInt64.self).littleEndian
                >> UInt64(8 &* (at &+ 8 &- end))
        }
        return (at..<end).reduce(0) { $0 | UInt64(bytes[$1]) << UInt64(8 * ($1 - at)) }
    }

    /// Whether there is nothing but white space.
    static func isBlank(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var at = range.lowerBound
        while at < range.upperBound {
            let length = spaceLength(bytes, at, range.upperBound)
            if length == 0 { return false }
            at += length
        }
        return true
    }

    /// Whether `bytes` has `part`, which is not empty, anywhere.
    static func holds(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
        guard let first = part.first, bytes.count >= part.count else { return false }
        for at in 0...(bytes.count - part.count) where bytes[at] == first {
            if bytes[at..<at + part.count].elementsEqual(part) { return true }
        }
        return false
    }

    /// ASCII lower case.
    static func lower(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte + 32 : byte }

    /// Whether one of the tokens between spaces is `token` (lower case), letter case aside.
    static func hasToken(_ bytes: [UInt8], _ range: Range<Int>, _ token: [UInt8]) -> Bool {
        var at = range.lowerBound
        while at < range.upperBound {
            while at < range.upperBound, isSpace(bytes[at]) { at += 1 }
            let start = at
            while at < range.upperBound, !isSpace(bytes[at]) { at += 1 }
            if at - start == token.count, equalsLowered(bytes, start, token) { return true }
        }
        return false
    }

    private static func equalsLowered(_ bytes: [UInt8], _ start: Int, _ token: [UInt8]) -> Bool {
        for index in 0..<token.count where lower(bytes[start + index]) != token[index] { return false }
        return true
    }

    /// The next place of a byte in the slice, its end when there is none.
    static func next(_ byte: UInt8, in bytes: [UInt8], _ range: Range<Int>) -> Int {
        guard !range.isEmpty else { return range.upperBound }
        return bytes.withUnsafeBufferPointer { bytes in
            let slice = UnsafeBufferPointer(rebasing: bytes[range])
            guard let base = slice.baseAddress, let found = memchr(base, Int32(byte), slice.count) else {
                return range.upperBound
            }
            return range.lowerBound + (UnsafeRawPointer(found) - UnsafeRawPointer(base))
        }
    }

    /// Where `needle` begins in the slice.
    static func find(_ needle: [UInt8], in bytes: [UInt8], _ range: Range<Int>) -> Int? {
        guard let first = needle.first, range.count >= needle.count else { return nil }
        var at = range.lowerBound
        while at + needle.count <= range.upperBound {
            if bytes[at] == first, bytes[at..<at + needle.count].elementsEqual(needle) { return at }
            at += 1
        }
        return nil
    }

    /// Whether the slice is `needle`, byte for byte.
    static func equals(_ bytes: [UInt8], _ range: Range<Int>, _ needle: [UInt8]) -> Bool {
        range.count == needle.count && bytes[range].elementsEqual(needle)
    }

    /// Whether the slice begins with `prefix`, byte for byte.
    static func hasPrefix(_ bytes: [UInt8], _ range: Range<Int>, _ prefix: StaticString) -> Bool {
        guard range.count >= prefix.utf8CodeUnitCount else { return false }
        for index in 0..<prefix.utf8CodeUnitCount where bytes[range.lowerBound + index] != prefix.utf8Start[index] {
            return false
        }
        return true
    }
}
