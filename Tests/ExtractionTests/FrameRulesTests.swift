import Documents
import Facts
import Testing

@testable import Extraction

/// What makes a part of a page its frame, rule by rule, between two paragraphs of an article.
@Suite struct FrameRulesTests {
    private static let prose = String(
        repeating: "This is a sentence of the article, which goes on for a while, as sentences do. ", count: 4)
    private static let words = "Eight plain words that nobody needs to read"

    private func extract(_ inside: String, head: String = "") -> Extraction {
        Pages.extract(
            "<head>\(head)</head><body><div class=wrap><p>\(Self.prose)</p>\(inside)<p>\(Self.prose)</p></div>", .quarry
        )
    }

    /// Why the words of the inside left; nil when they stayed.
    private func cause(_ inside: String, head: String = "") -> String? {
        let extraction = extract(inside, head: head)
        #expect(Pages.balances(extraction))
        if extraction.document?.text.contains(Self.words) == true { return nil }
        return extraction.drops.first { $0.text.contains(Self.words) }?.detail ?? "lost"
    }

    @Test(arguments: [
        "navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "alert",
        "alertdialog", "toolbar", "tooltip",
    ])
    func roles(role: String) { #expect(cause("<div role=\(role)><p>\(Self.words)</p></div>") == "role") }

    @Test(arguments: ["main", "note", "presentation", "document"]) func otherRoles(role: String) {
        #expect(cause("<div role=\(role)><p>\(Self.words)</p></div>") == nil)
    }

    @Test(arguments: [
        "addthis", "author", "bio", "breadcrumbs", "comments", "consent", "cookie", "disqus", "footer", "gdpr",
        "masthead",
        "mostread", "nav", "navbar", "navigation", "newsletter", "outbrain", "pager", "pagination", "popular",
        "recommended", "related", "replies", "respond", "sharebar", "signup", "taboola", "trending",
    ])
    func wordsOfFrames(word: String) {
        #expect(cause("<div class='x site-\(word)'><p>\(Self.words)</p></div>") == "class or id")
        #expect(cause("<div id=\(word)><p>\(Self.words)</p></div>") == "class or id")
        #expect(cause("<div class='post \(word)'><p>\(Self.words)</p></div>") == nil, "a word of content beside it")
        #expect(cause("<div class=\(word)ish><p>\(Self.words)</p></div>") == nil, "no word of frames")
    }

    @Test(arguments: [
        "ads", "advertisement", "banner", "login", "modal", "popup", "promo", "share", "sidebar", "social", "sponsored",
        "subscribe", "widget", "teaser", "affiliate", "donation", "embed",
    ])
    func weakWordsNeedWhatIsNoProse(word: String) {
        #expect(cause("<div class=\(word)><p>\(Self.words)</p></div>") == "class or id")
        #expect(cause("<div class=\(word)><p>\(Self.words), and \(Self.prose)</p></div>") == nil)
    }

    @Test(arguments: [
        "category", "date", "credit", "meta", "posted", "published", "tags", "timestamp", "updated", "views",
    ])
    func wordsOfLinesNeedALine(word: String) {
        #expect(cause("<div class=\(word)><p>\(Self.words)</p></div>") == "class or id")
        #expect(cause("<div class=\(word)><p>\(Self.words), and \(Self.prose)</p></div>") == nil)
    }

    @Test(arguments: ["footer", "aside"]) func tags(tag: String) {
        #expect(cause("<\(tag)><p>\(Self.words)</p></\(tag)>") == "element")
    }

    /// A menu is no text of the page at all: it is not even counted.
    @Test func menusAreNotRead() {
        let extraction = extract("<nav><p>\(Self.words)</p></nav>")
        #expect(extraction.paragraphsBorn == 2 && extraction.drops.isEmpty)
    }

    @Test func notesBesideTheTextAreText() {
        for name in ["note", "warning", "tip", "example", "important", "infobox"] {
            #expect(cause("<aside class=\(name)><p>\(Self.words)</p></aside>") == nil, "\(name)")
        }
        #expect(cause("<aside aria-label='A hint'><p>\(Self.words)</p></aside>") == nil)
        #expect(cause("<aside class=shop><p>\(Self.words)</p></aside>") == "element")
    }

    @Test(arguments: [
        "hidden", "aria-hidden=true", "style='color:red; DISPLAY : none'", "style='visibility: hidden'",
    ])
    func whatIsHidden(attribute: String) { #expect(cause("<div \(attribute)><p>\(Self.words)</p></div>") == "hidden") }

    @Test(arguments: ["aria-hidden=false", "style='display:block'", "style='visibility:visible'"])
    func whatIsShown(attribute: String) { #expect(cause("<div \(attribute)><p>\(Self.words)</p></div>") == nil) }

    /// 40 of a hundred letters of a list may be links, 50 of another block's.
    @Test func blocksOfLinks() {
        let plain = "Eight plain words that nobody needs to read"  // 36 letters
        func linked(_ count: Int) -> String { "<a href=/1>\(String(repeating: "b", count: count))</a>" }
        #expect(cause("<ul><li>\(plain)<li>\(linked(24))</ul>") == nil, "40 of a hundred")
        #expect(cause("<ul><li>\(plain)<li>\(linked(26))</ul>") == "41 % > 40 % links")
        #expect(cause("<div><span>\(plain)</span> \(linked(36))</div>") == nil, "50 of a hundred")
        #expect(cause("<div><span>\(plain)</span> \(linked(38))</div>") == "51 % > 50 % links")
        #expect(
            cause("<ul><li>\(plain)<li><a>\(String(repeating: "b", count: 90))</a></ul>") == nil, "no address, no link")
    }

    @Test func anArticleInAnArticleIsACommentOnIt() {
        let inner = "<article><p>\(Self.words)</p></article>"
        let page = "<body><article><p>\(Self.prose)</p><p>\(Self.prose)</p>\(inner)</article>"
        let extraction = Pages.extract(page, .quarry)
        #expect(extraction.drops.map(\.detail) == ["article in an article"])
        #expect(cause(inner) == nil, "it is the only one")
    }

    @Test func aHeadingWhoseSectionLeftLeaves() {
        let extraction = extract("<h2>Read on</h2><div class=related><p>\(Self.words)</p></div><h2>Further</h2>")
        #expect(extraction.drops.map(\.detail).sorted() == ["a heading of nothing", "class or id"])
        #expect(extract("<h2>Read on</h2><p>\(Self.words)</p>").drops.isEmpty)
        // A long one says something by itself.
        let long = String(repeating: "A heading that says much. ", count: 5)
        #expect(
            extract("<h2>\(long)</h2><div class=related><p>\(Self.words)</p></div><h2>Further</h2>").drops.map(\.detail)
                == ["class or id"])
    }

    @Test func theTitleIsRecognizedByItsLetters() {
        let head = "<title>The Old Harbour – Site</title>"
        #expect(extract("<h1>the old  HARBOUR!</h1>", head: head).drops.map(\.detail) == ["the page's title"])
        #expect(extract("<h2>The Old Harbour</h2>", head: head).drops.isEmpty, "only first-level headings")
        #expect(extract("<h1>Harbour</h1>", head: head).drops.isEmpty, "eight letters say too little")
    }

    @Test func fieldsOfAFormAreNoText() {
        let fields = "<input name=a><textarea name=b></textarea>"
        #expect(cause("<form><p>\(Self.words)</p>\(fields)</form>") == "a form to fill in")
        #expect(cause("<form><p>\(Self.words)</p></form>") == nil)
    }

    /// What the page tells machines of its article says what stands behind it and is no part of it.
    @Test func theArticleBodyEndsTheArticle() {
        func body(_ text: String) -> String {
            "<script type='application/ld+json'>{\"@type\":\"Article\",\"articleBody\":\"\(text)\"}</script>"
        }
        let own = (0..<8).map {
            "Paragraph \($0) of the harbour, which has \($0 + 20) boats, and people who mend their nets on the quay."
        }
        let paragraphs = own.map { "<p>\($0)</p>" }.joined()
        let more = "<p>\(Self.words)</p>"
        func details(_ said: String) -> [String] {
            Pages.extract("<head>\(body(said))</head><body><div class=wrap>\(paragraphs)\(more)</div>", .quarry)
                .drops.map(\.detail)
        }
        let whole = own.joined(separator: " ")
        #expect(details(whole) == ["not in the page's articleBody"])
        #expect(details(own[0]) == [], "a body that was cut short says nothing")
        #expect(details(whole + " " + Self.words) == [])
    }
}
