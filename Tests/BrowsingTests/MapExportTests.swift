import CorpusKit
import Inspection
import JSON
import Platform
import TestKit
import Testing

@testable import Browsing

/// A map as one file that needs nothing else.
@Suite struct MapExportTests {
    private func data(_ page: String) throws -> JSONValue {
        try JSONValue(
            parsing: Array(
                Pages.part(of: page, from: "<script type=\"application/json\" id=\"data\">", to: "</script>").utf8))
    }

    @Test func theFileHasEverythingInIt() throws {
        let map = try MadeMap()
        let page = try MapExport.page(map.corpus, title: "A <map>")
        #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</script></body></html>\n"))
        #expect(page.contains("<title>A &lt;map&gt;</title>") && page.contains(Assets.mapScript))
        #expect(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"))
        for outside in ["<link", "src=", "@import", "url("] { #expect(!page.contains(outside), "\(outside)") }
        #expect(!page.contains("List of groups") && page.contains("<option value=\"dropped\">"))
        #expect(!page.contains("<option value=\"words\">"), "it has columns of names alone")
    }

    @Test func dataIsThatOfTheServer() throws {
        let map = try MadeMap(titles: ["", String(repeating: "ä", count: 130)])
        let data = try data(MapExport.page(map.corpus, title: "x"))
        #expect(try data["map"] == map.json("/map.json"))
        #expect(data["points"]?.string == Base64.encode(MadeMap.order.flatMap { MadeMap.point($0) }))
        // By number: the group of the middle zoom.
        #expect(data["group"]?.string == Base64.encode([0, 1, 255, 1, 0, 2, 0, 1]))
        #expect(data["reasons"]?.string == Base64.encode([1, 0]))
        #expect(
            data["titles"]?.array?.compactMap(\.string) == [
                "http://a.example/0", String(repeating: "ä", count: 120), "T2", "T3", "T4", "T5",
                "document.too-few-words: What was 0", "document.no-image: What was 1",
            ])
        #expect(
            data["urls"]?.array?.compactMap(\.string)
                == (0..<6).map { "http://a.example/\($0)" } + ["http://gone.example/0", "http://gone.example/1"])
        let language = data["columns"]?["language"]
        #expect(language?["values"]?.array?.compactMap(\.string) == ["", "en"])
        #expect(language?["codes"]?.array?.compactMap(\.integer) == [0, 1, 1, 1, 0, 1])
        #expect(language?["ranks"]?.string == Base64.encode([1, 0]))
    }

    @Test func aTitleDoesNotEndTheScript() throws {
        let map = try MadeMap(withDropped: false, titles: ["</script><script>alert(1)</script>"])
        let page = try MapExport.page(map.corpus, title: "x")
        #expect(!page.contains("alert(1)</script>") && page.contains("\\u003c/script>\\u003cscript>alert(1)"))
        let data = try data(page)
        #expect(data["titles"]?[0]?.string == "</script><script>alert(1)</script>" && data["reasons"] == nil)
    }

    @Test func withoutAMapThereIsNothingToWrite() throws {
        let pages = try Pages(count: 3)
        #expect(throws: InspectionError.unanswerable("there is no map yet: quarry map \(pages.folder)")) {
            try MapExport.page(pages.corpus, title: "x")
        }
    }
}
