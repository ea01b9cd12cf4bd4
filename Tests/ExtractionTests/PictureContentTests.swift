import Documents
import Extraction
import Facts
import Testing

/// Which pictures of a page are content.
@Suite struct PictureContentTests {
    private static let prose = String(
        repeating: "This is a sentence of the article, which goes on for a while, as sentences do. ", count: 4)

    /// An article with something between its two paragraphs, and something around it.
    private func page(_ inside: String, before: String = "", after: String = "", head: String = "") -> String {
        """
        <head><title>A harbour</title>\(head)</head><body>\(before)<main><article><h1>A day at the harbour</h1>
        <p>\(Self.prose)</p>\(inside)<p>\(Self.prose)</p></article></main>\(after)
        """
    }

    private func names(_ html: String) -> [String] {
        (Pages.extract(html, .quarry).document?.images ?? []).compactMap {
            $0.url.split(separator: "/").last.map(String.init)
        }
    }

    @Test(arguments: [
        "<img src=a.jpg>", "<p><img src=a.jpg width=640 height=480></p>", "<a href=/full/a.jpg><img src=a.jpg></a>",
        "<a href='#'><img src=a.jpg></a>", "<figure><img src=a.jpg><figcaption>The quay</figcaption></figure>",
        "<button><img src=a.jpg alt=boats width=800 height=600></button>",
        "<a href=https://elsewhere.example.com/shop><img src=a.jpg></a>", "<a href=paper.pdf><img src=a.jpg></a>",
        "<a href=/wiki/File:A.jpg><img src=a.jpg></a>", "<div class=carousel><img src=a.jpg></div>",
        "<div data-src=/pics/a.jpg></div>", "<amp-img src=a.jpg width=3 height=2></amp-img>",
    ])
    func stays(html: String) { #expect(names(page(html)) == ["a.jpg"]) }

    @Test(arguments: [
        ("a sign", "<img src=a.jpg width=32 height=32>"), ("a sign", "<img src=/icons/a.png>"),
        ("a sign", "<img src=facebook.png>"), ("a logo", "<div class=logo><img src=a.jpg></div>"),
        ("a logo", "<img src=a.jpg alt='The logo'>"), ("a portrait", "<img class=avatar src=a.jpg>"),
        ("a portrait", "<div class=headshot><img src=a.jpg width=120 height=120></div>"),
        ("frame", "<div class=author-box><img src=a.jpg width=200 height=200><p>Anna writes.</p></div>"),
        ("frame", "<div class=related-posts><a href=/b><img src=a.jpg width=300 height=200>Ten beaches</a></div>"),
        ("frame", "<div hidden><img src=a.jpg></div>"),
        ("a teaser", "<a href=/other><img src=a.jpg width=300 height=200></a>"),
        ("a teaser", "<div><img src=a.jpg><h3><a href=/other>Another harbour</a></h3></div>"),
        ("a pointer", "<a href=https://shop.example.com/><img src=a.jpg>Buy it now</a>"),
        ("an advert", "<div class=campaign><a href=https://shop.example.com/><img src=a.jpg></a></div>"),
        (
            "one in a row",
            "<p><a href=//a.com><img src=a.jpg></a><a href=//b.com><img src=b.jpg></a><a href=//c.com><img src=c.jpg></a></p>"
        ),
    ])
    func leaves(reason: String, html: String) {
        let extraction = Pages.extract(page(html), .quarry)
        #expect(extraction.document?.imageCount == 0)
        let drops = extraction.drops.filter { $0.reason == .imageBoilerplate }
        #expect(!drops.isEmpty && drops.allSatisfy { $0.detail.hasPrefix(reason) }, "\(drops)")
        #expect(Pages.balances(extraction))
    }

    @Test func theLeadPictureStandsBeforeTheText() {
        let html = """
            <body><header><img src=masthead.jpg></header><main><h1>A day at the harbour</h1><figure><img src=lead.jpg></figure>
            <div class=text><p>\(Self.prose)</p><p>\(Self.prose)</p></div></main>
            """
        #expect(names(html) == ["lead.jpg"])
    }

    @Test func columnsAndFootersLeave() {
        let column = "<div class=page-sidebar><a href=/full/s.jpg><img src=s.jpg width=300 height=200></a></div>"
        #expect(names(page("", before: "<img src=top.jpg>", after: column + "<img src=end.jpg>")).isEmpty)
    }

    @Test func thePicturesOwnPageIsNoOtherPage() {
        let html = page("<a href=page.html/harbour-at-noon><img src=harbour-at-noon-300x200.jpg></a>")
        #expect(names(html) == ["harbour-at-noon-300x200.jpg"])
    }

    @Test func whatThePageGivesToOthersIsItsPicture() {
        let head = "<meta property=og:image content=/pics/quay.jpg>"
        let named = "<div class=related-image><img src=/pics/quay-640x480.jpg></div>"
        #expect(names(page(named, head: head)) == ["quay-640x480.jpg"])
        #expect(names(page(named)).isEmpty)
    }

    @Test func aPictureInTheHeadlessPageStays() {
        #expect(names("<body><img src=a.jpg><p>Short.</p>") == ["a.jpg"])
    }

    @Test func emojiAreTheirCharacters() {
        let html = page(
            """
            <p>The first boat came in <img class=emoji src=https://s.example.org/26f5.png alt="⛵"> and all were glad \
            <img src=https://s.example.org/smileys/1f600.svg class=smiley> as you see.</p>
            """)
        let extraction = Pages.extract(html, .quarry)
        #expect(extraction.document?.text.contains("came in ⛵ and all were glad 😀 as you see.") == true)
        #expect(extraction.document?.imageCount == 0)
        #expect(Pages.balances(extraction))
    }
}
