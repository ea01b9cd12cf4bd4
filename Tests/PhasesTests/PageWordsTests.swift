import Documents
import Extraction
import Facts
import Platform
import TestKit
import Testing

@testable import Configuration
@testable import Phases

/// What bytes, pages and URLs say of themselves.
@Suite struct PageWordsTests {
    private func config(_ text: String = "name: t") throws -> PipelineConfig {
        try Pipeline.parse(text, file: "t", folder: "/nowhere").config
    }

    // MARK: Bytes

    @Test func bytesAreToldByTheirBeginning() {
        for head in ["%PDF-1.4", "PK\u{3}\u{4}", "GIF89a"] { #expect(Sniff.isBinary(Array(head.utf8)), "\(head)") }
        #expect(Sniff.isBinary([0x1F, 0x8B, 8]) && !Sniff.isBinary(Array("<html>".utf8)) && !Sniff.isBinary([]))
        #expect(
            Sniff.isHTMLType("text/html") && Sniff.isHTMLType("application/xhtml+xml") && !Sniff.isHTMLType("text/xml"))
    }

    @Test func htmlIsLookedForInTheFirstKibibyte() {
        for mark in ["<!DOCTYPE HTML", "<Html", "<HEAD", "<body"] {
            #expect(Sniff.looksLikeHTML(Array("  \(mark) x".utf8)), "\(mark)")
        }
        #expect(!Sniff.looksLikeHTML(Array("<p>a</p>".utf8)))
        let far = [UInt8](repeating: 0x20, count: 1019) + Array("<html>".utf8)
        #expect(Sniff.looksLikeHTML(far))
        #expect(!Sniff.looksLikeHTML([0x20] + far))
    }

    @Test func mislabelledRecordsAreWhatTheirBytesAre() throws {
        var crawl = Crawl()
        crawl.addResponse("http://a.example/i", "text/html", PNG.gradient(width: 200, height: 150, shade: 1))
        crawl.addResponse("http://a.example/p", "application/octet-stream", Array("<html><p>Some words here</p>".utf8))
        crawl.addResponse("http://a.example/x", "application/octet-stream", Array("no page at all".utf8))
        crawl.addResponse("http://a.example/z", "text/html", Array("%PDF-1.4 some".utf8))
        let run = try PhaseRun("name: t\nfetch: {network: false}", [crawl]).work(through: .extract)
        #expect(try run.counts(of: .extract)["pictures"] == 1)
        #expect(try run.documents(of: .extract).map(\.url) == ["http://a.example/p"])
        #expect(try run.reasons(through: .extract) == ["record.not-html": 2])
        let details = try run.drops(of: .extract).map(\.detail)
        #expect(details == ["application/octet-stream", "binary bytes as text/html"])
    }

    // MARK: Saved pages

    @Test(
        arguments: [
            ("<!-- saved from url=(0022)https://example.org/ -->", "https://example.org/"),
            ("<!-- saved from url=(0014)about:internet -->", nil),
            (
                "<!--\n Page saved with SingleFile \n url: https://a.example/b?c \n saved date: x",
                "https://a.example/b?c"
            ),
            ("<!-- url: https://a.example/ -->", nil), ("<html>", nil),
            (String(repeating: " ", count: 4096) + "<!-- saved from url=(0022)https://example.org/ -->", nil),
        ] as [(String, String?)])
    func aSavedPageSaysWhereItWas(head: String, url: String?) { #expect(SavedFrom.url(Array(head.utf8)) == url) }

    @Test func picturesBesideAPageAreFilesOfItsFolder() throws {
        let scratch = try Scratch()
        try Files.makeFolder(scratch.file("page/a b"))
        _ = try scratch.write([1], "page/a b/ä.png")
        _ = try scratch.write([1], "secret.png")
        let folder = PictureFolder(url: "http://x.example/d/", path: scratch.file("page/"))
        #expect(folder.file(of: "http://x.example/d/a%20b/%C3%A4.png?v=1#x") == scratch.file("page/a b/ä.png"))
        for other in [
            "http://x.example/d/../secret.png", "http://x.example/d/%2e%2e/secret.png", "http://x.example/e/ä.png",
            "http://x.example/d/", "http://x.example/d/none.png", "http://x.example/d/a%20b",
        ] {
            #expect(folder.file(of: other) == nil, "\(other)")
        }
    }

    // MARK: Manners

    @Test func whatAPageSaysOfItsUse() throws {
        let manners = PageManners(try config())
        var extraction = Extraction()
        var page = CapturedPage(url: "http://a.example/", body: [])
        #expect(manners.refusesPage(page, extraction) == nil && manners.refusesImages(page, extraction) == nil)
        for word in ["noai", "noml", "noindex", "none"] {
            extraction.robotsDirectives = ["follow", word]
            #expect(manners.refusesPage(page, extraction) == word)
            #expect(manners.refusesImages(page, extraction) == nil)
        }
        for word in ["noimageai", "noimageindex"] {
            extraction.robotsDirectives = [word]
            #expect(manners.refusesPage(page, extraction) == nil && manners.refusesImages(page, extraction) == word)
        }
        let deaf = PageManners(try config("extraction: {obey-robots-meta: false}"))
        #expect(deaf.refusesImages(page, extraction) == nil)
        extraction.robotsDirectives = []
        page.robotsTags = ["noai"]
        #expect(manners.refusesPage(page, extraction)?.hasPrefix("x-robots-tag: ") == true)
        #expect(PageManners(try config("extraction: {obey-robots-tag: false}")).refusesPage(page, extraction) == nil)
        page.robotsTags = ["otherbot: noai"]
        #expect(manners.refusesPage(page, extraction) == nil)
    }

    /// What the page says in its head holds before what its header says.
    @Test func aReservationOfTheHeadComesFirst() throws {
        let manners = PageManners(try config())
        var extraction = Extraction()
        var page = CapturedPage(url: "http://a.example/", body: [])
        page.tdmReservation = "1"
        #expect(manners.refusesPage(page, extraction) == "tdm-reservation of the header")
        extraction.reservesTDM = false
        #expect(manners.refusesPage(page, extraction) == nil)
        extraction.reservesTDM = true
        page.tdmReservation = "0"
        #expect(manners.refusesPage(page, extraction) == "tdm-reservation")
        extraction.reservesTDM = nil
        #expect(manners.refusesPage(page, extraction) == nil)
        page.tdmReservation = "1"
        #expect(PageManners(try config("extraction: {obey-tdm-header: false}")).refusesPage(page, extraction) == nil)
    }

    // MARK: Pictures in pages

    @Test func picturesInURLsGetShortNames() throws {
        let png = PNG.gradient(width: 20, height: 20, shade: 1)
        let url = "data:image/png;base64," + Self.base64(png)
        let broken = "DATA:text/plain," + String(repeating: "x", count: 100)
        var document = Document.page("http://a.example/", .image(url), .image(broken), .image("http://i/a.png"))
        let (pictures, drops) = EmbeddedImages.take(from: &document)
        let name = "data:image/png;sha256=\(SHA256.hash(png).hex),"
        #expect(document.images.map(\.url) == [name, "http://i/a.png"] && pictures.map(\.url) == [name])
        #expect(drops.map(\.reason) == [.imageDataURI] && drops[0].url == String(broken.prefix(64)))
        #expect(EmbeddedImages.shortened("http://i/" + String(repeating: "x", count: 99)).utf8.count == 108)
        #expect(
            EmbeddedImages.isData("data:,") && !EmbeddedImages.isData("data:") && !EmbeddedImages.isData("dataset:x"))
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(start + 3, bytes.count)])
            let value = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[$1]) : 0) }
            for place in 0..<4 { text.append(place <= group.count ? letters[value >> (18 - 6 * place) & 63] : "=") }
        }
        return text
    }

    // MARK: Languages

    @Test(
        arguments: [
            (["en": 90, "de": 10], true), (["en": 91, "de": 10], false), (["en": 20, "de": 9], false),
            (["en": 20, "de": 5, "fr": 5], true), (["": 500, "en": 20], false), (["en": 500], false),
        ] as [([String: Int], Bool)])
    func aCrawlOfManyLanguagesNeedsItsModel(languages: [String: Int], isRefused: Bool) throws {
        let counts = Dictionary(uniqueKeysWithValues: languages.map { (LanguageCheck.key($0), $1) }).merging(
            ["text_bytes": 9]) { $1 }
        let text = try config("text: {language-model: auto}").text
        var words = ""
        do { try LanguageCheck.check(counts, text) } catch { words = "\(error)" }
        #expect(words.isEmpty == !isRefused)
        if isRefused { #expect(words.contains("documents: en \(languages["en"] ?? 0), de")) }
        try LanguageCheck.check(counts, try config().text)
    }

    // MARK: Headings

    @Test func aHeadingNeedsSomethingUnderIt() {
        var document = Document.page(
            "u", .heading("0 over text"), .text("1"), .heading("2 over nothing"), .heading("3 over what left"),
            .text("4"),
            .heading("5 run"), .heading("6 over a picture"), .image("i"), .heading("8 before a divide"), .divide,
            .text("10"), .heading("11 at the end"))
        let drops = Sections(document).sift(&document, kept: [1, 10])
        #expect(drops.map(\.ordinal) == [2, 3, 8, 11])
        #expect(drops.allSatisfy { $0.reason == .paragraphLoneHeading } && drops[0].text == "2 over nothing")
        var whole = Document.page("u", .heading("0"), .text("1"))
        #expect(Sections(whole).sift(&whole, kept: [1]).isEmpty && whole.paragraphCount == 2)
    }

    @Test(
        arguments: [
            ("0.31 > 0.1", 0.31), ("width 20 < 150", 20), ("3 < 10", 3), ("image/png", nil), ("> 3", nil), ("", nil),
            ("a < 3", nil),
        ] as [(String, Double?)])
    func theNumberThatDecidedStandsBeforeTheSign(detail: String, value: Double?) {
        #expect(PipelineComparison.value(detail) == value)
    }
}
