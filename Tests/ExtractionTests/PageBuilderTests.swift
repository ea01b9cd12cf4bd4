import Documents
import Extraction
import Facts
import Testing

/// Pages as tools for building them write them, journals and frameworks for documentation: each of few lines, and what a
/// reader sees of it.
@Suite struct PageBuilderTests {
    private static let prose = String(
        repeating: "This is a sentence of the article, which goes on for a while, as sentences do. ", count: 4)

    /// What stands between the two paragraphs of an article.
    private func inside(_ html: String) -> [String] {
        let page = "<body><article><p>\(Self.prose)</p>\(html)<p>\(Self.prose)</p></article>"
        var found: [String] = []
        for line in Pages.lines(page, .quarry) {
            let text = line.hasPrefix("T ") ? String(line.dropFirst(2)) : line
            for part in text.split(whereSeparator: { $0 == "¶" || $0 == "\n" }) where !part.hasPrefix("This is a sen") {
                found.append(String(part).replacing("https://example.org/", with: ""))
            }
        }
        return found
    }

    // MARK: Names

    private static func widget(_ kind: String, _ html: String) -> String {
        "<div class='elementor-widget elementor-widget-\(kind)'><div class=elementor-widget-container>\(html)</div></div>"
    }

    @Test func aPageBuiltOfWidgetsIsRead() {
        let widgets = [
            Self.widget("heading", "<h2>Our mill</h2>"), Self.widget("text-editor", "<p>\(Self.prose)</p>"),
            Self.widget("image", "<img src=/w.jpg width=800 height=500>"),
            Self.widget("text-editor", "<p>We bake three kinds of rye bread each day.</p>"),
            Self.widget("text-editor", "<p>\(Self.prose)</p>"),
        ]
        let page = "<body><nav><a href=/a>Home</a></nav><div class=elementor>\(widgets.joined())</div>"
        let lines = Pages.lines(page, .quarry)
        #expect(lines.count == 3)
        #expect(lines.first?.hasPrefix("T Our mill¶This is a sentence") == true)
        #expect(lines.dropFirst().first == "I https://example.org/w.jpg")
        #expect(lines.last?.hasPrefix("T We bake three kinds of rye bread each day.¶") == true)
    }

    @Test func aWidgetBesideATextIsNone() {
        #expect(inside("<div class=widget><p>Eight plain words that nobody needs to read</p></div>") == [])
    }

    @Test(arguments: ["¶", "#", "§", "\u{200B}"]) func theSignOfAHeadingIsNoPartOfIt(sign: String) {
        let html =
            "<section id=navigation><h2>Navigation<a href=#navigation>\(sign)</a></h2><p>By the stars.</p></section>"
        #expect(inside(html) == ["Navigation", "By the stars."])
    }

    @Test func theIdOfAHeadingSaysNothingOfPictures() {
        let html = "<section id=authors><h2>Authors</h2><p>Two of them.</p><img src=/a.png></section>"
        #expect(inside(html) == ["Authors", "Two of them.", "I a.png"])
    }

    @Test func whatBeginsWithAHeadingIsNoLine() {
        #expect(
            inside("<div class=slide-meta><h3>The wheel</h3><p>It is made of oak and turns.</p></div>") == [
                "The wheel", "It is made of oak and turns.",
            ])
        #expect(inside("<div class=entry-meta><h3>In the spring</h3></div>") == [])
        #expect(inside("<div class=entry-meta><p>Posted by Ann Brown in the spring</p></div>") == [])
    }

    @Test func aFactBoxIsANote() {
        #expect(inside("<aside class=factbox><p>Built in 1782, of oak.</p></aside>") == ["Built in 1782, of oak."])
    }

    @Test func aHeadingOfTeasersLeavesWithThem() {
        let teaser = "<li><a href=/p/flour><img src=/f.jpg width=300 height=300><h4>Rye flour</h4><b>4.00</b></a></li>"
        #expect(
            inside(
                "<section><h2>You may also like these things from our shop</h2><ul>\(teaser)\(teaser)</ul></section>")
                == [])
        let links = "<li><a href=/a>Oak</a></li><li><a href=/b>Ash</a></li><li><a href=/c>Elm</a></li>"
        #expect(inside("<div><h2>Of what it is made</h2><ul>\(links)</ul></div>") == ["Of what it is made"])
    }

    // MARK: Code

    @Test func numbersAreAGutterOnlyBesideCode() {
        #expect(inside("<pre>1\n2\n3</pre><p>is what it prints.</p>") == ["1", "2", "3", "is what it prints."])
        let listing = "<table><tr><td><pre>1\n2\n3</pre></td><td><pre>turn\nturn\nstop</pre></td></tr></table>"
        #expect(inside(listing) == ["turn", "turn", "stop"])
    }

    @Test func aTableOfFactsIsReadAroundItsPicture() {
        let html = """
            <table class=infobox><tr><th colspan=2>Lower mill</th></tr><tr><td colspan=2><img src=/w.jpg width=250 height=180>
            <div class=infobox-caption>The mill in 1890</div></td></tr><tr><th>Built</th><td>1782</td></tr>
            <tr><th colspan=2>Technology</th></tr><tr><th>Wheel</th><td>6 m</td></tr></table>
            """
        #expect(
            inside(html)
                == [
                    "Lower mill", "I w.jpg [The mill in 1890]", "Built | 1782", "Technology", "Wheel | 6 m",
                ])
    }

    // MARK: Pictures

    @Test func aNumberedFigureMayLeadToItsPage() {
        let figure = "<a href=/articles/1/figures/1><img src=/f1.png width=685 height=400></a>"
        #expect(
            inside("<figure><figcaption>Fig. 1</figcaption>\(figure)<p>The wheel.</p></figure>")
                == ["I f1.png [Fig. 1 The wheel.]"])
        #expect(inside("<figure>\(figure)<figcaption>The wheel stands</figcaption></figure>") == [])
    }

    @Test func aPictureOfACommentLeavesWithIt() {
        let html =
            "<section class=comments><p>I like the mill very much.</p><img src=/m.jpg width=600 height=400></section>"
        #expect(inside(html) == [])
    }

    @Test func aSourceThatIsWiderThanSrcIsTaken() {
        let sources = "<source srcset='/w-800.webp 800w, /w-1600.webp 1600w' type=image/webp>"
        #expect(inside("<picture>\(sources)<img src=/w-320.jpg></picture>") == ["I w-1600.webp"])
        #expect(inside("<picture><source srcset=/w.webp><img src=/w.jpg></picture>") == ["I w.jpg"])
        #expect(inside("<picture>\(sources)<img src='/w.jpg?width=2000'></picture>") == ["I w.jpg?width=2000"])
        #expect(
            inside("<picture>\(sources)<img src=/w.jpg srcset='/w-1900.jpg 1900w'></picture>") == ["I w-1900.jpg"])
    }

    // MARK: Captions

    @Test func theCaptionOfAGalleryStaysText() {
        let one = "<figure><img src=/a.jpg width=800 height=600><figcaption>The wheel</figcaption></figure>"
        let html =
            "<figure>\(one)<figcaption class=blocks-gallery-caption>All in the spring of 1890</figcaption></figure>"
        #expect(inside(html) == ["I a.jpg [The wheel]", "All in the spring of 1890"])
    }

    @Test func whatListenersAreToldIsNoPartOfACaption() {
        let caption =
            "<figcaption><span class=visually-hidden>Image caption, </span><p>The wheel at dawn</p></figcaption>"
        #expect(
            inside("<figure><img src=/a.jpg width=800 height=600>\(caption)</figure>") == [
                "I a.jpg [The wheel at dawn]"
            ])
    }

    @Test func aCaptionBehindItsFigureIsItsCaption() {
        let html =
            "<div><figure><img src=/a.jpg width=800 height=600></figure><figcaption>The wheel at dawn</figcaption></div>"
        #expect(inside(html) == ["I a.jpg [The wheel at dawn]"])
    }

    @Test func theCreditBesideACaptionLeaves() {
        let html = """
            <div><img src=/a.jpg width=800 height=600><span class=caption>The wheel at dawn</span><span>Photo: A. Brown</span>
            </div>
            """
        #expect(inside(html) == ["I a.jpg [The wheel at dawn]"])
    }
}
