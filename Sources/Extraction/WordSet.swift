/// Words that are looked up as bytes, letter case of ASCII aside, without a string being made.
struct WordSet: Sendable {
    private struct Slot {
        var hash: UInt32 = 0
        var start: UInt16 = 0
        var count: UInt16 = 0
    }

    private var text: [UInt8] = []
    private var slots: [Slot]
    private let mask: Int
    private var longest = 0

    /// Words in lower case ASCII, none of them empty.
    init(_ words: [String]) {
        var size = 16
        while size < words.count * 4 { size *= 2 }
        slots = Array(repeating: Slot(), count: size)
        mask = size - 1
        for word in words where !word.isEmpty { add(Array(word.utf8)) }
    }

    private mutating func add(_ word: [UInt8]) {
        let hash = WordSet.hash(word.span, 0..<word.count)
        var at = Int(hash) & mask
        while slots[at].count > 0 { at = (at + 1) & mask }
        slots[at] = Slot(hash: hash, start: UInt16(text.count), count: UInt16(word.count))
        text += word
        longest = max(longest, word.count)
    }

    /// Whether a range of bytes is one of the words.
    func contains(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty, range.count <= longest else { return false }
        let hash = WordSet.hash(bytes, range)
        var at = Int(hash) & mask
        while slots[at].count > 0 {
            if slots[at].hash == hash, Int(slots[at].count) == range.count, isEqual(slots[at], bytes, range) {
                return true
            }
            at = (at + 1) & mask
        }
        return false
    }

    private func isEqual(_ slot: Slot, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for at in 0..<range.count where text[Int(slot.start) + at] != Bytes.lower(bytes[range.lowerBound + at]) {
            return false
        }
        return true
    }

    private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for at in range { hash = (hash ^ UInt32(Bytes.lower(bytes[at]))) &* 0x0100_0193 }
        return hash ^ hash >> 15
    }
}
