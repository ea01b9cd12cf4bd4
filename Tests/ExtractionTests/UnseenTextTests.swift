import Documents
import Extraction
import Testing

/// What only screen readers say leaves, with its text in a drop; what only sounds like it stays.
@Suite struct UnseenTextTests {
    private let prose = String(
        repeating: "This is a sentence of the article, which goes on for a while, as sentences do. ", count: 4)

    private func extract(_ inside: String) -> Extraction {
        Pages.extract("<body><div class=wrap><p>\(prose)</p>\(inside)<p>\(prose)</p></div>", .quarry)
    }

    @Test(arguments: [
        "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "u-hiddenVisually", "element-invisible",
        "show-for-sr", "govuk-visually-hidden", "icon sr-only sr-only-focusable", "VisuallyHidden-sc-1a2b",
        "assistive-text", "is-sr-only",
    ])
    func whatIsForListenersLeaves(names: String) {
        let extraction = extract("<p>Boats are built of oak<span class='\(names)'> (opens in a new tab)</span>.</p>")
        #expect(extraction.document?.text.contains("Boats are built of oak.") == true)
        #expect(extraction.drops.map(\.text) == [" (opens in a new tab)"])
        #expect(extraction.drops.map(\.detail) == ["hidden"])
        #expect(Pages.balances(extraction))
    }

    @Test(arguments: [
        "not-sr-only", "hide-from-screen-readers", "md:sr-only", "mobile-only", "screen-name", "elementor-element",
        "visually-rich", "sr",
    ])
    func otherNamesStay(names: String) {
        let text = extract("<p>Boats are built <span class='\(names)'>of oak</span>.</p>").document?.text
        #expect(text?.contains("Boats are built of oak.") == true)
    }

    @Test func aHeadingKeepsWhatIsSeenOfIt() {
        let extraction = extract("<h2>Keels <span class=screen-reader-text>Link to Keels</span></h2><p>\(prose)</p>")
        #expect(extraction.document?.text.contains("Keels\n") == true)
        #expect(extraction.document?.text.contains("Link to") == false)
    }

    @Test func aPageThatIsMostlyForListenersIsRead() {
        let html = "<body><div class=visually-hidden><p>\(prose)</p></div><p>\(prose.prefix(150))</p>"
        #expect(Pages.extract(html, .quarry).document?.text.contains("This is a sentence") == true)
        #expect(Pages.extract(html, .quarry).drops.isEmpty)
    }

    @Test func captionsAndFormulasStay() {
        let caption = "<figcaption class=sr-only>A keel.</figcaption>"
        let figure = "<figure><img src=a.jpg width=500 height=400>\(caption)</figure>"
        let extraction = extract(figure + "<p>So <span class=visually-hidden><math><mi>x</mi></math></span> is.</p>")
        #expect(extraction.drops.filter { $0.detail == "hidden" }.isEmpty)
    }
}
