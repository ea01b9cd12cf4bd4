import Testing

@testable import HTMLTree

/// The lists of elements of HTML Standard §13.2.4.2 and §13.2.6, each proved by what its elements do.
@Suite struct TagRulesTests {
    private func body(_ html: String) -> String { Outline.joined("<!DOCTYPE html><body>" + html) }

    private static func words(_ list: String) -> [String] { list.split(separator: " ").map(String.init) }

    /// §13.2.6.4.7: "If the stack has a p element in button scope, then close a p element."
    static let closeParagraphs = words(
        """
        address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer header hgroup main menu \
        nav ol search section summary ul h1 h2 h3 h4 h5 h6 pre listing form li dd dt
        """)

    @Test(arguments: closeParagraphs) func blocksEndAParagraph(name: String) {
        #expect(body("<p>a<\(name)>b") == "p(\"a\") \(name)(\"b\")")
        #expect(body("<p>a<b>c<\(name)>d") == "p(\"a\" b(\"c\")) \(name)(\"d\")")
        // Not through a button, nor out of an object.
        #expect(body("<p>a<button><\(name)>b") == "p(\"a\" button(\(name)(\"b\")))")
        #expect(body("<p>a<object><\(name)>b") == "p(\"a\" object(\(name)(\"b\")))")
    }

    @Test(
        arguments: words(
            """
            abbr acronym audio b bdi bdo big canvas cite code data datalist del dfn em font i ins kbd label legend map mark meter output \
            progress q ruby s samp slot small span strike strong sub sup time tt u var video object custom-element picture a nobr
            """))
    func inlineElementsStandInAParagraph(name: String) {
        #expect(body("<p>a<\(name)>b</\(name)>c</p>d") == "p(\"a\" \(name)(\"b\") \"c\") \"d\"")
    }

    @Test(arguments: words("area br embed img keygen wbr input param source track base basefont bgsound link meta"))
    func voidElementsHaveNoContent(name: String) {
        #expect(body("<p>a<\(name)>b</p>") == "p(\"a\" \(name) \"b\")")
        #expect(body("<p>a<\(name)/>b</p>") == "p(\"a\" \(name) \"b\")")
        if name != "br" { #expect(body("<p>a</\(name)>b</p>") == "p(\"ab\")") }
    }

    @Test func aRuleIsVoidAndEndsAParagraph() { #expect(body("<p>a<hr>b") == "p(\"a\") hr \"b\"") }

    /// §13.2.6.3: a parent's end tag ends these without a word.
    @Test(arguments: words("dd dt li optgroup option p rb rp rt rtc")) func someEndsAreImplied(name: String) {
        #expect(body("<div><\(name)>a</div>b") == "div(\(name)(\"a\")) \"b\"")
        #expect(body("<ul><li><\(name)>a</li></ul>b").hasSuffix(" \"b\""))
    }

    /// "An end tag whose tag name is one of": ends what stands open in it, and is nothing without its start.
    @Test(
        arguments: words(
            """
            address article aside blockquote button center details dialog dir div dl fieldset figcaption figure footer header hgroup \
            listing main menu nav ol pre search section summary ul
            """))
    func blocksEndWithAllThatIsInThem(name: String) {
        #expect(body("<\(name)><p>a<span>b</\(name)>c") == "\(name)(p(\"a\" span(\"b\"))) \"c\"")
        #expect(body("<div>a</\(name == "div" ? "nav" : name)>b</div>") == "div(\"ab\")")
        // An object, a table cell and the like keep it in.
        #expect(body("<\(name)><object>a</\(name)>b") == "\(name)(object(\"ab\"))")
    }

    @Test(arguments: words("applet marquee object")) func markersKeepTheirContent(name: String) {
        #expect(body("<\(name)><p>a</\(name)>b") == "\(name)(p(\"a\")) \"b\"")
        #expect(body("<div><\(name)>a</div>b") == "div(\(name)(\"ab\"))")
    }

    @Test(arguments: words("a b big code em font i nobr s small strike strong tt u")) func formattingEndsByItsOwnEndTag(
        name: String
    ) {
        #expect(body("<\(name)>a</\(name)>b") == "\(name)(\"a\") \"b\"")
        #expect(body("<\(name)>a<span>b</\(name)>c") == "\(name)(\"a\" span(\"b\")) \"c\"")
        // What the block still holds stays in the block.
        #expect(body("<\(name)>a<div>b</\(name)>c</div>d") == "\(name)(\"a\" div(\"bc\")) \"d\"")
        #expect(body("a</\(name)>b") == "\"ab\"")
        #expect(body("<\(name)><object>a</\(name)>b</object>c").contains("object(\"ab\")"))
    }

    /// "Any other end tag": reaches its start past what is not special, and no further.
    @Test func ordinaryEndsReachPastWhatIsNotSpecial() {
        #expect(body("<span>a<x-y>b</span>c") == "span(\"a\" x-y(\"b\")) \"c\"")
        #expect(body("<span>a<div>b</span>c</div>d") == "span(\"a\" div(\"bc\") \"d\")")
        #expect(body("<x-y><span>a</x-y>b") == "x-y(span(\"a\")) \"b\"")
        #expect(body("<x-y><p>a</x-y>b") == "x-y(p(\"ab\"))")
    }

    /// §13.2.4.2, the category "special": each stops an ordinary end tag.
    @Test(
        arguments: words(
            """
            address applet article aside blockquote button center details dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 \
            header hgroup li dd dt listing main marquee menu nav object ol p pre search section summary ul
            """))
    func specialElementsStopOrdinaryEndTags(name: String) {
        #expect(body("<x-y><\(name)>a</x-y>b") == "x-y(\(name)(\"ab\"))")
    }

    @Test(arguments: words("abbr b cite em span custom-tag label picture ruby time u var")) func othersDoNot(
        name: String
    ) {
        #expect(body("<x-y><\(name)>a</x-y>b") == "x-y(\(name)(\"a\")) \"b\"")
    }

    // MARK: headings

    @Test func aHeadingEndsAHeadingAndAnyHeadingsEndTagDoes() {
        for one in 1...6 {
            for other in 1...6 {
                #expect(body("<h\(one)>a<h\(other)>b") == "h\(one)(\"a\") h\(other)(\"b\")")
                #expect(body("<h\(one)>a</h\(other)>b") == "h\(one)(\"a\") \"b\"")
            }
        }
        #expect(body("<h1>a<span><h2>b") == "h1(\"a\" span(h2(\"b\")))")
        #expect(body("<h1>a<span>b</h2>c") == "h1(\"a\" span(\"b\")) \"c\"" && body("a</h1>b") == "\"ab\"")
        #expect(body("<h1><object>a</h1>b") == "h1(object(\"ab\"))")
    }

    // MARK: lists

    @Test(arguments: [
        ("<ul><li>a<li>b</ul>c", #"ul(li("a") li("b")) "c""#), ("<li>a<div>b<li>c", #"li("a" div("b")) li("c")"#),
        ("<li>a<address>b<li>c", #"li("a" address("b")) li("c")"#), ("<li>a<p>b<li>c", #"li("a" p("b")) li("c")"#),
        ("<li>a<section>b<li>c", #"li("a" section("b" li("c")))"#), ("<li>a<b>b<li>c", #"li("a" b("b")) li("c")"#),
        ("<ul><li>a<ul><li>b</ul>c</ul>", #"ul(li("a" ul(li("b")) "c"))"#),
        ("<ul><li>a<ol></li>b", #"ul(li("a" ol("b")))"#),
        ("<ul><li>a</li>b</ul>", #"ul(li("a") "b")"#), ("<ul>a</li>b</ul>", #"ul("ab")"#),
        ("<p>a<li>b", #"p("a") li("b")"#),
        ("<ul><li><p>a</li>b", #"ul(li(p("a")) "b")"#),
        ("<dl><dt>a<dt>b<dd>c<dd>d</dl>", #"dl(dt("a") dt("b") dd("c") dd("d"))"#),
        ("<dl><dt>a<div>b<dd>c", #"dl(dt("a" div("b")) dd("c"))"#),
        ("<dl><dd>a<dl><dt>b</dl>c", #"dl(dd("a" dl(dt("b")) "c"))"#),
        ("<dl><dd>a</dt>b", #"dl(dd("ab"))"#), ("<dl><dd>a<li>b<dd>c", #"dl(dd("a" li("b" dd("c"))))"#),
        ("<li>a<dd>b<li>c", #"li("a" dd("b" li("c")))"#),
        ("<dl><dt><p>a</dt>b", #"dl(dt(p("a")) "b")"#),
    ])
    func lists(html: String, outline: String) { #expect(body(html) == outline) }

    // MARK: anchors, buttons, forms

    @Test(arguments: [
        ("<a>x<a>y", #"a("x") a("y")"#), ("<a>x<div>y<a>z", #"a("x" div("y" a("z")))"#),
        ("<nobr>x<nobr>y", #"nobr("x") nobr("y")"#),
        ("<b>x<b>y", #"b("x" b("y"))"#), ("<button>a<button>b", #"button("a") button("b")"#),
        ("<button>a<p>b<button>c", #"button("a" p("b")) button("c")"#),
        ("<button>a<object><button>b", #"button("a" object(button("b")))"#),
        ("<form>a<form>b</form>c", #"form("ab") "c""#),
        ("<form>a<div>b</form>c", #"form("a" div("b")) "c""#), ("<form>a</form><form>b", #"form("a") form("b")"#),
        ("<p>a<form>b", #"p("a") form("b")"#), ("a</form>b", #""ab""#), ("<image>a", #"img "a""#),
        ("a</br>b", #""a" br "b""#),
    ])
    func odds(html: String, outline: String) { #expect(body(html) == outline) }

    @Test func aLineFeedBehindAPreIsNoText() {
        #expect(
            body("<pre>\na") == "pre(\"a\")" && body("<listing>\na") == "listing(\"a\")"
                && body("<pre>a\nb") == "pre(\"a\nb\")")
        #expect(
            body("<pre><b>\na") == "pre(b(\"\na\"))" && body("<div>\na") == "div(\"\na\")"
                && body("<pre>\n\na") == "pre(\"\na\")")
        #expect(body("<pre>\r\na") == "pre(\"a\")")
    }
}
