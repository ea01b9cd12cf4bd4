/// Words in the names of elements, looked up by hash without a string being made.
///
/// A name is cut at what is no letter and where a capital follows a small letter; words of up to three letters count
/// only when they stand alone, because class names made by tools (`hJpRrP`) are full of such.
struct ElementWords {
    private struct Slot {
        var hash: UInt64 = 0
        var classes: UInt8 = 0
    }

    private var slots: [Slot]
    private let mask: Int

    /// Lists of words (lower case ASCII); the words of the first list are class 1, of the second 2, of the third 4.
    init(_ lists: [[String]]) {
        var size = 64
        while size < lists.reduce(0, { $0 + $1.count }) * 4 { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
        mask = size - 1
        for (index, list) in lists.enumerated() {
            for word in list { add(word, 1 << UInt8(index)) }
        }
    }

    private mutating func add(_ word: String, _ bit: UInt8) {
        var hash = ElementWords.seed
        for byte in word.utf8 { hash = ElementWords.mix(hash, byte) }
        var at = place(hash)
        while slots[at].classes != 0 && slots[at].hash != hash { at = (at + 1) & mask }
        slots[at].hash = hash
        slots[at].classes |= bit
    }

    private func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 32 ^ hash) & mask }

    private func classes(_ hash: UInt64) -> UInt8 {
        var at = place(hash)
        while slots[at].classes != 0 {
            if slots[at].hash == hash { return slots[at].classes }
            at = (at + 1) & mask
        }
        return 0
    }

    /// The classes of all words of a name.
    func find(_ bytes: [UInt8], _ range: Range<Int>) -> UInt8 { find(bytes.span, range) }

    /// The classes of all words of a name.
    func find(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt8 {
        var found: UInt8 = 0
        each(bytes, range) { word, _ in found |= word }
        return found
    }

    /// The classes of all words of a list of names (a `class`), without those that a name says it has or lacks: behind a
    /// word of class `mute` a name's words count only when they are of the classes `heard`.
    func find(_ bytes: [UInt8], _ range: Range<Int>, mute: UInt8, heard: UInt8) -> UInt8 {
        let bytes = bytes.span
        var found: UInt8 = 0
        var isMuted = false
        each(bytes, range) { word, isFirst in
            isMuted = (isMuted && !isFirst) || word & mute != 0
            found |= isMuted ? word & heard : word
        }
        return found & ~mute
    }

    /// Calls `body` with the classes of every word that is looked up, and whether it is the first one of a name.
    @inline(__always)
    private func each(_ bytes: Span<UInt8>, _ range: Range<Int>, _ body: (UInt8, Bool) -> Void) {
        var hash = ElementWords.seed
        var length = 0
        var wasSmall = false
        var isInner = false
        var isFirst = true
        for at in range {
            let byte = bytes[at]
            let isSmall = byte &- 97 < 26
            let isCapital = byte &- 65 < 26
            let isLetter = isSmall || isCapital || byte >= 0x80
            if !isLetter || (isCapital && wasSmall) {
                if length > 3 || (length > 1 && !isLetter && !isInner) {
                    body(classes(hash), isFirst)
                    isFirst = false
                }
                if byte <= 0x20 { isFirst = true }
                isInner = isLetter
                hash = ElementWords.seed
                length = 0
            }
            wasSmall = isSmall
            if isLetter {
                hash = ElementWords.mix(hash, isCapital ? byte | 0x20 : byte)
                length += 1
            }
        }
        if length > 3 || (length > 1 && !isInner) { body(classes(hash), isFirst) }
    }

    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
    private static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
