import HTMLTree
import Testing

@Suite struct TokenizerTests {
    @Test(arguments: [
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("x&nbsp;y&copy z&NotEqualTilde;", "x\u{A0}y© z≂̸"),
        ("&#146;&#x80;&#0;&#x110000;", "’€"),
        ("AT&T &unknown; &", "AT&T &unknown; &"),
        ("a < b <3 c", "a < b <3 c"),
        ("a<!x>b<![endif]>c", "abc"),
        ("a\u{0}b\r\nc\rd", "ab\nc\nd"),
    ])
    func text(html: String, text: String) {
        let found = Outline.body("<body><div>" + html + "</div>")
        // What libxml2 drops of broken numeric references is not compared.
        #expect(found.filter { $0 != "\u{FFFD}" } == "div(\"\(text)\")")
    }

    @Test(arguments: [
        ("<script>if (a<b) '</p>'</script>x", #"script("if (a<b) '</p>'") "x""#),
        ("<script><!-- <script>a</script> --></script>x", #"script("<!-- <script>a</script> -->") "x""#),
        ("<style><p></style>x", #"style("<p>") "x""#),
        ("<textarea><p>&lt;</textarea>x", #"textarea("<p><") "x""#),
        ("<iframe><p></iframe>x", #"iframe("<p>") "x""#),
        ("<noembed><p></noembed>x", #"noembed("<p>") "x""#),
        ("<xmp><b></XMP >x", #"xmp("<b>") "x""#),
        ("<plaintext><b></plaintext>x", ##"plaintext("<b></plaintext>x")"##),
        ("<script>never closed <p>", #"script("never closed <p>")"#),
        ("<script/>a</script>x", #"script("a") "x""#),
    ])
    func rawText(html: String, outline: String) { #expect(Outline.body("<body>" + html) == outline) }

    @Test func publishedScriptsEndAtTheFirstEndTagUnlessACommentIsOpen() {
        var limits = ParseLimits()
        limits.readsAsPublished = true
        let closed = "<body><script><!-- <script>a --></script>x"
        #expect(Outline.body(closed, limits: limits) == ##"script("<!-- <script>a -->") "x""##)
        let open = "<body><script><!-- <script>a</script>x</script>y"
        #expect(Outline.body(open, limits: limits).hasPrefix("script("))
        #expect(!Outline.body(open, limits: limits).contains(" \"y\""))
    }

    /// Beautiful Soup over `html.parser` has read the page before: what it makes of unbalanced tags.
    @Test(arguments: [
        ("<p>a<div>b</p>c</div>d", #"p("a") div("b") "c" "d""#),
        ("<div>a</section>b</div>", #"div("a" "b")"#),
        ("<div/>a", #"div "a""#),
        ("<script/>a</script>b", #"script "a" "b""#),
        ("a<br>b<br/>c<span>d</br>e", #""a" br "b" br "c" span("d") br "e""#),
        ("a</br>b", #""a" "b""#),
        ("<div>a</body>b", #"div("a") "b""#),
    ])
    func publishedNesting(html: String, outline: String) {
        var limits = ParseLimits()
        limits.readsAsPublished = true
        let found = Outline.body("<body>" + html, limits: limits)
        // Texts that nothing parts are one.
        #expect(found.replacing("\" \"", with: "") == outline.replacing("\" \"", with: ""))
    }

    @Test func depthIsCutButNothingIsLost() {
        let parser = Parser()
        let html = "START" + String(repeating: "<div>", count: 5_000) + "END"
        let limits = ParseLimits(depth: 100)
        #expect(Array(html.utf8).withUnsafeBytes { parser.parse($0, limits: limits) } == .complete)
        #expect(parser.tree.flattened > 4_800)
        #expect(String(decoding: parser.tree.bytes, as: UTF8.self) == "STARTEND")
    }

    @Test func attributesAndNodesAreLimited() {
        let parser = Parser()
        let many = "<p " + (0..<3_000).map { "a\($0)=1" }.joined(separator: " ") + ">x"
        #expect(Array(many.utf8).withUnsafeBytes { parser.parse($0) } == .tooManyAttributes)
        let nodes = String(repeating: "<br>", count: 100)
        #expect(Array(nodes.utf8).withUnsafeBytes { parser.parse($0, limits: ParseLimits(nodes: 50)) } == .tooManyNodes)
        #expect(
            Array(nodes.utf8).withUnsafeBytes { parser.parse($0, limits: ParseLimits(bytes: 50)) } == .tooManyBytes(400)
        )
        #expect([UInt8]().withUnsafeBytes { parser.parse($0) } == .empty)
        #expect(Array("<p>again</p>".utf8).withUnsafeBytes { parser.parse($0) } == .complete)
        #expect(String(decoding: parser.tree.bytes, as: UTF8.self) == "again")
    }

    @Test func malformedUTF8IsMended() {
        let parser = Parser()
        let bytes: [UInt8] = Array("<p>a".utf8) + [0xFF, 0xC3] + Array("b</p>é<p>c".utf8)
        #expect(bytes.withUnsafeBytes { parser.parse($0) } == .complete)
        #expect(String(decoding: parser.tree.bytes, as: UTF8.self) == "a\u{FFFD}\u{FFFD}béc")
    }

    @Test func everyTruncationOfAPageIsSurvived() {
        let page = """
            <!DOCTYPE html><html lang="en"><head><title>t&amp;</title><script>a</script></head><body class='x'>
            <table><tr><td>&eacute;</table><!-- c --><svg><path d="M"/></svg><p>é<select><option>o</select></body></html>
            """
        let bytes = Array(page.utf8)
        let parser = Parser()
        for end in bytes.indices {
            let outcome = bytes[..<end].withUnsafeBytes { parser.parse($0) }
            #expect(outcome == (end == 0 ? .empty : .complete))
        }
    }

    @Test func knownNamesAndNumbersAgree() {
        #expect(Tag.name(ofKnown: .a) == "a")
        #expect(Tag.name(ofKnown: .wbr) == "wbr")
        #expect(Tag.name(ofKnown: .malignmark) == "malignmark")
        #expect(Tag(known: "figcaption") == .figcaption)
        #expect(Tag(known: "h1") == .h1)
        #expect(Tag(known: "no-such") == nil)
    }

    /// Tags and texts that are read in place, and the same written so that libxml2 reads them.
    @Test(arguments: [
        (#"<p class="a b" id='c'>x</p>y"#, #"<p class = "a b" id = 'c' >x</p >y"#),
        (#"<P CLASS="A" Title='q"r'>x</P>"#, #"<P CLASS = "A" Title = 'q"r'>x</P\#n>"#),
        (#"<img src="a.png" hidden alt="<b>"/>x"#, #"<img src= "a.png" hidden alt= "<b>" />x"#),
        (#"<div class="a" class="b" id="c">x</div>"#, #"<div class=a class=b id=c>x</div >"#),
        (#"<p title="">x"#, #"<p title= "">x"#),
        (#"<a href="x">a<a href="y">b</a>c"#, #"<a href=x>a<a href=y>b</a >c"#),
        (#"<script type="t">a<b</script>x"#, #"<script type=t>a<b</script >x"#),
        (#"<textarea name="t">\#n<b>&lt;</textarea>x"#, #"<textarea name=t>\#n<b>&lt;</textarea >x"#),
        (#"<svg><g id="g"/>a<p id="p">b"#, #"<svg><g id=g />a<p id=p >b"#),
        ("<br>a<br/>b<hr>c", "<br >a<br  />b<hr >c"),
    ])
    func plainAndOdd(plain: String, odd: String) {
        for published in [false, true] {
            var limits = ParseLimits()
            limits.readsAsPublished = published
            #expect(facts(plain, limits) == facts(odd, limits))
        }
    }

    /// Tags, texts and attributes of a body.
    private func facts(_ html: String, _ limits: ParseLimits) -> String {
        let parser = Parser()
        _ = Array("<body><div>\(html)".utf8).withUnsafeBytes { parser.parse($0, limits: limits) }
        let tree = parser.tree
        let values = tree.attributes.map { "\($0.name.rawValue)=" + text(tree, Int($0.start)..<Int($0.end)) }
        return Outline.body("<body><div>" + html, limits: limits) + " " + values.joined(separator: " ")
    }

    private func text(_ tree: Tree, _ range: Range<Int>) -> String {
        String(decoding: tree.bytes[range], as: UTF8.self)
    }
}
