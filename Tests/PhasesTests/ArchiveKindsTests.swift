import Configuration
import Extraction
import Facts
import Foundation
import Platform
import TestKit
import Testing

@testable import Phases
@testable import WebArchive

/// One small archive of each kind that is met, and the account of it.
@Suite struct ArchiveKindsTests {
    private let scratch: Scratch
    private let input: InputConfig

    init() throws {
        scratch = try Scratch()
        let pipeline = try Pipeline.parse("name: kinds\n", file: "kinds", folder: ".")
        input = pipeline.config.input
    }

    private static let html = "<!DOCTYPE html><html><body><p>A page.</p></body></html>"

    /// A record with these fields.
    private func record(_ type: String, _ url: String?, _ fields: [String], _ block: String) -> String {
        let target = url.map { ["WARC-Target-URI: \($0)"] } ?? []
        let lines = [
            "WARC/1.1", "WARC-Type: \(type)", "WARC-Record-ID: <urn:uuid:1>", "WARC-Date: 2024-05-06T07:08:09Z",
        ]
        let head = lines + target + fields + ["Content-Length: \(block.utf8.count)"]
        return head.joined(separator: "\r\n") + "\r\n\r\n" + block + "\r\n\r\n"
    }

    private func response(_ url: String, _ status: String, _ type: String?, _ body: String, _ fields: [String] = [])
        -> String
    {
        let head = "HTTP/1.1 \(status)\r\n" + (type.map { "Content-Type: \($0)\r\n" } ?? "") + "\r\n"
        return record("response", url, ["Content-Type: application/http; msgtype=response"] + fields, head + body)
    }

    /// What every record of a file is taken for, in order.
    private func account(_ bytes: [UInt8], _ name: String = "a.warc") throws -> [String] {
        let path = try scratch.write(bytes, name)
        var account: [String] = []
        for source in try Archives.sources(at: path) {
            let list = try PageList.of(source)
            let reader = try Archives.reader(source)
            while let item = reader.next() {
                switch item {
                case .damage(let damage): account.append("damage \(damage.fault)")
                case .record(let record):
                    switch RecordSorter.sort(record, source: source, input: input, list: list) {
                    case .page(let page): account.append("page \(page.url)" + (page.title.map { " '\($0)'" } ?? ""))
                    case .picture(let url): account.append("picture \(url)")
                    case .other(let reason, let detail):
                        account.append(reason.rawValue + (detail.isEmpty ? "" : " (\(detail))"))
                    }
                }
            }
        }
        return account
    }

    private func account(_ records: String...) throws -> [String] { try account(Array(records.joined().utf8)) }

    // MARK: crawlers

    @Test func warcit() throws {
        #expect(
            try account(
                record("warcinfo", nil, ["Content-Type: application/warc-fields"], "software: warcit"),
                record("resource", "https://e.org/one", ["Content-Type: text/html"], Self.html),
                record("resource", "https://e.org/two", ["Content-Type: text/html; charset=utf-8"], Self.html),
                record("resource", "https://e.org/a.png", ["Content-Type: image/png"], "x"),
                record("resource", "https://e.org/a.css", ["Content-Type: text/css"], "x"),
                record("resource", "file:///data/b.html", ["Content-Type: text/html"], Self.html),
                record("resource", "https://e.org/empty", ["Content-Type: text/html"], ""))
                == [
                    "record.other-type (warcinfo)", "page https://e.org/one", "page https://e.org/two",
                    "picture https://e.org/a.png", "record.not-html (text/css)", "record.target-scheme (file)",
                    "record.empty-payload",
                ])
    }

    @Test func heritrix() throws {
        #expect(
            try account(
                record("response", "dns:e.org", ["Content-Type: text/dns"], "20240506\ne.org. 300 IN A 1.2.3.4"),
                response("http://e.org/", "200 OK", "text/html", Self.html),
                record(
                    "request", "http://e.org/", ["Content-Type: application/http; msgtype=request"], "GET / HTTP/1.1"),
                record("metadata", "http://e.org/", ["Content-Type: application/warc-fields"], "via: seed"))
                == [
                    "record.target-scheme (dns)", "page http://e.org/", "record.other-type (request)",
                    "record.other-type (metadata)",
                ])
    }

    @Test func wget() throws {
        #expect(
            try account(
                response("<http://e.org/a>", "200 OK", "text/html", Self.html),
                record(
                    "resource", "metadata://gnu.org/software/wget/warc/MANIFEST.txt", ["Content-Type: text/plain"], "x")
            )
                == ["page http://e.org/a", "record.target-scheme (metadata)"])
    }

    // MARK: Common Crawl

    @Test func commonCrawl() throws {
        let cut = ["WARC-Truncated: length"]
        #expect(
            try account(
                response("http://e.org/cut", "200 OK", "text/html", Self.html, cut),
                response("http://e.org/cut.png", "200 OK", "image/png", "x", cut),
                response("http://e.org/cut.pdf", "200 OK", "application/pdf", "x", cut),
                response(
                    "http://e.org/none", "200 OK", nil, "<p>A page</p>", ["WARC-Identified-Payload-Type: text/html"]),
                response(
                    "http://e.org/octets", "200 OK", "application/octet-stream", Self.html,
                    ["WARC-Identified-Payload-Type: application/xhtml+xml"]),
                response(
                    "http://e.org/zip", "200 OK", "application/octet-stream", "PK",
                    ["WARC-Identified-Payload-Type: application/zip"]))
                == [
                    "page http://e.org/cut", "record.truncated (image/png, cut by the crawler: length)",
                    "record.not-html (application/pdf, cut by the crawler: length)", "page http://e.org/none",
                    "page http://e.org/octets", "record.not-html (application/zip)",
                ])
    }

    @Test func robotsAndDiagnosticsOfCommonCrawl() throws {
        #expect(
            try account(
                response("http://e.org/robots.txt", "200 OK", "text/plain", "User-agent: *"),
                response("http://e.org/old", "301 Moved Permanently", "text/html", Self.html),
                response("http://e.org/gone", "404 Not Found", "text/html", Self.html),
                record(
                    "revisit", "http://e.org/same", ["WARC-Profile: http://x/server-not-modified"],
                    "HTTP/1.1 304 x\r\n\r\n"))
                == [
                    "record.not-html (text/plain)", "record.http-status (301)", "record.http-status (404)",
                    "record.revisit",
                ])
    }

    /// A proxy on the way changed what the server answered with 200.
    @Test func whatAProxyChangedIsAPage() throws {
        #expect(
            try account(
                response("http://e.org/", "203 Non-Authoritative Information", "text/html", Self.html),
                response("http://e.org/none", "204 No Content", "text/html", Self.html),
                response("http://e.org/part", "206 Partial Content", "text/html", Self.html))
                == ["page http://e.org/", "record.http-status (204)", "record.http-status (206)"])
    }

    @Test func metadataAndTextOfCommonCrawl() throws {
        #expect(
            try account(
                record("metadata", "http://e.org/", ["Content-Type: application/json"], "{\"Envelope\":{}}"),
                record("conversion", "http://e.org/", ["Content-Type: text/plain"], "The text of a page."))
                == ["record.other-type (metadata)", "record.other-type (conversion)"])
    }

    @Test func clueWeb() throws {
        func record(_ number: Int) -> String {
            let block = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + Self.html
            return
                "WARC/0.18\nWARC-Type: response\nWARC-Target-URI: http://e.org/\(number)\nWARC-Date: 2009-01-13T18:05:10-0800\n"
                + "WARC-Record-ID: <urn:uuid:\(number)>\nContent-Length: \(block.utf8.count + 5)\n\n" + block + "\n\n"
        }
        #expect(
            try account(record(0), record(1), record(2)).prefix(2) == ["page http://e.org/0", "page http://e.org/1"])
        #expect(try account(record(0), record(1), record(2)).count == 3)
    }

    // MARK: pages saved whole

    private let mhtml = """
        From: <Saved by Blink>
        Snapshot-Content-Location: https://e.org/article
        Subject: A page
        Date: Mon, 6 May 2024 07:08:09 -0000
        MIME-Version: 1.0
        Content-Type: multipart/related;
        \ttype="text/html";
        \tboundary="----B--7"


        ------B--7
        Content-Type: text/html
        Content-ID: <frame-1@mhtml.blink>
        Content-Transfer-Encoding: quoted-printable
        Content-Location: https://e.org/article

        <!DOCTYPE html><html><body><p>Caf=C3=A9 with a long l=
        ine.</p><img src=3D"https://e.org/a.png"><img src=3D"cid:b@mhtml.blink"><iframe src=3D"cid:frame-2@mhtml.blink">
        </iframe></body></html>
        ------B--7
        Content-Type: image/png
        Content-Transfer-Encoding: base64
        Content-Location: https://e.org/a.png

        iVBORw0KGgo=

        ------B--7
        Content-Type: image/png
        Content-ID: <b@mhtml.blink>
        Content-Transfer-Encoding: base64

        iVBORw0KGgo=

        ------B--7
        Content-Type: text/html
        Content-ID: <frame-2@mhtml.blink>

        <p>A frame</p>
        ------B--7--

        """

    @Test(arguments: ["\n", "\r\n"]) func mhtml(lineEnd: String) throws {
        let text = mhtml.replacing("\n", with: lineEnd)
        #expect(
            try account(Array(text.utf8), "page.mhtml") == [
                "page https://e.org/article", "picture https://e.org/a.png", "record.no-target-uri",
                "record.other-type (frame)",
            ])
        let source = try #require(try Archives.sources(at: scratch.file("page.mhtml")).first)
        #expect(source.format == .mhtml)
        let page = try ArchiveLookup.record(in: source, at: .init(offset: 0, ordinal: 0))
        #expect(page.date == "20240506070809")
        let body = String(decoding: page.block, as: UTF8.self)
        #expect(body.contains("<p>Café with a long line.</p>"))
        #expect(body.contains("src=\"data:image/png;base64,iVBORw0KGgo=\"") && !body.contains("cid:b@"))
        let picture = try ArchiveLookup.record(in: source, at: .init(offset: 0, ordinal: 1))
        #expect(picture.block == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    }

    /// Pictures may be named as the page names them, and one boundary may begin like another.
    @Test func addressesOfPartsMayBeRelative() throws {
        func part(_ location: String, _ type: String, _ body: String) -> String {
            "--b\r\nContent-Type: \(type)\r\nContent-Location: \(location)\r\n\r\n\(body)\r\n"
        }
        let inner =
            "--b\r\nContent-Type: multipart/alternative; boundary=b2\r\n\r\n--b2\r\n"
            + "Content-Type: text/html\r\nContent-Location: https://e.org/d/page?x=/1\r\n\r\n\(Self.html)\r\n--b2--\r\n"
        let pictures = ["pic.png", "/pic.png", "//i.org/pic.png", "https://e.org/a.png", "cid:1"]
        let text =
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n" + inner
            + pictures.map { part($0, "image/png", "\u{1}PNG") }.joined() + "--b--\r\n"
        #expect(
            try account(Array(text.utf8), "page.mht") == [
                "page https://e.org/d/page?x=/1", "picture https://e.org/d/pic.png", "picture https://e.org/pic.png",
                "picture https://i.org/pic.png", "picture https://e.org/a.png", "record.target-scheme (cid)",
            ])
    }

    /// A cut file gives what is there; nothing vanishes, nothing crashes.
    @Test func mhtmlCutAnywhere() throws {
        let bytes = Array(mhtml.utf8)
        for cut in stride(from: bytes.count - 20, to: 400, by: -7) {
            let account = try? account(Array(bytes[..<cut]), "page.mhtml")
            #expect(account == nil || !(account ?? []).isEmpty, "cut at \(cut)")
        }
    }

    @Test func addressesOfSavedPages() {
        func url(_ text: String) -> String? { SavedFrom.url(Array(text.utf8)) }
        #expect(
            url(
                "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://e.org/a?b=1 \n saved date: Mon"
            )
                == "https://e.org/a?b=1")
        #expect(url("<!-- saved from url=(0021)https://e.org/article -->\n<html>") == "https://e.org/article")
        #expect(url("<html><p>Page saved with SingleFile") == nil)
        #expect(url("<!-- saved from url=(0010)about:blank -->") == nil)
    }

    @Test func picturesBesideAPageAreFoundByTheirURLs() throws {
        try Files.makeFolder(scratch.file("a b"))
        try Files.write("x", to: scratch.file("a b/c.png"))
        let folder = PictureFolder(url: "https://e.org/x/", path: scratch.path + "/")
        #expect(folder.file(of: "https://e.org/x/a%20b/c.png?v=1") == scratch.path + "/a b/c.png")
        for other in [
            "https://e.org/x/a%20b/d.png", "https://e.org/y/c.png", "https://e.org/x/a%20b/%2E%2E/a%20b/c.png",
        ] {
            #expect(folder.file(of: other) == nil, "\(other)")
        }
    }

    // MARK: containers

    /// browsertrix lists the pages it visited; frames and what scripts asked for are none.
    @Test(arguments: [false, true]) func waczWithPages(isCompressed: Bool) throws {
        let archive =
            Gzip.member(Array(response("https://e.org/", "200 OK", "text/html", Self.html).utf8))
            + Gzip.member(Array(response("https://ads.example/frame", "200 OK", "text/html", Self.html).utf8))
            + Gzip.member(Array(response("https://e.org/more", "200 OK", "text/html", Self.html).utf8))
        let pages =
            "{\"format\":\"json-pages-1.0\",\"id\":\"pages\"}\n"
            + "{\"id\":\"1\",\"url\":\"https://e.org/#top\",\"title\":\"The front\",\"ts\":\"2024-05-06T07:08:09Z\"}\nno json\n"
        let more = "{\"id\":\"2\",\"url\":\"https://e.org/more\"}\n"
        let zip = ZIP.archive([
            ("archive/data.warc.gz", archive, false), ("pages/pages.jsonl", Array(pages.utf8), isCompressed),
            ("pages/extraPages.jsonl", Array(more.utf8), isCompressed),
        ])
        #expect(
            try account(zip, "a.wacz")
                == ["page https://e.org/ 'The front'", "record.not-listed", "page https://e.org/more"])
        let bare = ZIP.archive([("archive/data.warc.gz", archive, false)])
        #expect(try account(bare, "b.wacz").count { $0.hasPrefix("page ") } == 3)
    }
}
