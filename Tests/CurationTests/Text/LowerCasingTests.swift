import Testing

@testable import Curation

@Suite struct LowerCasingTests {
    private func lower(_ text: String) -> String {
        var text = text
        return text.withUTF8 { String(decoding: LowerCasing.lower($0), as: UTF8.self) }
    }

    @Test func codePointByCodePoint() {
        #expect(lower("") == "")
        #expect(lower("ÀÉÎÕÜ ΑΒΓ ЖЩЮ ǅ ẞ Ⅷ 𐐀 ABCxyz 123 日本") == "àéîõü αβγ жщю ǆ ß ⅷ 𐐨 abcxyz 123 日本")
        #expect(lower("İ").unicodeScalars.map(\.value) == [0x69, 0x307])
        #expect(lower("ΟΔΟΣ") == "οδοσ")  // no context: sigma is sigma
        for text in ["plain text", "🙂 naïve — “quotes”", "ħéłłø"] { #expect(lower(text) == text) }
    }
}
