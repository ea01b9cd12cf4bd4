import CorpusFiles
import CorpusKit
import Documents
import Facts
import JSON
import Maps
import Platform
import Testing
import TestKit

@testable import Browsing

@Suite struct Sites {
    private func site(_ scratch: Scratch) throws -> Site {
        _ = try TinyCorpus(in: scratch.path)
        return try Site(Corpus(folder: scratch.path))
    }

    private func text(_ response: SiteResponse) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test func theListHasDocumentsFacetsAndCounts() throws {
        let scratch = try Scratch()
        let site = try site(scratch)
        let page = site.respond(to: SiteRequest("/"))
        #expect(page.status == 200)
        for part in ["Page 0", "Page 19", "<b>24</b><span> documents", "not known", "/i/", "rel=\"next\""] {
            #expect(text(page).contains(part), "\(part)")
        }
        let json = try JSONValue(parsing: site.respond(to: SiteRequest("/list.json?language=en&images=2..2")).body)
        #expect(json["selected"]?.integer == 6 && json["documents"]?.integer == 24)
        #expect(json["facets"]?["language"]?[0]?["documents"]?.integer == 18)
    }

    @Test(arguments: [
        ("q=dog", 24), ("q=dog&images=1..", 16), ("words=10..14", 5), ("words.min=10&words.max=14", 5),
        ("where=images+%3D+2", 8), ("language=", 6), ("domain=nowhere.example", 0), ("q=nowhere", 0),
        ("language=en&q=%2213%22", 1), ("format=tiff", 0), ("format=png", 8), ("format=", 8),
        ("reason=image.too-small", 1), ("reason=paragraph.too-few-words", 1), ("reason=", 22),
    ]) func whatAURLSaysIsSelected(query: String, count: Int) throws {
        let scratch = try Scratch()
        let site = try site(scratch)
        let json = try JSONValue(parsing: site.respond(to: SiteRequest("/list.json?" + query)).body)
        #expect(json["selected"]?.integer == count)
    }

    @Test func theSameURLIsTheSameStateAndBack() {
        let parameters = SiteRequest(
            "/?q=b%C3%A4r+x&language=&words=..9&sort=-words&page=3&lasso=0.1,0.2,0.3,0.4,0.5,0.6"
        ).parameters
        let state = BrowseState(parameters, numbers: ["words"])
        #expect(state.query == "bär x" && state.categories == ["language": ""] && state.ranges["words"]?.high == 9)
        #expect(BrowseState(SiteRequest("/" + state.queryString).parameters, numbers: ["words"]) == state)
    }

    @Test func documentsAreSortedDrawnAndPaged() throws {
        let scratch = try Scratch()
        let site = try site(scratch)
        func numbers(_ query: String) throws -> [Int] {
            let json = try JSONValue(parsing: site.respond(to: SiteRequest("/list.json?" + query)).body)
            return json["results"]?.array?.compactMap { $0["number"]?.integer } ?? []
        }
        #expect(try numbers("sort=-words") == Array((4..<24).reversed()))
        #expect(try numbers("sort=-words&page=2") == [3, 2, 1, 0])
        #expect(try numbers("sort=random&seed=1") == numbers("sort=random&seed=1"))
        #expect(try numbers("sort=random&seed=1") != numbers("sort=random&seed=2"))
    }

    @Test func aDocumentShowsItsPiecesAndWhatLeftItInPlace() throws {
        let scratch = try Scratch()
        let site = try site(scratch)
        let page = text(site.respond(to: SiteRequest("/d/d0000000000000000000")))
        for part in ["Document 0 tells of a small white dog", "image.too-small", "width 20 &lt; 150", "crawl.warc.gz"] {
            #expect(page.contains(part), "\(part)")
        }
        #expect(site.respond(to: SiteRequest("/d/ffffffffffffffffffff")).status == 404)
        let next = text(site.respond(to: SiteRequest("/d/2?at=2&sort=words")))
        #expect(next.contains("rel=\"prev\"") && next.contains("rel=\"next\""))
    }

    @Test func picturesComeFromThePacksUnderTypesThatNothingRuns() throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path)
        let site = try Site(Corpus(folder: scratch.path))
        let sha256 = SHA256.hash(tiny.images[0]).hex
        let picture = site.respond(to: SiteRequest("/i/\(sha256)"))
        #expect(picture.body == tiny.images[0] && picture.type == "image/jpeg" && picture.isImmutable)
        for path in [
            "/i/" + String(repeating: "0", count: 64), "/i/../corpus.json", "/i/%2e%2e%2fcorpus.json", "/corpus.json/x",
        ] {
            #expect(site.respond(to: SiteRequest(path)).status == 404, "\(path)")
        }
    }

    @Test func aHostileDocumentRunsNothing() throws {
        let scratch = try Scratch()
        let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>\u{202E}"
        var image = ImageNode(ordinal: 1, url: "javascript:alert(4)", alt: evil, caption: evil)
        image.signals = ImageSignals(
            sha256: String(repeating: "ab", count: 32), phash: "", width: 10, height: 10, format: "svg+xml")
        var document = Document(
            id: String(repeating: "a", count: 20), url: "javascript:alert('x')//\(evil)",
            nodes: [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: evil)])), .image(image)])
        document.title = evil
        document.language = "x\"onmouseover=\"alert(5)"
        document.provenance.license = "data:text/html,<script>alert(6)</script>"
        let site = try Site(TinyCorpus.of([document], in: scratch.path))
        for path in [
            "/", "/?q=script", "/d/0", "/?view=images", "/funnel", "/why?q=\(document.id)", "/?q=%3Cscript%3E",
        ] {
            let page = text(site.respond(to: SiteRequest(path)))
            #expect(
                !page.contains("<script>") && !page.contains("<img src=x") && !page.contains("<svg onload"), "\(path)")
            #expect(!page.contains("href=\"javascript:") && !page.contains("href=\"data:"), "\(path)")
            #expect(!page.contains("\"onmouseover=\""), "\(path)")
            #expect(!page.contains("\u{202E}"))
        }
    }

    @Test func everyAnswerForbidsWhatIsNotOurs() throws {
        let scratch = try Scratch()
        let site = try site(scratch)
        for path in ["/", "/style.css", "/nowhere", "/?where=nonsense(", "/map"] {
            let headers = site.respond(to: SiteRequest(path)).headers
            let policy = headers.first { $0.name == "Content-Security-Policy" }?.value ?? ""
            #expect(policy.hasPrefix("default-src 'none'") && !policy.contains("unsafe"), "\(path)")
            #expect(headers.contains { $0.name == "X-Content-Type-Options" && $0.value == "nosniff" })
        }
        #expect(site.respond(to: SiteRequest("/?where=nonsense(")).status == 400)
        #expect(site.respond(to: SiteRequest("/", method: "DELETE")).status == 405)
    }

    @Test func notesComeFromPagesOfOursAlone() throws {
        let scratch = try Scratch()
        let site = try site(scratch)
        var request = SiteRequest("/notes", method: "POST")
        request.body = Array("document=d0000000000000000000&tags=farm&text=a%20note&back=%2Fd%2F0".utf8)
        (request.host, request.origin) = ("localhost:8080", "http://evil.example")
        #expect(site.respond(to: request).status == 403)
        request.origin = "http://localhost:8080"
        let saved = site.respond(to: request)
        #expect(saved.status == 303 && saved.location == "/d/0")
        #expect(try JSONValue(parsing: site.respond(to: SiteRequest("/notes.json")).body)[0]?["tags"]?.string == "farm")
        #expect(text(site.respond(to: SiteRequest("/d/0"))).contains("a note"))
    }

    @Test func theMapShowsWhatWasDroppedBehindWhatWasKept() throws {
        let scratch = try Scratch()
        let texts = (0..<40).map { "The river number \($0) flows to the sea by way of valley \($0 % 7)." }
        let dropped = (0..<12).map { "A river of valley \($0 % 7) that left." }
        var run = MapRun(try TinyCorpus.ofTexts(texts, dropping: dropped, in: scratch.path))
        run.withDropped = true
        _ = try run.run()
        let site = try Site(run.corpus)
        func answer(_ path: String) -> SiteResponse { site.respond(to: SiteRequest(path)) }
        let facts = try JSONValue(parsing: answer("/map.json").body)
        #expect(facts["documents"]?.integer == 40 && facts["dropped"]?["document.too-few-words"]?.integer == 8)
        #expect(answer("/map/points?tile=0").body.count == 52 * 8)
        #expect(answer("/map/column?tile=0&name=dropped").body.count { $0 != 255 } == 12)
        #expect(answer("/map/column?tile=0&name=language").body.count { $0 == 255 } == 12)
        #expect(answer("/map/hits?tile=0&q=river").body.reduce(0) { $0 + Int($1) } == 40)
        let all = try JSONValue(parsing: answer("/map/select.json?lasso=-1,-1,2,-1,2,2,-1,2").body)
        #expect(all["selected"]?.integer == 40 && all["dropped"]?["document.no-image"]?.integer == 4)
        // Of what was dropped only where it lies is known, so a search finds none of it.
        let some = try JSONValue(parsing: answer("/map/select.json?q=river&lasso=-1,-1,2,-1,2,2,-1,2").body)
        #expect(some["selected"]?.integer == 40 && some["dropped"]?.members?.isEmpty == true)
        let drop = try JSONValue(parsing: answer("/map/dropped.json?number=3").body)
        #expect(drop["url"]?.string == "http://gone.example/3" && drop["reason"]?.string == "document.no-image")
        #expect(answer("/map/dropped.json?number=12").status == 404)
        #expect(text(answer("/map")).contains("<option value=\"dropped\">"))
    }

    @Test func theMapListsItsGroupsAndTheirSelectLine() throws {
        let scratch = try Scratch()
        let families = ["harbour lantern copper violin meadow", "alpha beta gamma delta epsilon"]
        let run = MapRun(try TinyCorpus.ofTexts((0..<60).map { families[$0 % 2] + " own\($0)" }, in: scratch.path))
        _ = try run.run()
        let site = try Site(run.corpus)
        let map = text(site.respond(to: SiteRequest("/map")))
        #expect(map.contains("<a href=\"/?group=2.0\">") && map.contains("<td>30</td><td>83 %</td>"))
        let list = text(site.respond(to: SiteRequest("/?group=2.0")))
        #expect(list.contains("<b>30</b>") && list.contains(" --group 2.0 --output selected"))
        let both = text(site.respond(to: SiteRequest("/?group=2.0&where=number%20%3E%203")))
        #expect(both.contains("--group 2.0 --where &#39;(number &gt; 3)&#39;"))
        // What a search found in it has only numbers.
        let found = (0..<2).map { text(site.respond(to: SiteRequest("/?group=2.\($0)&q=own4"))) }
        #expect(found.contains { $0.contains("number IN (4)") })
    }

    @Test func thePageAsItWasCapturedRunsNothing() throws {
        let scratch = try Scratch()
        let body = "<!doctype html><p>As it was<script>alert(1)</script>"
        let http =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            + body
        let head =
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nWARC-Date: 2024-05-06T07:08:09Z\r\n"
            + "WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: application/http; msgtype=response\r\n"
        try Files.write(
            head + "Content-Length: \(http.utf8.count)\r\n\r\n" + http + "\r\n\r\n", to: scratch.file("crawl.warc"))
        let document = Document(
            id: String(repeating: "a", count: 20), url: "http://a.example/",
            nodes: [.text(TextNode(paragraphs: [Paragraph(ordinal: 0, text: "As it was")]))],
            provenance: Provenance(archive: "crawl.warc", offset: 0, length: 100))
        let corpus = try TinyCorpus.of([document], in: scratch.file("corpus"))
        let site = try Site(corpus, archives: [scratch.path])
        #expect(text(site.respond(to: SiteRequest("/d/0"))).contains("src=\"/original/\(document.id)\" sandbox=\"\""))
        let original = site.respond(to: SiteRequest("/original/\(document.id)"))
        #expect(text(original) == body && original.type == "text/html; charset=utf-8")
        let policy = original.headers.first { $0.name == "Content-Security-Policy" }?.value ?? ""
        #expect(policy.hasPrefix("sandbox; default-src 'none'") && !policy.contains("script-src"))
        #expect(!text(try Site(corpus).respond(to: SiteRequest("/d/0"))).contains("<iframe"))
        #expect(try Site(corpus).respond(to: SiteRequest("/original/\(document.id)")).status == 404)
        try Files.write("another file", to: scratch.file("crawl.warc"))
        #expect(site.respond(to: SiteRequest("/original/\(document.id)")).status == 404)
    }

    @Test func theSelectionIsALineToCopy() throws {
        let scratch = try Scratch()
        let site = try site(scratch)
        let page = text(site.respond(to: SiteRequest("/?language=en&words=10..14")))
        #expect(
            page.contains(
                "--where &#39;language = &#39;\\&#39;&#39;en&#39;\\&#39;&#39; AND words &gt;= 10 AND words &lt;= 14&#39;"
            ))
        #expect(text(site.respond(to: SiteRequest("/?q=%2213%22"))).contains("number IN (13)"))
    }
}
