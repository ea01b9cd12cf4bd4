import Foundation
import TestKit
import Testing

@testable import WebArchive

@Suite struct ArchivesTests {
    @Test func formatsAreToldByBytes() throws {
        let scratch = try Scratch()
        let page = Make.page(1)
        let cases: [([UInt8], ArchiveFormat)] = [
            (page, .warc), (Make.gzip(page), .warcGzip), (Make.zstd(page), .warcZstd),
            (Array("\n<!DOCTYPE html><p>x".utf8), .html), (Array("<HTML>".utf8), .html),
            (Make.gzip([]) + Make.gzip(page), .warcGzip), ([0xEF, 0xBB, 0xBF] + page, .warc),
            (Array("filedesc://x.arc 0.0.0.0 20080430204825 text/plain 0\n\n".utf8), .warc),
        ]
        for (i, (bytes, format)) in cases.enumerated() {
            let path = try scratch.write(bytes, "misleading.txt")
            let sources = try Archives.sources(at: path)
            #expect(sources.map(\.format) == [format], "case \(i)")
            #expect(sources[0].name == "misleading.txt" && sources[0].end == bytes.count)
        }
        let bare = try scratch.write(Array("just words".utf8), "a.html")
        #expect(try Archives.sources(at: bare).map(\.format) == [.html])
    }

    @Test func otherFilesAreRefusedByName() throws {
        let scratch = try Scratch()
        let cases: [[UInt8]] = [
            [], Array("just words".utf8), [0x89, 0x50, 0x4E, 0x47], Make.gzip(Array("<html>".utf8)),
            Make.zstd(Array("x".utf8)), [UInt8](repeating: 0, count: 99), Array("%PDF-1.4".utf8),
            Make.zip([("readme.txt", [1], 0)]), Array("PK\u{3}\u{4}cut".utf8),
            // A line of ARC that ends with its date: no type, no length.
            Array("filedesc://x.arc 0.0.0.0 1 text/plain 20080430204825\n\n".utf8),
        ]
        for bytes in cases {
            let path = try scratch.write(bytes, "other")
            let error = #expect(throws: ArchiveError.self) { try Archives.sources(at: path) }
            #expect(error?.description.hasPrefix(path) == true)
        }
        #expect(throws: ArchiveError.self) { try Archives.sources(at: scratch.path + "/absent") }
        #expect(throws: ArchiveError.self) { try Archives.sources(at: scratch.path) }
    }

    @Test(arguments: [false, true]) func wacz(wide: Bool) throws {
        let scratch = try Scratch()
        let one = (0..<9).flatMap { Make.gzip(Make.page($0)) }
        let two = (10..<14).flatMap { Make.page($0) }
        let zip = Make.zip(
            [
                ("datapackage.json", Array("{}".utf8), 0), ("archive/", [], 0), ("archive/data.warc.gz", one, 0),
                ("archive/more.warc", two, 0), ("indexes/index.cdx.gz", Make.gzip([1]), 0),
                ("pages/pages.jsonl", [], 8),
            ], wide: wide)
        let path = try scratch.write(zip, "x.wacz")
        let sources = try Archives.sources(at: path)
        #expect(sources.map(\.name) == ["x.wacz/archive/data.warc.gz", "x.wacz/archive/more.warc"])
        #expect(sources.map(\.format) == [.warcGzip, .warc])
        let reading = try Reading(sources, keeping: true)
        #expect(reading.damages.isEmpty)
        #expect(reading.records.map(\.targetURI) == (Array(0..<9) + Array(10..<14)).map { "http://made.test/\($0)" })
        for source in sources {
            let parts = try Archives.split(source, targetBytes: 700)
            #expect(parts.count > 1)
            #expect(try Reading(parts).keys == Reading([source]).keys)
        }
        let record = reading.records[4]
        let again = try ArchiveLookup.record(
            path: path, format: .warcGzip, offset: record.offset, length: record.length)
        #expect(Reading.key(again) == Reading.key(record))
        #expect(page(again) != nil)
    }

    @Test func compressedWaczSaysHowToMendIt() throws {
        let scratch = try Scratch()
        let path = try scratch.write(Make.zip([("archive/data.warc", [1, 2, 3], 8)]), "x.wacz")
        let error = #expect(throws: ArchiveError.self) { try Archives.sources(at: path) }
        #expect(error?.description.contains("zip -0") == true)
    }

    /// The directory names one archive many times: a file of kilobytes would be as much work as one of gigabytes.
    @Test func aWaczWhoseArchivesAreTheSameBytesIsRefused() throws {
        let scratch = try Scratch()
        let one = Make.gzip(Make.page(0))
        var zip = Make.zip([("archive/a.warc.gz", one, 0), ("archive/b.warc.gz", one, 0)])
        // The second entry's place in the directory, four bytes before its name, becomes that of the first.
        let name = Array("archive/b.warc.gz".utf8)
        let at = try #require((0..<zip.count - name.count).last { Array(zip[$0..<$0 + name.count]) == name })
        zip.replaceSubrange(at - 4..<at, with: [0, 0, 0, 0])
        let path = try scratch.write(zip, "x.wacz")
        let error = #expect(throws: ArchiveError.self) { try Archives.sources(at: path) }
        #expect(error?.description.contains("the same bytes") == true)
    }

    @Test func everyCutOfAWaczIsRefused() throws {
        let scratch = try Scratch()
        let zip = Make.zip([("archive/data.warc.gz", Make.gzip(Make.page(1)), 0)])
        for cut in 4..<zip.count {
            let path = try scratch.write(Array(zip[..<cut]), "cut.wacz")
            #expect(throws: ArchiveError.self) { try Archives.sources(at: path) }
        }
    }

    @Test(.needsShared("crawl/debian-handbook.warc.gz")) func lookupsAreTheRecordsOfTheReader() throws {
        let path = try Shared.require("crawl/debian-handbook.warc.gz")
        var reader = try ArchiveReader(try Archives.sources(at: path)[0])
        var index = 0
        while let item = reader.next() {
            index += 1
            guard index % 40 == 0, case .record(let record) = item else { continue }
            let again = try ArchiveLookup.record(
                path: path, format: .warcGzip, offset: record.offset, length: record.length)
            #expect(Reading.key(again) == Reading.key(record))
            #expect(throws: ArchiveError.self) {
                try ArchiveLookup.record(
                    path: path, format: .warcGzip, offset: record.offset + 1, length: record.length)
            }
        }
        #expect(index > 200)
    }
}
