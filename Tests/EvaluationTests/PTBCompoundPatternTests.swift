import Testing

@testable import Evaluation

/// How many scalars the patterns of compounds, abbreviations and symbols take from the beginning of a text.
@Suite struct PTBCompoundPatternTests {
    @Test(
        "words joined by hyphens or low lines are one",
        arguments: [
            ("well-known", 10), ("a-b-c", 5), ("well-", 4), ("-a", 0), ("snake_case", 10), ("a\u{2010}b", 3),
            ("a\u{2011}b", 3), ("a--b", 1), ("d'a-b", 5), ("x'a-b", 1), ("cul-d'sac", 9), ("a-\u{E9}t\u{E9}", 5),
        ])
    func hyphens(text: String, length: Int) { #expect(PTBText(text).compound(0) == length) }

    @Test(
        "a number before a hyphen keeps its point and commas",
        arguments: [("3.5-inch", 8), ("2,000-foot-long", 15), ("3.5", 1), ("3.5-", 1), ("3.5-i.n", 5)])
    func hyphenatedNumbers(text: String, length: Int) { #expect(PTBText(text).compound(0) == length) }

    @Test(
        "two slashes at most join words, which have two hyphens at most",
        arguments: [
            ("and/or", 6), ("and\\/or", 7), ("a/b/c", 5), ("a/b/c/d", 5), ("a-b-c/d", 7), ("a-b-c-d/e", 7), ("and/", 3),
            ("/or", 0), ("x/y-z", 5),
        ])
    func slashes(text: String, length: Int) { #expect(PTBText(text).compound(0) == length) }

    @Test(
        "capitals are joined by & and +",
        arguments: [("AT&T", 4), ("A+B", 3), ("AT&t", 2), ("at&t", 2), ("A&B+C", 5), ("AB&", 2)])
    func capitals(text: String, length: Int) { #expect(PTBText(text).compound(0) == length) }

    @Test(
        "known abbreviations keep their full stop",
        arguments: [
            ("mr.", 3), ("Mr. X", 3), ("corp.", 5), ("Miss.", 5), ("miss.", 0), ("tex.", 0), ("Tex.", 4), ("no. 5", 3),
            ("no.  5", 3), ("no. x", 0), ("no.5", 3), ("fig. 3", 4), ("Ph.D.", 5), ("Ed.D.", 5), ("a.k.a.", 6),
            ("cat.", 0),
            ("cat.,", 4),
            ("cat.;", 4), ("cat.:", 4), ("cat.!", 0), ("caf\u{E9}.,", 5), ("caf\u{E9}.", 0), ("\u{E9}t.,", 0),
            ("5.", 0),
        ])
    func abbreviations(text: String, length: Int) { #expect(PTBText(text).abbreviation(0) == length) }

    @Test(
        "initials keep their full stops, a single one not before a word that begins a sentence",
        arguments: [
            ("U.S.", 4), ("U.S. The", 4), ("p.m.", 4), ("J. Crew", 2), ("J. The", 0), ("J. there", 2), ("x.The", 0),
            ("U.S.A", 0), ("U.S.A.", 6), ("J.", 2), ("J.The", 0),
        ])
    func initials(text: String, length: Int) { #expect(PTBText(text).abbreviation(0) == length) }

    @Test("the next line may begin a sentence as well; behind the last one nothing does") func nextLine() {
        #expect(PTBText("J.", next: "The cat").abbreviation(0) == 0)
        #expect(PTBText("J. ", next: "The cat").abbreviation(0) == 0)
        #expect(PTBText("J.", next: "the cat").abbreviation(0) == 2)
        #expect(PTBText("J.", next: "Two cats").abbreviation(0) == 2)
        #expect(PTBText("U.S.", next: "The cat").abbreviation(0) == 4)
        #expect(PTBText("J. Crew", next: "The cat").abbreviation(0) == 2)
    }

    @Test(
        "tokens of the treebank, prefixes and languages are whole",
        arguments: [
            ("-LRB-", 5), ("-rsb-", 5), ("-lcb-", 5), ("pro-life", 4), ("anti-x", 5), ("C++", 3), ("c#", 2), ("c+", 0),
            ("-lrb", 0),
        ])
    func special(text: String, length: Int) { #expect(PTBText(text).special(0) == length) }

    @Test(
        "three to five dots are an ellipsis, also with spaces between them",
        arguments: [
            ("\u{2026}", 1), ("\u{85}", 1), ("...", 3), ("..", 0), ("....", 4), (".....", 5), ("......", 5),
            (". . .", 5),
            (". . . .", 7), (". . . . .", 9), (". . . . . .", 9), (". .", 0), (".\u{A0}.\u{A0}.", 5), (". . . x", 5),
            (". . x", 0), (".", 0), ("x", 0),
        ])
    func dots(text: String, length: Int) { #expect(PTBText(text).dots(0) == length) }

    @Test(
        "smileys have eyes, perhaps a nose, and a mouth that no letter follows",
        arguments: [
            (":)", 2), (":-)", 3), ("<:)", 3), (">;D", 3), (":D", 2), (":Dx", 0), (":D5", 0), (";P", 2), ("=]", 2),
            (":o)", 3), (":oO", 3), (":x", 0), ("(:", 0), (":", 0), (":'(", 3), (":-", 0), (":-x", 0),
        ])
    func smileys(text: String, length: Int) { #expect(PTBText(text).smiley(0) == length) }

    @Test(
        "runs of a symbol, double angles and currencies are one",
        arguments: [
            ("US$5", 3), ("$", 1), ("A$", 2), ("us$", 0), ("<<", 2), (">>>", 2), ("<>", 0), ("___", 3), ("**a", 2),
            ("@@", 2), ("##", 2), ("?!?", 3), ("!", 1), ("a", 0), ("*_", 1),
        ])
    func symbols(text: String, length: Int) { #expect(PTBText(text).symbols(0) == length) }

    @Test("the longest pattern wins, the earlier among equals, and no match takes one scalar") func longest() {
        func found(_ text: String) -> String {
            let match = PTBText(text).longest(0)
            return "\(match.kind) \(match.length)"
        }
        #expect(found("=") == "single 1")
        #expect(found("--") == "hyphens 2")
        #expect(found("....") == "dots 4")
        #expect(found(":)") == "smiley 2")
        #expect(found("'s") == "reduction 2")
        #expect(found("n't") == "reduction 3")
        #expect(found("555 555 1234") == "phone 12")
        #expect(found("cat's") == "other 3")
        #expect(found("cannot") == "other 3")
        #expect(found("cannot-do") == "other 9")
        #expect(found("x's-y") == "other 1")
        // Among equals a word with its ending behind it goes before an elision.
        #expect(found("O'Re") == "other 1")
    }
}
