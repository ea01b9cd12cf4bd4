import Documents
import Extraction
import JSON
import Platform
import Testing
import TestKit

/// Pages of strangers: a document or a counted drop, never a crash, and the books balance.
@Suite struct HostilePagesTests {
    @Test(
        .needsShared("hostile/html"),
        arguments: [
            "charset", "encoding_rs", "html5lib-encoding", "html5lib-tokenizer", "html5lib-tree", "images", "jsoup",
            "libxml2", "libxml2-errors", "libxml2-tokenizer", "nokogiri", "struct",
        ])
    func smallPages(folder: String) throws {
        let path = try Shared.require("hostile/html/" + folder)
        for options in [ExtractionOptions.obelics, .quarry] {
            var extractor = Extractor(options: options)
            for name in try Files.list(path) where !name.hasSuffix(".gz") {
                let file = path + "/" + name
                guard !Files.isFolder(file), try Files.size(file) < 100_000 else { continue }
                let page = try Files.read(file)
                let extraction = extractor.extract(CapturedPage(url: Pages.url, body: page, httpCharset: nil))
                #expect(extraction.document != nil || extraction.drops.count == 1, "\(name)")
                #expect(Pages.balances(extraction), "\(name)")
                #expect(Pages.isNumbered(extraction), "\(name)")
            }
        }
    }

    /// The URLs that a page of `html/images` must and must not give.
    @Test(.needsShared("hostile/MANIFEST.tsv")) func imageURLs() throws {
        let manifest = try Shared.require("hostile/MANIFEST.tsv")
        var extractor = Extractor(options: Pages.whole)
        for line in try Files.readText(manifest).split(separator: "\n") where line.hasPrefix("html/images/") {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
            let facts = try JSONValue(parsing: String(columns[9]))
            // Which hosts may be asked is the fetcher's business.
            if line.contains("private_hosts") || line.contains("private_more") { continue }
            guard let url = facts["page_url"]?.string, let path = Shared.path("hostile/" + columns[0]) else { continue }
            let extraction = extractor.extract(CapturedPage(url: url, body: try Files.read(path), httpCharset: nil))
            let found = Set(extraction.document?.images.map(\.url) ?? [])
            for forbidden in facts["forbidden_urls"]?.array?.compactMap(\.string) ?? [] {
                #expect(!found.contains(forbidden), "\(columns[0])")
            }
            guard let expected = facts["expect_urls"]?.array?.compactMap(\.string) else { continue }
            let allowed = Set(expected + (facts["may_urls"]?.array?.compactMap(\.string) ?? []))
            #expect(found.subtracting(allowed).isEmpty, "\(columns[0])")
            #expect(Set(expected).subtracting(found).isEmpty, "\(columns[0])")
        }
    }

    /// Cases that cost a quadratic algorithm minutes, made here.
    @Test(arguments: [
        ("<div class=menu>x", 1_000), ("<div>", 20_000), ("<b><i><p>", 3_000), ("</p></div></i>", 10_000),
        ("<table><tr><td>", 2_000), ("<svg><g>", 3_000), ("<script><!--</script>", 3_000), ("<ul><li><dl><dd>", 2_000),
        ("<figure><figcaption>x", 1_000), ("<a href=x>y", 5_000), ("<img src=x>&amp<", 3_000), ("x<br>", 10_000),
    ])
    func floods(unit: String, count: Int) {
        let html = "<body><p>START</p>" + String(repeating: unit, count: count)
        for options in [ExtractionOptions.obelics, .quarry] {
            let extraction = Pages.extract(html, options)
            #expect(Pages.balances(extraction))
            #expect(Pages.isNumbered(extraction))
        }
    }
}
