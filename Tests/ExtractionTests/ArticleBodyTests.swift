import Facts
import HTMLTree
import Testing

@testable import Extraction

/// What the page tells machines of its article, compared by letters alone.
@Suite struct ArticleBodyTests {
    private func body(_ text: String, least: Int = 1) -> ArticleBody? {
        ArticleBody(text: Array(text.utf8), least: least)
    }

    private func holds(_ text: String, in body: ArticleBody?) -> Bool? { body?.holds(Array(text.utf8)[...]) }

    private static let text = "The old harbour of the town has twenty boats, and people mend their nets on the quay."

    @Test func lettersAndDigitsAreCounted() {
        #expect(body("ab 12 , é")?.count == 6, "an accent has two bytes")
        #expect(body("<b>ab</b>&amp;cd")?.count == 4 && body("a « b » c – d")?.count == 4)
        #expect(body("ab", least: 2) != nil && body("ab", least: 3) == nil)
        // A sign without an end is one sign, not the beginning of a tag or a reference.
        #expect(body("a < b")?.count == 2 && body("a & bcd; e")?.count == 2)
        #expect(body("a & bcdefghijk; e")?.count == 12)
    }

    @Test func markupAndCaseMakeNoDifference() {
        let article = body(Self.text)
        for said in [
            Self.text, Self.text.uppercased(), "the <b>old</b> harbour&nbsp;of the town",
            "“has twenty boats” – and people",
        ] {
            #expect(holds(said, in: article) == true, "\(said)")
        }
        #expect(holds("Nothing of this is said there, not one word of it.", in: article) == false)
    }

    @Test func sixteenLettersAreNeededToTell() {
        let article = body(Self.text)
        #expect(holds("the old harbour of", in: article) == nil, "fifteen")
        #expect(holds("the old harbour of t", in: article) == true, "sixteen")
        #expect(holds("the old harbour of x", in: article) == false)
        #expect(holds("", in: article) == nil)
    }

    @Test func halfOfATextHasToBeThere() {
        let article = body("abcdefghijklmnopqrstuvwxyz")
        // 26 letters have 11 pieces; so many others behind them make no more of them.
        #expect(holds("abcdefghijklmnopqrstuvwxyz" + String(repeating: "0", count: 11), in: article) == true)
        #expect(holds("abcdefghijklmnopqrstuvwxyz" + String(repeating: "0", count: 12), in: article) == false)
    }

    private func of(_ scripts: String...) -> ArticleBody? {
        let page = scripts.map { "<script type='application/ld+json'>\($0)</script>" }.joined()
        return ArticleBody(PageTree("<head>" + page).tree)
    }

    private static let long = String(repeating: "word ", count: 50)

    @Test func theLongestBodyOfAPageIsRead() {
        let longer = String(repeating: "other ", count: 60)
        let found = of(
            "{\"articleBody\":\"\(Self.long)\"}", "{\"articleBody\":\"\(longer)\"}", "{\"articleBody\":\"x\"}")
        #expect(found?.count == 300)
        #expect(of("{\"articleBody\":\"\(Self.long)\"}")?.count == 200)
        #expect(of("{\"articleBody\":\"\(Self.long.dropLast(2))\"}") == nil, "199 letters")
    }

    @Test func aBodyIsOnlyInLinkedData() {
        let text = "{\"articleBody\":\"\(Self.long)\"}"
        func isFound(_ type: String) -> Bool {
            ArticleBody(PageTree("<head><script type='\(type)'>\(text)</script>").tree) != nil
        }
        #expect(isFound("application/ld+json") && isFound("application/ld+json; charset=utf-8"))
        #expect(!isFound("application/json") && !isFound("ld+json") && !isFound("text/javascript"))
        #expect(
            of("{\"articleBody\" :\n \"\(Self.long)\"}") != nil && of("{\"articleBody\":[\"\(Self.long)\"]}") == nil)
        #expect(of("{\"body\":\"\(Self.long)\"}") == nil && of("{\"articleBody\"") == nil && of("") == nil)
    }

    @Test func escapesAreUndone() {
        // What a backslash stands for is a space, a letter or a sign; none ends the string but a bare quotation mark.
        let said = "\\\"Hello\\\"\\nthere\\tw\\u0065ll\\/ \\u00e9t\\u00E9 \\ud83d\\ude00" + Self.long
        let found = of("{\"articleBody\":\"\(said)\",\"x\":\"\(Self.long)\"}")
        // Hello there well été, and the words.
        #expect(found?.count == 5 + 5 + 4 + 5 + 200)
        #expect(holds("Hello there well été word", in: found) == true)
    }
}

/// Formulas as TeX.
@Suite struct MathTextTests {
    private func tex(_ math: String, attributes: String = "") -> String {
        let page = PageTree("<body><math \(attributes)>\(math)</math>")
        return String(decoding: MathText.tex(of: page.node("math"), page.tree), as: UTF8.self)
    }

    @Test(arguments: [
        ("<mi>x</mi><mo>+</mo><mn>1</mn>", "x+1"), ("<mrow><mi>x</mi></mrow>", "x"), ("", ""),
        ("<msub><mi>x</mi><mn>12</mn></msub>", "x_{12}"), ("<mover><mi>x</mi><mo>¯</mo></mover>", "x^¯"),
        ("<munderover><mo>∑</mo><mn>1</mn><mi>n</mi></munderover>", "∑_1^n"), ("<msup><mi>x</mi></msup>", "x"),
        ("<msup></msup>", ""), ("<msubsup><mi>x</mi><mn>1</mn></msubsup>", "x_1"),
        ("<msup><mi>x</mi><mi></mi></msup>", "x"), ("<mi>x</mi><mspace></mspace><mi>y</mi>", "x y"),
        ("<mphantom><mi>x</mi></mphantom><mi>y</mi>", "y"), ("<mi>\u{2062}</mi><mi>y</mi>", "y"),
        ("<mi>\\sin</mi><mi>x</mi>", "\\sin x"), ("<mi>\\sin</mi><mn>2</mn>", "\\sin2"), ("<mi>a</mi><mi>b</mi>", "ab"),
        ("<mtext>if </mtext><ms>s</ms>", "ifs"), ("<mo>\u{2212}</mo><mn>1</mn>", "-1"),
        ("<mtable><mlabeledtr><mtd><mn>1</mn></mtd></mlabeledtr></mtable>", "\\begin{matrix}1\\end{matrix}"),
        ("<mtable><mtr><mtd>a</mtd><mtd> b <mi>c</mi></mtd></mtr></mtable>", "\\begin{matrix}a & c\\end{matrix}"),
        ("<mfrac><mn>1</mn><mrow><mi>x</mi><mi>y</mi></mrow></mfrac>", "\\frac{1}{xy}"),
        ("<semantics><mi>x</mi><annotation encoding=text>y</annotation></semantics>", "x"),
        ("<semantics><mi>x</mi><annotation-xml encoding=MathML-Content><mi>y</mi></annotation-xml></semantics>", "x"),
        ("<semantics></semantics>", ""), ("<annotation encoding='LaTeX'>a</annotation><mi>x</mi>", "a"),
    ])
    func signs(math: String, tex: String) { #expect(self.tex(math) == tex) }

    @Test func anAnnotationGoesBeforeTheWordsForListeners() {
        let both = "<mi>x</mi><annotation encoding='application/x-tex'>z</annotation>"
        #expect(tex(both, attributes: "alttext=y") == "z" && tex("<mi>x</mi>", attributes: "alttext=y") == "y")
    }

    @Test func aDeepFormulaEnds() {
        let deep = String(repeating: "<msqrt>", count: 70) + "<mi>x</mi>" + String(repeating: "</msqrt>", count: 70)
        #expect(tex(deep) == String(repeating: "\\sqrt{", count: 60) + String(repeating: "}", count: 60))
    }

    @Test(arguments: [
        ("x", "x"), (" {\\displaystyle x} ", "x"), ("{\\textstyle  y^{2} }", "y^{2}"),
        ("{\\displaystyle x", "{\\displaystyle x"),
        ("{x}", "{x}"), ("", ""), ("{\\displaystyle {\\textstyle z}}", "z"),
    ])
    func wrappings(source: String, bare: String) {
        #expect(String(decoding: MathText.bare(source), as: UTF8.self) == bare)
    }

    private func isSource(_ html: String) -> Bool {
        let page = PageTree("<body><div>" + html + "</div>")
        return MathText.isSource(page.node("script"), page.tree)
    }

    @Test func aScriptIsAFormulaWhereItIsNotShownYet() {
        let script = "<script type='math/tex'>x</script>"
        #expect(isSource(script) && isSource("<script type='math/tex; mode=display'>x</script>"))
        #expect(!isSource("<script type='text/math/tex'>x</script>") && !isSource("<script>x</script>"))
        // What MathJax wrote before it is the formula; its empty places are none.
        #expect(!isSource("<span class=MathJax>x</span>" + script) && isSource("<span class=MathJax></span>" + script))
        #expect(isSource("<span class=x>x</span>" + script))
        #expect(!isSource("<span class=MathJax_SVG>x</span><span class=MathJax_Preview></span>" + script))
    }
}

/// What the page says of itself outside its text.
@Suite struct PageFactRulesTests {
    private func facts(_ html: String) -> PageFacts { PageFacts(PageTree(html).tree) }

    @Test(arguments: [
        ("", ""), (" a ", "a"), ("a\n\tb", "a b"), ("a\u{A0}\u{2003}b", "a b"), ("\u{3000}", ""), ("é ü", "é ü"),
    ])
    func whiteSpaceIsFolded(text: String, folded: String) { #expect(PageFacts.folded(Array(text.utf8)) == folded) }

    @Test func theLongestDescriptionIsKept() {
        let html = """
            <meta name=description content=short><meta property=og:description content='the longest of all'>
            <meta name=twitter:description content='the longest'><meta name=other content='this is longer than any of them'>
            """
        #expect(facts(html).description == "the longest of all")
        #expect(facts("<meta name=Description content=x>").description == "x")
        #expect(facts("<meta name=description>").description == "")
    }

    @Test func theFirstTitleThatSaysSomething() {
        #expect(facts("<title></title><title>b</title><title>c</title>").title == "b")
        #expect(facts("<body><svg><title>drawing</title></svg>").title == "")
        #expect(facts("<meta property=og:title content=a><meta property=og:title content=b>").title == "a")
        #expect(facts("<title> </title><meta name=og:title content=a>").title == "a")
    }

    @Test func theFirstBaseAndItsLanguage() {
        let html = "<html lang=de><head><base target=x><base href=/a/><base href=/b/>"
        #expect(facts(html).base == "/a/" && facts(html).language == "de")
        #expect(facts("<p>").base == nil && facts("<p>").language == "")
    }

    @Test func linksOfLicences() {
        let html = "<body><a rel=license href=/a>x</a><link rel=license href=/b><link rel='Canonical x' href=/c>"
        #expect(facts(html).license == "/a" && facts(html).canonical == "/c")
        #expect(facts("<link rel=license><link rel=license href=/b>").license == "/b")
        #expect(facts("<div rel=license href=/a>").license == nil)
    }

    @Test func directivesAreHeardOnceAndInOrder() {
        let html =
            "<meta name=robots content='noindex, NoFollow'><meta property=bingbot content='nofollow,max-image:0,'>"
        #expect(facts(html).robots == ["noindex", "nofollow", "max-image:0"])
        #expect(facts("<meta name=robots>").robots == [] && facts("<meta name=tdm-reservation content=1>").robots == [])
    }

    @Test(arguments: [("\ten", "en"), ("zh-Hant", "zh"), ("e1", ""), ("abcd", ""), ("ABC", "abc"), ("én", "")])
    func languages(tag: String, language: String) { #expect(PageFacts.primaryLanguage(tag) == language) }
}
