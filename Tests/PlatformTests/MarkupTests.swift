import Platform
import Testing

@Suite struct MarkupTests {
    @Test func fiveCharactersStandForThemselvesNoMore() {
        #expect(
            Markup.escaped("<a href=\"x\" title='y'>&amp;</a>")
                == "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;")
    }

    @Test func whatHTMLForbidsBecomesTheReplacementCharacter() {
        #expect(
            Markup.escaped("a\u{0}b\u{8}c\u{B}d\u{7F}e\u{9F}f\u{FFFE}g")
                == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f\u{FFFD}g")
        #expect(Markup.escaped("a\tb\nc\rd\u{A0}e") == "a\tb\nc\rd\u{A0}e")
    }

    @Test func marksThatTurnTheDirectionAreLeftOut() {
        #expect(Markup.escaped("\u{202E}evil\u{202C} \u{2066}x\u{2069}") == "evil x")
        #expect(Markup.escaped("שלום") == "שלום")
    }

    /// Each of the 128, alone between others: what is looked at many at a time is as what is looked at alone.
    @Test(arguments: 0..<0x80) func everyByteOfASCII(byte: UInt8) {
        let scalar = Unicode.Scalar(byte)
        let known: [Unicode.Scalar: String] = ["<": "&lt;", ">": "&gt;", "&": "&amp;", "\"": "&quot;", "'": "&#39;"]
        let isControl = byte < 0x20 && ![0x09, 0x0A, 0x0D].contains(byte) || byte == 0x7F
        let written = known[scalar] ?? (isControl ? "\u{FFFD}" : String(scalar))
        let plain = String(repeating: "aZ09/+=", count: 40)
        #expect(Markup.escaped(plain + String(scalar) + plain) == plain + written + plain)
    }
}
