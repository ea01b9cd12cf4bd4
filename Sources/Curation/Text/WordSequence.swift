/// The words of texts as numbers in their order, for what compares texts by their words.
///
/// A word is what stands between blanks (all white space of Unicode) or, in a script without blanks, a word of ICU's
/// dictionaries; in lower case, with ’ for ', and without the signs at its ends. A sign is every code point but letters,
/// numbers, marks (Mn, Mc) and `_`. This is what the text metrics count, except that digits are kept (two price lists
/// that differ in their numbers are two texts) and that nothing but letters, numbers and marks makes a word (the
/// published metrics know a list of signs and take the others for letters).
/// Buffers are kept from call to call: give each worker its own.
/// ```swift
/// sequence.begin()
/// for paragraph in paragraphs { sequence.add(paragraph.text) }
/// sequence.words …
/// ```
package struct WordSequence: Sendable {
    /// Raised when a word gets another number: stands in what keeps such numbers (lists of hashes, signatures).
    package static let version = 2

    /// The words of what was added, in order: half of a 64-bit hash each, so two different words are one with a chance of 2^-32.
    package private(set) var words: [UInt32] = []
    /// Code points of what was added.
    package private(set) var characters = 0
    private let breaker = WordBreaker()

    private static let classes: CharacterClasses = {
        let letters = CodePointRanges.parse(WordCharacters.ranges) + CodePointRanges.parse(Scripts.combiningMarks)
        return CharacterClasses(
            CharacterSets(
                special: CodePointRanges.complement(of: letters),
                // Texts that others wrote: all white space of Unicode, where extraction leaves three kinds.
                blanks: [
                    0x09...0x0D, 0x1C...0x20, 0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A,
                    0x2028...0x2029, 0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000,
                ],
                folding: [0x2019: 0x27],
                unspaced: CodePointRanges.parse(Scripts.chineseJapanese),
                clauses: CodePointRanges.parse(Scripts.southEastAsian)))
    }()

    /// No words.
    package init() {}

    /// Forgets the last text.
    package mutating func begin() {
        words.removeAll(keepingCapacity: true)
        characters = 0
    }

    /// Adds a text behind the others; a word ends with it.
    package mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add($0) }
    }

    private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        characters += Self.characters(in: bytes)
        let known = words.count
        if cut(bytes, []) == 0 { return }
        words.removeLast(words.count - known)
        _ = cut(bytes, breaker.breaks(bytes, Self.classes))
    }

    /// Adds the words of a text whose words also end at `breaks`; returns its code points of scripts without blanks.
    private mutating func cut(_ bytes: UnsafeBufferPointer<UInt8>, _ breaks: [Int]) -> Int {
        var unspaced = 0
        let most = bytes.count / 2 + breaks.count + 1
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: most) { room in
            Self.classes.withTables { tables in
                guard var cutter = WordCutter(tables, room) else { return }
                var start = 0
                for end in breaks + [bytes.count] {
                    cutter.cut(UnsafeBufferPointer(rebasing: bytes[start..<end]))
                    start = end
                }
                unspaced = cutter.unspaced
                words.append(contentsOf: room[..<cutter.count])
            }
        }
        return unspaced
    }

    /// Code points of UTF-8: all bytes but those that continue one, eight at a time.
    private static func characters(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var (continuing, at) = (0, 0)
        while at &+ 8 <= raw.count {
            let eight = raw.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            continuing &+= (eight & ~(eight << 1) & 0x8080_8080_8080_8080).nonzeroBitCount
            at &+= 8
        }
        while at < raw.count {
            continuing &+= raw[at] & 0xC0 == 0x80 ? 1 : 0
            at &+= 1
        }
        return raw.count - continuing
    }
}
