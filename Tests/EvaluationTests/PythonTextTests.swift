import Testing

@testable import Evaluation

/// What Python's `str` methods do, by its documentation and the Unicode standard.
@Suite struct PythonTextTests {
    private func text(_ scalars: ScalarText) -> String { String(String.UnicodeScalarView(scalars)) }

    @Test(
        "letters are lowered one by one, sigma by its place in the word",
        arguments: [
            ("@AZ[", "@az["), ("\u{C9}\u{416}", "\u{E9}\u{436}"), ("\u{391}\u{3A3}", "\u{3B1}\u{3C2}"),
            ("\u{3A3}\u{391}", "\u{3C3}\u{3B1}"), ("\u{3A3}", "\u{3C3}"), ("\u{391}\u{3A3}.", "\u{3B1}\u{3C2}."),
            ("\u{391}\u{3A3}.\u{391}", "\u{3B1}\u{3C3}.\u{3B1}"), ("\u{391}.\u{3A3}", "\u{3B1}.\u{3C2}"),
            ("1\u{3A3}", "1\u{3C3}"), ("\u{391}\u{3A3}1", "\u{3B1}\u{3C2}1"), ("\u{130}", "i\u{307}"),
        ])
    func lower(upper: String, lower: String) {
        #expect(PythonText.lower(upper) == Array(lower.unicodeScalars))
    }

    @Test(
        "spaces are those of str.isspace",
        arguments: [
            (0x08, false), (0x09, true), (0x0D, true), (0x0E, false), (0x1B, false), (0x1C, true), (0x1F, true),
            (0x20, true),
            (0x21, false), (0x85, true), (0xA0, true), (0x1680, true), (0x180E, false), (0x1FFF, false), (0x2000, true),
            (0x200A, true), (0x200B, false), (0x2027, false), (0x2028, true), (0x2029, true), (0x202F, true),
            (0x205F, true),
            (0x3000, true), (0xFEFF, false),
        ] as [(UInt32, Bool)])
    func spaces(value: UInt32, isSpace: Bool) throws {
        #expect(PythonText.isSpace(try #require(Unicode.Scalar(value))) == isSpace)
    }

    @Test("digits are decimal ones of any script; powers and fractions are none") func digits() {
        #expect("059\u{663}\u{966}".unicodeScalars.allSatisfy(PythonText.isDigit))
        #expect("/:a\u{B2}\u{BD}\u{2160}".unicodeScalars.allSatisfy { !PythonText.isDigit($0) })
    }

    @Test("punctuation is the 32 signs of ASCII") func punctuation() {
        let signs = (UInt8(0)...255).map { Unicode.Scalar($0) }.filter(PythonText.isPunctuation)
        #expect(text(signs) == "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
    }

    @Test("words are what stands between runs of spaces; stripping leaves the spaces inside") func words() {
        let scalars = Array("  red \u{85}\tcat\u{3000}".unicodeScalars)
        #expect(PythonText.words(scalars).map(text) == ["red", "cat"])
        #expect(text(PythonText.stripped(scalars)) == "red \u{85}\tcat")
        #expect(PythonText.stripped(Array(" \u{A0} ".unicodeScalars)).isEmpty)
        #expect(PythonText.stripped([]).isEmpty)
        #expect(text(PythonText.stripped(Array("x".unicodeScalars))) == "x")
        #expect(PythonText.words(Array("  ".unicodeScalars)).isEmpty)
    }
}
