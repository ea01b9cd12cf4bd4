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
    /// By the first byte of a word, the lengths that words with it have, a bit each: most words of a page are told from
    /// those of the lists by this, without a hash.
    private var lengths = [UInt64](repeating: 0, count: 256)

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
        if let first = word.utf8.first { lengths[Int(first)] |= ElementWords.bit(ofLength: word.utf8.count) }
        var at = place(hash)
        while slots[at].classes != 0 && slots[at].hash != hash { at = (at + 1) & mask }
        slots[at].hash = hash
        slots[at].classes |= bit
    }

    private func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 32 ^ hash) & mask }

    private static func bit(ofLength length: Int) -> UInt64 { 1 << UInt64(min(63, length)) }

    @inline(__always)
    private func classes(_ bytes: UnsafeBufferPointer<UInt8>, _ word: Range<Int>) -> UInt8 {
        let first = Bytes.lower(bytes[word.lowerBound])
        guard lengths[Int(first)] & ElementWords.bit(ofLength: word.count) != 0 else { return 0 }
        return listed(bytes, word)
    }

    private func listed(_ bytes: UnsafeBufferPointer<UInt8>, _ word: Range<Int>) -> UInt8 {
        var hash = ElementWords.seed
        for at in word { hash = ElementWords.mix(hash, Bytes.lower(bytes[at])) }
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
        bytes.extracting(range).withUnsafeBufferPointer { each($0) { word, _ in found |= word } }
        return found
    }

    /// The classes of all words of a list of names (a `class`), without those that a name says it has or lacks: behind a
    /// word of class `mute` a name's words count only when they are of the classes `heard`.
    func find(_ bytes: [UInt8], _ range: Range<Int>, mute: UInt8, heard: UInt8) -> UInt8 {
        var found: UInt8 = 0
        var isMuted = false
        bytes.span.extracting(range).withUnsafeBufferPointer { bytes in
            each(bytes) { word, isFirst in
                isMuted = (isMuted && !isFirst) || word & mute != 0
                found |= isMuted ? word & heard : word
            }
        }
        return found & ~mute
    }

    /// Calls `body` with the classes of every word that is looked up, and whether it is the first one of a name. The
    /// texts of a page pass here: their bytes are not asked one by one whether they are in bounds, nor their places (all
    /// below `end`) whether they overflow.
    @inline(__always)
    private func each(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UInt8, Bool) -> Void) {
        let end = bytes.count
        var (at, start) = (0, 0)
        var isInner = false
        var isFirst = true
        while at < end {
            var others = ElementWords.others(Bytes.eight(bytes, at, end))
            while others != 0 {
                let place = at &+ others.trailingZeroBitCount >> 3
                others &= others &- 1
                if place >= end { break }
                let byte = bytes[place]
                let isLetter = byte &- 65 < 26 || byte >= 0x80
                if isLetter, byte >= 0x80 || place == 0 || bytes[place &- 1] &- 97 >= 26 { continue }
                let length = place &- start
                if length > 3 || (length > 1 && !isLetter && !isInner) {
                    body(classes(bytes, start..<place), isFirst)
                    isFirst = false
                }
                if byte <= 0x20 { isFirst = true }
                isInner = isLetter
                start = isLetter ? place : place &+ 1
            }
            at &+= 8
        }
        let length = end &- start
        if length > 3 || (length > 1 && !isInner) { body(classes(bytes, start..<end), isFirst) }
    }

    /// The highest bits of those of eight bytes that are no small letters; most bytes of names and texts are small letters.
    @inline(__always)
    private static func others(_ eight: UInt64) -> UInt64 {
        // A byte has its highest bit from 0x61 on, not from 0x7B on, as ASCII.
        let low = eight & 0x7F7F_7F7F_7F7F_7F7F
        let isLetter = (low &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(low &+ 0x0505_0505_0505_0505) & ~eight
        return ~isLetter & 0x8080_8080_8080_8080
    }

    private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325
    private static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
