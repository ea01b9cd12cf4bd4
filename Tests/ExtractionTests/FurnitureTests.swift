import Documents
import Testing

@testable import Extraction

/// What stands in a text for its use alone, and what only looks like it.
@Suite struct FurnitureTests {
    private func text(_ html: String) -> String {
        Pages.lines("<body><p>.</p><img src=i.png>" + html, Pages.whole).last.map { String($0.dropFirst(2)) } ?? ""
    }

    @Test(arguments: [
        ("<p>Word<sup>[1]</sup> goes", "Word goes"), ("<p>Word<sup>[citation needed]</sup> goes", "Word goes"),
        ("<p>Word<sup><a href=#n1>1</a></sup> goes", "Word goes"), ("<p>x<sup><a href=/n>2</a></sup> is", "x^2 is"),
        ("<p>Word<sup>(TM)</sup> goes", "Word(TM) goes"), ("<p>See <a href=#n3>[3]</a> there", "See there"),
        ("<p>See <a href=#n3>↑</a> there", "See there"), ("<p>See <a href=/n3>[3]</a> there", "See [3] there"),
        ("<p>See <a href=#n3>note three</a> there", "See note three there"),
    ])
    func marksOfNotes(html: String, expected: String) { #expect(text(html) == expected) }

    @Test(arguments: [
        ("<h2>Boats<a class=headerlink href=#b>¶</a></h2>", "Boats"),
        ("<h2>Boats <a class=anchor href=#b>Link to it</a></h2>", "Boats"),
        ("<h2><a class=anchor href=#b>Boats</a></h2>", "Boats"),
        ("<h2>Boats <a class=name href=/b>of oak</a></h2>", "Boats of oak"),
        ("<h2>Boats<span>[<a href=/edit>edit</a>]</span></h2>", "Boats"),
        ("<h2>Boats</h2><span>[<a href=/edit>bearbeiten</a>]</span>", "Boats"),
        ("<h2>Boats<span>[edit]</span></h2>", "Boats[edit]"),
        ("<p>Boats <span>[<a href=/x>edit</a>]</span> are", "Boats [edit] are"),
    ])
    func linksOfHeadings(html: String, expected: String) { #expect(text(html) == expected) }

    @Test(arguments: [
        ("<pre>1\n2\n3\n</pre><pre>a\nb</pre>", "a\nb"), ("<pre>5\n6\n7\n</pre><pre>a\nb</pre>", "a\nb"),
        ("<pre>a\nb</pre><pre>1\n2\n4</pre>", "a\nb¶1\n2\n4"),
        ("<pre><span class=lineno>1</span>a = b\n<span class=lineno>2</span>c</pre>", "a = b\nc"),
        ("<pre><span class=line-number>1</span>a</pre>", "a"), ("<pre><span class=number>1</span> + a</pre>", "1 + a"),
        ("<pre><span class=lineno>x1</span>a</pre>", "x1a"), ("<p><span class=lineno>1</span> boat", "1 boat"),
        ("<table><tr><td class=linenos>1<td><pre>a</pre></table>", "a"),
    ])
    func numbersOfLines(html: String, expected: String) { #expect(text(html) == expected) }

    @Test(arguments: [
        ("<p>a</p><button>Click here</button>", "a"), ("<h3><button>Why boats?</button></h3>", "Why boats?"),
        ("<p>a</p><form><label>Your name</label><input></form>", "a"), ("<label>Soft wood</label>", "Soft wood"),
        ("<label>Soft wood<input type=checkbox></label>", "Soft wood"), ("<p>a</p><label>Name</label><input>", "a"),
    ])
    func buttonsAndLabels(html: String, expected: String) { #expect(text(html) == expected) }

    // MARK: Lists and tables

    @Test(arguments: [
        ("<table><tr><td>a<td>b</table>", "a¶b"), ("<table><tr><td>a<tr><td>b</table>", "a¶b"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a | b\nc"),
        ("<table><tr><td>a<td><h3>b</h3><tr><td>c<td>d</table>", "a¶b¶c¶d"),
        ("<table><tr><td>a<td><ul><li>b</ul><tr><td>c<td>d</table>", "a¶- b¶c¶d"),
        ("<ol><li><h3>a</h3><p>b</ol>", "1. a¶b"), ("<ul><li><h3>a</h3><p>b</ul>", "a¶b"),
        ("<ul><li>a<blockquote>b</blockquote></ul>", "a¶b"), ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "a\nb\nc\nd"),
    ])
    func whatIsWrittenInLines(html: String, expected: String) { #expect(text(html) == expected) }

    @Test func aTableOfLongCellsIsNoData() {
        func table(_ count: Int) -> String {
            let long = String(repeating: "x", count: count)
            return text("<table><tr><td>a<td>\(long)<tr><td>c<td>d</table>")
        }
        #expect(table(600).hasSuffix("\nc | d") && table(601).hasSuffix("¶c¶d"))
    }

    // MARK: Addresses

    private func address(_ text: String, _ body: (Span<UInt8>) -> Bool) -> Bool { body(text.utf8.span) }

    @Test func namesOfPictures() {
        for name in ["a.jpg", "/p/a.JPG?x=1", "a.jpeg#f", "a.webp", "a.b.png"] {
            #expect(address(name, Addresses.hasImageExtension), "\(name)")
        }
        for name in ["a.html", "jpg", "a.jpg/b", "a.jpgs", "", "?a.jpg"] {
            #expect(!address(name, Addresses.hasImageExtension), "\(name)")
        }
        for value in ["a/b", "a.b", "my photo.jpg"] { #expect(address(value, Addresses.isAddress), "\(value)") }
        for value in ["word", "my page.html", "{a/b.jpg", "<a/b.jpg", "data:image/png,x.png", ""] {
            #expect(!address(value, Addresses.isAddress), "\(value)")
        }
    }

    @Test func standIns() {
        let names = WordSet(["spacer"])
        for name in ["/i/spacer.gif", "SPACER.png?x", "about:blank", "DATA:image/gif,x"] {
            #expect(address(name) { Addresses.isPlaceholder($0, names) }, "\(name)")
        }
        for name in ["/i/spacer", "/spacer/a.gif", "/i/spacers.gif"] {
            #expect(!address(name) { Addresses.isPlaceholder($0, names) }, "\(name)")
        }
        for name in [
            "/i/spacer.gif", "/a/lqip/b.jpg", "/LazyLoad.png", "/a-Placeholder.png", "/blurred/a.jpg", "/blank.png",
            "/a.jpg?w=64", "/a-64x64.jpg",
        ] {
            #expect(address(name) { Addresses.isStandIn($0, names) }, "\(name)")
        }
        for name in ["/a.jpg?w=65", "/a-65x64.jpg", "/blanket.png", "/a.jpg"] {
            #expect(!address(name) { Addresses.isStandIn($0, names) }, "\(name)")
        }
    }
}

/// Captions that no element declares.
@Suite struct PlainCaptionTests {
    private func captions(_ html: String) -> [String] {
        (Pages.extract("<body><p>Words before it.</p>" + html, Pages.whole).document?.images ?? []).map(\.caption)
    }

    @Test(arguments: [
        ("<p><img src=a.jpg></p><p>Fig. 3a The quay</p>", "Fig. 3a The quay"),
        ("<p><img src=a.jpg></p><p>図1：港</p>", "図1：港"), ("<p><img src=a.jpg></p><p>Photograph 3: it</p>", ""),
        ("<p><img src=a.jpg></p><p>Figure: the quay</p>", ""),
        ("<p><img src=a.jpg></p><p><em>“He said so.”</em></p>", ""),
        ("<p><img src=a.jpg></p><p><small>The quay</small></p>", "The quay"),
        ("<p><img src=a.jpg></p><p class=subtext>The quay</p>", "The quay"),
        ("<p><img src=a.jpg></p><p>The <em>quay</em></p>", ""),
        ("<p><img src=a.jpg></p><h3><em>The quay</em></h3>", ""),
        ("<p><em>The quay</em></p><p><img src=a.jpg></p>", ""),
        (
            "<p style='text-align:center'><img src=a.jpg></p><p style='text-align:center'>The quay</p><p>On.</p>",
            "The quay"
        ),
        ("<p style='text-align:center'><img src=a.jpg></p><p>The quay</p><p>On.</p>", ""),
        ("<img src=a.jpg alt='The old quay'><p>the OLD quay.</p>", "the OLD quay."),
        ("<img src=a.jpg alt='The old quay'><p>The new quay.</p>", ""), ("<img src=a.jpg alt='quay'><p>quay</p>", ""),
        ("<ul><li><img src=a.jpg><p>Soup</p></ul>", ""),
    ])
    func captions(html: String, caption: String) { #expect(captions(html) == [caption]) }

    /// A caption in italics has at most 220 bytes, one with a number 320.
    @Test func aLongTextIsAParagraph() {
        func slanted(_ count: Int) -> Bool {
            captions("<p><img src=a.jpg></p><p><i>\(String(repeating: "x", count: count))</i></p>") != [""]
        }
        func numbered(_ count: Int) -> Bool {
            captions("<p><img src=a.jpg></p><p>Fig. 3: \(String(repeating: "x", count: count - 8))</p>") != [""]
        }
        #expect(slanted(220) && !slanted(221) && numbered(320) && !numbered(321))
    }
}
