import Testing

@testable import Idefics

/// Bytes as the letters of byte-level vocabularies, and what is made of bytes that are no text.
@Suite struct ByteAlphabetTests {
    @Test("Printable bytes are themselves, the 68 others follow from U+0100 on") func letters() {
        #expect(Set(ByteAlphabet.scalars).count == 256)
        let own = (0...255).filter { ByteAlphabet.scalars[$0].value == UInt32($0) }
        #expect(
            own.count == 188 && own.contains(0x21) && own.contains(0x7E) && own.contains(0xA1) && own.contains(0xFF))
        #expect(!own.contains(0x20) && !own.contains(0x7F) && !own.contains(0xA0) && !own.contains(0xAD))
        // A space is Ġ, a line feed Ċ, a tabulator ĉ, as vocabularies show them; the last is the soft hyphen.
        #expect(
            ByteAlphabet.scalars[0x20] == "Ġ" && ByteAlphabet.scalars[0x0A] == "Ċ" && ByteAlphabet.scalars[0x09] == "ĉ")
        #expect(ByteAlphabet.scalars[0] == "\u{100}" && ByteAlphabet.scalars[0xAD] == "\u{143}")
    }

    @Test func everyByteComesBack() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(ByteAlphabet.decode(ByteAlphabet.encode(bytes)) == bytes)
        #expect(ByteAlphabet.encode(Array(" é".utf8)) == Array("ĠÃ©".utf8))
    }

    @Test("A token with a letter that stands for no byte is its own text") func foreign() {
        #expect(ByteAlphabet.decode(Array("Ġ日".utf8)) == Array("Ġ日".utf8))
        #expect(ByteAlphabet.decode([]) == [])
    }

    @Test(
        "Each longest beginning of a character that does not go on is one U+FFFD",
        arguments: [
            ([0x61], "a"), ([0xC3, 0xA9], "é"), ([0x80], "\u{FFFD}"), ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"),
            ([0xC1, 0xBF], "\u{FFFD}\u{FFFD}"), ([0xC2], "\u{FFFD}"), ([0xC2, 0x41], "\u{FFFD}A"),
            ([0xE0, 0x9F, 0xBF], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xE0, 0xA0, 0x80], "\u{800}"),
            ([0xE1, 0x80], "\u{FFFD}"), ([0xE1, 0x80, 0xC2, 0xA9], "\u{FFFD}©"), ([0xED, 0x9F, 0xBF], "\u{D7FF}"),
            ([0xEE, 0x80, 0x80], "\u{E000}"), ([0xF0, 0x8F, 0xBF, 0xBF], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
            ([0xF0, 0x90, 0x80, 0x80], "\u{10000}"), ([0xF0, 0x9F, 0x98], "\u{FFFD}"),
            ([0xF4, 0x8F, 0xBF, 0xBF], "\u{10FFFF}"), ([0xF4, 0x90], "\u{FFFD}\u{FFFD}"), ([0xF5], "\u{FFFD}"),
            ([], ""),
        ] as [([UInt8], String)])
    func repair(_ bytes: [UInt8], _ text: String) {
        #expect(
            String(decoding: LossyUTF8.repaired(bytes), as: UTF8.self).unicodeScalars.elementsEqual(text.unicodeScalars)
        )
    }

    @Test("Replacing goes from the left and does not look at what it wrote") func replacing() {
        func replaced(_ pattern: String, _ content: String, _ text: String) -> String {
            String(
                decoding: Normalizer.replace(Array(pattern.utf8), with: Array(content.utf8), in: Array(text.utf8)),
                as: UTF8.self)
        }
        #expect(replaced("aa", "b", "aaaaa") == "bba" && replaced("a", "aa", "aba") == "aabaa")
        #expect(replaced("ab", "", "aabb") == "ab" && replaced("x", "y", "abc") == "abc")
        #expect(replaced(" ", "▁", " a ") == "▁a▁" && replaced("ab", "x", "a") == "a")
    }
}
