import Testing

@testable import Idefics

/// Bytes as the letters of byte-level vocabularies.
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
}
