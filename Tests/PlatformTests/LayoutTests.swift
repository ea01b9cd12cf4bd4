import Platform
import Testing

/// How text is laid out on a terminal: widths are characters of what is shown.
@Suite struct LayoutTests {
    // MARK: lines

    @Test("Lines break at blanks, and a word that is too long stands alone") func wrapping() {
        let text = "one two three four five six"
        #expect(Terminal.wrapped(text, width: 20) == "one two three four\nfive six")
        #expect(Terminal.wrapped("one two three fourteen", width: 22) == "one two three fourteen")
        #expect(Terminal.wrapped("one two three fourteen", width: 21) == "one two three\nfourteen")
        let long = String(repeating: "x", count: 30)
        #expect(Terminal.wrapped("a \(long) b", width: 20) == "a\n\(long)\nb")
    }

    @Test("The indent stands before every line and counts as a part of it") func indents() {
        #expect(
            Terminal.wrapped("one two three four five six", width: 24, indent: "    ")
                == "    one two three four\n    five six")
        // Twenty characters are left for words however narrow the screen is.
        #expect(Terminal.wrapped("one two three four five", width: 5, indent: "  ") == "  one two three four\n  five")
    }

    @Test("Code keeps what its lines begin with, also where they are broken") func code() {
        #expect(
            Terminal.wrapped("  let a = b + c + d + e\nend", width: 22) == "  let a = b + c + d +\n  e\nend")
        #expect(Terminal.wrapped("a\n\nb\n", width: 40) == "a\n\nb\n")
        #expect(Terminal.wrapped("a  b", width: 40) == "a  b")
    }

    @Test("What strangers wrote is made safe first; letters count, not bytes") func safety() {
        #expect(Terminal.wrapped("a\u{1B}[31mb", width: 40) == "a\u{FFFD}[31mb")
        #expect(Terminal.wrapped("éééééé üüüüüü ßßßßßß", width: 20) == "éééééé üüüüüü ßßßßßß")
        #expect(Terminal.wrapped("éééééé üüüüüü ßßßßßßß", width: 20) == "éééééé üüüüüü\nßßßßßßß")
    }

    @Test("A long line hangs below its beginning") func hanging() {
        #expect(Terminal.hanging("short", width: 40, indent: "    ") == "short")
        #expect(
            Terminal.hanging("one two three four five six", width: 24, indent: "    ")
                == "one two three four\n    five six")
        #expect(Terminal.hanging("one\ntwo", width: 40, indent: "    ") == "one two")
    }

    // MARK: tables

    @Test("Words to the left, numbers to the right, two blanks between, none at the end") func tables() {
        let rows = [["name", "n"], ["a", "1234"], ["longer", "5"], ["é", ""]]
        #expect(Terminal.table(rows) == "name       n\na       1234\nlonger     5\né")
        #expect(Terminal.table(rows, left: [0, 1]) == "name    n\na       1234\nlonger  5\né")
        #expect(Terminal.table(rows, left: []) == "  name     n\n     a  1234\nlonger     5\n     é")
        #expect(Terminal.table([]) == "")
    }

    @Test("A column is as wide as its widest cell, in rows of any length") func widths() {
        #expect(Terminal.widths([["a", "bb"], ["ccc"], ["", "d", "eeeé"]]) == [3, 2, 4])
        #expect(Terminal.table([["a"], ["b", "c"]]) == "a\nb  c")
    }

    @Test("A text is clipped to a width that its ellipsis is part of") func clipping() {
        #expect(Terminal.clipped("abcde", to: 5) == "abcde" && Terminal.clipped("abcdef", to: 5) == "abcd…")
        #expect(Terminal.clipped("äöüß", to: 3) == "äö…" && Terminal.clipped("ab", to: 1) == "…")
        #expect(Terminal.clipped("ab", to: 0) == "…" && Terminal.clipped("", to: 0) == "")
    }

    @Test("Fourteen digits are a date, anything else is itself")
    func dates() {
        #expect(Terminal.date("20230131081522") == "2023-01-31 08:15:22 UTC")
        for other in ["", "2023013108152", "202301310815220", "2023013108152x", "2023-01-31T08:1", "２０２３０１３１０８１５２２"] {
            #expect(Terminal.date(other) == other)
        }
    }

    // MARK: screens

    @Test("A screen is never narrower than forty characters") func screens() {
        #expect(Screen(width: 10).width == 40 && Screen(width: 120).width == 120 && Screen().width == 100)
        #expect(!Screen().hasColours)
    }

    @Test("Grey is set line by line, and only where there are colours") func grey() {
        #expect(Screen(hasColours: true).grey("a\n\nb") == "\u{1B}[90ma\u{1B}[0m\n\n\u{1B}[90mb\u{1B}[0m")
        #expect(Screen().grey("a\n\nb") == "a\n\nb" && Screen(hasColours: true).grey("") == "")
        #expect(Terminal.shown(Screen(hasColours: true).grey("a")) == "\u{1B}[90ma\u{1B}[0m")
    }

    @Test("Tabs are four blanks where text is laid out") func tabs() { #expect(Terminal.safe("a\tb") == "a    b") }
}
