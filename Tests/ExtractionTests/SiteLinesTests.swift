import Documents
import Extraction
import Testing

/// Lines about the site, teasers and forms leave the content; what only looks like one stays.
@Suite struct SiteLinesTests {
    private let prose = String(
        repeating: "This is a sentence of the article, which goes on for a while, as sentences do. ", count: 4)

    private func text(_ body: String, head: String = "") -> String {
        Pages.extract("<head>\(head)</head><body><div class=wrap>\(body)</div>", .quarry).document?.text ?? ""
    }

    @Test(arguments: [
        "Advertisement", "- Anzeige -", "Reklama", "Publicité", "Реклама", "Foto: A. Name / dpa", "(Photo: Jane Doe)",
        "© 2020 The Daily", "Jane Doe / Shutterstock", "Sign up for our newsletter and get the best of the week!",
        "© 2019 Associated Press. All rights reserved. This material may not be published.",
        "Wszelkie prawa zastrzeżone. Dalsze rozpowszechnianie za zgodą wydawcy.",
        "This post has affiliate links; we earn a commission when you buy through them.",
    ])
    func aLineAboutTheSiteLeaves(line: String) {
        let text = text("<p>\(prose)</p><p>\(line)</p><p>\(prose)</p>")
        #expect(!text.contains(line))
        #expect(text.contains("This is a sentence"))
    }

    @Test(arguments: [
        "The advertisement that he had seen in the paper was about a house.", "Photo of the year", "Source code",
        "The photograph shows the harbour: boats, people and the wall behind them in the last light of the day.",
        "Her newsletter has 300 readers.", "All rights are claims on somebody.", "Quelle est la source de la rivière ?",
    ])
    func aSentenceWithTheSameWordsStays(line: String) {
        #expect(text("<p>\(prose)</p><p>\(line)</p><p>\(prose)</p>").contains(line))
    }

    @Test func aLineAboutTheSiteIsADropWithItsReason() {
        let html = "<body><div class=wrap><p>\(prose)</p><p>Advertisement</p><p>\(prose)</p></div>"
        let extraction = Pages.extract(html, .quarry)
        #expect(extraction.drops.map(\.detail) == ["a line about the site"])
        #expect(Pages.balances(extraction))
    }

    @Test func aCaptionThatNamesOnlyItsMakerIsADrop() {
        let figure = "<figure><img src=a.jpg width=600 height=400><figcaption>Foto: dpa</figcaption></figure>"
        let extraction = Pages.extract("<body><div class=wrap><p>\(prose)</p>\(figure)<p>\(prose)</p></div>", .quarry)
        #expect(extraction.document?.images.map(\.caption) == [""])
        #expect(extraction.drops.map(\.detail) == ["credit of a picture"])
        #expect(Pages.balances(extraction))
    }

    @Test func aTeaserLeavesWithItsWords() {
        let teaser = """
            <div><h3><a href=/next>A walk along the river</a></h3><p>It was the first warm day of the year, and nobody
            wanted to go home before it was dark, so we went on.</p><a href=/next>Read the rest</a></div>
            """
        let text = text("<p>\(prose)</p><p>\(prose)</p>\(teaser)<p>\(prose)</p>")
        #expect(!text.contains("warm day"))
    }

    @Test func aPageOfTeasersKeepsThem() {
        let teasers = (0..<6).map {
            "<div><h3><a href=/\($0)>Story \($0)</a></h3><p>\(prose)</p><a href=/\($0)>Read the rest</a></div>"
        }
        #expect(text(teasers.joined()).contains("This is a sentence"))
    }

    @Test func aFormToFillInIsNotRead() {
        let form = "<form><p>Your opinion of the article</p><input name=email><textarea name=t></textarea></form>"
        #expect(!text("<p>\(prose)</p>\(form)<p>\(prose)</p>").contains("opinion"))
    }

    @Test func aProductInsideAFormIsRead() {
        let form = "<form><p>\(prose)</p><p>Size: large</p><input type=text name=qty></form>"
        #expect(text(form + "<p>\(prose)</p>").contains("Size: large"))
    }
}

/// What a reader would not miss stays: leads, sentences in bold, paragraphs among links, items of lists.
@Suite struct LeadsAndListsTests {
    private let prose = String(
        repeating: "This is a sentence of the article, which goes on for a while, as sentences do. ", count: 4)

    private func text(_ body: String, head: String = "") -> String {
        Pages.extract("<head>\(head)</head><body>\(body)", .quarry).document?.text ?? ""
    }

    @Test func theBlockThatThePageDescribesItselfWithIsItsLead() {
        let lead = "The harbour of the old town is quiet again, since the last of the boats has left it."
        let body = """
            <div class=promo-box><p>\(lead)</p></div>
            <div class=wrap><div class=post-content><p>\(prose)</p><p>\(prose)</p></div></div>
            """
        #expect(text(body, head: "<meta name=description content='\(lead)'>").hasPrefix("The harbour"))
        #expect(text(body).hasPrefix("This is a sentence"))
    }

    @Test func aDescriptionInTheFooterIsNoLead() {
        let words = "The best pages about harbours and boats, with news for the people of the town every day."
        let body = "<div class=wrap><p>\(prose)</p><p>\(prose)</p></div><footer><p>\(words)</p></footer>"
        #expect(!text(body, head: "<meta property=og:description content='\(words)'>").contains("harbours"))
    }

    @Test func aSentenceInBoldAtTheEndIsNoHeading() {
        let body = "<div class=wrap><p>\(prose)</p><p><b>Be there or be square!</b></p></div>"
        #expect(text(body).hasSuffix("Be there or be square!"))
    }

    @Test func aParagraphAmongLinksStays() {
        let links = (0..<12).map { "<li><a href=/\($0)>A programme of ours</a>" }.joined()
        let section =
            "<div><p>Our work spans many fields, and the people who do it come from all parts of the world and stay long.</p>"
        let text = text("<div class=wrap><p>\(prose)</p>\(section)<ul>\(links)</ul></div><p>\(prose)</p></div>")
        #expect(text.contains("Our work spans"))
        #expect(!text.contains("A programme of ours"))
    }

    @Test func whatALayoutHasItIsNot() {
        let body =
            "<div class='has-sidebar no-comments'><h2>Boats</h2><p>Short.</p></div><div><p>\(prose)</p></div>"
        #expect(text("<div class=wrap>\(body)<p>\(prose)</p></div>").contains("Short."))
    }

    @Test func itemsOfAListAreNoBylines() {
        let items = (0..<4).map {
            "<li class=reading-item>Kirchhof M, Wong A. Treatment of the reaction, volume \($0)."
        }
        let text = text("<div class=wrap><p>\(prose)</p><ol>\(items.joined())</ol><p>\(prose)</p></div>")
        #expect(text.contains("Treatment of the reaction"))
    }
}
