import Testing

@testable import Evaluation

/// How many scalars each pattern of words takes from the beginning of a text; 0 is no match.
@Suite struct PTBWordPatternTests {
    @Test(
        "a word goes on over signs between letters, and over nothing else",
        arguments: [
            ("cat", 3), ("cat sat", 3), ("a.b", 3), ("yes!no?so", 9), ("end.", 3), ("a.1", 1), ("a1b2", 4), ("1a", 0),
            ("caf\u{E9}s", 5), ("e\u{301}a", 3), ("\u{4E2D}\u{6587}", 2), ("", 0), ("'s", 0), ("a..b", 1),
        ])
    func word(text: String, length: Int) { #expect(PTBText(text).word(0) == length) }

    @Test(
        "n't stands for itself where no ASCII letter follows",
        arguments: [
            ("n't", 3), ("N\u{2019}T", 3), ("n\u{92}t.", 3), ("n'ts", 0), ("n't5", 3), ("not", 0), ("m't", 0),
            ("n'd", 0),
        ])
    func negation(text: String, length: Int) { #expect(PTBText(text).negation(0) == length) }

    @Test(
        "an apostrophe with an ending is a reduction; only behind a typewriter's may no letter follow",
        arguments: [
            ("'s", 2), ("'re", 3), ("'ve", 3), ("'ll", 3), ("'m", 2), ("'d", 2), ("'S,", 2), ("'st", 0),
            ("\u{2019}st", 2),
            ("\u{2019}re", 3), ("'x", 0), ("s", 0), ("'", 0), ("'rex", 0), ("'s5", 2),
        ])
    func reduction(text: String, length: Int) { #expect(PTBText(text).reduction(0) == length) }

    @Test("a word before n't or 's ends where they begin, and counts with them") func beforeReduction() {
        func parts(_ text: String) -> [Int] {
            PTBText(text).beforeReduction(0).map { [$0.word, $0.whole] } ?? []
        }
        #expect(parts("don't") == [2, 5])
        #expect(parts("an't") == [1, 4])
        #expect(parts("cat's tail") == [3, 5])
        #expect(parts("they're") == [4, 7])
        #expect(parts("n't") == [])
        #expect(parts("cat") == [])
        #expect(parts("dogs'") == [])
        #expect(parts("'s") == [])
        #expect(parts("can'd") == [3, 5])
    }

    @Test(
        "words that are two are cut where the grammar cuts them",
        arguments: [
            ("cannot", 6, 3), ("Gonna go", 5, 3), ("gotta", 5, 3), ("lemme", 5, 3), ("gimme", 5, 3), ("wanna", 5, 3),
            ("'tis", 4, 2), ("'twas", 5, 2), ("more'n", 6, 4),
        ])
    func halves(text: String, longest: Int, first: Int) { #expect(PTBText(text).firstHalf(0, longest) == first) }

    @Test("a word that is two is whole when letters follow, or when another pattern is longer") func noHalves() {
        #expect(PTBText("cannots").firstHalf(0, 6) == nil)
        #expect(PTBText("cannot").firstHalf(0, 7) == nil)
        #expect(PTBText("canno").firstHalf(0, 1) == nil)
    }

    @Test(
        "words that have an apostrophe of their own",
        arguments: [
            ("o'clock", 7), ("'em", 3), ("'til", 4), ("'till", 5), ("'cause", 6), ("cont'd.", 7), ("cont'd", 6),
            ("nor'easter", 10), ("'n'", 3), ("'n ", 2), ("'no", 0), ("'90s", 4), ("'20s", 4), ("'10s", 3), ("'99", 3),
            ("'999", 0), ("'9", 0), ("l'x", 2), ("J\u{2019}x", 2), ("y'all", 2), ("y' ", 0), ("D'Artagnan", 10),
            ("n'est", 5), ("I'am", 0), ("O'R", 0), ("O'Re", 4), ("O`Reilly", 8), ("ma'am", 5), ("ma'xy", 0),
            ("ma'Xy", 5), ("mb'am", 0), ("a'am", 0), ("ol'", 3), ("word", 0),
        ])
    func apostrophes(text: String, length: Int) { #expect(PTBText(text).apostropheWord(0) == length) }

    @Test(
        "numbers have a sign, points, commas and colons between digits",
        arguments: [
            ("1,000.50", 8), ("-5", 2), ("+5", 2), ("-", 0), (".5", 2), ("5.", 1), ("2:30", 4), ("-.5", 3), ("1,,2", 1),
            ("\u{663}\u{664}", 2), ("", 0), ("x1", 0), ("--5", 0),
        ])
    func numbers(text: String, length: Int) { #expect(PTBText(text).number(0) == length) }

    @Test(
        "dates have two digits for days and months at most, and two to four for years",
        arguments: [
            ("12/25/2010", 10), ("1-2-10", 6), ("1/2-10", 6), ("12/25/20101", 10), ("1/2/3", 3), ("123/4/10", 5),
            ("1-2", 1),
        ])
    func dates(text: String, length: Int) { #expect(PTBText(text).number(0) == length) }

    @Test(
        "fractions have up to four digits on each side, perhaps with a whole number before them",
        arguments: [
            ("1/2", 3), ("1 1/2", 5), ("1-1/2", 5), ("1\u{A0}1/2", 5), ("1\\/2", 4), ("12345/6", 5), ("1/23456", 6),
            ("1/", 1), ("1 1", 1), ("2 1/x", 1),
        ])
    func fractions(text: String, length: Int) { #expect(PTBText(text).number(0) == length) }

    @Test("a place behind the end is in no class") func end() {
        let text = PTBText("a")
        #expect(text.count == 1)
        #expect(text[1] == "\0" && text[9] == "\0")
        #expect(!text.isLetter(1) && !text.isDigit(1) && !text.isSpace(1) && !text.isApostrophe(1))
    }

    @Test(
        "white space is ASCII's, the no-break space, those of typography and what stands for bytes that were none",
        arguments: [
            ("\u{9}", true), ("\u{D}", true), (" ", true), ("\u{A0}", true), ("\u{2000}", true), ("\u{200A}", true),
            ("\u{3000}", true), ("\u{FFFD}", true), ("\u{8}", false), ("\u{E}", false), ("\u{200B}", false),
            ("\u{1FFF}", false), ("a", false),
        ])
    func spaces(text: String, isSpace: Bool) { #expect(PTBText(text).isSpace(0) == isSpace) }

    @Test("of what the next line says only the letters at its beginning are kept") func nextWord() {
        #expect(PTBText("a", next: "  The cat").nextWord == "The")
        #expect(PTBText("a", next: "There's").nextWord == "There")
        #expect(PTBText("a", next: "5 cats").nextWord == "")
        #expect(PTBText("a").nextWord == nil)
    }

    @Test("a text is read in any case of letters, but a sign is only itself") func reads() {
        #expect(PTBText("WwW.").reads(0, "www."))
        #expect(!PTBText("ww").reads(0, "www"))
        // With the bit that tells cases apart, "[" would be "{".
        #expect(!PTBText("[").reads(0, "{"))
        #expect(PTBText("xabc").reads(1, "abc"))
    }
}
