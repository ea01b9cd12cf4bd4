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
}
