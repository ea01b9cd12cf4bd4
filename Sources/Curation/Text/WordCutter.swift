/// Cuts UTF-8 into the words of a `WordSequence` and writes their numbers.
///
/// Most words are ASCII: their ends are looked for and they are hashed eight bytes at a time. All others are taken by code
/// points. A number depends on the bytes of the word in lower case alone, whichever way it was taken.
struct WordCutter {
    /// Words written.
    private(set) var count = 0
    /// Code points of scripts that do not part words by blanks.
    private(set) var unspaced = 0
    private let tables: TextScan.Tables
    private let one: UnsafePointer<UInt16>
    private let two: UnsafePointer<UInt8>
    private let room: UnsafeMutableBufferPointer<UInt32>

    /// - Parameter room: for as many words as half the bytes and one for each piece.
    init?(_ tables: TextScan.Tables, _ room: UnsafeMutableBufferPointer<UInt32>) {
        guard let one = tables.one.baseAddress, let two = tables.two.baseAddress else { return nil }
        (self.tables, self.one, self.two, self.room) = (tables, one, two, room)
    }

    /// Cuts a piece of a text, whose end ends a word.
    mutating func cut(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        var cutter = self  // a local copy stays in registers
        var at = 0
        while at < bytes.count {
            let end = Self.endOfASCII(base, at, bytes.count)
            if end > at, end == bytes.count || cutter.isBlank(base[end]) {
                cutter.takeASCII(base, at..<end, bytes.count)
                at = end &+ 1
            } else if end == at, cutter.isSign(base[at]) {
                at &+= 1
            } else {
                cutter.takeScalars(bytes, base, &at)
            }
        }
        self = cutter
    }

    /// Takes the word between the signs at both ends of a run of ASCII, if there is one.
    @inline(__always)
    private mutating func takeASCII(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, _ count: Int) {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isSign(base[start]) { start &+= 1 }
        while start < end, isSign(base[end &- 1]) { end &-= 1 }
        if start == end { return }
        var number = WordNumber()
        while start < end {
            number.addASCII(Self.eight(base, start, count), count: min(8, end &- start))
            start &+= 8
        }
        write(number)
    }

    /// Takes the word from `at` on, code point by code point.
    private mutating func takeScalars(
        _ bytes: UnsafeBufferPointer<UInt8>, _ base: UnsafePointer<UInt8>, _ at: inout Int
    ) {
        var (number, kept) = (WordNumber(), WordNumber())
        var started = false
        while at < bytes.count {
            var scalar = UInt32(base[at])
            (scalar, at) = scalar < 0x80 ? (scalar, at &+ 1) : UTF8Decoding.scalar(base, at, bytes.count)
            let classes = two[Int(one[Int(scalar >> 8)]) << 8 | Int(scalar & 0xFF)]
            if classes & CharacterClasses.split != 0 { break }
            unspaced &+= Int((classes & CharacterClasses.unspaced) >> 6)
            let isDotted = scalar == 0x130
            if classes & CharacterClasses.cased != 0 {
                scalar = tables.lowered(
                    scalar, isWithin: started, rest: UnsafeBufferPointer(rebasing: bytes[at...]))
            }
            if classes & CharacterClasses.strip == 0 {
                number.add(scalar)
                if isDotted { number.add(0x307) }
                kept = number
                started = true
            } else if started {
                number.add(scalar)
            }
        }
        if started { write(kept) }
    }

    /// Whether a byte is an ASCII blank.
    @inline(__always)
    private func isBlank(_ byte: UInt8) -> Bool { byte < 0x80 && two[Int(byte)] & CharacterClasses.split != 0 }

    /// Whether a byte is an ASCII sign or blank.
    @inline(__always)
    private func isSign(_ byte: UInt8) -> Bool { byte < 0x80 && two[Int(byte)] & CharacterClasses.strip != 0 }

    @inline(__always)
    private mutating func write(_ number: WordNumber) {
        room[count] = number.value
        count &+= 1
    }

    /// The eight bytes from `at` on, the first one lowest; zeros behind the end.
    @inline(__always)
    private static func eight(_ base: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> UInt64 {
        if at &+ 8 <= count {
            return UInt64(littleEndian: UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self))
        }
        var eight: UInt64 = 0
        for place in at..<count { eight |= UInt64(base[place]) &<< UInt64((place &- at) &* 8) }
        return eight
    }

    /// The place of the first byte from `at` on that is no ASCII letter, digit or printed sign.
    @inline(__always)
    private static func endOfASCII(_ base: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int {
        let highs: UInt64 = 0x8080_8080_8080_8080
        let ones: UInt64 = 0x0101_0101_0101_0101
        var at = at
        while at < count {
            let eight = eight(base, at, count)
            // With the upper bit gone, adding 0x80 - x sets it again exactly where a byte is x or more.
            let low = eight & ~highs
            let other = (eight | (low &+ ones) | ~(low &+ ones &* (0x80 - 0x21))) & highs
            if other != 0 { return min(count, at &+ other.trailingZeroBitCount >> 3) }
            at &+= 8
        }
        return count
    }
}

/// The number of a word: a hash of its bytes, eight at a time, by folded multiplication (as wyhash and rapidhash do).
private struct WordNumber {
    private var state: UInt64 = 0x2D35_8DCC_AA6C_78A5
    private var eight: UInt64 = 0
    private var filled = 0

    /// Adds the first `count` of eight ASCII bytes, in lower case; nothing or whole eights stand before them.
    @inline(__always)
    mutating func addASCII(_ bytes: UInt64, count: Int) {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let capitals = (bytes &+ ones &* (0x80 - 0x41)) & ~(bytes &+ ones &* (0x80 - 0x5B)) & (ones &* 0x80)
        let small = bytes | capitals >> 2
        if count == 8 { return mix(small) }
        eight = small & ((1 &<< UInt64(count &* 8)) &- 1)
        filled = count
    }

    /// Adds the UTF-8 of a code point.
    @inline(__always)
    mutating func add(_ scalar: UInt32) {
        let scalar = UInt64(scalar)
        if scalar < 0x80 { return add(scalar, count: 1) }
        if scalar < 0x800 { return add(0x80C0 | scalar >> 6 | (scalar & 0x3F) << 8, count: 2) }
        let last = (scalar & 0x3F) | 0x80
        let middle = (scalar >> 6 & 0x3F) | 0x80
        if scalar < 0x1_0000 { return add(0xE0 | scalar >> 12 | middle << 8 | last << 16, count: 3) }
        add(0xF0 | scalar >> 18 | (scalar >> 12 & 0x3F | 0x80) << 8 | middle << 16 | last << 24, count: 4)
    }

    @inline(__always)
    private mutating func add(_ bytes: UInt64, count: Int) {
        eight |= bytes &<< UInt64(filled &* 8)
        filled &+= count
        if filled < 8 { return }
        mix(eight)
        filled &-= 8
        eight = bytes >> UInt64((count &- filled) &* 8)
    }

    @inline(__always)
    private mutating func mix(_ eight: UInt64) {
        let product = (state ^ eight).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        state = product.high ^ product.low
    }

    /// The number of what was added.
    @inline(__always)
    var value: UInt32 {
        var whole = self
        if filled > 0 { whole.mix(eight) }
        let state = (whole.state ^ whole.state >> 32) &* 0xD6E8_FEB8_6659_FD93
        return UInt32(truncatingIfNeeded: state >> 32)
    }
}
