import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import Phases
@testable import Runs

/// Pictures that archives hold, and what archives and lists say of their use.
@Suite struct ArchivedPicturesTests {
    private let png = PNG.gradient(width: 200, height: 150, shade: 1)

    /// A page that shows the pictures 0.png to `count`.
    private func page(_ count: Int) -> [UInt8] {
        let images = (0..<count).map { "<img src=/\($0).png>" }.joined()
        return Array("<html><body><p>Some words of a page that is short.</p>\(images)</body></html>".utf8)
    }

    private func picture(_ header: String, _ body: [UInt8]) -> [UInt8] {
        Array("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\(header)\r\n".utf8) + body
    }

    private func run(_ crawls: [Crawl], _ more: String = "", list: String = "") throws -> PhaseRun {
        let scratch = try Scratch()
        let paths = try crawls.enumerated().map { try scratch.write($1.gzip, "\($0).warc.gz") }
        let optOut = try scratch.write(Array(list.utf8), "opt-out")
        let fetch = "network: false, opt-out: [\(optOut)]" + (more.isEmpty ? "" : ", " + more)
        return try PhaseRun(
            "name: t\nextraction: {pictures: all}\nfetch: {\(fetch)}", inputs: paths, in: scratch
        ).work(through: .judge)
    }

    /// Why pictures left in `judge`, by the ends of their addresses.
    private func left(_ run: PhaseRun) throws -> [String] {
        try run.drops(of: .judge).filter { $0.reason.unit == .image }
            .map { "\($0.url.split(separator: "/").last ?? "") \($0.reason.rawValue)" }.sorted()
    }

    @Test func whatAnArchivedPictureSaysOfItsUseIsObeyed() throws {
        var crawl = Crawl()
        crawl.addResponse("http://a.example/", "text/html", page(5))
        let headers = ["", "X-Robots-Tag: noai\r\n", "tdm-reservation: 1\r\n", "tdm-reservation: 0\r\n"]
        for (number, header) in headers.enumerated() {
            crawl.add(type: "response", url: "http://a.example/\(number).png", block: picture(header, png))
        }
        let obeying = try run([crawl])
        #expect(
            try left(obeying) == ["1.png image.noai", "2.png image.tdm-reserved", "4.png image.not-fetched"])
        #expect(try obeying.counts(of: .fetch)["from_archive"] == 2)
        #expect(
            try left(run([crawl], "robots-tag: false, tdm: false")) == ["4.png image.not-fetched"])
        #expect(
            try left(run([crawl], "archive-images: false")) == (0..<5).map { "\($0).png image.not-fetched" })
    }

    @Test func whatOptedOutIsNotTakenFromAnArchive() throws {
        var crawl = Crawl()
        crawl.addResponse("http://a.example/", "text/html", page(2))
        for number in 0..<2 { crawl.addResponse("http://a.example/\(number).png", "image/png", png) }
        #expect(
            try left(run([crawl], list: "http://a.example/1.png\n")) == ["1.png image.opted-out"])
        #expect(
            try left(run([crawl], list: "a.example\n")) == ["0.png image.opted-out", "1.png image.opted-out"])
        // That is known without fetching.
        #expect(
            try left(run([crawl], "urls-only: true", list: "http://a.example/1.png\n")) == ["1.png image.opted-out"])
    }

    /// Of several captures the last counts, in the order of the archives.
    @Test func theLastCaptureOfAPictureIsTaken() throws {
        func crawl(_ widths: Int...) -> Crawl {
            var crawl = Crawl()
            for width in widths {
                let picture = PNG.gradient(width: width, height: 150, shade: 1)
                crawl.addResponse("http://a.example/0.png", "image/png", picture)
            }
            return crawl
        }
        func width(_ crawls: [Crawl]) throws -> Int? {
            var first = crawls[0]
            first.addResponse("http://a.example/", "text/html", page(1))
            return try run([first] + crawls.dropFirst()).documents(of: .judge).first?.images.first?.signals?.width
        }
        #expect(try width([crawl(200, 210)]) == 210)
        #expect(try width([crawl(210, 200)]) == 200)
        #expect(try width([crawl(200, 210), crawl(220)]) == 220)
    }

    // MARK: Documents and their records

    @Test func aDocumentSaysWhereItComesFrom() throws {
        var crawl = Crawl()
        crawl.add(type: "warcinfo", url: nil, block: Array("software: t".utf8))
        let html = """
            <html lang=de><head><title>A  page</title><link rel=license href=/licence></head>
            <body><p>Some words of a page.</p></body></html>
            """
        crawl.addResponse("http://a.example/d/", "text/html", Array(html.utf8))
        let document = try #require(
            try PhaseRun("name: t", [crawl]).work(through: .extract).documents(of: .extract).first)
        let first = Gzip.member(crawl.records[0]).count
        #expect(document.provenance.archive == "0.warc.gz" && document.provenance.offset == first)
        #expect(document.provenance.length == Gzip.member(crawl.records[1]).count)
        #expect(document.provenance.license == "http://a.example/licence" && document.title == "A page")
        #expect(document.language == "de" && document.captured == "20240506070809")
        let key = "http://a.example/d/\n20240506070809\n0.warc.gz\n\(first)\n0"
        #expect(document.id == SHA256.hash(key).hex.prefix(20))
    }

    /// No record is longer than readers take: a long page is several documents, each with an id and words of its own.
    @Test func aLongPageIsSeveralDocuments() throws {
        let sentence = "There were a few words of the page that was long. "
        let paragraphs = (0..<60).map { "<p>\($0) " + String(repeating: sentence, count: 400) + "</p>" }.joined()
        var crawl = Crawl()
        crawl.addResponse("http://a.example/long", "text/html", Array("<html><body>\(paragraphs)</body></html>".utf8))
        let run = try PhaseRun("name: t", [crawl]).work(through: .extract)
        let documents = try run.documents(of: .extract)
        #expect(documents.map(\.url) == ["http://a.example/long", "http://a.example/long#part-2"])
        #expect(Set(documents.map(\.id)).count == 2)
        // 60 paragraphs of 400 sentences of eleven words; the number in front is no word.
        var words = 0
        for document in documents { words += document.profile.words }
        #expect(words == 264_000)
        #expect(documents.allSatisfy { $0.profile.words > 10_000 && $0.text.utf8.count < 1_000_000 })
        let ledger = try Committed.read(run.run, .extract).total
        #expect(ledger[.document].born == 2 && ledger[.document].written == 2)
        #expect(ledger[.paragraph].written == documents.reduce(0) { $0 + $1.paragraphCount })
    }

    @Test func placeholdersAreCounted() throws {
        var crawl = Crawl()
        let text = "Write to ann@mail.example.org or to bob@mail.example.org about it."
        crawl.addResponse("http://a.example/", "text/html", Array("<html><body><p>\(text)</p></body></html>".utf8))
        let run = try PhaseRun("name: t\ntext: {redact: [email]}", [crawl]).work(through: .extract)
        let document = try #require(run.documents(of: .extract).first)
        #expect(!document.text.contains("@mail.example.org") && document.text.contains("about it."))
        #expect(try Committed.read(run.run, .extract).total.replaced == ["email": 2])
    }

    /// What a supervisor noted of a record that killed its worker: the record leaves for it, and the next is done.
    @Test func recordsThatAreToBeSkippedLeaveForTheirReason() throws {
        var crawl = Crawl()
        for number in 0..<3 { crawl.addResponse("http://a.example/\(number)", "text/html", page(1)) }
        let run = try PhaseRun("name: t\nfetch: {network: false}", [crawl])
        var skips = Skips()
        try Files.makeFolder(run.run.work + "/extract")
        try skips.add(1, .pageDeadline, path: run.run.skips(WorkUnit(phase: .extract, index: 0)))
        try run.work(.extract)
        #expect(try run.documents(of: .extract).map(\.url) == ["http://a.example/0", "http://a.example/2"])
        #expect(try run.reasons(through: .extract) == ["page.deadline": 1])
        #expect(try run.drops(of: .extract).map(\.url) == ["http://a.example/1"])
    }
}
