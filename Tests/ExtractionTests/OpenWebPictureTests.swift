import Documents
import Extraction
import Facts
import Testing

/// What users of other tools lost by public report, pictures.
@Suite struct OpenWebPictureTests {
    private func lines(_ html: String) -> [String] { Pages.lines(html, Pages.whole) }

    private func images(_ html: String) -> [String] {
        (Pages.extract(html, Pages.whole).document?.images ?? []).map { String($0.url.dropFirst(20)) }
    }

    @Test func theWidestOfAllSourcesIsTaken() {
        let html = """
            <picture><source media="(max-width: 600px)" srcset="/y-480.jpg 480w"><source srcset="/y-1600.jpg 1600w"><img alt=y>
            </picture>
            """
        #expect(images(html) == ["y-1600.jpg"])
    }

    @Test func anEmbeddedPictureIsOne() {
        #expect(images("<p>Text.</p><embed src=/plan.png type=image/png>") == ["plan.png"])
        #expect(images("<p>Text.</p><embed src=/film.swf>") == [])
    }

    @Test func aBlurredCopyGivesWayToThePictureBesideIt() {
        let blurred = "data:image/jpeg;base64," + String(repeating: "/9j/4AAQ", count: 60)
        let html = "<span><img src='\(blurred)'><picture><img src=/g-800.jpg></picture></span>"
        #expect(images("<p>Text.</p><div>\(html)</div>") == ["g-800.jpg"])
        let small = "<div><img src=/max/60/v.jpg><img src=/max/1400/v.jpg></div>"
        #expect(Pages.lines(small, .quarry) == ["I https://example.org/max/1400/v.jpg"])
    }

    @Test func aRowOfWordsIsTheCaptionsOfTheRowAbove() {
        let html = """
            <table><tr><td><img src=/a.jpg></td><td><img src=/b.jpg></td></tr><tr><td>In spring</td><td>In autumn</td></tr></table>
            """
        #expect(lines(html) == ["I https://example.org/a.jpg [In spring]", "I https://example.org/b.jpg [In autumn]"])
    }

    @Test func wordsBelowACentredPictureAreItsCaption() {
        #expect(
            lines("<center><img src=/a.jpg><br>The mill in snow</center>")
                == ["I https://example.org/a.jpg [The mill in snow]"])
    }

    @Test func aFormulaShownAsAPictureIsADrop() {
        let extraction = Pages.extract("<p>It is <img class=tex src=/1.png alt='x^2'> here.</p>", Pages.whole)
        #expect(extraction.document?.text == "It is x^2 here.")
        #expect(extraction.drops.map(\.detail) == ["a formula"])
        #expect(Pages.balances(extraction))
    }
}
