import Documents
import Extraction
import Facts
import Testing

/// The page's content against its frame.
@Suite struct ContentTests {
    private let prose = String(
        repeating: "This is a sentence of the article, which goes on for a while, as sentences do. ", count: 4)

    private func texts(_ extraction: Extraction) -> String { extraction.document?.text ?? "" }

    @Test func frameIsLeftOutAndCounted() {
        let html = """
            <body><nav><a href=/>Home</a></nav><div class="site-header">My site</div>
            <div class=wrap><div class=post-content><h2>Section</h2><p>\(prose)</p><p>\(prose)</p></div>
            <div class=related-posts><h3>Related</h3><ul><li><a href=/1>One</a><li><a href=/2>Two</a></ul></div></div>
            <div id=comments><p>\(prose)</p></div><footer>Copyright</footer>
            """
        let extraction = Pages.extract(html, .quarry)
        let text = texts(extraction)
        #expect(text.hasPrefix("Section\n\nThis is a sentence"))
        for word in ["Home", "My site", "Related", "Copyright"] { #expect(!text.contains(word)) }
        #expect(extraction.drops.contains { $0.reason == .paragraphBoilerplate })
        #expect(Pages.balances(extraction))
        #expect(Pages.isNumbered(extraction))
    }

    @Test func frameSaysWhy() {
        let links = (0..<9).map { "<a href=/\($0)>Link \($0)</a> " }.joined()
        let html = """
            <head><title>The great title | Site</title></head>
            <body><aside>Shop</aside><div class="sidebar">Banner</div><div role=search>Find</div><div hidden>Unseen</div>
            <div class=left>Shop of the week</div>
            <div class=wrap><h1>The great title</h1><p>\(prose)</p><p>\(prose)</p><div>\(links)</div><p>\(prose)</p></div>
            """
        let details = Pages.extract(html, .quarry).drops.filter { $0.reason == .paragraphBoilerplate }.map(\.detail)
        #expect(
            details == [
                "element", "class or id", "role", "hidden", "outside the content", "the page's title",
                "100 % > 50 % links",
            ])
    }

    @Test func wordsAreNotSubstrings() {
        let html = "<body><div class=shadowbox><p>\(prose)</p></div><div class=navigable><p>\(prose)</p></div>"
        #expect(texts(Pages.extract(html, .quarry)).utf8.count > 2 * prose.utf8.count - 10)
    }

    @Test func aShortPageIsAllContent() {
        #expect(texts(Pages.extract("<body><p>Short.</p><p>Page.</p>", .quarry)) == "Short.\n\nPage.")
    }

    @Test func theTitleIsNotRepeated() {
        let html = "<head><title>The great title | Site</title></head><body><h1>The great title</h1><p>\(prose)</p>"
        #expect(!texts(Pages.extract(html, .quarry)).contains("title"))
    }

    /// A tutorial with one sentence and a long listing: the listing is part of it, and so is the figure that it draws.
    @Test func aListingIsNotThePage() {
        let code = (0..<40).map { "ax[\($0)].plot(x, y, z, label=\($0), style=None)\n" }.joined()
        let html = """
            <body><div class=menu><a href=/a>A</a></div><div id=page>
            <div class=tutorial><h2>Hull</h2><p>The hull of an image holds it.</p>
            <div class=highlight><div><pre>\(code)</pre></div></div><img src=/hull.png><p>Its difference comes next.</p>
            <p><a href=https://gallery.example/>Gallery made by a program of the documentation</a></p></div></div>
            """
        let extraction = Pages.extract(html, .quarry)
        #expect(texts(extraction).hasPrefix("Hull\n\nThe hull of an image holds it.\n\nax[0]"))
        #expect(texts(extraction).hasSuffix("Its difference comes next."))
        #expect(extraction.document?.images.map(\.url) == ["https://example.org/hull.png"])
    }

    /// Sections in a section are its parts, however little running text one has.
    @Test func theSectionsOfAPageBelongTogether() {
        let html = """
            <body><div id=page><section id=lines><h1>Finding lines</h1><p>Lines are found by their angle.</p>
            <section id=overview><h2>Overview</h2><p>\(prose)</p><p>\(prose)</p></section>
            <section id=drawing><h2>Drawing</h2><pre>draw(lines)</pre><img src=/lines.png></section></section></div>
            """
        let extraction = Pages.extract(html, .quarry)
        #expect(texts(extraction).hasPrefix("Finding lines\n\nLines are found by their angle.\n\nOverview"))
        #expect(texts(extraction).hasSuffix("Drawing\n\ndraw(lines)"))
        #expect(extraction.document?.imageCount == 1)
    }

    @Test func aMainPartOfManySectionsStaysWhole() {
        let sections = (0..<6).map { "<section><h2>Part \($0)</h2><p>\(prose)</p></section>" }.joined()
        let text = texts(Pages.extract("<body><div role=main>\(sections)</div>", .quarry))
        for part in 0..<6 { #expect(text.contains("Part \(part)")) }
    }
}
