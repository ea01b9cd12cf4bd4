import TestKit
import Testing

@testable import Curation

/// The words by which texts are compared, against their definition code point by code point.
@Suite struct WordSequenceTests {
    static func words(_ text: String) -> [UInt32] {
        var sequence = WordSequence()
        sequence.begin()
        sequence.add(text)
        return sequence.words
    }

    /// The definition: what stands between blanks, in lower case, without what is no letter, number, mark or `_` at its ends.
    static func defined(_ text: String) -> [String] {
        text.unicodeScalars.split { $0.properties.isWhitespace || (0x1C...0x1F).contains($0.value) }.compactMap {
            word in
            let small = word.flatMap { ($0.value == 0x2019 ? "'" : $0.properties.lowercaseMapping).unicodeScalars }
            guard let first = small.firstIndex(where: isPart), let last = small.lastIndex(where: isPart) else {
                return nil
            }
            var text = String.UnicodeScalarView()
            text.append(contentsOf: small[first...last])
            return String(text)
        }
    }

    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
            true
        default: scalar == "_"
        }
    }

    @Test("Texts of letters, signs, marks and blanks of every kind have the words of the definition")
    func definition() {
        let pieces: [String] = [
            "a", "B", "z", "Z", "0", "9", "_", "é", "É", "ß", "Ω", "σ", "я", "Ж", "e\u{301}", "हि", "\u{20E3}", "─", "│",
            "■", "·", "-", "'", "\u{2019}", ".", ",", "(", "\"", "`", "{", "~", "\u{7F}", "\u{1}", "\u{AD}", "\u{200B}",
            "\u{FEFF}", "\u{E000}", "½", "²", "€", "🙂", " ", " ", " ", "\n", "\t", "\r\n", "\u{A0}", "\u{3000}",
            "\u{1E}",
            "abcdefgh", "ABCDEFG", "wellknown", "İ",
        ]
        var random = SeededRandom(seed: 12)
        // By bytes: to a string, é and e with an accent are one.
        var numbers: [[UInt8]: UInt32] = [:]
        for _ in 0..<3000 {
            let count = Int.random(in: 0...24, using: &random)
            let text = (0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }.joined()
            let (own, expected) = (Self.words(text), Self.defined(text))
            #expect(own.count == expected.count, "\(text.debugDescription)")
            for (number, word) in zip(own, expected) {
                #expect(
                    numbers.updateValue(number, forKey: Array(word.utf8)) ?? number == number,
                    "\(word.debugDescription)")
            }
        }
        #expect(numbers.count > 2500)
        #expect(Set(numbers.values).count >= numbers.count - 1)
    }

    @Test("What only decorates a page is no word, and no part of one at its ends")
    func decoration() {
        #expect(Self.words("│ ── ■ ▪ \u{20E3} \u{200B}") == [])
        #expect(Self.words("│one│ ─two─ \u{FEFF}three\u{AD}") == Self.words("one two three"))
        #expect(Self.words("_one_") != Self.words("one"))
        #expect(Self.words("don’t stop-over") == Self.words("DON'T (stop-over)"))
    }

    @Test("Words end where a text ends, at every length, and code points are counted")
    func lengths() {
        for length in 1...40 {
            let word = String(repeating: "x", count: length)
            #expect(Self.words(word) == Self.words("\(word)."))
            #expect(Self.words(word) == Self.words("\(word)…"))
            #expect(Self.words("\(word) \(word)") == Self.words(word) + Self.words(word))
        }
        var sequence = WordSequence()
        sequence.add("añb 我们🙂")
        #expect(sequence.characters == 7)
        sequence.begin()
        #expect(sequence.characters == 0 && sequence.words.isEmpty)
    }
}
