import Documents
import Facts
import Testing

@testable import Extraction

/// What the two profiles say, element by element and attribute by attribute.
@Suite struct ProfileTests {
    private func published(_ html: String) -> [String] { Pages.lines("<body>" + html, .obelics) }

    @Test(arguments: [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins",
        "kbd",
        "mark", "q", "s", "samp", "shadow", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    ])
    func publishedElementsOfALine(name: String) {
        #expect(published("<p>foo<\(name)>bar</\(name)>baz</p>") == ["T foobarbaz"])
    }

    @Test(arguments: ["blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "ul"])
    func publishedParagraphs(name: String) {
        #expect(published("<\(name)>foo</\(name)><\(name)>bar</\(name)>") == ["T foo¶bar"])
    }

    @Test(arguments: [
        "address", "article", "aside", "center", "dd", "div", "dt", "figcaption", "hgroup", "legend", "main", "marquee",
        "section", "summary",
    ])
    func publishedLines(name: String) {
        #expect(published("<\(name)>foo</\(name)><\(name)>bar</\(name)>") == ["T foo\nbar"])
    }

    @Test(arguments: [
        "script", "style", "noscript", "button", "li", "header", "footer", "nav", "form", "label", "pre", "del",
        "textarea", "ruby", "svg", "math", "details", "custom-thing", "object", "picture", "video", "figure",
    ])
    func publishedElementsThatLeave(name: String) {
        #expect(
            published("<div>foo<\(name)>bar</\(name)></div><p>baz</p>").joined().contains("bar") == false, "\(name)")
    }

    @Test(arguments: ["id", "class", "title"]) func publishedNamesOfBlocksThatLeave(attribute: String) {
        func isRemovedClass(_ name: String) -> Bool { name == "footer" && attribute == "class" }
        for name in ["footer", "header", "navigation", "nav", "navbar", "menu"] {
            #expect(published("<div \(attribute)=\(name)>a</div><p>b") == ["T b"], "\(name)")
            #expect(
                published("<section \(attribute)=\(name)>a</section><p>b") != ["T b"] || isRemovedClass(name), "\(name)"
            )
            #expect(
                published("<div \(attribute)='my \(name)'>a</div><p>b") != ["T b"] || isRemovedClass(name), "\(name)")
        }
        let isClass = attribute == "class"
        #expect(published("<div \(attribute)=' nav '>a</div><p>b") == (isClass ? ["T b"] : ["T a¶b"]))
        #expect(published("<div \(attribute)=Menu>a</div><p>b") == ["T a¶b"], "letter case counts")
    }

    @Test func thePublishedAttributesOfPictures() {
        let names = [
            "src", "data-src", "data-src-fg", "data-scroll-image", "srcset", "data-lateloadsrc", "data-img-src",
            "data-original", "data-gt-lazy-src", "data-lazy", "data-lazy-src", "src2",
        ]
        for name in names { #expect(published("<img \(name)=x.jpg>") == ["I https://example.org/x.jpg"], "\(name)") }
        for (first, second) in zip(names, names.dropFirst()) {
            let found = published("<img \(second)=b.jpg \(first)=a.jpg>")
            #expect(found == ["I https://example.org/a.jpg"], "\(first) before \(second)")
        }
        #expect(published("<img data-image=x.jpg>") == [])
    }

    // MARK: Ours

    private func urls(_ html: String) -> [String] {
        (Pages.extract("<body><p>text</p>" + html, Pages.whole).document?.images ?? []).map {
            $0.url.replacing("https://example.org/", with: "")
        }
    }

    private static let lazy = [
        "data-src", "data-original", "data-lazy-src", "data-lazy", "data-img-src", "data-original-src", "data-image",
        "data-url", "data-hi-res-src", "data-full-src", "data-src-fg", "data-scroll-image", "data-lateloadsrc",
        "data-gt-lazy-src", "data-echo", "data-actualsrc", "data-orig-file", "data-large-file", "data-medium-file",
        "data-highres", "data-pin-media", "src2",
    ]

    /// In place of a stand-in all of them count; in place of a picture the first six whatever they name, the others only
    /// where they name a picture's file.
    @Test func attributesOfScripts() {
        for (place, name) in Self.lazy.enumerated() {
            #expect(urls("<img src=spacer.gif \(name)=/p/7>") == ["p/7"], "\(name)")
            #expect(urls("<img src=/a.jpg \(name)=/p/7>") == [place < 6 ? "p/7" : "a.jpg"], "\(name)")
            #expect(urls("<img src=/a.jpg \(name)=/p/7.png>") == ["p/7.png"], "\(name)")
        }
        #expect(urls("<img src=spacer.gif data-page=/p/7>") == [])
        #expect(urls("<img data-lazy=/b.jpg data-src=/a.jpg>") == ["a.jpg"])
    }

    @Test(arguments: ["srcset", "data-srcset", "data-lazy-srcset", "data-original-set"])
    func attributesOfSets(name: String) { #expect(urls("<img \(name)='/a 300w, /b 900w'>") == ["b"]) }

    @Test(arguments: ["data-bg", "data-background", "data-background-image", "background"])
    func attributesOfBackgrounds(name: String) {
        #expect(
            urls("<div \(name)=/a.jpg></div>") == ["a.jpg"]
                && urls("<div \(name)=\"url('/a.jpg')\"></div>") == ["a.jpg"])
        #expect(urls("<div \(name)=/a.html></div>") == [])
    }

    @Test(arguments: [
        "spacer", "blank", "pixel", "transparent", "placeholder", "clear", "1x1", "lazy", "loading", "empty", "trans",
        "grey", "gray", "lazyload", "lazy-load", "dot", "s",
    ])
    func namesOfSpacers(name: String) {
        let extraction = Pages.extract("<body><p>a</p><img src=/i/\(name).gif><img src=/i/x\(name)x.gif>", Pages.whole)
        #expect(extraction.drops.map(\.reason) == [.imagePlaceholder])
        #expect(extraction.drops.map(\.detail) == ["https://example.org/i/\(name).gif"])
    }

    @Test(arguments: [
        "script", "style", "template", "canvas", "iframe", "object", "audio", "video", "select", "datalist",
        "textarea", "button", "progress", "meter", "nav", "noframes", "noembed", "dialog",
    ])
    func ourElementsThatLeave(name: String) {
        #expect(Pages.lines("<body><p>foo</p><\(name)>bar</\(name)><p>baz</p>", Pages.whole) == ["T foo¶baz"])
    }

    @Test func numbersOfTheProfiles() {
        let (ours, published) = (ExtractionOptions.quarry, ExtractionOptions.obelics)
        #expect(ours.limits.maximumParagraphWords == 1_000 && published.limits.maximumParagraphWords == 0)
        #expect(ours.images.tinySide == 3 && published.images.tinySide == 0)
        for options in [ours, published] {
            #expect(options.limits.maximumBytes == 64 << 20 && options.limits.maximumDepth == 1_000)
            #expect(options.limits.maximumAttributes == 2_000 && options.limits.maximumNodes == 4_000_000)
            #expect(options.limits.maximumImages == 10_000 && options.images.maximumCandidateWidth == 2_048)
            #expect(options.images.maximumInlineBytes == 8 << 20 && options.images.minimumInlineBytes == 256)
            #expect(!options.images.keepsDataURLs)
        }
        #expect(published.boilerplate == nil && ours.boilerplate == BoilerplateOptions())
        #expect(!ours.text.writesDivider && published.text.writesDivider && !published.text.dropsFurniture)
    }

    @Test func numbersOfTheFrame() {
        let frame = BoilerplateOptions()
        #expect(frame.frameTags == ["nav", "footer", "aside"] && frame.blockWords == ["widget", "widgets"])
        #expect(frame.leastProse == 200 && frame.longestLine == 200 && frame.shortestParagraph == 25)
        #expect(frame.largestFrameShare == 0.5 && frame.maximumLinkDensity == 0.5 && frame.linkPenalty == 10)
        #expect(frame.leastOfMain == 0.5 && frame.leastOfBody == 0.35 && frame.maximumListLinkDensity == 0.4)
        #expect(frame.dropsTitleHeading)
    }

    @Test func separatorsHaveTheirStrength() {
        let order: [ExtractionOptions.Separator] = [.none, .space, .line, .paragraph]
        #expect(
            order.sorted() == order && order.map(\.rawValue) == [0, 1, 2, 3]
                && ExtractionOptions.Separator.line < .paragraph)
    }

    @Test func whatIsLaidOutAsksForTheStructure() {
        #expect(!ExtractionOptions.obelics.needsStructure && ExtractionOptions.quarry.needsStructure)
        for path in [
            \ExtractionOptions.text.keepsPreformatted, \.text.marksListItems, \.text.writesTables, \.text.marksHeadings,
            \.images.findsCaptions,
        ] {
            var options = ExtractionOptions()
            options[keyPath: path] = true
            #expect(options.needsStructure)
        }
        #expect(!ExtractionOptions.obelics.images.judges && ExtractionOptions.quarry.images.judges)
    }

    @Test(
        arguments: [
            (.tag, "element"), (.names, "class or id"), (.role, "role"), (.hidden, "hidden"),
            (.nestedArticle, "article in an article"), (.title, "the page's title"),
            (.loneHeading, "a heading of nothing"),
            (.notInBody, "not in the page's articleBody"), (.form, "a form to fill in"), (.teaser, "a teaser"),
            (.site, "a line about the site"), (.outside, "outside the content"),
            (.links(percent: 41, limit: 40), "41 % > 40 % links"),
        ] as [(FrameCause, String)])
    func causesInWords(cause: FrameCause, detail: String) { #expect(cause.detail == detail) }

    @Test func fatesOfCaptionsInWords() {
        #expect(Captions.Fate.text.detail == "" && Captions.Fate.kept.detail == "")
        #expect(Captions.Fate.left.detail == "caption of a picture that left")
        #expect(
            Captions.Fate.control.detail == "control of a picture"
                && Captions.Fate.credit.detail == "credit of a picture")
    }
}

/// What becomes of a page as a whole.
@Suite struct ExtractorTests {
    private func extract(_ html: String, _ change: (inout ExtractionOptions) -> Void) -> Extraction {
        var options = Pages.whole
        change(&options)
        return Pages.extract(html, options)
    }

    private func refusal(_ html: String, _ change: (inout ExtractionOptions) -> Void) -> Drop? {
        let extraction = extract(html, change)
        guard extraction.document == nil else { return nil }
        #expect(extraction.drops.count == 1 && extraction.paragraphsBorn == 0 && extraction.imagesBorn == 0)
        return extraction.drops.first
    }

    @Test func aPageHasItsLength() {
        #expect(refusal("<p>12345", { $0.limits.maximumBytes = 8 }) == nil)
        let drop = refusal("<p>12345", { $0.limits.maximumBytes = 7 })
        #expect(drop?.reason == .pageTooLarge && drop?.detail == "8 > 7 bytes" && drop?.url == Pages.url)
    }

    @Test func anEmptyPageIsADrop() {
        let drop = refusal("", { _ in })
        #expect(drop?.reason == .pageEmpty && drop?.url == Pages.url && drop?.detail == "")
    }

    @Test func aTagHasItsAttributes() {
        #expect(refusal("<p a b c>x", { $0.limits.maximumAttributes = 3 }) == nil)
        let drop = refusal("<p a b c d>x", { $0.limits.maximumAttributes = 3 })
        #expect(drop?.reason == .pageTooManyAttributes && drop?.detail == "> 3 in a tag" && drop?.url == Pages.url)
    }

    @Test func aPageHasItsNodes() {
        let html = "<html><head></head><body>" + String(repeating: "<b></b>", count: 50)
        let drop = refusal(html, { $0.limits.maximumNodes = 30 })
        #expect(drop?.reason == .pageTooLarge && drop?.detail == "> 30 nodes" && drop?.url == Pages.url)
        #expect(refusal(html, { $0.limits.maximumNodes = 100 }) == nil)
    }

    @Test func whatIsTooDeepIsHungHigher() {
        let html = "<body>" + String(repeating: "<div>", count: 30) + "text"
        #expect(extract(html, { $0.limits.maximumDepth = 20 }).flattened > 0 && extract(html, { _ in }).flattened == 0)
        #expect(extract(html, { $0.limits.maximumDepth = 20 }).document?.text == "text")
    }

    /// Nothing of a page is left for the next.
    @Test func anExtractorForgetsThePageBefore() {
        var extractor = Extractor(options: .quarry)
        func extract(_ html: String) -> Extraction {
            extractor.extract(CapturedPage(url: Pages.url, body: Array(html.utf8), httpCharset: "utf-8"))
        }
        let rich = """
            <html lang=de><head><base href=/other/><title>T</title><meta name=robots content=noai><link rel=license href=/l>
            <link rel=canonical href=/c><meta name=tdm-reservation content=1></head><body><nav>n</nav>
            <figure><img src=a.jpg><figcaption>Quay</figcaption></figure><table><tr><td>1<td>2<tr><td>3<td>4</table>
            """
        let plain = "<body><p>One.</p><img src=a.jpg>"
        let first = extract(plain)
        _ = extract(rich)
        let again = extract(plain)
        #expect(again.document == first.document && again.drops == first.drops && again.places == first.places)
        #expect(again.language == "" && again.robotsDirectives == [] && again.license == "" && again.canonical == "")
        #expect(again.reservesTDM == nil && again.document?.title == "" && again.imagesBorn == 1)
        #expect(again.document?.images.map(\.url) == ["https://example.org/dir/a.jpg"])
    }

    @Test func theEncodingIsNamed() {
        var extractor = Extractor(options: Pages.whole)
        let page = CapturedPage(url: Pages.url, body: [0x3C, 0x70, 0x3E, 0xE9], httpCharset: "iso-8859-1")
        let extraction = extractor.extract(page)
        #expect(extraction.document?.text == "é" && extraction.encoding == "windows-1252")
        #expect(Pages.extract("<p>é", Pages.whole).encoding == "UTF-8")
    }

    @Test func pathsOfWhatHasNoNumber() {
        var extractor = Extractor(options: Pages.whole)
        let extraction = extractor.extract(CapturedPage(url: Pages.url, body: Array("<p>a".utf8), httpCharset: "utf-8"))
        #expect(extractor.path(0, of: extraction) == "html > body > p")
        #expect(extractor.path(1, of: extraction) == "" && extractor.path(-1, of: extraction) == "")
    }

    @Test func aCapturedPageBeginsWithoutWhatIsNotSaid() {
        let page = CapturedPage(url: "u", body: [1])
        #expect(page.url == "u" && page.body == [1] && page.httpCharset == nil && page.robotsTags == [])
        #expect(page.tdmReservation == nil && page.truncation == nil && page.title == nil && page.beside == nil)
    }

    @Test func imagesBeyondTheLimitAreDropsInTheirPlace() {
        let html = "<p>a</p><img src=/1.jpg><p>b</p><img src=/2.jpg alt=two><p>c</p>"
        let extraction = extract(html, { $0.limits.maximumImages = 1 })
        #expect(extraction.document?.imageCount == 1 && extraction.drops.map(\.reason) == [.imageTooMany])
        #expect(extraction.drops.map(\.text) == ["two"] && Pages.balances(extraction) && Pages.isNumbered(extraction))
    }
}
