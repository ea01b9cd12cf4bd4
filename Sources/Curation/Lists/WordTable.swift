/// Words as 64-bit hashes with a set of flags: one probe says every list a word is on.
///
/// An entry is 48 bits of the hash and 16 flags; two words in the same list entry are told apart with a chance of error
/// of about `words × 2^-48` a look-up.
struct WordTable: Sendable {
    private(set) var entries: [UInt64]
    private(set) var shift: UInt64
    private(set) var count = 0

    /// The bits of a hash that an entry keeps.
    static let keyBits: UInt64 = ~0xFFFF

    /// An empty table.
    init() {
        entries = [UInt64](repeating: 0, count: 16)
        shift = 60
    }

    /// Adds flags to a word.
    mutating func insert(_ hash: UInt64, flags: UInt16) {
        if count * 2 >= entries.count { grow() }
        place(hash & ~0xFFFF, UInt64(flags))
    }

    /// The flags of a word, 0 when it is on no list.
    subscript(hash: UInt64) -> UInt16 {
        entries.withUnsafeBufferPointer { WordTable.find(hash, in: $0, shift: shift) }
    }

    /// Every word, as the bits of its hash that are kept, with its flags.
    func forEach(_ body: (UInt64, UInt16) -> Void) {
        for entry in entries where entry != 0 { body(entry & Self.keyBits, UInt16(truncatingIfNeeded: entry)) }
    }

    /// The look-up for loops that hold the entries.
    @inline(__always)
    static func find(_ hash: UInt64, in entries: UnsafeBufferPointer<UInt64>, shift: UInt64) -> UInt16 {
        let key = hash & ~0xFFFF
        let mask = entries.count &- 1
        var slot = Int(truncatingIfNeeded: hash >> shift)
        while true {
            let entry = entries[slot]
            if entry & ~0xFFFF == key { return UInt16(truncatingIfNeeded: entry) }
            if entry == 0 { return 0 }
            slot = (slot &+ 1) & mask
        }
    }

    private mutating func place(_ key: UInt64, _ flags: UInt64) {
        var slot = Int(truncatingIfNeeded: key >> shift)
        while entries[slot] != 0 && entries[slot] & ~0xFFFF != key { slot = (slot + 1) & (entries.count - 1) }
        if entries[slot] == 0 { count += 1 }
        entries[slot] |= key | flags
    }

    private mutating func grow() {
        let old = entries
        entries = [UInt64](repeating: 0, count: old.count * 2)
        shift -= 1
        count = 0
        for entry in old where entry != 0 { place(entry & ~0xFFFF, entry & 0xFFFF) }
    }
}

/// The hash of a word over its lower-cased code points, the same in the lists and in the scan.
enum WordHash {
    /// Adds a code point.
    @inline(__always)
    static func step(_ hash: UInt64, _ scalar: UInt32) -> UInt64 {
        (((hash << 5) | (hash >> 59)) ^ UInt64(scalar)) &* 0x517C_C1B7_2722_0A95
    }

    /// Spreads the last code points over all bits; never 0 in the bits a table keeps.
    @inline(__always)
    static func finish(_ hash: UInt64) -> UInt64 {
        var hash = hash ^ (hash >> 32)
        hash = hash &* 0xD6E8_FEB8_6659_FD93
        hash ^= hash >> 32
        hash = hash &* 0xD6E8_FEB8_6659_FD93
        return hash | 1 << 16
    }

    /// The hash of a word as it stands.
    static func of(_ word: some StringProtocol) -> UInt64 {
        finish(word.unicodeScalars.reduce(0) { step($0, $1.value) })
    }
}
