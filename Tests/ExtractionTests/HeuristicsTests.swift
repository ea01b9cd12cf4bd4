import Documents
import Extraction
import Facts
import Testing

/// Where exactly the rules for content and frame turn, each between a page on this side of it and one on that.
@Suite struct HeuristicsTests {
    private static let prose = String(
        repeating: "This is a sentence of the article, which goes on for a while, as sentences do. ", count: 4)

    /// A text of so many letters without commas, in words of nine.
    private static func plain(_ letters: Int, _ letter: Character = "w") -> String {
        String(repeating: String(repeating: letter, count: 9) + " ", count: letters / 9)
    }

    private func details(_ html: String) -> [String] {
        let extraction = Pages.extract(html, .quarry)
        #expect(Pages.balances(extraction))
        return extraction.drops.map(\.detail)
    }

    private func inside(_ html: String, head: String = "") -> [String] {
        details("<head>\(head)</head><body><div class=wrap><p>\(Self.prose)</p>\(html)<p>\(Self.prose)</p></div>")
    }

    // MARK: Headings

    /// A line with a colon at its end, or in bold letters, stands for a heading; a sentence does not.
    @Test(arguments: [
        ("<p>Read also:</p>", true), ("<div>Read also:</div>", true), ("<p><b>Read also</b></p>", true),
        ("<p><i>Read also</i></p>", true), ("<p>Read also</p>", false), ("<p><b>Read also.</b></p>", false),
        ("<p><b>Read also!</b></p>", false), ("<p><b>Read also?</b></p>", false), ("<p><b>(Read also)</b></p>", false),
        ("<p><b>Read</b> also</p>", false), ("<p><u>Read also</u></p>", false),
    ])
    func aLineThatStandsForAHeading(line: String, leaves: Bool) {
        let found = inside("\(line)<div class=related><p>Ten more beaches</p></div><h2>Next</h2>")
        #expect(found == (leaves ? ["a heading of nothing"] : []) + ["class or id"])
    }

    @Test func aHeadingThatLeadsToItselfIsNoLink() {
        #expect(inside("<h2><a href=#boats>Boats of oak</a></h2>") == [])
        #expect(inside("<h2><a>Boats of oak</a></h2>") == [])
        #expect(inside("<h2><a href=/boats>Boats of oak</a></h2>") == ["100 % > 50 % links"])
    }

    /// What is called a byline within a sentence is a part of it.
    @Test func aNameWithinALineSaysNothing() {
        #expect(inside("<p>Boats are built by <span class=byline>Ann Brown</span> of oak.</p>") == [])
        #expect(inside("<p><span class=byline>Ann Brown</span></p>") == ["class or id"])
    }

    // MARK: Articles in articles

    /// One that has less than half of the text is a comment on the other.
    @Test func aSmallArticleInAnArticle() {
        func page(_ own: Int, _ inner: Int) -> [String] {
            details(
                "<body><article><p>\(Self.plain(own))</p><article><p>\(Self.plain(inner, "x"))</p></article></article>")
        }
        #expect(page(360, 270) == ["article in an article"] && page(360, 360) == [] && page(270, 360) == [])
    }

    /// Several side by side that are most of it, and more than a thousand letters, are its parts.
    @Test func theArticlesOfAList() {
        func page(_ letters: Int, _ item: (Int) -> String) -> [String] {
            let items = (0..<4).map { "<article>\(item($0))<p>\(Self.plain(letters, "x"))</p></article>" }
            return details("<body><article>\(items.joined())</article>")
        }
        #expect(page(252) { _ in "" } == [], "1,008 letters")
        #expect(page(243) { _ in "" } == Array(repeating: "article in an article", count: 4))
        // Those whose heading or picture is a link are pointers to other pages.
        #expect(!page(252) { "<h3><a href=/\($0)>Boats of oak</a></h3>" }.isEmpty)
        #expect(!page(252) { "<a href=/\($0)><img src=/\($0).jpg></a>" }.isEmpty)
        #expect(page(252) { "<h3>Boats of oak \($0)</h3>" } == [])
    }

    // MARK: The content

    /// Two texts with links between them: with commas a text is running text rather than a list of things.
    private func twoTexts(_ first: String, _ second: String, classes: (String, String) = ("a", "b")) -> [String] {
        let links = "<a href=/1>\(Self.plain(108, "l"))</a>"
        let html = """
            <body><div class="\(classes.0)"><p>\(first)</p></div><div>\(links)</div><div class="\(classes.1)"><p>\(second)</p></div>
            """
        let text = Pages.extract(html, .quarry).document?.text ?? ""
        return ["w", "x"].filter { text.contains(String(repeating: $0, count: 9)) }
    }

    private static let commas = String(repeating: "xxxxxxxxx, ", count: 30)

    @Test func commasCountForAText() {
        #expect(twoTexts(Self.plain(270), Self.commas) == ["x"] && twoTexts(Self.commas, Self.plain(270)) == ["x"])
    }

    @Test func aSiblingOfTheSameNameIsKin() {
        #expect(twoTexts(Self.plain(270), Self.commas, classes: ("blk", "blk")) == ["w", "x"])
        #expect(twoTexts(Self.plain(270), Self.commas, classes: ("", "")) == ["x"], "no name is none in common")
    }

    /// Of the running text of what the page calls its main part half has to be there, of the whole page 35 in a hundred.
    @Test func theMainPartIsTakenWholeWhereTooLittleOfItWasFound() {
        func found(_ open: String, _ close: String, other: Int) -> Bool {
            let links = "<div><a href=/1>\(Self.plain(216, "l"))</a></div>"
            let html = """
                <body>\(open)<div class=a><p>\(Self.plain(other))</p></div>\(links)<div class=b><p>\(Self.commas)</p></div>\(close)
                """
            return (Pages.extract(html, .quarry).document?.text ?? "").contains("wwwwwwwww")
        }
        // 300 characters with commas against 279 and 351.
        #expect(!found("<div role=main>", "</div>", other: 279) && found("<div role=main>", "</div>", other: 351))
        #expect(!found("<div>", "</div>", other: 351) && found("<main>", "</main>", other: 351))
        #expect(!found("<div role=note>", "</div>", other: 540) && found("<div>", "</div>", other: 603))
    }

    /// What stands between the heading and the content in sixty letters is its lead.
    @Test func aLeadIsARunningText() {
        func found(_ lead: String) -> Bool {
            let html = """
                <body><div class=head><h1>A day at the harbour</h1><p>\(lead)</p></div><div><a href=/1>\(Self.plain(216, "l"))</a></div>
                <div class=text><p>\(Self.prose)</p><p>\(Self.prose)</p></div>
                """
            return (Pages.extract(html, .quarry).document?.text ?? "").contains("wwwwwwwww")
        }
        #expect(found(Self.plain(63)) && !found(Self.plain(54)))
        #expect(
            found(Self.plain(63) + "<a href=/x>aaaaaaaaa</a>")
                && !found(Self.plain(63) + "<a href=/x>\(Self.plain(18))</a>"))
    }

    // MARK: Teasers

    /// Teasers leave unless they are a third of what the page is.
    @Test func teasersAreLeftOutOfAPageThatHasMore() {
        func found(_ letters: Int) -> [String] {
            let teaser = """
                <div><h3><a href=/x>Another harbour</a></h3><p>\(Self.plain(180, "t"))</p><a href=/x>Read more</a></div>
                """
            return details(
                "<body><div class=wrap><p>\(Self.plain(letters))</p><div>\(teaser)</div><p>\(Self.plain(letters))</p></div>"
            )
        }
        #expect(found(450).contains("a teaser") && !found(90).contains("a teaser"))
    }

    @Test func aTeaserLeadsTwiceToOnePlace() {
        func isTeaser(_ html: String) -> Bool { inside("<div>\(html)</div>").contains("a teaser") }
        let words = "<p>What there is to see, in a few words.</p>"
        #expect(isTeaser("<h3><a href=/x>Another harbour</a></h3>\(words)<a href=/x>Read more</a>"))
        #expect(!isTeaser("<h3><a href=/x>Another harbour</a></h3>\(words)<a href=/y>Read more</a>"))
        #expect(!isTeaser("<h3><a href=#x>Another harbour</a></h3>\(words)<a href=#x>Read more</a>"))
        #expect(!isTeaser("<h3><a href=/>Another harbour</a></h3>\(words)<a href=/>Read more</a>"))
        #expect(!isTeaser("<h3><a href=/x>Another harbour</a></h3>\(words)"))
    }

    // MARK: The article that machines are told of

    @Test func aBodyThatWasCutSaysNothingOfWhatFollows() {
        let own = (0..<6).map {
            "Paragraph \($0) of the harbour, which has \($0 + 20) boats, and people who mend their nets on the quay in the sun."
        }
        let rest = [
            "Nobody knows how the lighthouse came to its name, though every child of the island has asked for it once.",
            "In winter the ferries stay at home, because ice covers the channel between both shores until late in spring.",
        ]
        func found(_ count: Int) -> [String] {
            let paragraphs = (own + rest.prefix(count)).map { "<p>\($0)</p>" }.joined()
            let body = "{\"@type\":\"Article\",\"articleBody\":\"\(own.joined(separator: " "))\"}"
            return details(
                "<head><script type='application/ld+json'>\(body)</script></head><body><div class=wrap>\(paragraphs)</div>"
            )
        }
        #expect(found(1) == ["not in the page's articleBody"] && found(2) == [], "more than a quarter follows")
    }

    @Test func theDescriptionFindsTheLead() {
        let lead = "The harbour of the old town is empty in winter, and nobody minds."
        func found(_ name: String, _ description: String) -> Bool {
            let html = """
                <head><meta name=description content="\(description)"></head><body><div class=wrap><div class=\(name)>\(lead)</div>
                <p>\(Self.prose)</p><p>\(Self.prose)</p></div>
                """
            return (Pages.extract(html, .quarry).document?.text ?? "").contains(lead)
        }
        #expect(found("teaser", lead) && !found("teaser", "Something else that is said of another page, for sure."))
        #expect(!found("teaser", String(lead.prefix(39))), "too short to tell")
    }

    // MARK: Pictures

    private func objections(_ html: String) -> [String] {
        Pages.extract(html, .quarry).drops.filter { $0.reason == .imageBoilerplate }.map(\.detail)
    }

    private func article(_ html: String, after: String = "") -> [String] {
        objections(
            "<body><main><article><h1>A day at the harbour</h1><p>\(Self.prose)</p>\(html)<p>\(Self.prose)</p></article></main>\(after)"
        )
    }

    @Test func aColumnBesideTheContentIsFrame() {
        #expect(article("", after: "<div class=page-sidebar><img src=/a.jpg></div>") == ["frame: a column"])
        #expect(article("", after: "<div class=page-rail><p><img src=/a.jpg></p></div>") == ["frame: a column"])
        #expect(article("", after: "<div class=widget><img src=/a.jpg></div>") == ["frame: a column"])
        #expect(article("", after: "<div class=elsewhere><img src=/a.jpg></div>") == ["outside the content"])
    }

    @Test func theLeadPictureStandsBelowTheHeading() {
        let html = """
            <body><div><img src=/top.jpg><h1>A day at the harbour</h1><img src=/lead.jpg></div>
            <div class=text><p>\(Self.prose)</p><p>\(Self.prose)</p></div>
            """
        #expect(Pages.extract(html, .quarry).document?.images.map(\.url) == ["https://example.org/lead.jpg"])
        #expect(objections(html) == ["outside the content"])
    }

    @Test func twoPicturesThatLeadElsewhereAreARow() {
        func row(_ addresses: String...) -> [String] {
            article("<p>" + addresses.map { "<a href=\($0)><img src=/\($0.suffix(5)).jpg></a>" }.joined() + "</p>")
        }
        let why = "one in a row that leads elsewhere"
        #expect(row("//a.com", "//b.com") == [why, why] && row("//a.com") == [])
        #expect(row("//a.com", "/full/b.jpg", "/full/c.jpg") == [])
    }

    @Test func aLargePictureIsNotTakenForFrameByAName() {
        func named(_ width: Int) -> [String] {
            article("<div class=related-image><img src=/a.jpg width=\(width) height=300></div>")
        }
        #expect(named(500) == [] && named(499) == ["frame: class or id"])
    }

    @Test func anAddressOfAnotherSiteThatIsShownTwiceIsAnAdvert() {
        let one = "<p>Words.</p><a href=https://shop.example.net/><img src=/a.jpg></a>"
        #expect(article(one) == [] && article(one + one).first == "an advert: shown 2 times")
    }

    /// What the page calls a product, a recipe or an article holds its pictures too.
    @Test(arguments: [
        ("Product", true), ("Recipe", true), ("NewsArticle", true), ("BlogPosting", true), ("Organization", false),
    ])
    func theSubjectOfAPageHoldsItsPictures(type: String, holds: Bool) {
        let html = """
            <body><div itemtype="https://schema.org/\(type)"><div><div><div><img src=/a.jpg width=300 height=300></div></div></div>
            <div><div><div><div class=text><p>\(Self.prose)</p><p>\(Self.prose)</p></div></div></div></div></div>
            """
        #expect(objections(html) == (holds ? [] : ["outside the content"]))
    }

    @Test func aWidgetOfAPageBuiltOfThemIsNoColumn() {
        let picture = "<div class=widget><img src=/a.jpg width=600></div>"
        #expect(
            objections("<body><div class=widget><p>\(Self.prose)</p><p>\(Self.prose)</p></div>\(picture)") == [
                "outside the content"
            ])
        #expect(
            objections("<body><div class=x><p>\(Self.prose)</p><p>\(Self.prose)</p></div>\(picture)") == [
                "frame: a column"
            ])
    }

    @Test func aBlockThatShowsAPictureHoldsLittle() {
        func found(_ count: Int) -> Int? {
            let html = "<div style='background:url(/a.jpg)'>\(String(repeating: "<b></b>", count: count))</div>"
            return Pages.extract("<body><p>Words.</p>" + html, Pages.whole).document?.imageCount
        }
        #expect(found(60) == 1 && found(61) == 0)
    }

    @Test func whatThePageCarriesGivesWayToThePictureBesideIt() {
        var options = Pages.whole
        options.images.keepsDataURLs = true
        func urls(_ html: String) -> [String] {
            (Pages.extract("<body><p>Words.</p>" + html, options).document?.images ?? []).map {
                String($0.url.prefix(5))
            }
        }
        let blurred = "data:image/jpeg;base64," + String(repeating: "/9j/4AAQ", count: 60)
        #expect(urls("<div><img src='\(blurred)'><img src=/a.jpg></div>") == ["https"])
        #expect(urls("<div><span><img src='\(blurred)' alt=x></span><img src=/a.jpg alt=x></div>") == ["https"])
        #expect(urls("<div><img src='\(blurred)' alt=y><img src=/a.jpg alt=x></div>") == ["data:", "https"])
        #expect(urls("<div><img src='\(blurred)'>words<img src=/a.jpg></div>") == ["data:", "https"])
        #expect(urls("<p><img src='\(blurred)'></p><p><img src=/a.jpg></p>") == ["data:", "https"])
        #expect(urls("<div><img src=/a.jpg><img src='\(blurred)'></div>") == ["https", "data:"])
    }

    // MARK: Captions

    private func captions(_ html: String) -> [String] {
        (Pages.extract("<body><p>Words before it.</p>" + html, Pages.whole).document?.images ?? []).map(\.caption)
    }

    @Test func aCaptionBelongsToThePictureBeforeIt() {
        #expect(
            captions("<figure><img src=/a.jpg><img src=/b.jpg><figcaption>The quay</figcaption></figure>") == [
                "", "The quay",
            ])
        #expect(
            captions("<figure><figcaption>The quay</figcaption><img src=/a.jpg><img src=/b.jpg></figure>") == [
                "The quay", "",
            ])
    }

    @Test func aCounterInAFigureOfMoreIsAControl() {
        let html = "<body><figure><img src=/a.jpg><h3>Boats</h3><p>Image 1 of 5</p><ul><li>Oak</ul></figure>"
        let extraction = Pages.extract(html, Pages.whole)
        #expect(
            extraction.drops.map(\.detail) == ["control of a picture"]
                && extraction.drops.map(\.text) == ["Image 1 of 5"])
        #expect(extraction.document?.text.contains("Oak") == true)
    }

    @Test func aCellBelowAPictureIsShort() {
        func first(_ count: Int) -> Int {
            let text = String(repeating: "x", count: count)
            let html =
                "<table><tr><td><img src=/a.jpg></td><td><img src=/b.jpg></td></tr><tr><td>\(text)</td><td>y</td></tr></table>"
            return captions(html)[0].count
        }
        #expect(first(160) == 160 && first(161) == 0)
    }

    // MARK: Lines

    /// The number of an item is a list's line while the item is short.
    @Test func aNumberedItemIsALineWhileItIsShort() {
        func role(_ count: Int) -> Paragraph.Role? {
            let text = String(repeating: "x", count: count)
            return Pages.paragraphs("<body><ol><li><p>\(text)</p><blockquote>b</blockquote></ol>", Pages.whole).first?
                .role
        }
        #expect(role(57) == .list && role(58) == .body)
    }

    @Test func aRaisedLinkToANoteIsShort() {
        func text(_ html: String) -> String? {
            Pages.paragraphs("<body><p>Boats<sup><a href=#n>\(html)</a></sup> are", Pages.whole).first?.text
        }
        #expect(text("notes") == "Boats are" && text("editor") == "Boatseditor are")
    }
}
