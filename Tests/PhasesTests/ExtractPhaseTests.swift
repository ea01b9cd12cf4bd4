import Configuration
import CorpusFiles
import Documents
import Facts
import Platform
import TestKit
import Testing
import WebArchive

@testable import Phases
@testable import Runs

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

    /// Every byte of an archive is one unit's, however it is cut; what was read is in the seals and in `corpus.json`.
    @Test(arguments: ["", "input: {range-bytes: 65536}"]) func whatWasReadIsNoted(more: String) throws {
        var crawl = Crawl()
        for number in 0..<40 {
            let noise = (0..<9000).map { "\(number &* 7919 &+ $0 &* $0)" }.joined(separator: " ")
            crawl.addResponse("http://a.example/\(number)", "text/html", Array("<p>\(noise)</p>".utf8))
        }
        let run = try PhaseRun("name: t\nfetch: {network: false}\n\(more)", [crawl, Crawl.site(pages: 2)]).work()
        let count = run.plan.parts.count
        #expect(more.isEmpty ? count == 2 : count > 4)
        var sum = ReadBytes()
        for index in 0..<count {
            sum.add(try #require(SealedPart.read(run.run.seal(WorkUnit(phase: .extract, index: index))).read))
        }
        #expect(sum.count == run.plan.inputBytes)
        let read = try #require(try CorpusManifest(folder: run.run.path).read)
        #expect(read == .init(bytes: sum.count, xxh3: Hex.encode(sum.digest)))
    }

    /// An archive that becomes another while it is read: its unit is not sealed.
    @Test func anArchiveThatChangesWhileItIsReadIsNoPart() throws {
        let scratch = try Scratch()
        let path = try scratch.write(Crawl.site(pages: 3).gzip, "a.warc.gz")
        let watch = InputWatch([path, scratch.path])
        try watch.check()
        try Files.append([0], to: path)
        #expect(throws: PipelineError.self) { try watch.check() }
    }
}
