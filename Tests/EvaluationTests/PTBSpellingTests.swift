import Testing

@testable import Evaluation

/// How tokens are written, by the published list of what the Java program writes and what the metric drops.
@Suite struct PTBSpellingTests {
    private func joined(_ caption: String) -> String { PTBTokenizer.tokens(caption).joined(separator: " ") }

    @Test(
        "signs are written as the treebank writes them",
        arguments: [
            ("\u{A3}5 \u{20AC}6 \u{A2}7", "# 5 $ 6 cents 7"), ("\u{BD} \u{BC} \u{BE}", "1/2 1/4 3/4"),
            ("( ) [ ] { }", "-lrb- -rrb- -lsb- -rsb- -lcb- -rcb-"),
            // Both kinds of quotes, dashes and dots become tokens that the metric drops.
            ("\u{201C}a\u{201D} \u{2018}b\u{2019} \"c\"", "a b c"), ("a \u{2014} b \u{2013} c \u{2026} d", "a b c d"),
            ("a & b = c % d", "a & b = c % d"), ("it\u{2019}s isn\u{2019}t", "it 's is n't"),
        ])
    func signs(caption: String, expected: String) { #expect(joined(caption) == expected) }

    @Test(
        "what is no word is dropped",
        arguments: ["'", "`", ".", "?", "!", ",", ":", "-", "--", "---", "...", ";", "\""])
    func dropped(sign: String) { #expect(PTBTokenizer.tokens("a \(sign) b") == ["a", "b"]) }

    @Test("brackets in smileys and telephone numbers are written out, in words and tags they stay") func brackets() {
        #expect(joined(":-)") == ":--rrb-")
        #expect(joined("=[ x") == "=-lsb- x")
        #expect(joined("(555) 555-1234") == "-lrb-555-rrb- 555-1234")
        #expect(joined("<a b='()'>") == "<a b='()'>")
    }

    @Test("a number with a space in it is several words, whatever the space") func spaces() {
        #expect(PTBTokenizer.tokens("1\u{A0}1/2") == ["1", "1/2"])
        #expect(PTBTokenizer.tokens("555\u{A0}555\u{A0}1234") == ["555", "555", "1234"])
    }

    @Test(
        "entities of markup are what they stand for",
        arguments: [
            ("Tom &amp; Jerry", "tom & jerry"), ("&lt;b&gt;", "<b>"), ("&quot;hi&quot;", "hi"), ("it&apos;s", "it 's"),
            ("&nbsp;", "& nbsp"),
        ])
    func entities(caption: String, expected: String) { #expect(joined(caption) == expected) }

    @Test("letters of every script are lowered") func lower() {
        #expect(joined("\u{C9}COLE \u{414}\u{410}") == "\u{E9}cole \u{434}\u{430}")
    }

    @Test("a full stop before a capital that begins a sentence is dropped over lines too, but not behind the last line")
    func lines() {
        #expect(PTBTokenizer.tokens(ofLines: ["plan b.", "The end"]) == [["plan", "b"], ["the", "end"]])
        #expect(PTBTokenizer.tokens(ofLines: ["The end", "plan b."]) == [["the", "end"], ["plan", "b."]])
        #expect(PTBTokenizer.tokens(ofLines: ["a", "", "b"]) == [["a"], [], ["b"]])
        #expect(PTBTokenizer.tokens(ofLines: []) == [])
    }

    @Test("white space of any kind parts words and is none itself") func blanks() {
        #expect(PTBTokenizer.tokens("\u{3000}red\t\tcat\u{2003}sat\n") == ["red", "cat", "sat"])
    }
}
