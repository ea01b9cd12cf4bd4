/// The words of a text as numbers in their order, for what compares texts by their words.
///
/// Words as the text metrics count them (blanks part them, and ICU's dictionaries where a script has no blanks; lower
/// case; without the signs around them), except that digits are kept: two price lists that differ in their numbers are
/// two texts. Buffers are kept from call to call: give each worker its own.
/// ```swift
/// sequence.begin()
/// for paragraph in paragraphs { sequence.add(paragraph.text) }
/// sequence.withWords { words in … }
/// ```
package struct WordSequence: Sendable {
    private var texts = ScannedTexts()
    private let breaker = WordBreaker()

    /// The metrics' special characters without letters, digits and the signs that are parts of a letter.
    private static let classes: CharacterClasses = {
        let letters = CodePointRanges.parse(WordCharacters.ranges) + CodePointRanges.parse(Scripts.combiningMarks)
        let kept = Set(letters.joined())
        let special = CodePointRanges.parse(SpecialCharacters.published) + CodePointRanges.parse(Scripts.symbols)
        return CharacterClasses(
            CharacterSets(
                special: special.joined().filter { !kept.contains($0) }.map { $0...$0 },
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
    package mutating func begin() { texts.removeAll() }

    /// Adds a text behind the others; a word ends with it.
    package mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bytes in _ = texts.scan(bytes, Self.classes, breaker) }
    }

    /// Code points of what was added.
    package var characters: Int { texts.scalarCount }

    /// The words as 64-bit hashes, in order; valid during `body`.
    package func withWords<R>(_ body: (UnsafeBufferPointer<UInt64>) -> R) -> R { texts.withWords(texts.all, body) }
}
