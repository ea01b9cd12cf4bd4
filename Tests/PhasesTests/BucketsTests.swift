import Platform
import Runs
import TestKit
import Testing

@testable import Phases

/// The exchanges between phases: how many buckets they have does not show in the corpus.
@Suite struct BucketsTests {
    static let pipeline = """
        name: buckets
        images: {per-document: {min: 1, max: 30}}
        corpus: {image-url-maximum: 10, paragraph-maximum: 2, deduplicate-images: domain}
        fetch: {network: false}
        """

    /// Three sites of four pages: each page with a text and a picture of its own, a sentence of its site and a picture of
    /// all; one more page with the picture of another site; one picture twice under two names; one page crawled twice.
    static func archives() -> [Crawl] {
        var random = SeededRandom(seed: 21)
        var first = Crawl()
        var second = Crawl()
        for site in 0..<3 {
            for page in 0..<4 {
                let more = site == 2 && page == 1 ? ["/copy.png"] : []
                let html = html(site, ["/\(page).png"] + more, &random)
                first.addResponse("http://h\(site).example/\(page)", "text/html", html)
                if site == 0 && page == 0 { second.addResponse("http://h0.example/0", "text/html", html) }
                let picture = PNG.gradient(width: 160 + 10 * site + page, height: 160, shade: 9)
                first.addResponse("http://h\(site).example/\(page).png", "image/png", picture)
                if site == 2 && page == 0 { second.addResponse("http://h2.example/copy.png", "image/png", picture) }
            }
        }
        second.addResponse("http://h1.example/4", "text/html", html(1, ["http://h0.example/2.png"], &random))
        let view = PNG.gradient(width: 150, height: 150, shade: 200)
        second.addResponse("http://hills.example/view.png", "image/png", view)
        return [first, second]
    }

    private static func html(_ site: Int, _ pictures: [String], _ random: inout SeededRandom) -> [UInt8] {
        let images = (["http://hills.example/view.png"] + pictures).map { "<p><img src=\"\($0)\"></p>" }
        let text = "<p>\(Crawl.paragraph(&random))</p><p>Everything on site number \(site) may be copied freely.</p>"
        return Array("<html><body><main>\(text)\(images.joined())</main></body></html>".utf8)
    }

    /// What more than sixteen units wrote is merged when their phase is closed; who finds nothing merged reads what they wrote.
    @Test func mergedExchangesGiveTheSameCorpus() throws {
        var random = SeededRandom(seed: 22)
        let archives = (0..<40).map { number in
            var crawl = Crawl()
            crawl.addResponse(
                "http://h\(number % 3).example/\(number)", "text/html",
                Self.html(number % 3, ["/\(number).png"], &random))
            let picture = PNG.squares(side: 160, seed: UInt64(number / 2))
            crawl.addResponse("http://h\(number % 3).example/\(number).png", "image/png", picture)
            return crawl
        }
        let merged = try PhaseRun(Self.pipeline, archives, buckets: 40).work()
        let plain = try PhaseRun(Self.pipeline, archives, buckets: 40)
        for phase in plain.plan.phases.names {
            try plain.work(phase)
            let folder = MergedExchanges.folder(phase, plain.run)
            #expect(Files.exists(folder) == Files.exists(MergedExchanges.folder(phase, merged.run)))
            if Files.exists(folder) { try Files.remove(folder) }
        }
        // Six groups of seven parts and one of five, of seven exchanges.
        #expect(try Files.list(MergedExchanges.folder(.extract, merged.run)).count == 6 * 7)
        // Two tables of keys, and nothing else.
        #expect(
            try Files.list(MergedExchanges.folder(.deduplicateLinks, merged.run)).sorted()
                == ["frequent.keys", "repeated.keys"])
        #expect(try merged.digests() == plain.digests())
        #expect(try merged.corpusDocuments().count > 20)
    }

    @Test func anyNumberOfBucketsGivesTheSameCorpus() throws {
        let one = try PhaseRun(Self.pipeline, Self.archives(), buckets: 1).work()
        let reasons = try one.reasons()
        #expect(
            reasons == [
                "document.duplicate-url": 1, "document.duplicate-images": 1, "paragraph.repeated-in-domain": 13,
                "image.frequent-url": 13, "image.near-duplicate": 1, "paragraph.document-dropped": 3,
                "image.document-dropped": 3,
            ])
        #expect(try one.corpusDocuments().count == 12)
        let digests = try one.digests()
        #expect(digests.count == 11)
        for buckets in [2, 7, 64] {
            let run = try PhaseRun(Self.pipeline, Self.archives(), buckets: buckets).work()
            #expect(try run.digests() == digests, "\(buckets) buckets")
        }
    }
}
