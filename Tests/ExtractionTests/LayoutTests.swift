import Documents
import Testing

@testable import Extraction

/// Lists, tables, powers and formulas, pictures in sentences, and where long paragraphs are cut.
@Suite struct LayoutTests {
    private func last(_ html: String) -> String? {
        Pages.lines("<body><p>.</p><img src=i.png>" + html, Pages.whole).last
    }

    @Test(arguments: [
        ("<ol start=3><li>a<li>b</ol>", "T 3. a\n4. b"), ("<ol type=a><li>x<li>y</ol>", "T a. x\nb. y"),
        ("<ol type=I start=4><li>x<li>y</ol>", "T IV. x\nV. y"), ("<ol reversed><li>x<li>y</ol>", "T 2. x\n1. y"),
        ("<ol reversed start=9><li>x<li>y</ol>", "T 9. x\n8. y"), ("<ol><li value=7>x<li>y</ol>", "T 7. x\n8. y"),
        ("<ol><li><li>y</ol>", "T 2. y"), ("<ul><li>a<ol><li>b</ol></ul>", "T - a\n1. b"),
    ])
    func lists(html: String, line: String) { #expect(last(html) == line) }

    @Test(arguments: [
        (1, "a", "a. "), (26, "A", "Z. "), (27, "a", "aa. "), (703, "a", "aaa. "), (0, "a", "0. "), (-2, "1", "-2. "),
        (1994, "i", "mcmxciv. "), (3999, "I", "MMMCMXCIX. "), (4000, "I", "4000. "), (0, "i", "0. "), (5, "x", "5. "),
    ])
    func numbers(number: Int, style: String, text: String) {
        #expect(String(decoding: ListMarker.text(number, style: style), as: UTF8.self) == text)
    }

    /// A value that reaches into the rows below is said again in each, a long one is not; every value keeps its column.
    @Test func cellsOfSeveralRowsAndColumns() {
        let long = String(repeating: "long ", count: 13) + "."
        let head = "<table><tr><th>k<th>v"
        #expect(last(head + "<tr><td rowspan=2>a<td>1<tr><td>2</table>") == "T k | v\na | 1\na | 2")
        #expect(last(head + "<tr><td rowspan=2>\(long)<td>1<tr><td>2</table>") == "T k | v\n\(long) | 1\n| 2")
        #expect(
            last("<table><tr><th colspan=2>a<th>b<tr><td>1<td>2<td>3</table>") == "T a | | b\n1 | 2 | 3")
        #expect(last(head + "<tr><td>a<td rowspan=2>1<tr><td>b</table>") == "T k | v\na | 1\nb | 1")
    }

    @Test(arguments: [
        ("10<sup>6</sup> m", "10^6 m"), ("10<sup>-6</sup> m", "10^-6 m"), ("10<sup>n</sup>", "10^n"),
        ("x<sup>2</sup>", "x^2"), ("(a+b)<sup>2</sup>", "(a+b)^2"), ("25 m<sup>2</sup>", "25 m2"),
        ("sin<sup>2</sup> x", "sin2 x"), ("1<sup>st</sup> day", "1st day"), ("10<sub>3</sub>", "10_3"),
        ("H<sub>2</sub>O", "H2O"), ("The word<sup>3</sup> goes", "The word goes"),
        ("It ends.<sup>12</sup>", "It ends."),
    ])
    func powersAndMarksOfNotes(html: String, text: String) { #expect(last("<p>" + html) == "T " + text) }

    @Test(arguments: [
        ("<mfrac><mi>a</mi><mn>2</mn></mfrac>", "\\frac{a}{2}"), ("<msqrt><mi>x</mi></msqrt>", "\\sqrt{x}"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "\\sqrt[3]{x}"),
        ("<msup><mi>x</mi><mrow><mo>−</mo><mn>4</mn></mrow></msup>", "x^{-4}"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x_1^2"),
        ("<munder><mi>x</mi><mn>1</mn></munder>", "x_1"),
        (
            "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd></mtr></mtable>",
            "\\begin{matrix}1 & 2 \\\\ 3\\end{matrix}"
        ),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"), ("<mi>f</mi><mo>\u{2061}</mo><mi>x</mi>", "fx"),
        ("<semantics><mi>x</mi><annotation encoding='application/x-tex'>\\pi r</annotation></semantics>", "\\pi r"),
    ])
    func formulas(math: String, tex: String) {
        #expect(last("<p>So <math>\(math)</math> it is") == "T So \(tex) it is")
    }

    @Test func aFormulasOwnWordsComeFirst() {
        #expect(last("<p>So <math alttext='{\\displaystyle y^{2}}'><mi>x</mi></math>") == "T So y^{2}")
    }

    /// A sentence is not cut for the picture in it; between sentences, and before a word that may begin one, it is.
    @Test func picturesInSentencesStandBehindThem() {
        func lines(_ html: String) -> [String] {
            Pages.lines("<body><p>" + html, Pages.whole).map { $0.replacing("https://example.org/dir/", with: "") }
        }
        #expect(lines("The boat <img src=a.jpg> came in.") == ["T The boat came in.", "I a.jpg"])
        #expect(lines("The boat<img src=a.jpg>, it came.") == ["T The boat, it came.", "I a.jpg"])
        #expect(lines("The boat came. <img src=a.jpg> and left.") == ["T The boat came.", "I a.jpg", "T and left."])
        #expect(lines("The boat <img src=a.jpg> Anna came.") == ["T The boat", "I a.jpg", "T Anna came."])
        #expect(
            lines("The boat <img src=a.jpg width=64 height=200> Anna came.") == ["T The boat Anna came.", "I a.jpg"])
        #expect(
            lines("The boat <img src=a.jpg width=65 height=200> Anna came.")
                == ["T The boat", "I a.jpg", "T Anna came."])
    }

    @Test func longParagraphsAreCutWhereTheirKindMay() {
        func parts(_ text: String, _ words: Int, _ kind: ParagraphSplitter.Kind) -> [String] {
            let bytes = Array(text.utf8)
            return ParagraphSplitter(bytes, maximumWords: words, kind: kind).parts(0..<bytes.count)
                .map { String(decoding: bytes[$0], as: UTF8.self) }
        }
        #expect(parts("One two. Three four.", 2, .prose) == ["One two.", "Three four."])
        #expect(parts("One two.\") Three four.", 2, .prose) == ["One two.\")", "Three four."])
        #expect(parts("一 二。 三 四", 2, .prose) == ["一 二。", "三 四"])
        #expect(parts("One two three four.", 2, .prose) == ["One two three", "four."])
        #expect(parts("One two. Three four.", 3, .prose) == ["One two. Three four."])
        #expect(parts("a b c.\nd e f\n  g h i", 3, .lines) == ["a b c.", "d e f", "g h i"])
        #expect(parts("a b\n  c\nd e", 5, .code) == ["a b\n  c", "d e"])
        #expect(parts("a b\nc d\n  e", 3, .code) == ["a b\nc d", "  e"])
        // Eight bytes a word, where there are no spaces.
        #expect(parts(String(repeating: "é", count: 50), 1, .prose).map(\.utf8.count) == [72, 28])
    }
}

/// What the page says of itself outside its text.
@Suite struct PageFactsTests {
    private func facts(_ head: String) -> Extraction { Pages.extract("<head>\(head)</head><body><p>a", .quarry) }

    @Test func aReservationThatIsSaidTwiceHolds() {
        func reserved(_ values: String...) -> Bool? {
            facts(values.map { "<meta name=tdm-reservation content='\($0)'>" }.joined()).reservesTDM
        }
        #expect(reserved() == nil && reserved("yes") == nil)
        #expect(reserved("1") == true && reserved("0") == false)
        #expect(reserved("0", "1") == true && reserved("1", "0") == true && reserved("0", "0") == false)
    }

    @Test func robotsOfEveryNameAreHeard() {
        for name in ["robots", "googlebot", "bingbot", "ccbot", "GPTBot"] {
            #expect(
                facts("<meta name=\(name) content='NoIndex , noai,,noai'>").robotsDirectives == ["noindex", "noai"],
                "\(name)")
        }
        #expect(facts("<meta name=otherbot content=noai>").robotsDirectives == [])
    }

    @Test func titlesAndLinks() {
        #expect(facts("<meta property=og:title content=' A  harbour '>").document?.title == "A harbour")
        #expect(facts("<title>One</title><meta property=og:title content=Two>").document?.title == "One")
        #expect(
            facts("<link rel='alternate license' href=/l><link rel=license href=/m>").license == "https://example.org/l"
        )
        #expect(facts("<link rel=licensed href=/l>").license == "")
        #expect(facts("<link rel=canonical href=/c><link rel=canonical href=/d>").canonical == "https://example.org/c")
        #expect(Pages.extract("<body><p>a<a rel=canonical href=/c>b</a>", .quarry).canonical == "")
    }

    @Test(arguments: [
        ("en-GB", "en"), ("DE", "de"), (" pt_BR", "pt"), ("haw", "haw"), ("e", ""), ("engl", ""), ("", ""),
        ("x-en", ""),
    ])
    func theLanguageIsItsFirstSubtag(lang: String, language: String) {
        #expect(Pages.extract("<html lang='\(lang)'><body><p>a", .quarry).language == language)
    }
}
