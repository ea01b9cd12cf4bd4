import Documents
import Extraction
import Facts
import Testing

/// What left a page says what it was and where it stood.
@Suite struct DropTests {
    private let prose = String(
        repeating: "This is a sentence of the article, which goes on for a while, as sentences do. ", count: 4)

    private func paths(_ extraction: Extraction, _ extractor: Extractor) -> [String] {
        extraction.drops.map { extractor.path($0.ordinal, of: extraction) }
    }

    private func extract(_ html: String, _ options: ExtractionOptions) -> (Extraction, Extractor) {
        var extractor = Extractor(options: options)
        let page = CapturedPage(url: Pages.url, body: Array(html.utf8), httpCharset: "utf-8")
        return (extractor.extract(page), extractor)
    }

    @Test func aParagraphThatLeavesHasItsTextAndPath() {
        let html = """
            <body><div id=top class=wrap><p>\(prose)</p><p>\(prose)</p>
            <div class="author-box  wide"><p>About <b>Ann</b>,
            who writes.</p></div></div>
            """
        let (extraction, extractor) = extract(html, .quarry)
        #expect(extraction.drops.map(\.reason) == [.paragraphBoilerplate])
        #expect(extraction.drops.map(\.text) == ["About Ann, who writes."])
        #expect(paths(extraction, extractor) == ["html > body > div#top.wrap > div.author-box.wide > p"])
    }

    /// For what leaves later: the same paths, without the tree.
    @Test func whatStaysTakesItsPathsAlong() throws {
        let html = """
            <body><article class=" a  b "><h1>Title</h1><p id="x y">\(prose)</p><p>\(prose)<img src=/a.png width=300
            height=300 alt=A></p><blockquote><p>\(prose)</p></blockquote></article></body>
            """
        let (extraction, extractor) = extract(html, .quarry)
        let document = try #require(extraction.document)
        let paths = extractor.paths(of: document, in: extraction)
        #expect(
            paths.find(Set(0..<9)) == [
                0: "html > body > article.a.b > h1", 1: "html > body > article.a.b > p",
                2: "html > body > article.a.b > p", 3: "html > body > article.a.b > p > img",
                4: "html > body > article.a.b > blockquote > p",
            ])
        for (ordinal, path) in paths.find(Set(0..<9)) { #expect(extractor.path(ordinal, of: extraction) == path) }
        #expect(paths.text.utf8.count < 120)
    }

    @Test func anImageThatLeavesHasItsWordsAndPath() {
        let html = "<body><div class=content><p>\(prose)<img alt='A duck' src='ftp://a/b.png'></p><p>\(prose)</p></div>"
        let (extraction, extractor) = extract(html, .quarry)
        #expect(extraction.drops.map(\.reason) == [.imageURLScheme])
        #expect(extraction.drops.map(\.text) == ["A duck"])
        #expect(extraction.drops.map(\.url) == ["ftp://a/b.png"])
        #expect(paths(extraction, extractor) == ["html > body > div.content > p > img"])
    }

    @Test func aCaptionThatLeavesSaysItsText() throws {
        let html = """
            <body><div class=content><p>\(prose)</p><figure><img src=/spacer.gif width=1 height=1>
            <figcaption>The old  harbour</figcaption></figure><p>\(prose)</p></div>
            """
        let (extraction, extractor) = extract(html, .quarry)
        let caption = try #require(extraction.drops.first { $0.reason == .paragraphBoilerplate })
        #expect(caption.text == "The old harbour" && caption.detail == "caption of a picture that left")
        #expect(
            extractor.path(caption.ordinal, of: extraction) == "html > body > div.content > figure > figcaption")
    }

    @Test func thePublishedRulesHavePathsToo() {
        let (extraction, extractor) = extract("<body><div><p>One.</p><script><img></script><img></div>", .obelics)
        #expect(extraction.drops.map(\.reason) == [.imageNoSource])
        #expect(paths(extraction, extractor) == ["html > body > div > img"])
    }

    @Test func pathsStayShort() throws {
        let deep = String(repeating: "<div class='a-rather-long-name-of-a-class'>", count: 50)
        let (extraction, extractor) = extract("<body>\(deep)<img src='ftp://a/b.png'>", .quarry)
        let path = try #require(paths(extraction, extractor).first)
        #expect(path.hasPrefix("… > div.a-rather-long-name-of-a-class > ") && path.hasSuffix(" > img"))
        #expect(path.utf8.count <= 260)
    }

    @Test func excerptsAreCutBetweenCharacters() {
        let long = String(repeating: "é", count: 300)
        #expect(Drop.excerpt(long) == String(repeating: "é", count: 200))
        #expect(Drop.excerpt(utf8: Array(long.utf8)[...]) == String(repeating: "é", count: 200))
        #expect(Drop.excerpt(utf8: Array("short".utf8)[...]) == "short")
    }
}

/// Addresses in pages of old encodings.
@Suite struct OldEncodingTests {
    @Test func aQueryIsSentInThePagesEncoding() {
        let html =
            "<body><p>One.</p><img src=\"/p.php?name=caf\u{E9}.jpg\" alt=\"x\" width=\"300\" height=\"200\"><p>Two.</p>"
        var extractor = Extractor(options: .quarry)
        let body = html.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        let page = CapturedPage(url: Pages.url, body: body, httpCharset: "iso-8859-1")
        let images = extractor.extract(page).document?.images.map(\.url)
        #expect(images == ["https://example.org/p.php?name=caf%E9.jpg"])
    }
}
