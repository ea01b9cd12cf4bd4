import TestKit
import Testing

@testable import WebArchive

/// What a record says of itself, and what a file of records gives in order.
@Suite struct RecordsTests {
    private let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func read(_ bytes: [UInt8], _ limits: ArchiveLimits = ArchiveLimits()) throws -> Reading {
        try Reading(path: scratch.write(bytes, "file"), limits: limits, keeping: true)
    }

    @Test func fieldsOfARecord() throws {
        let block = Make.http(Array("x".utf8))
        let plain = Make.record(
            "<http://a.test/ä>", block: block, extra: "WARC-Truncated: length\r\nWARC-Payload-Digest: sha1:ABC\r\n")
        let reading = try read(plain)
        let record = try #require(reading.records.first)
        #expect(record.offset == 0 && record.length == plain.count - 4 && record.ordinal == 0)
        #expect(record.type == .response && record.typeName == "response" && record.targetURI == "http://a.test/ä")
        #expect(record.date == "20240506070809" && record.truncation != nil && record.block == block)
        #expect(record.headers["warc-payload-digest"] == "sha1:ABC" && reading.damages.isEmpty)
        let other = try read(Make.record("http://a.test/", block: [], type: "Revisit")).records.first
        #expect(other?.type == .revisit && other?.typeName == "revisit" && other?.truncation == nil)
        #expect(
            try read(Make.record("http://a.test/", block: [], extra: "WARC-Segment-Number: 1\r\n")).records.first?
                .truncation == "segment")
    }

    @Test func placesInMembers() throws {
        let (one, two, three) = (Make.page(1), Make.page(2), Make.page(3))
        let (first, second) = (Make.gzip(one), Make.gzip(two + three))
        let reading = try read(first + second)
        #expect(
            reading.records.map(\.offset) == [0, first.count, first.count]
                && reading.records.map(\.ordinal) == [0, 0, 1])
        #expect(
            reading.records[0].length == first.count && reading.first == 0 && reading.end == first.count + second.count)
        #expect(reading.records.map(\.targetURI) == ["http://made.test/1", "http://made.test/2", "http://made.test/3"])
    }

    @Test(arguments: [ArchiveFormat.warcGzip, .warc, .warcZstd]) func garbageBetweenRecordsIsCountedOnce(
        format: ArchiveFormat
    ) throws {
        func packed(_ bytes: [UInt8]) -> [UInt8] {
            switch format {
            case .warcGzip: Make.gzip(bytes)
            case .warcZstd: Make.zstd(bytes)
            default: bytes
            }
        }
        let junk = Array("this is no record at all, and neither is this\r\n\r\n".utf8)
        let reading = try read(packed(Make.page(1)) + junk + packed(Make.page(2)))
        #expect(reading.records.map(\.targetURI) == ["http://made.test/1", "http://made.test/2"])
        #expect(reading.damages.count == 1, "\(reading.damages)")
        #expect(
            reading.damages.first.map { [.garbage, .corrupt, .badHeader, .badLength].contains($0.fault) } == true,
            "\(reading.damages)")
    }

    /// Each way to be wrong has its own name.
    @Test func everyFaultIsNamed() throws {
        var limits = ArchiveLimits()
        (limits.headerBytes, limits.recordBytes) = (2000, 5000)
        let (good, last) = (Make.page(1), Make.page(9))
        let long = Make.record(
            "http://made.test/l", block: [1], extra: "X: " + String(repeating: "x", count: 3000) + "\r\n")
        let large = Make.record("http://made.test/b", block: [UInt8](repeating: 7, count: 6000))
        let lying = Array(
            String(decoding: Make.page(2), as: UTF8.self).replacing("Content-Length: ", with: "Content-Length: x").utf8)
        var flipped = Make.gzip(Make.page(3))
        flipped[flipped.count - 7] ^= 0xFF
        let cases: [(ArchiveFault, [UInt8])] = [
            (.headerTooLarge, Make.gzip(long)), (.recordTooLarge, Make.gzip(large)), (.badLength, Make.gzip(lying)),
            (.corrupt, flipped),
            (.badHeader, Make.gzip(Array("no record in this member".utf8))),
        ]
        for (fault, member) in cases {
            let reading = try read(Make.gzip(good) + member + Make.gzip(last), limits)
            #expect(reading.damages.map(\.fault) == [fault], "\(fault): \(reading.damages)")
            #expect(
                reading.records.map(\.targetURI).filter { !$0.hasSuffix("3") } == [
                    "http://made.test/1", "http://made.test/9",
                ], "\(fault)")
            #expect(
                reading.damages.first?.offset == Make.gzip(good).count && reading.damages.first?.detail.isEmpty == false
            )
        }
        let cut = try read(Make.gzip(good) + Make.gzip(last).dropLast(30), limits)
        #expect(cut.damages.map(\.fault) == [.truncated] && cut.records.count == 1)
    }

    @Test func anARCFileIsReadAsWARCIs() throws {
        let head = "filedesc://a.arc 0.0.0.0 20080430204825 text/plain 5\n1 0 x\n\n"
        let block = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>ARC</p>"
        let page = "http://a.test/p q 1.2.3.4 20080430204826 text/html \(block.utf8.count)\n\(block)\n"
        for bytes in [
            Array((head + page + page).utf8),
            Make.gzip(Array(head.utf8)) + Make.gzip(Array(page.utf8)) + Make.gzip(Array(page.utf8)),
        ] {
            let reading = try read(bytes)
            #expect(reading.records.map(\.type) == [.warcinfo, .response, .response] && reading.damages.isEmpty)
            #expect(
                reading.records.last?.targetURI == "http://a.test/p q" && reading.records.last?.date == "20080430204826"
            )
            #expect(reading.records.last.flatMap { WebArchiveTests.page($0) } == Array("<p>ARC</p>".utf8))
        }
    }

    @Test func anEmptyMemberAndPaddingAreNothing() throws {
        let reading = try read(
            Make.gzip([]) + Make.gzip(Make.page(1)) + Make.gzip(Array("\r\n\r\n".utf8)) + Make.gzip(Make.page(2)))
        #expect(reading.records.count == 2 && reading.damages.isEmpty)
    }

    @Test func lookupsAreRefusedWhereNoRecordBegins() throws {
        let (one, two) = (Make.gzip(Make.page(1)), Make.gzip(Make.page(2)))
        let path = try scratch.write(one + two, "file")
        let record = try ArchiveLookup.record(path: path, format: .warcGzip, offset: one.count, length: two.count)
        #expect(record.targetURI == "http://made.test/2")
        for (offset, length) in [
            (1, two.count), (one.count + 1, two.count), (one.count + two.count, 9), (-1, 9),
        ] {
            #expect(throws: ArchiveError.self, "\(offset)") {
                try ArchiveLookup.record(path: path, format: .warcGzip, offset: offset, length: length)
            }
        }
    }

    /// Cut in windows of any size, the records are those of the whole, each once, for files made at random.
    @Test func windowsOfAnySizeGiveEachRecordOnce() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        for kind in 0..<3 {
            let pages = (0..<12).map { Make.page($0, size: Int.random(in: 20...900, using: &random)) }
            let all = pages.flatMap { kind == 0 ? Make.gzip($0) : kind == 1 ? Make.zstd($0) : $0 }
            let path = try scratch.write(all, "file")
            let source = try #require(try Archives.sources(at: path).first)
            for _ in 0..<6 {
                let target = Int.random(in: 1...all.count, using: &random)
                let parts = try Archives.split(source, targetBytes: target)
                #expect(parts.first?.begin == 0 && parts.last?.end == all.count, "seed \(seed)")
                #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.end == $1.begin }, "seed \(seed)")
                #expect(try Reading(parts).keys == Reading([source]).keys, "seed \(seed), target \(target)")
            }
        }
    }
}
