import Documents
import Facts
import Testing

@testable import Extraction

/// Where exactly a picture stops being content, and what its address says of its size.
@Suite struct PictureRulesTests {
    private static let prose = String(
        repeating: "This is a sentence of the article, which goes on for a while, as sentences do. ", count: 4)

    /// Why the pictures inside an article left, in the order of the page; nothing for those that stayed.
    private func objections(_ inside: String, head: String = "") -> [String] {
        let html = """
            <head><title>A harbour</title>\(head)</head><body><main><article><h1>A day at the harbour</h1>
            <p>\(Self.prose)</p>\(inside)<p>\(Self.prose)</p></article></main>
            """
        return Pages.extract(html, .quarry).drops.filter { $0.reason == .imageBoilerplate }.map(\.detail)
    }

    @Test func aPictureHasAHundredPixels() {
        #expect(objections("<img src=a.jpg width=99 height=300>") == ["a sign: 99 pixels"])
        #expect(objections("<img src=a.jpg width=300 height=99>") == ["a sign: 99 pixels"])
        #expect(objections("<img src=a.jpg width=100 height=300>") == [])
        #expect(objections("<img src=a.jpg style='width: 80px'>") == ["a sign: 80 pixels"])
        #expect(objections("<img src=/p/a-90x120.jpg>") == ["a sign: 90 pixels asked for"])
        #expect(objections("<img src='/p/a.jpg?w=99'>") == ["a sign: 99 pixels asked for"])
        #expect(objections("<img src='/p/a.jpg?w=100'>") == [])
        // What it is shown at goes before what its address says.
        #expect(objections("<img src=/p/a-90x120.jpg width=640 height=480>") == [])
    }

    @Test func aThumbnailOfItselfHasSixty() {
        func thumbnail(_ side: Int) -> [String] {
            objections("<a href=/full/a.jpg><img src=/t/a.jpg width=\(side) height=200></a>")
        }
        #expect(thumbnail(59) == ["a sign: 59 pixels"] && thumbnail(60) == [])
    }

    @Test func whatIsShownAgainAndAgainIsASign() {
        let one = "<p>Some words between.</p><img src=/p/a.jpg>"
        #expect(objections(one + one) == [])
        #expect(objections(one + one + one).first == "a sign: shown 3 times")
    }

    @Test func namesDoNotCountAgainstLargePicturesAndFigures() {
        #expect(objections("<img class=avatar src=a.jpg width=299 height=400>") == ["a portrait by its names"])
        #expect(objections("<img class=avatar src=a.jpg width=300 height=400>") == [])
        #expect(objections("<img class=logo src=a.jpg width=299 height=400>") == ["a logo by its names"])
        #expect(objections("<img class=logo src=a.jpg width=300 height=400>") == [])
        #expect(objections("<img class=icon src=a.jpg width=120 height=120>") == ["a sign by its names"])
        #expect(
            objections(
                "<figure><img class=icon src=a.jpg width=120 height=120><figcaption>The sign</figcaption></figure>")
                == [])
        #expect(objections("<img class=sponsor src=a.jpg width=600 height=400>") == ["an advert by its names"])
    }

    @Test func whereAPictureLeads() {
        func leading(_ address: String) -> [String] {
            objections("<a href='\(address)'><img src=/p/harbour.jpg width=300 height=200></a>")
        }
        for address in [
            "/full/harbour.jpg", "/full/harbour.webp?x", "#top", "", "?attachment_id=7", "paper.PDF",
            "page.html/harbour-1",
            "page.html#c",
        ] {
            #expect(leading(address) == [], "\(address)")
        }
        #expect(leading("https://example.org/dir/page.html") == ["a pointer to the page itself"])
        #expect(leading("/other/") == ["a teaser: it leads to another page"])
        #expect(
            leading("https://shop.example.org/") == ["a teaser: it leads to another page"], "another host of the site")
        #expect(leading("https://shop.example.net/") == [])
    }

    @Test func anAddressOfAnotherSiteThatHasWordsIsAnAdvert() {
        let link = "<a href=https://shop.example.net/x>"
        #expect(objections("\(link)<img src=a.jpg width=300 height=200> Buy</a>") == ["a pointer to another site"])
        #expect(
            objections("\(link)<img src=a.jpg width=300 height=200></a><p>\(link)Buy it today</a></p>")
                == ["a pointer to another site"])
    }

    /// Outside the element with the text: in the part of the page that holds it a picture has to be large or shown for
    /// itself, elsewhere only the page's own picture stays.
    @Test func placesAroundTheText() {
        func objections(_ beside: String, _ outside: String = "", head: String = "") -> [String] {
            let html = """
                <head>\(head)</head><body><main><h1>A day at the harbour</h1><div class=text><p>\(Self.prose)</p>
                <p>\(Self.prose)</p></div><div class=x>\(beside)</div></main><div class=y>\(outside)</div>
                """
            return Pages.extract(html, .quarry).drops.filter { $0.reason == .imageBoilerplate }.map(\.detail)
        }
        #expect(objections("<img src=a.jpg width=199 height=300>") == ["beside the content"])
        #expect(objections("<img src=a.jpg width=200 height=300>") == [])
        #expect(objections("<a href=/full/a.jpg><img src=a.jpg width=150 height=150></a>") == [])
        #expect(
            objections("<figure><img src=a.jpg width=150 height=150><figcaption>The quay</figcaption></figure>") == [])
        #expect(objections("", "<img src=/p/a.jpg width=800 height=600>") == ["outside the content"])
        #expect(
            objections("", "<img src=/p/a.jpg width=800 height=600>", head: "<meta property=og:image content=/p/a.jpg>")
                == [])
    }

    // MARK: Sizes in addresses

    @Test(
        arguments: [
            ("https://a.org/p/quay-300x200.jpg", PictureSize(width: 300, height: 200)),
            ("https://a.org/p/quay.jpg?w=640&h=480", PictureSize(width: 640, height: 480)),
            ("https://a.org/p/quay.jpg?id=7&width=640", PictureSize(width: 640)),
            ("https://a.org/p/quay.jpg?hei=90", PictureSize(height: 90)),
            ("https://a.org/p/quay.jpg?w=1", PictureSize()), ("https://a.org/p/quay.jpg?w=", PictureSize()),
            ("https://a.org/s72-c/quay.jpg", PictureSize(width: 72)),
            ("https://a.org/quay=s35", PictureSize(width: 35)),
            ("https://a.org/s15/quay.jpg", PictureSize()), ("https://a.org/s72c/quay.jpg", PictureSize()),
            ("https://a.org/quay.jpg", PictureSize()), ("https://a.org/x5.jpg", PictureSize()),
            ("https://a.org/9x9.jpg", PictureSize()), ("https://a.org/10x10.jpg", PictureSize(width: 10, height: 10)),
        ] as [(String, PictureSize)])
    func sizesOfAddresses(address: String, size: PictureSize) { #expect(PictureSize.hint(address.utf8.span) == size) }

    @Test func theSidesThatAreKnown() {
        #expect(PictureSize(width: 3, height: 4).least == 3 && PictureSize(width: 3, height: 4).most == 4)
        #expect(PictureSize(height: 4).least == 4 && PictureSize(width: 3).most == 3 && PictureSize().least == nil)
    }

    // MARK: Characters

    @Test(arguments: [
        ("<img src=/e/1f600.svg class=emoji>", "😀"), ("<img src=/e/2764-fe0f.png class=emoji>", "❤️"),
        ("<img src=/s/grin.gif class=smiley alt=':-)'>", ":-)"), ("<img src=a.png alt='⛵⛵'>", "⛵⛵"),
    ])
    func picturesOfCharacters(html: String, character: String) {
        let lines = Pages.lines("<body><p>All were glad \(html) that day.</p>", .quarry)
        #expect(lines == ["T All were glad \(character) that day."])
    }

    @Test(arguments: [
        "<img src=a.png alt='⛵' width=73 height=73>", "<img src=a.png alt='a ⛵'>", "<img src=a.png alt='1'>",
        "<img src=/e/1f600.svg>",
    ])
    func picturesThatAreNone(html: String) {
        #expect(Pages.extract("<body><p>All were glad.</p>\(html)", Pages.whole).document?.imageCount == 1)
    }

    // MARK: Captions

    @Test(arguments: [
        "Click to enlarge", "3/12", "Image 1 of 5", "Bild 1/12", "ZOOM", "Download", "View gallery", "…",
    ])
    func controls(text: String) { #expect(CaptionControls.isOne(text)) }

    @Test(arguments: [
        "The quay", "Image 1 of the harbour", "Two boats of 12 in the rain", "1 of 5 boats",
        "How we enlarge the harbour, and why it takes so long",
    ])
    func captions(text: String) { #expect(!CaptionControls.isOne(text)) }

    // MARK: Lines about the site

    @Test func linesHaveTheirLengths() {
        func isOne(_ text: String) -> Bool { SiteLines.isOne(Array(text.utf8).span) }
        #expect(
            isOne("Advertisement") && isOne("Werbung bitte lesen") && !isOne("Advertisement for a house by the sea"))
        #expect(isOne("Photo: A. Name") && isOne("[Bild | A. Name]") && !isOne("Photo A. Name") && !isOne(": photo"))
        #expect(isOne("Reuters") && !isOne("He worked for Reuters."))
        let end = " All rights reserved."
        #expect(isOne(String(repeating: "x", count: 300 - end.utf8.count) + end))
        #expect(!isOne(String(repeating: "x", count: 301 - end.utf8.count) + end))
        #expect(!isOne("All rights of the people are old."))
        #expect(SiteLines.isCredit(Array("Foto: dpa".utf8)) && !SiteLines.isCredit(Array("The harbour".utf8)))
        #expect(!SiteLines.isCredit(Array(("Foto: " + String(repeating: "x", count: 85)).utf8)))
    }
}
