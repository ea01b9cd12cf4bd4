import Documents
import Platform
import TestKit
import Testing

@testable import Browsing

/// Pages as they were captured.
@Suite struct OriginalsTests {
    private func document(_ archive: String, url: String = "http://a.example/", offset: Int = 0) -> Document {
        Document(url: url, nodes: [], provenance: Provenance(archive: archive, offset: offset, length: 1))
    }

    /// An archive with a page of each body, all of one type.
    private func archive(_ bodies: [String], type: String) -> [UInt8] {
        var crawl = Crawl()
        for (number, body) in bodies.enumerated() {
            crawl.addResponse("http://a.example/\(number)", type, Array(body.utf8))
        }
        return crawl.plain
    }

    @Test func anArchiveIsAFileOfItsName() throws {
        let scratch = try Scratch()
        for folder in ["one/folder.warc", "two"] { try Files.makeFolder(scratch.file(folder)) }
        for file in ["one/a.warc", "two/a.warc", "two/b.wacz", "two/folder.warc"] { _ = try scratch.write([1], file) }
        let originals = Originals(folders: [scratch.file("one"), scratch.file("two")])
        #expect(originals.archive(of: document("a.warc")) == scratch.file("one/a.warc"), "the first folder comes first")
        #expect(originals.archive(of: document("b.wacz/archive/data.warc.gz")) == scratch.file("two/b.wacz"))
        #expect(
            originals.archive(of: document("folder.warc")) == scratch.file("two/folder.warc"), "a folder is no archive")
        #expect(originals.archive(of: document("c.warc")) == nil)
        #expect(Originals(folders: []).archive(of: document("a.warc")) == nil)
    }

    @Test(arguments: ["", "..", ".", "../one/a.warc", "/"]) func aNameStaysInItsFolder(name: String) throws {
        let scratch = try Scratch()
        try Files.makeFolder(scratch.file("one"))
        _ = try scratch.write([1], "one/a.warc")
        #expect(Originals(folders: [scratch.file("one")]).archive(of: document(name)) == nil)
    }

    /// What a page calls itself is HTML for a frame; its character set goes along where it is a plain word.
    @Test(arguments: [
        ("text/html; charset=iso-8859-1", "text/html; charset=iso-8859-1"), ("text/html", "text/html"),
        ("application/javascript; charset=UTF_8", "text/html; charset=utf_8"), ("text/html; charset=a(b", "text/html"),
    ]) func aPageIsHTML(type: String, given: String) throws {
        let scratch = try Scratch()
        _ = try scratch.write(archive(["<p>ä"], type: type), "a.warc")
        let answer = try Originals(folders: [scratch.path]).response(document("a.warc"))
        #expect(answer.type.lowercased() == given && answer.status == 200 && answer.isForeign && !answer.isImmutable)
        #expect(answer.body == Array("<p>ä".utf8))
    }

    /// The record at the document's place, not the first one.
    @Test func thePageOfThePlaceIsGiven() throws {
        let scratch = try Scratch()
        let first = archive(["one"], type: "text/html").count
        _ = try scratch.write(archive(["one", "two"], type: "text/html"), "a.warc")
        let originals = Originals(folders: [scratch.path])
        let second = try originals.response(document("a.warc", url: "http://a.example/1", offset: first))
        #expect(second.body == Array("two".utf8))
        // A URL that was mended on the way is in no record.
        #expect(try originals.response(document("a.warc", url: "http://b.example/")).body == Array("one".utf8))
    }

    @Test func anArchiveThatIsNotAtHandIsNamed() throws {
        let answer = try Originals(folders: ["/nowhere"]).response(document("x.warc.gz"))
        #expect(answer.status == 404 && !answer.isForeign)
        #expect(
            String(decoding: answer.body, as: UTF8.self).contains(
                "The archive x.warc.gz is not at hand: quarry serve CORPUS --archives FOLDER"))
    }

    @Test func aPageOfMoreThan16MiBIsNotShown() throws {
        let scratch = try Scratch()
        for (extra, status) in [(0, 200), (1, 404)] {
            let body = String(repeating: "a", count: 16 << 20) + String(repeating: "b", count: extra)
            _ = try scratch.write(archive([body], type: "text/html"), "a\(extra).warc")
            let answer = try Originals(folders: [scratch.path]).response(document("a\(extra).warc"))
            #expect(answer.status == status, "\(extra)")
        }
    }
}
