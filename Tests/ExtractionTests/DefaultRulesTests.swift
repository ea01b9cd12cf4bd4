import Extraction
import Documents
import Facts
import Testing

/// Our own profile, without the search for the content.
@Suite struct DefaultRulesTests {
    private func lines(_ html: String) -> [String] { Pages.lines("<body>" + html, Pages.whole) }

    @Test(arguments: [
        ("foo<button>x</button>bar", "T foo bar"),
        ("foo<hr>bar<table><tr><td>c</table>d", "T foo¶bar¶c¶d"),
        ("<p>a<br class=x>b", "T a\nb"),
        ("<p>a<custom-thing>b</custom-thing>c", "T abc"),
        ("<ul><li>a<li>b <b>c</b></ul>", "T - a\n- b c"),
        ("<ol><li>a<li><p>b</p></ol>", "T 1. a\n2. b"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>d", "T - a\n- b\n- c¶d"),
        ("<table><tr><th>k<th>v<tr><td>a<td>1</table>", "T k | v\na | 1"),
        ("<pre>  a\n    b\n\n  c</pre>", "T   a\n    b¶  c"),
        ("<p>a\u{A0}\u{2003} b", "T a b"),
        ("<div>a<div>b</div>c</div>", "T a¶b¶c"),
    ])
    func text(html: String, line: String) { #expect(lines("<p>.</p><img src=i.png>" + html).last == line) }

    @Test func roles() {
        let html = "<h2>h</h2><p>b</p><ul><li>l</ul><table><tr><td>1<td>2<tr><td>3<td>4</table><pre>c</pre>"
        let nodes = Pages.extract("<body>" + html, Pages.whole).document?.nodes ?? []
        guard case .text(let text)? = nodes.first else {
            Issue.record("no text")
            return
        }
        #expect(text.paragraphs.map(\.role) == [.heading, .body, .list, .table, .verbatim])
    }

    @Test(arguments: [
        (
            "<figure><img src=a.jpg><figcaption>The <b>cat</b></figcaption></figure>",
            ["I https://example.org/dir/a.jpg [The cat]"]
        ),
        (
            "<figure><figcaption>Cat</figcaption><img src=a.jpg><span>1/2</span></figure>",
            ["I https://example.org/dir/a.jpg [Cat]"]
        ),
        ("<div><img src=a.jpg><p class=wp-caption-text>Dog</p></div>", ["I https://example.org/dir/a.jpg [Dog]"]),
        (
            "<picture><source type=image/avif srcset=a.avif><source srcset='b.webp 2x'><img src='data:,'></picture>",
            ["I https://example.org/dir/b.webp"]
        ),
        ("<picture><source srcset=b.webp><img src=a.jpg></picture>", ["I https://example.org/dir/a.jpg"]),
        ("<img src=small.jpg srcset='m.jpg 800w, l.jpg 1600w, xl.jpg 4000w'>", ["I https://example.org/dir/l.jpg"]),
        ("<img src=spacer.gif data-src=real.jpg>", ["I https://example.org/dir/real.jpg"]),
        (
            "<img src='data:image/gif;base64,R0' data-lazy-srcset='a.jpg 1x, b.jpg 2x'>",
            ["I https://example.org/dir/b.jpg"]
        ),
        ("<img src='a,b.jpg?w=1,2'>", ["I https://example.org/dir/a,b.jpg?w=1,2"]),
        ("<img src=/x.jpg#frag>", ["I https://example.org/x.jpg"]),
        ("<img src='//cdn.org:8080/x.jpg'>", ["I https://cdn.org:8080/x.jpg"]),
        ("<li><img src=a.jpg>", ["I https://example.org/dir/a.jpg"]),
        ("<amp-img src=a.jpg><noscript><img src=a.jpg></noscript></amp-img>", ["I https://example.org/dir/a.jpg"]),
    ])
    func images(html: String, lines: [String]) { #expect(self.lines(html) == lines) }

    @Test func baseCounts() {
        let html = "<head><base href=/other/><base href=/no/></head><body><img src=a.jpg>"
        #expect(Pages.lines(html, Pages.whole) == ["I https://example.org/other/a.jpg"])
        let bad = "<head><base href=javascript:x></head><body><img src=a.jpg>"
        #expect(Pages.lines(bad, Pages.whole) == ["I https://example.org/dir/a.jpg"])
    }

    @Test(arguments: [
        ("<img src='data:image/png;base64,AAAA'>", Reason.imageDataURI), ("<img src=blob:x>", .imageURLScheme),
        ("<img src=javascript:x>", .imageURLScheme), ("<img src='http://[x'>", .imageInvalidURL),
        ("<img>", .imageNoSource),
        ("<img src=x.jpg width=1 height=1>", .imagePlaceholder), ("<img src=/i/spacer.gif>", .imagePlaceholder),
    ])
    func dropped(html: String, reason: Reason) {
        let extraction = Pages.extract("<body><p>text</p>" + html, Pages.whole)
        #expect(extraction.drops.map(\.reason) == [reason])
        #expect(Pages.balances(extraction))
    }

    @Test func imagesThatThePageCarries() {
        var options = Pages.whole
        options.images.keepsDataURLs = true
        let content = String(repeating: "QUJD", count: 300)
        let inline = "data:image/png;base64," + content
        #expect(Pages.lines("<body><img src='\(inline)'>", options) == ["I " + inline])
        // A blurred stand-in gives way to the image that follows for readers without scripts.
        let lazy = "<body><img src='\(inline)'><noscript><img src=real.jpg></noscript>"
        #expect(Pages.lines(lazy, options).last == "I https://example.org/dir/real.jpg")
        for bad in ["data:image/svg+xml;base64," + content, "data:image/png;base64,@@" + content] {
            #expect(Pages.extract("<body><img src='\(bad)'>", options).drops.map(\.reason) == [.imageDataURI])
        }
    }

    @Test func noscriptStandsForAPlaceholder() {
        let lazy = "<img src='data:,' class=lazy><noscript><img src=real.jpg></noscript>"
        #expect(lines(lazy) == ["I https://example.org/dir/real.jpg"])
        let double = "<img src=s.gif data-src=real.jpg><noscript><img src=real.jpg></noscript>"
        #expect(lines(double) == ["I https://example.org/dir/real.jpg"])
        let pixel = "<p>a</p><noscript><img src='https://t.example.org/tr?id=1'></noscript>"
        #expect(lines(pixel) == ["T a"])
    }

    @Test func factsOfThePage() {
        let html = """
            <html lang="pt-BR"><head><title> A
            title </title><meta name=robots content="NoAI, noimageai"><link rel=canonical href=/c>
            </head><body><a rel="license nofollow" href=//creativecommons.org/x>l</a>
            """
        let extraction = Pages.extract(html, .quarry)
        #expect(extraction.document?.title == "A title")
        #expect(extraction.language == "pt")
        #expect(extraction.robotsDirectives == ["noai", "noimageai"])
        #expect(extraction.license == "https://creativecommons.org/x")
        #expect(extraction.canonical == "https://example.org/c")
    }

    @Test func longParagraphsAreCutAtSentences() {
        var options = Pages.whole
        options.limits.maximumParagraphWords = 10
        let sentence = "One two three four five six. "
        let extraction = Pages.extract("<p>" + String(repeating: sentence, count: 4), options)
        let texts = extraction.document?.nodes.flatMap { node -> [String] in
            if case .text(let text) = node { text.paragraphs.map(\.text) } else { [] }
        }
        #expect(texts == Array(repeating: "One two three four five six.", count: 4))
        #expect(Pages.balances(extraction))
    }

    /// White space is looked at eight bytes at a time where it can be: the same whatever stands where.
    @Test func whiteSpaceIsFoldedAlikeAtEveryPlace() {
        let gaps = [" ", "  ", "\n", "\t ", " \n ", "\u{A0}", " \u{A0} ", "\u{2009}"]
        for letters in 0..<20 {
            for gap in gaps {
                let word = String(repeating: "a", count: letters)
                for last in ["b", "é", "bcdefghi jk", "bcdefgh  ij"] {
                    let shown = Pages.lines("<body><p>\(word)\(gap)\(last)\(gap)end</p>", Pages.whole)
                    let folded = [word, last.replacing("  ", with: " "), "end"].filter { !$0.isEmpty }
                    #expect(
                        shown == ["T " + folded.joined(separator: " ")], "\(letters) \(gap.utf8.map(\.self)) \(last)")
                }
            }
        }
        #expect(
            Pages.lines("<body><p>Donau\u{AD}dampf\u{AD}schiff fahrt</p>", Pages.whole) == ["T Donaudampfschiff fahrt"])
    }
}
