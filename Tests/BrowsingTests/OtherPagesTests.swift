import CorpusFiles
import CorpusKit
import Documents
import Facts
import JSON
import Platform
import TestKit
import Testing

@testable import Browsing

/// Pictures, domains, the funnel, what was dropped, and histories.
@Suite struct OtherPagesTests {
    // MARK: Pictures

    @Test func aPictureHasFactsAndPlaces() throws {
        let pages = try Pages()
        // The first picture of document 1: a PNG that eight documents show.
        let signals = try #require(pages.documents[1].images.first?.signals)
        let page = pages.text("/image/" + signals.sha256)
        #expect(page.contains("<title>Picture \(signals.sha256.prefix(12))</title>"))
        #expect(
            page.contains(
                "<p class=\"picture alone\"><img src=\"/i/\(signals.sha256)\" width=\"641\" height=\"480\" alt=\"\">"))
        #expect(page.contains("<h2>Shown 8 times</h2><ol><li><a href=\"/d/3000000000000000000"))
        #expect(page.components(at: "<span class=\"soft\"> example.org</span></li>").count - 1 == 8)
        #expect(page.contains("<h3>Its 8 addresses</h3>"))
        #expect(page.components(at: "class=\"foreign\"").count - 1 == 8)
        #expect(page.contains("641×480 png, perceptual hash c3d4b16a09f7e581"))
        #expect(page.contains("<a href=\"/why?q=\(signals.sha256)\">Why it is here</a>"))
        let facts = Pages.part(of: page, from: "<pre class=\"scores\">", to: "</pre>")
        #expect(facts.hasPrefix(signals.sha256) && !facts.contains("shown"), "its places stand beside")
        let json = try pages.json("/image/\(signals.sha256).json")
        #expect(json["sha256"]?.string == signals.sha256 && json["occurrences"]?.array?.count == 8)
        #expect(pages.text("/image/" + signals.sha256.prefix(10)).contains("Shown 8 times"), "the beginning is enough")
    }

    @Test func aPictureWithoutBytesIsNotShown() throws {
        let sha256 = SHA256.hash("x").hex
        let pages = try Pages([.made(0, images: [.made(1, sha256: sha256)], title: "")])
        let page = pages.text("/image/" + sha256)
        #expect(!page.contains("<img") && page.contains("Shown 1 times") && page.contains("<h3>Its address</h3>"))
        #expect(page.contains("<a href=\"/d/\(pages.documents[0].id)\">http://a.example/0</a>"))
    }

    @Test func fortyDocumentsAndTwentyAddressesAreListed() throws {
        let sha256 = SHA256.hash("x").hex
        let documents = (0..<45).map { Document.made($0, images: [.made($0 + 1, sha256: sha256)], title: "T\($0)") }
        let page = try Pages(documents).text("/image/" + sha256)
        #expect(page.contains("Shown 45 times") && page.contains("Its 45 addresses"))
        #expect(page.components(at: "<li><a href=\"/d/").count - 1 == 40)
        #expect(page.components(at: "class=\"foreign\"").count - 1 == 20)
        let many = (0..<101).map { Document.made($0, images: [.made($0 + 1, sha256: sha256)]) }
        #expect(try Pages(many).text("/image/" + sha256).contains("Shown at least 100 times"))
    }

    // MARK: Domains

    @Test func aDomainHasItsDocuments() throws {
        let documents = (0..<34).map {
            Document.made(
                $0, url: $0 < 32 ? "http://www.a.example/\($0)" : "http://b.example/", title: $0 == 0 ? "" : "T\($0)")
        }
        let pages = try Pages(documents)
        let page = pages.text("/domain/a.example")
        #expect(page.contains("<title>a.example</title>") && page.contains("<h1>a.example</h1>"))
        #expect(page.contains("<p><b>32</b> of 34 documents. <a href=\"/?domain=a.example\">All of them</a></p>"))
        let list = Pages.part(of: page, from: "<ol>", to: "</ol>")
        #expect(list.components(at: "<li>").count - 1 == 30)
        #expect(
            list.hasPrefix(
                "<li><a href=\"/d/\(documents[0].id)\">http://www.a.example/0</a><span class=\"soft\"> 10 words, 0 pictures</span></li>"
                    + "<li><a href=\"/d/\(documents[1].id)\">T1</a>"))
        #expect(page.contains("<figure><figcaption>words</figcaption><svg"))
        let nothing = pages.answer("/domain/c.example")
        #expect(nothing.status == 404)
        #expect(String(decoding: nothing.body, as: UTF8.self).contains("The corpus has nothing of c.example."))
    }

    // MARK: The funnel and what was dropped

    @Test func theFunnelLeadsToWhatWasDropped() throws {
        let pages = try Pages()
        let page = pages.text("/funnel")
        #expect(page.contains("<h1>Funnel</h1>") && page.contains("<h2>documents <span class=\"soft\">26</span></h2>"))
        #expect(page.contains("<a href=\"/drops?reason=image.too-small\">image.too-small</a>"))
        #expect(try pages.json("/funnel.json")["units"]?["document"]?["born"]?.integer == 26)
    }

    @Test func dropsAreListedByReason() throws {
        var paragraph = Drop(.paragraphTooFewWords, detail: "2 < 4", document: "30000000000000000001", ordinal: 3)
        paragraph.page = "http://a.example/page"
        let record = Drop(.recordNotHTML, detail: "image/png", url: "http://a.example/a.png")
        let pages = try Pages(dropping: [paragraph, record])
        let all = pages.text("/drops")
        #expect(all.contains("<h1>Everything that was dropped</h1>"))
        #expect(
            all.contains(
                "<p class=\"soft url\"><a href=\"/why?q=30000000000000000001\">30000000000000000001</a> http://a.example/page</p>"
            ))
        #expect(all.contains("<p class=\"soft url\">http://a.example/a.png</p>"), "a record has no document")
        let some = pages.text("/drops?reason=record.not-html")
        #expect(some.contains("<title>record.not-html</title>") && some.contains("<h1>record.not-html</h1>"))
        #expect(some.components(at: "<div class=\"drop\">").count - 1 == 1 && !some.contains("paragraph.too-few-words"))
        #expect(pages.text("/drops?reason=image.blank").contains("<p>Nothing was dropped for it.</p>"))
        #expect(!all.contains("Nothing was dropped"))
        let json = try pages.json("/drops.json")
        #expect(json.array?.map { $0["reason"]?.string } == ["paragraph.too-few-words", "record.not-html"])
        #expect(json[1]?["url"]?.string == "http://a.example/a.png")
        #expect(try pages.json("/drops.json?reason=image.blank").array?.isEmpty == true)
    }

    @Test func fiftyDropsAreAPage() throws {
        let drops = (0..<101).map {
            Drop(.imageTooSmall, detail: "n\($0).", document: "d0000000000000000000", ordinal: $0)
        }
        let pages = try Pages(dropping: drops)
        func numbers(_ target: String) -> [Int] {
            pages.text(target).components(at: "</b> n").dropFirst().compactMap { Int($0.prefix { $0 != "." }) }
        }
        #expect(numbers("/drops?reason=image.too-small") == Array(0..<50))
        #expect(
            pages.text("/drops?reason=image.too-small").contains(
                "<a href=\"/drops?reason=image.too-small&amp;after=50\" rel=\"next\">More →</a>"))
        #expect(numbers("/drops?reason=image.too-small&after=50") == Array(50..<100))
        #expect(pages.text("/drops?after=50").contains("href=\"/drops?reason=&amp;after=100\""))
        #expect(numbers("/drops?after=100") == [100] && !pages.text("/drops?after=100").contains("More →"))
        #expect(!pages.text("/drops?after=51").contains("More →"), "just fifty are left")
        #expect(numbers("/drops?after=-7") == Array(0..<50) && numbers("/drops?after=x") == Array(0..<50))
        #expect(try pages.json("/drops.json?after=99").array?.count == 2)
    }

    // MARK: Histories

    @Test func aHistoryIsTold() throws {
        var image = Drop(
            .imageTooSmall, detail: "width 20 < 150", document: "d0000000000000000000", url: "http://i/x.png",
            ordinal: 9)
        (image.path, image.text) = ("html > p", "A <dog>")
        let pages = try Pages(dropping: [image], phases: ["extract"])
        let page = pages.text("/why?q=d0000000000000000000")
        #expect(
            page.contains("<p class=\"verdict\">in the corpus: Page 0, as d0000000000000000000</p>"))
        #expect(
            page.contains(
                "<section class=\"step\"><h2>extract</h2><ul class=\"plain\"><li class=\"event out\"><b>image 9</b> "
                    + "<a href=\"/drops?reason=image.too-small\">image.too-small</a> width 20 &lt; 150"
                    + "<span class=\"soft url\"> http://i/x.png</span><code>html &gt; p</code><p>A &lt;dog&gt;</p></li></ul>"
            ))
        #expect(
            page.contains(
                "<h2>corpus</h2><ul class=\"plain\"><li class=\"event in\"><b>record</b> crawl.warc.gz, 900 bytes"))
        let json = try pages.json("/why.json?q=d0000000000000000000")
        #expect(json["query"]?.string == "d0000000000000000000" && json["steps"]?.array?.count == 2)
    }

    /// The phases of a run are told in the order in which they ran, not in that of the alphabet.
    @Test(arguments: [(["judge", "extract"], ["judge", "extract"]), (["extract", "judge"], ["extract", "judge"])])
    func phasesAreToldInTheirOrder(phases: [String], told: [String]) throws {
        let scratch = try Scratch()
        let tiny = try TinyCorpus(in: scratch.path, count: 3)
        var manifest = tiny.manifest
        for (name, reason) in [("extract", Reason.imageTooSmall), ("judge", .imageBlank)] {
            let path = "drops/\(name)-00000.jsonl.zst"
            var log = try DropLog.Writer(path: scratch.file(path))
            try log.append(Drop(reason, document: tiny.documents[0].id, ordinal: 5))
            manifest.files.removeAll { $0.path == path }
            manifest.files.append(.init(path, .drops, try log.commit()))
        }
        try manifest.write(to: scratch.path)
        let site = try Site(Corpus(folder: scratch.path), phases: phases)
        let answer = site.respond(to: SiteRequest("/why.json?q=" + tiny.documents[0].id))
        let steps = try JSONValue(parsing: answer.body)["steps"]?.array ?? []
        #expect(steps.map { $0["phase"]?.string } == told + ["corpus"])
    }

    // MARK: The frame

    @Test func theFrameIsAroundEveryPage() throws {
        let pages = try Pages(count: 3)
        let page = pages.text("/funnel")
        #expect(
            page.hasPrefix("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                && page.hasSuffix("</body></html>"))
        #expect(
            page.contains(
                "<link rel=\"stylesheet\" href=\"/style.css\"><script src=\"/script.js\" defer></script></head>"))
        #expect(
            page.contains(
                "<a href=\"/\" class=\"brand\"><b>Quarry</b> <span>\(pages.folder.split(separator: "/").last ?? "")</span>"
            ))
        #expect(
            page.contains(
                "<nav aria-label=\"Pages\"><a href=\"/\">Documents</a><a href=\"/map\">Map</a>"
                    + "<a href=\"/funnel\" aria-current=\"page\">Funnel</a><a href=\"/notes\">Notes</a></nav>"))
        #expect(page.contains("<main id=\"main\"><h1>Funnel"))
        for (path, label) in [
            ("/", ">Documents<"), ("/notes", ">Notes<"), ("/d/0", ">Documents<"), ("/drops", ">Funnel<"),
        ] {
            #expect(pages.text(path).contains("aria-current=\"page\"" + label), "\(path)")
        }
        #expect(page.contains("<dt><kbd>b</kbd></dt><dd>show blurred pictures</dd>"))
        #expect(page.contains("placeholder=\"Search 3 documents\""))
    }

    /// A new search keeps the filters, and begins on the first page in its own order.
    @Test func aSearchKeepsTheFilters() throws {
        let form = try Pages(count: 3).part(
            "/?q=a%22b&language=en&sort=words&seed=2&page=1&view=images", from: "class=\"search\">", to: "</form>")
        #expect(form.hasPrefix("<input type=\"search\" name=\"q\" id=\"q\" value=\"a&quot;b\""))
        #expect(
            form.hasSuffix(
                "<input type=\"hidden\" name=\"language\" value=\"en\"><input type=\"hidden\" name=\"view\" value=\"images\">"
            ))
        #expect(form.components(at: "<input").count - 1 == 3)
    }
}
