import Documents
import Facts
import Runs
import TestKit
import Testing

@testable import Phases

/// Archive records: pages, pictures, and what is neither.
@Suite struct ExtractPhaseTests {
    private let page = Array("<html><body><p>Some words of a page that is short.</p></body></html>".utf8)

    private func run(_ crawl: Crawl, _ more: String = "") throws -> PhaseRun {
        try PhaseRun("name: t\nfetch: {network: false}\n\(more)", [crawl]).work(through: .extract)
    }

    private func http(_ head: String, _ body: String = "x") -> [UInt8] { Array((head + "\r\n\r\n" + body).utf8) }

    @Test func recordsThatAreNoPagesSayWhatTheyAre() throws {
        var crawl = Crawl()
        crawl.add(type: "warcinfo", url: nil, block: Array("software: t".utf8))
        crawl.add(type: "revisit", url: "http://a.example/r", block: http("HTTP/1.1 200 OK"))
        crawl.add(type: "continuation", url: "http://a.example/c", block: Array("rest".utf8))
        crawl.add(type: "response", url: nil, block: http("HTTP/1.1 200 OK"))
        crawl.add(type: "response", url: "ftp://a.example/f", block: http("HTTP/1.1 200 OK"))
        crawl.addResponse("http://a.example/404", "text/html", page, status: "404 Not Found")
        crawl.addResponse("http://a.example/css", "text/css", page)
        crawl.add(
            type: "response", url: "http://a.example/e", block: http("HTTP/1.1 200 OK\r\nContent-Type: text/html", ""))
        crawl.add(type: "response", url: "http://a.example/g", block: Array("not http at all".utf8))
        let run = try run(crawl)
        #expect(
            try run.reasons(through: .extract) == [
                "record.other-type": 1, "record.revisit": 1, "record.segmented": 1, "record.no-target-uri": 1,
                "record.target-scheme": 1, "record.http-status": 1, "record.not-html": 1, "record.empty-payload": 1,
                "record.not-http": 1,
            ])
    }

    @Test func bodiesThatCannotBeReadSayWhy() throws {
        var crawl = Crawl()
        let gzip = http("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br", "\u{1}\u{2}\u{0}\u{7}")
        crawl.add(type: "response", url: "http://a.example/1", block: gzip)
        crawl.addResponse("http://a.example/2", "text/html", [UInt8](repeating: 0x41, count: 3000))
        let run = try run(crawl, "input: {payload-bytes: 2000}")
        #expect(
            try run.reasons(through: .extract) == ["record.payload-encoding": 1, "record.payload-too-large": 1])
    }

    @Test func pagesBecomeDocumentsAndPicturesAreRemembered() throws {
        var crawl = Crawl()
        let html = "<html><body><p>Some words of a page that is short.</p><img src=/i.png></body></html>"
        crawl.addResponse("http://a.example/", "text/html", Array(html.utf8))
        crawl.addResponse("http://a.example/i.png", "image/png", PNG.gradient(width: 200, height: 150, shade: 1))
        let run = try run(crawl)
        let documents = try run.documents(of: .extract)
        #expect(documents.map(\.url) == ["http://a.example/"])
        #expect(documents.first?.images.map(\.url) == ["http://a.example/i.png"])
        #expect(documents.first?.captured == "20240506070809")
        #expect(try run.counts(of: .extract)["pictures"] == 1)
        #expect(try run.reasons(through: .extract).isEmpty)
    }

    @Test func aPageWithMoreImagesThanMayBeLosesTheRest() throws {
        var crawl = Crawl()
        let images = (0..<4).map { "<img src=/\($0).png width=400 height=300>" }.joined()
        crawl.addResponse(
            "http://a.example/", "text/html",
            Array("<html><body><p>Some words of a page.</p>\(images)</body></html>".utf8))
        let run = try run(crawl, "extraction: {images: 2, pictures: all}")
        #expect(try run.reasons(through: .extract) == ["image.too-many-on-page": 2])
    }
}
