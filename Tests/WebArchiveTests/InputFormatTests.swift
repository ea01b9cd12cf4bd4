import Platform
import TestKit
import Testing

@testable import WebArchive

/// Each input format by itself, and the list of them.
@Suite struct InputFormatTests {
    private func items(_ source: ArchiveSource) throws -> [ArchiveRecord] {
        let reader = try Archives.reader(source)
        var records: [ArchiveRecord] = []
        while let item = reader.next() { if case .record(let record) = item { records.append(record) } }
        return records
    }

    @Test func everyFormatOfASourceHasOneReader() {
        let names = Archives.formats.flatMap { $0.formats.map(\.rawValue) }
        #expect(names.sorted() == ["html", "mhtml", "warc", "warc.gz", "warc.zst"])
        for format in Archives.formats {
            for ending in format.endings {
                #expect(Archives.isName("/x/A\(ending.uppercased())", ofPage: format.isPage))
            }
        }
        #expect(!Archives.isName("/x/a.html", ofPage: false) && !Archives.isName("/x/a.warc.gz", ofPage: true))
        #expect(!Archives.isName("/x/a.txt", ofPage: true))
    }

    @Test func anHTMLFileIsOneRecordThatIsReadOnce() throws {
        let scratch = try Scratch()
        let html = Array("<!doctype html><p>ä".utf8)
        let path = try scratch.write(html, "a.bin")
        let source = try #require(try Archives.sources(at: path).first)
        #expect(source.format == .html && Archives.format(of: source).isPage)
        #expect(try Archives.split(source, targetBytes: 1) == [source])
        let records = try items(source)
        #expect(records.count == 1)
        #expect(records.first?.block == html)
        #expect(records.first?.type == .resource && records.first?.targetURI == "")
        #expect(records.first?.headers["content-type"] == "text/html" && records.first?.length == html.count)
        let again = try ArchiveLookup.record(in: source, at: ArchiveLookup.Place(offset: 0))
        #expect(again.block == html)
        #expect(throws: ArchiveError.noRecord(path: path, offset: 1)) {
            try ArchiveLookup.record(in: source, at: ArchiveLookup.Place(offset: 1))
        }
    }

    /// Without a beginning of HTML the name counts, and only for what may be text.
    @Test func textIsAPageByItsName() throws {
        let scratch = try Scratch()
        let text = Array("just words".utf8)
        #expect(try Archives.sources(at: scratch.write(text, "a.htm")).map(\.format) == [.html])
        let error = #expect(throws: ArchiveError.self) { try Archives.sources(at: scratch.write(text, "a.txt")) }
        #expect("\(error.map { "\($0)" } ?? "")".contains("it begins 'just words'"))
        #expect(throws: ArchiveError.self) { try Archives.sources(at: scratch.write([1, 2, 0, 7], "b.htm")) }
    }

    /// Records are looked for behind a beginning that no format knows, and only then.
    @Test func recordsBehindForeignBytesAreFound() throws {
        let scratch = try Scratch()
        var crawl = Crawl()
        crawl.addResponse("http://a.example/", "text/html", Array("<p>one".utf8))
        crawl.addResponse("http://a.example/2", "text/html", Array("<p>two".utf8))
        let path = try scratch.write(Array("junk in front\r\n\r\n".utf8) + crawl.plain, "x")
        let source = try #require(try Archives.sources(at: path).first)
        #expect(source.format == .warc)
        let targets = try items(source).map(\.targetURI)
        #expect(targets == ["http://a.example/", "http://a.example/2"])
    }
}
