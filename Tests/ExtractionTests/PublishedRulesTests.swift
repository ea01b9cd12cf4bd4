import Extraction
import Documents
import Facts
import Testing

/// The published rules one by one (reference §4 to §6), on small pages.
@Suite struct PublishedRulesTests {
    private func lines(_ html: String) -> [String] { Pages.lines("<body>" + html, .obelics) }

    @Test(arguments: [
        ("<p>a<br>b<br class=x>c<BR/>d</p>", "T a\nbc\nd"),
        ("<div class='x FOOTER'>a</div><p class=site-info>b</p><p>c", "T c"),
        ("<div class=menu>a</div><div id=nav>b</div><div class='menu main'>c</div><p class=menu>d", "T c¶d"),
        ("<div class=updated>a<p>b</p>c</div>", "T b"),
        ("<ul>a<li>b</li></ul><table><tr><td>c</table>d", "T a¶d"),
        ("foo<button>x</button>bar", "T foobar"),
        ("<p5>a</p5><h7>b</h7><x-y>c</x-y>", "T ab"),
        ("a<b>b</b> <i>c</i>\n\t d", "T ab c d"),
        ("<h1>a</h1>b<div>c</div><p>d</p><blockquote>e</blockquote>f", "T a¶b\nc¶d¶e¶f"),
        ("<p>  a   <br>  b  </p>", "T a\nb"),
        ("<p>a</p><p> </p><div></div><p>b</p>", "T a¶b"),
        ("<noscript><p>a</p></noscript><svg><text>b</text></svg><p>c", "T c"),
    ])
    func text(html: String, line: String) { #expect(lines(html) == [line]) }

    @Test(arguments: [
        ("<img src=a.jpg>", "I https://example.org/a.jpg"),
        ("<img src=../x/./a.jpg>", "I https://example.org/x/a.jpg"),
        ("<img src=//cdn.example.net/a.jpg>", "I http://cdn.example.net/a.jpg"),
        ("<img src='' data-src=http://h.example.org/l.jpg>", "I http://h.example.org/l.jpg"),
        ("<img src='a,b.jpg' data-original=c.jpg>", "I https://example.org/c.jpg"),
        ("<img srcset='one.jpg 1x, two.jpg 2x' data-lazy=l.jpg>", "I https://example.org/l.jpg"),
        ("<img src=spacer.gif data-src=l.jpg>", "I https://example.org/spacer.gif"),
        ("<img src=javascript:x>", "I https://example.org/javascript:x"),
        ("<base href=http://other.org/><img src=a.jpg>", "I https://example.org/a.jpg"),
    ])
    func addresses(html: String, line: String) { #expect(lines(html) == [line]) }

    @Test(arguments: [
        ("<img src=http://localhost/a.jpg>", Reason.imageInvalidURL),
        ("<img src=http://a.org:80/a.jpg>", .imageInvalidURL),
        ("<img>", .imageNoSource), ("<img src='data:image/gif;base64,R0lGOD'>", .imageDataURI),
        ("<figure><img src=a.jpg></figure>", .imageInRemovedElement), ("<li><img src=a.jpg>", .imageInRemovedElement),
        ("<picture><img src=a.jpg></picture>", .imageInRemovedElement),
        ("<noscript><img src=a.jpg></noscript>", .imageInRemovedElement),
        ("<nav><p><img src=a.jpg></p></nav>", .imageInRemovedElement),
    ])
    func dropped(html: String, reason: Reason) {
        let extraction = Pages.extract("<body><p>text</p>" + html, .obelics)
        #expect(extraction.drops.map(\.reason) == [reason])
        #expect(extraction.imagesBorn == 1)
        #expect(extraction.document?.imageCount == 0)
    }

    @Test func invalidImageLetsNeighboursMerge() {
        #expect(lines("<p>a</p><img src=http://x/y><p>b</p>") == ["T a¶b"])
        #expect(lines("<p>a</p><img src=x.jpg><p>b</p>") == ["T a", "I https://example.org/x.jpg", "T b"])
    }

    @Test func moreLinkDividesWhereBlocksSetItApart() {
        #expect(lines("<p>a</p><p><a class='btn more-link'>b</a></p><p>c</p>") == ["T a", "D", "T c"])
        #expect(lines("<p>a <a class=more-link>b</a></p>") == ["T a END_OF_DOCUMENT_TOKEN_TO_BE_REPLACED"])
    }

    @Test func ordinalsCountWhatLeft() {
        let extraction = Pages.extract("<body><p>a</p><img><p>b</p><img src=x.jpg><img><p>c</p>", .obelics)
        #expect(Pages.isNumbered(extraction))
        #expect(Pages.balances(extraction))
        #expect(extraction.drops.map(\.ordinal) == [1, 4])
    }
}
