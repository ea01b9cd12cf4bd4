import Documents
import Facts
import HTMLTree
import Testing
import WebStandards

@testable import Extraction

/// Where pictures lead, and which of them are one.
@Suite struct PictureLinkTests {
    private func links(_ html: String) -> (links: PictureLinks, page: PageTree) {
        let page = PageTree("<body>" + html)
        return (PictureLinks(page.tree, page.sources), page)
    }

    private func kind(_ address: String, picture: String = "https://example.org/p/harbour.jpg") -> PictureEvidence.Link
    {
        let (links, page) = links("")
        guard let target = page.sources.absolute(address.utf8.span) else { return .none }
        return links.kind(target, picture)
    }

    @Test(
        arguments: [
            ("https://example.org/dir/page.html", .itself), ("page.html", .itself), ("page.html#x", .here),
            ("https://EXAMPLE.org/dir/page.html", .itself), ("page.html?x", .page), ("/a.pdf", .attachment),
            ("/a.PDF?x#y", .attachment), ("/a.pdf.html", .page), ("/a?attachment_id=3", .attachment),
            ("/a?attachment=3", .page), ("page.html/harbour-1/", .attachment), ("page.html/Harbou", .attachment),
            ("page.html/harbo", .page), ("other.html/harbour", .page), ("https://www.example.org/", .page),
            ("https://example.com/", .site), ("http://example.org:8080/x", .page), ("https://org/", .site),
        ] as [(String, PictureEvidence.Link)])
    func kindsOfLinks(address: String, kind: PictureEvidence.Link) { #expect(self.kind(address) == kind, "\(address)") }

    /// A name of fewer than six letters says nothing of a page below.
    @Test func anAttachmentIsNamedLikeItsPicture() {
        #expect(kind("page.html/quay12", picture: "https://example.org/quay12.jpg") == .attachment)
        #expect(kind("page.html/quay", picture: "https://example.org/quay") == .page)
        #expect(kind("page.html/my-boats", picture: "https://a.org/My_Boats.png?x=1/y") == .attachment)
    }

    @Test func theLinkAroundAPicture() {
        func isLinked(_ levels: Int) -> Bool {
            let around = String(repeating: "<span>", count: levels)
            let (links, page) = links("<a href=/x>\(around)<img src=a.jpg>")
            return links.anchor(page.node("img")) != nil
        }
        #expect(isLinked(0) && isLinked(10) && !isLinked(11))
    }

    @Test func aTargetLeadsAway() {
        func target(_ attribute: String) -> String? {
            let (links, page) = links("<a \(attribute)><img src=a.jpg></a>")
            return links.target(page.node("a"))?.href
        }
        #expect(target("href=/x") == "https://example.org/x" && target("href=' /x '") == "https://example.org/x")
        #expect(target("href=#x") == nil && target("href=''") == nil && target("name=x") == nil)
        #expect(target("href=javascript:x") == nil && target("href=mailto:a@b.c") == nil)
    }

    @Test func wordsOfALinkOrOfAnotherToTheSamePlace() {
        func hasWords(_ html: String) -> Bool {
            var (links, page) = links(html)
            return links.hasWords(page.node("a"))
        }
        #expect(hasWords("<a href=/x><img>Buy</a>") && !hasWords("<a href=/x><img>Bu</a>"))
        #expect(!hasWords("<a href=/x><img><script>words</script><style>words</style></a>"))
        #expect(
            hasWords("<a href=/x><img></a><a href=/x>Buy it all</a>")
                && !hasWords("<a href=/x><img></a><a href=/x>Buy it</a>"))
        #expect(
            !hasWords("<a href=/x><img></a><a href=/y>Buy it all</a>")
                && hasWords("<a href=' /x'><img></a><a href=/x>Buy it all</a>"))
        #expect(!hasWords("<a><img></a><a href=/x>Buy it all</a>"))
    }

    @Test(arguments: [
        ("<div><img><a href=/x>Another harbour</a></div>", true), ("<div><img><p>Another harbour</p></div>", false),
        ("<div><img><a href=/x>harbour</a> abc</div>", true), ("<div><img><a href=/x>harbour</a> abcd</div>", false),
        ("<div><img><h3><a href=/x>harbour</a></h3><p>with a long text behind it</p></div>", true),
        ("<div><img><h3><a href=/x>harbour</a> two</h3><p>with a long text behind it</p></div>", false),
        ("<div><img><a href=page.html>Another harbour</a></div>", false),
        ("<div><img><a href=/x.jpg>Another harbour</a></div>", false),
        ("<div><img><a href=#x>Another harbour</a></div>", false),
        ("<div><span><img></span><i>ab</i><a href=/x>b</a></div>", false),
        ("<main><img><a href=/x>Another</a></main>", false),
        ("<div><div><div><img></div></div></div><a href=/x>Another</a>", false),
        ("<section><div><div><img></div></div><a href=/x>Another</a></section>", true),
    ])
    func cards(html: String, isCard: Bool) {
        let (links, page) = links(html)
        #expect(links.isCard(page.node("img")) == isCard)
    }

    // MARK: One picture shown again

    private func extract(_ html: String) -> Extraction { Pages.extract("<body><p>Words.</p>" + html, Pages.whole) }

    private func urls(_ html: String) -> [String] {
        (extract(html).document?.images ?? []).map { $0.url.replacing("https://example.org/", with: "") }
    }

    /// A later address is taken where it is wider by more than a fifth.
    @Test func aLaterAddressHasToBeWider() {
        func first(_ one: Int, _ other: Int) -> [String] {
            urls("<img src=/a-\(one)x100.jpg><p>Between.</p><img src=/a-\(other)x100.jpg>")
        }
        #expect(first(500, 600) == ["a-500x100.jpg"] && first(500, 601) == ["a-601x100.jpg"])
        #expect(first(600, 500) == ["a-600x100.jpg"])
        // What names no size is taken for a thousand pixels wide, and none counts for more than 2,048.
        #expect(urls("<img src=/a-833x100.jpg><p>x</p><img src=/a.jpg>") == ["a.jpg"])
        #expect(urls("<img src=/a-834x100.jpg><p>x</p><img src=/a.jpg>") == ["a-834x100.jpg"])
        #expect(first(1_706, 9_000) == ["a-9000x100.jpg"] && first(1_707, 9_000) == ["a-1707x100.jpg"])
        #expect(urls("<img src=/a.jpg width=300><p>x</p><img src=/a.jpg?q=9 width=900>") == ["a.jpg?q=9"])
    }

    @Test func aRepeatedPictureIsADropWithItsAddress() {
        let drops = extract("<img src=/a.jpg alt=one><p>x</p><img src='/a.jpg?w=9' alt=two>").drops
        #expect(
            drops.map(\.reason) == [.imageRepeatedInDocument] && drops.map(\.detail) == ["the same picture in the page"]
        )
        #expect(drops.map(\.url) == ["https://example.org/a.jpg?w=9"] && drops.map(\.text) == ["two"])
        var options = Pages.whole
        options.images.dropsRepeats = false
        #expect(Pages.extract("<body><img src=/a.jpg><p>x</p><img src=/a.jpg>", options).document?.imageCount == 2)
    }

    @Test func whatAFallbackStandsFor() {
        #expect(urls("<noscript><img src=/a.jpg></noscript>") == ["a.jpg"], "for itself, if it is a picture's file")
        #expect(urls("<noscript><img src=/a.php></noscript>") == [])
        #expect(urls("<img><noscript><img src=/a.php></noscript>") == ["a.php"], "for one without an address")
        #expect(urls("<img src=blob:x><noscript><img src=/a.php></noscript>") == ["a.php"])
        #expect(urls("<img><p>Between.</p><noscript><img src=/a.php></noscript>") == [], "words part them")
        let shown = extract("<img src=/b.jpg><noscript><img src=/a.jpg></noscript>")
        #expect(shown.document?.images.map(\.url) == ["https://example.org/b.jpg"])
        #expect(shown.drops.map(\.detail) == ["noscript"] && shown.drops.map(\.reason) == [.imageInRemovedElement])
        #expect(Pages.balances(shown))
    }

    @Test func aPictureInWhatLeavesIsNamedForIt() {
        let drops = extract("<canvas><img src=/a.jpg></canvas><iframe></iframe><nav><p><img src=/b.jpg></p></nav>")
            .drops
        #expect(drops.map(\.reason) == [.imageInRemovedElement, .imageInRemovedElement])
        #expect(drops.map(\.detail) == ["canvas", "nav"])
    }

    @Test(arguments: [
        ("<div style='background:url(/a.jpg)'></div>", ["a.jpg"]), ("<div style='color:url(/a.jpg)'></div>", []),
        ("<div style='background: url( \"/a b.jpg\" )'></div>", ["a%20b.jpg"]),
        ("<div style='background:red'></div>", []),
        ("<b style='background:url(/a.jpg)'></b>", []), ("<div data-src=/a.jpg><img src=/b.jpg></div>", ["b.jpg"]),
        ("<td style='background:url(/a.jpg)'>", []), ("<embed src=/a.png>", ["a.png"]), ("<embed src=/a.swf>", []),
        ("<object data=/a.html></object>", []), ("<video poster=''></video>", []), ("<video src=/a.mp4></video>", []),
        ("<input type=images src=/a.jpg>", []), ("<input type=IMAGE src=/a.jpg>", ["a.jpg"]),
        ("<image src=/a.jpg>", ["a.jpg"]),
        ("<svg><image xlink:href=/a.jpg href=/b.jpg></svg>", ["a.jpg"]), ("<svg><img src=/a.jpg></svg>", ["a.jpg"]),
        ("<div data-bg=/a.jpg><iframe></iframe></div>", []),
    ])
    func picturesThatAreNoImages(html: String, found: [String]) { #expect(urls(html) == found) }

    @Test(arguments: [
        ("<picture><source srcset='/b.jpg 900w'><img src=/a.jpg></picture>", ["b.jpg", "a.jpg"]),
        ("<picture><source srcset=/b.jpg><img src=/a.jpg></picture>", ["a.jpg", "b.jpg"]),
        ("<picture><source srcset='/b.jpg 900w' type=image/avif><img src=/a.jpg></picture>", ["a.jpg"]),
        ("<picture><source srcset='/b.jpg 900w'><img src='/a.jpg?w=900'></picture>", ["a.jpg?w=900", "b.jpg"]),
        ("<picture><source srcset='/b.jpg 900w'><img src='/a.jpg?w=899'></picture>", ["b.jpg", "a.jpg?w=899"]),
        (
            "<picture><source srcset='/b.jpg 900w'><img srcset='/c.jpg 901w' src=/a.jpg></picture>",
            ["c.jpg", "a.jpg", "b.jpg"]
        ),
        ("<img srcset='/b.jpg 2000w, /c.jpg 2049w' src=/a.jpg>", ["b.jpg", "a.jpg", "c.jpg"]),
        ("<img srcset='/b.jpg 1x, /c.jpg 3x'>", ["c.jpg", "b.jpg"]),
    ])
    func theBestAddressAndTheOthers(html: String, found: [String]) {
        let image = extract(html).document?.images.first
        let all = ([image?.url ?? ""] + (image?.otherURLs ?? [])).map { $0.replacing("https://example.org/", with: "") }
        #expect(all == found)
    }

    @Test func picturesOfThePageItself() {
        func found(_ content: String, _ change: (inout ExtractionOptions.ImageOptions) -> Void = { _ in }) -> Drop? {
            var options = Pages.whole
            options.images.keepsDataURLs = true
            change(&options.images)
            return Pages.extract("<body><p>Words.</p><img src='\(content)'>", options).drops.first
        }
        let bytes = "data:image/png;base64," + String(repeating: "QUJD", count: 100)  // 300 bytes
        #expect(found(bytes) == nil && found(bytes, { $0.keepsDataURLs = false })?.detail == "")
        #expect(found(bytes, { $0.minimumInlineBytes = 300 }) == nil)
        #expect(found(bytes, { $0.minimumInlineBytes = 301 })?.detail == "300 bytes: a placeholder")
        #expect(found(bytes, { $0.maximumInlineBytes = 299 })?.detail == "longer than 299 bytes")
        #expect(found("data:text/plain,\(String(repeating: "x", count: 400))")?.detail == "text/plain")
        #expect(found("data:image/png;base64,@")?.detail == "damaged")
        let long = "/" + String(repeating: "a", count: 8_192)
        #expect(found(long)?.reason == .imageInvalidURL && found(long)?.detail == "longer than 8192 bytes")
        #expect(found("ftp://a.org/x.jpg")?.detail == "ftp" && found("http://[x")?.detail == "http://[x")
    }
}

/// Lines about the site by their words, and captions by their numbers.
@Suite struct LineWordTests {
    private func isOne(_ text: String) -> Bool { SiteLines.isOne(text.utf8.span) }

    @Test(arguments: [
        "Advertisement", "advertisment", "ANZEIGE", "Werbung", "Reklama", "Publicidad", "Publicité", "Pubblicità",
        "Publicidade", "Advertentie", "Reclame", "Annons", "Annonse", "Mainos", "Реклама", "РЕКЛАМА", "Reklam",
    ])
    func labelsOfAdverts(text: String) {
        #expect(isOne(text) && isOne("– \(text) –") && !isOne(text + " of the old town here"))
    }

    @Test(arguments: [
        "Foto", "Photo", "Bild", "Image", "Picture", "Quelle", "Source", "Fuente", "Fonte", "Credit", "Crédito",
        "Crédit",
        "Źródło", "Fot", "Copyright", "Titelbild", "Fotografie", "Imagen", "Zdjęcie", "Фото", "Symbolbild",
        "Bildnachweis",
    ])
    func labelsOfCredits(text: String) {
        for sign in [":", " /", " |"] { #expect(isOne("\(text)\(sign) Ann Brown"), "\(sign)") }
        #expect(
            isOne("(\(text): Ann)") && isOne("[\(text): Ann]") && !isOne("\(text) Ann Brown") && !isOne("“\(text): Ann")
        )
        #expect(isOne("The old \(text): Ann") && !isOne("One of the old \(text): Ann"))
    }

    @Test(arguments: [
        ("© Ann Brown", true), ("©", true), ("Ann Brown ©", false), ("Getty Images", true), ("Ann / Getty", true),
        ("Ann Brown/dpa", true), ("From Reuters.", false),
        ("Reuters reports from the old harbour of our town today", false),
        ("dpa", true), ("Wir danken dpa", true), ("Subscribe to our newsletter", true), ("Newsletter", false),
        ("Subscribe", false), ("Sign up for newsletters", true), ("Alle Rechte vorbehalten", true),
        ("Alle Rechte", false),
        ("Reserved", false), ("Todos los derechos reservados", true), ("Все права защищены", true),
        ("This post has affiliate links", true), ("An affiliate of ours", false), ("Affiliate program", true),
    ])
    func otherLines(text: String, isOne: Bool) { #expect(self.isOne(text) == isOne) }

    @Test func linesHaveTheirLengths() {
        func padded(_ text: String, _ count: Int) -> String {
            text + String(repeating: "x", count: count - text.utf8.count)
        }
        #expect(isOne(padded("Werbung ", 30)) && !isOne(padded("Werbung ", 31)))
        #expect(isOne(padded("Foto: ", 90)) && !isOne(padded("Foto: ", 91)))
        #expect(isOne(padded("© ", 90)) && !isOne(padded("© ", 91)))
        #expect(isOne(padded("Reuters ", 50)) && !isOne(padded("Reuters ", 51)))
        #expect(isOne(padded("Affiliate links ", 700)) && !isOne(padded("Affiliate links ", 701)))
        #expect(isOne(padded("Join the newsletter ", 300)) && !isOne(padded("Join the newsletter ", 301)))
        #expect(isOne("Foto aaaaaaaaaaaaaaaaaaa: Ann"), "a label of 24 bytes")
        #expect(!isOne("Foto aaaaaaaaaaaaaaaaaaaa: Ann"), "of 25")
    }

    @Test(arguments: [
        ("Figure 3: The quay", true), ("Fig. 3", true), ("fig 3", true), ("FIG. 3 Boats", true), ("(Figure 3) x", true),
        ("Figure 3 shows it", false), ("Figure 3. shows it", true), ("Figure 3 – it", true), ("Figure 3a: it", true),
        ("Figure 3.1 it", true), ("Figure it", false), ("Figures 3", false), ("Abbildung 12: x", true),
        ("Abb. 2 Der", true),
        ("Bild 4", true), ("Foto 5: x", true), ("Figura 6. x", true), ("Imagen 7: x", true), ("Immagine 8: x", true),
        ("Rys. 9. x", true), ("Рис. 10 — х", true), ("图 1：港", true), ("그림 2: 항구", true), ("写真3 港", false), ("", false),
        ("3 Figure", false), ("Table 3: x", false), ("Afbeelding 1: x", true), ("Figure\u{A0}3: x", true),
        ("Figure-3: x", false),
    ])
    func numbers(text: String, isNumbered: Bool) { #expect(PlainCaptions.isNumbered(text) == isNumbered) }

    @Test(arguments: [
        ("", true), ("1/2", true), ("Image 1 of 5", true), ("Image 1 of the 5", false), ("1 of 5", true),
        ("Bild 1 / 12", true),
        ("a 1 2", true), ("1 2 a", false), ("1 2 3", true), ("Photo 3", false), ("Agrandir", true), ("拡大する", true),
        ("Pin It on Pinterest", true), ("Full-size", false), ("full size", true), ("TOGGLE CAPTION", true),
        ("Увеличить", true),
        ("buy photo", true), ("Open Image", true), ("Hide caption", true), ("View the image", false),
        ("Slideshow", true),
    ])
    func controls(text: String, isOne: Bool) { #expect(CaptionControls.isOne(text) == isOne) }

    @Test func controlsAreShort() {
        func padded(_ count: Int) -> String { "zoom" + String(repeating: "x", count: count - 4) }
        #expect(CaptionControls.isOne(padded(48)) && !CaptionControls.isOne(padded(49)))
    }
}
