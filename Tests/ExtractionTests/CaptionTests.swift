import Documents
import Extraction
import Facts
import Testing

/// Which text is the caption of which picture, and that none is lost.
@Suite struct CaptionTests {
    private func lines(_ html: String) -> [String] {
        Pages.lines("<body>" + html, Pages.whole).map { $0.replacing("https://example.org/dir/", with: "") }
    }

    @Test(arguments: [
        ("<figure><img src=a.jpg><figcaption>Soup</figcaption></figure>", ["I a.jpg [Soup]"]),
        (
            """
            <figure><figure><img src=a.jpg><figcaption>Soup</figcaption></figure><figure><img src=b.jpg>\
            <figcaption>Bread</figcaption></figure><figcaption>Lunch</figcaption></figure>
            """,
            ["I a.jpg [Soup]", "I b.jpg [Bread]", "T Lunch"]
        ),
        ("<div class=wp-caption><img src=a.jpg><p class=wp-caption-text>Dog</p></div>", ["I a.jpg [Dog]"]),
        (
            "<div class=thumb><div><a><img src=a.jpg></a><div class=thumbcaption>The hut</div></div></div>",
            ["I a.jpg [The hut]"]
        ),
        (
            "<p><img src=a.jpg><br><i>The volcano</i></p><p>Text goes on.</p>",
            ["I a.jpg [The volcano]", "T Text goes on."]
        ),
        ("<p><img src=a.jpg></p><p><em>The crater.</em></p><p>On.</p>", ["I a.jpg [The crater.]", "T On."]),
        ("<p><img src=a.jpg></p><p>Figure 3: The crater</p>", ["I a.jpg [Figure 3: The crater]"]),
        ("<p><strong>Abb. 2 Der Krater</strong></p><p><img src=a.jpg></p>", ["I a.jpg [Abb. 2 Der Krater]"]),
        (
            "<p><img src=a.jpg></p><p>Figure 3 shows that the crater is deep.</p>",
            ["I a.jpg", "T Figure 3 shows that the crater is deep."]
        ),
        (
            "<ul><li><img src=a.jpg><p>Soup</p><li><img src=b.jpg><p>Bread</p></ul>",
            ["I a.jpg [Soup]", "I b.jpg [Bread]"]
        ),
        (
            "<a href=b.jpg><img src=a.jpg alt='Mary by Titian'></a><div>Mary by Titian</div>",
            ["I a.jpg [Mary by Titian]"]
        ),
        ("<div><div><img src=a.jpg></div><br><span class=small>The keys</span></div>", ["I a.jpg [The keys]"]),
        ("<figure><img src=a.jpg><a href=b.jpg>Click to enlarge</a></figure>", ["I a.jpg"]),
        ("<figure><pre>code</pre><figcaption>Listing 1</figcaption></figure>", ["T code", "T Listing 1"]),
    ])
    func captions(html: String, lines: [String]) {
        let found = self.lines(html).flatMap { line -> [String] in
            line.hasPrefix("T ") ? line.dropFirst(2).split(separator: "¶").map { "T " + $0 } : [line]
        }
        #expect(found == lines)
        #expect(Pages.balances(Pages.extract("<body>" + html, Pages.whole)))
    }

    @Test func aCaptionLeavesWithItsPictureAndIsCounted() {
        let html = "<figure><img src=spacer.gif><figcaption>The quay at noon</figcaption></figure><p>text</p>"
        let extraction = Pages.extract("<body>" + html, Pages.whole)
        #expect(extraction.document?.text == "text")
        #expect(
            extraction.drops.contains {
                $0.reason == .paragraphBoilerplate && $0.detail == "caption of a picture that left"
            })
        #expect(Pages.balances(extraction))
    }

    @Test func aRepeatedPictureGivesItsCaptionToTheFirst() {
        let html = "<img src=a.jpg><p>text</p><figure><img src='a.jpg?w=200'><figcaption>The quay</figcaption></figure>"
        #expect(lines(html).first == "I a.jpg [The quay]")
    }
}
