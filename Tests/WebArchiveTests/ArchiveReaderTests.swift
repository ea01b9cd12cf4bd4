import Foundation
import TestKit
import Testing

@testable import WebArchive

@Suite struct ArchiveReaderTests {
    private func source(
        _ path: String, _ format: ArchiveFormat, _ begin: Int, _ end: Int, of bytes: Int
    ) -> ArchiveSource {
        ArchiveSource(
            path: path, name: "x", format: format, begin: begin, end: end, containerBegin: 0, containerEnd: bytes)
    }

    // MARK: cuts

    /// A file cut anywhere gives all the records before the cut, and says that it is cut.
    @Test(arguments: [ArchiveFormat.warcGzip, .warc, .warcZstd])
    func everyCutIsSurvived(format: ArchiveFormat) throws {
        let scratch = try Scratch()
        let records = (0..<4).map { Make.page($0, size: 90) }
        let pieces = records.map { record in
            switch format {
            case .warcGzip: Make.gzip(record)
            case .warcZstd: Make.zstd(record)
            default: record
            }
        }
        let all = pieces.flatMap { $0 }
        var ends: [Int] = []
        for (i, piece) in pieces.enumerated() {
            // The line ends behind a plain record may be cut off without loss.
            ends.append((ends.last ?? 0) + piece.count)
            if format == .warc { #expect(ends[i] == records[...i].reduce(0) { $0 + $1.count }) }
        }
        let slack = format == .warc ? 4 : 0
        for cut in 1...all.count {
            let path = try scratch.write(Array(all[..<cut]), "cut")
            let reading = try Reading([source(path, format, 0, cut, of: cut)])
            let whole = ends.filter { $0 - slack <= cut }.count
            #expect(reading.keys.count == whole, "cut at \(cut)")
            let isClean = ends.contains { $0 - slack <= cut && cut <= $0 }
            #expect(reading.damages.map(\.fault) == (isClean ? [] : [.truncated]), "cut at \(cut)")
            #expect(reading.end == cut)
        }
    }

    // MARK: damage

    /// A flipped byte costs one record at most in a file of members, and never another record's bytes.
    @Test func everyFlippedByteCostsOneRecord() throws {
        let scratch = try Scratch()
        let all = (0..<5).flatMap { Make.gzip(Make.page($0, size: 90)) }
        let sound = try Reading([source(try scratch.write(all, "sound"), .warcGzip, 0, all.count, of: all.count)])
        #expect(sound.keys.count == 5)
        for at in 0..<all.count {
            var bytes = all
            bytes[at] ^= 0x55
            let path = try scratch.write(bytes, "flip")
            let reading = try Reading([source(path, .warcGzip, 0, all.count, of: all.count)])
            #expect(reading.keys.count >= 4, "flip at \(at)")
            #expect(reading.keys.count + reading.damages.count >= 5, "flip at \(at)")
            #expect(Set(reading.keys).isSubset(of: sound.keys), "flip at \(at)")
        }
    }

    @Test func lyingLengthsInMembers() throws {
        let scratch = try Scratch()
        let page = String(decoding: Make.page(1), as: UTF8.self)
        let length = try #require(page.firstMatch(of: /Content-Length: \d+/)).output
        for lie in ["Content-Length: 1", "Content-Length: 999", "Content-Length: -4", "X: y", "Content-Length: 1e3"] {
            let bad = Array(page.replacing(length, with: lie).utf8)
            let all = Make.gzip(Make.page(0)) + Make.gzip(bad) + Make.gzip(Make.page(2)) + Make.gzip(Make.page(3))
            let path = try scratch.write(all, "lie")
            let reading = try Reading(path: path)
            #expect(reading.keys.count == 3, "\(lie)")
            #expect(reading.damages.map(\.fault) == [.badLength], "\(lie)")
        }
    }

    /// A record with another length than it has.
    private func lying(_ number: Int, by more: Int, size: Int = 300) throws -> [UInt8] {
        let page = String(decoding: Make.page(number, size: size), as: UTF8.self)
        let length = try #require(page.firstMatch(of: /Content-Length: (\d+)/))
        let claimed = (Int(length.output.1) ?? 0) + more
        return Array(page.replacing(length.output.0, with: "Content-Length: \(claimed)", maxReplacements: 1).utf8)
    }

    /// A length that reaches a little into the next header is read up to it, as ClueWeb09 needs.
    @Test(arguments: [5, 7, 40, 120]) func lengthsThatReachIntoTheNextHeaderAreForgiven(more: Int) throws {
        let scratch = try Scratch()
        let plain = try (0..<4).flatMap { try lying($0, by: more) } + Make.page(4)
        let reading = try Reading(path: try scratch.write(plain, "plain"), keeping: true)
        #expect(reading.records.map(\.targetURI) == (0..<5).map { "http://made.test/\($0)" })
        #expect(reading.damages.isEmpty)
        #expect(reading.records.allSatisfy { String(decoding: $0.block, as: UTF8.self).hasSuffix("END</body></html>") })
        let members = try (0..<4).flatMap { Make.gzip(try lying($0, by: more)) }
        let packed = try Reading(path: try scratch.write(members, "members"), keeping: true)
        #expect(packed.keys.count == 4 && packed.damages.isEmpty)
        #expect(packed.records.allSatisfy { String(decoding: $0.block, as: UTF8.self).hasSuffix("END</body></html>") })
        #expect(try Reading(path: try scratch.write(Make.gzip(plain), "one")).keys.count == 5)
    }

    /// However long the lie: each record is read or is damage of its own.
    @Test(arguments: [700, 5_000, 90_000]) func recordsNeverVanishInTheLieOfAnother(more: Int) throws {
        let scratch = try Scratch()
        let plain = try (0..<6).flatMap { try lying($0, by: more, size: 1_500) }
        let reading = try Reading(path: try scratch.write(plain, "plain"))
        #expect(reading.keys.count + reading.damages.count == 6, "\(reading.damages)")
        let last = try (0..<5).flatMap { try lying($0, by: more, size: 1_500) } + Make.page(5) + Make.page(6)
        let other = try Reading(path: try scratch.write(last, "last"), keeping: true)
        #expect(other.keys.count + other.damages.count == 7, "\(other.damages)")
        #expect(other.records.last?.targetURI == "http://made.test/6")
    }

    @Test func recordsBeyondTheLimitAreSteppedOver() throws {
        let scratch = try Scratch()
        var limits = ArchiveLimits()
        limits.recordBytes = 64 << 10
        limits.headerBytes = 4 << 10
        let big = Make.record("http://made.test/big", block: Make.http([UInt8](repeating: 0x61, count: 5 << 20)))
        let records = [Make.page(0), big, Make.page(2)]
        for (name, all) in [
            ("members", records.flatMap { Make.gzip($0) }), ("one", Make.gzip(records.flatMap { $0 })),
            ("plain", records.flatMap { $0 }), ("frames", records.flatMap { Make.zstd($0) }),
        ] {
            let reading = try Reading(path: try scratch.write(all, name), limits: limits)
            #expect(reading.keys.count == 2, "\(name)")
            #expect(reading.damages.map(\.fault) == [.recordTooLarge], "\(name)")
        }
    }

    // MARK: ranges

    private func checkSplits(_ path: String, targets: [Int]) throws {
        let whole = try #require(try Archives.sources(at: path).first)
        let once = try Reading([whole])
        #expect(!once.keys.isEmpty)
        for target in targets {
            let parts = try Archives.split(whole, targetBytes: target)
            #expect(parts.first?.begin == whole.begin && parts.last?.end == whole.end)
            let readings = try parts.map { try Reading([$0]) }
            #expect(readings.flatMap(\.keys) == once.keys, "\(target)")
            #expect(readings.flatMap(\.damages) == once.damages, "\(target)")
            for (a, b) in zip(readings, readings.dropFirst()) where b.first != nil { #expect(a.end == b.first) }
            // Cut by size alone, which costs a reader a window.
            guard target >= 777 else { continue }
            #expect(try Reading(try Archives.windows(whole, targetBytes: target)).keys == once.keys, "\(target)")
        }
    }

    @Test(arguments: [1, 2, 3]) func splitsGiveTheSameRecords(kind: Int) throws {
        let scratch = try Scratch()
        let records = (0..<60).map { Make.page($0, size: 40 + $0 * $0 % 700) }
        let all = records.flatMap { kind == 1 ? Make.gzip($0) : kind == 2 ? $0 : Make.zstd($0) }
        let path = try scratch.write(all, "all")
        try checkSplits(path, targets: [1, 100, 777, 1000, 5000, 9999, all.count - 1, all.count, all.count * 2])
    }

    /// Windows at any byte, not only where `split` cuts.
    @Test(arguments: [ArchiveFormat.warcGzip, .warcZstd])
    func windowsAnywhereGiveTheSameRecords(format: ArchiveFormat) throws {
        let scratch = try Scratch()
        var pieces = (0..<12).map { Make.page($0, size: 60) }.map {
            format == .warcGzip ? Make.gzip($0) : Make.zstd($0)
        }
        pieces.insert([7, 7, 7, 7, 7], at: 5)
        pieces[8][pieces[8].count / 2] ^= 0xFF
        let all = pieces.flatMap { $0 }
        let path = try scratch.write(all, "all")
        let once = try Reading([source(path, format, 0, all.count, of: all.count)])
        #expect(once.keys.count == 11 && once.damages.count == 2)
        for cut in stride(from: 1, to: all.count, by: 3) {
            let a = try Reading([source(path, format, 0, cut, of: all.count)])
            let b = try Reading([source(path, format, cut, all.count, of: all.count)])
            #expect(a.keys + b.keys == once.keys, "cut at \(cut)")
            #expect(a.damages + b.damages == once.damages, "cut at \(cut)")
            #expect(a.end == b.first || (b.first == nil && a.end == b.end), "cut at \(cut)")
        }
    }

    @Test(.needsShared("crawl/debian-handbook.warc.gz")) func splitsOfARealCrawl() throws {
        let path = try Shared.require("crawl/debian-handbook.warc.gz")
        try checkSplits(path, targets: [50_000, 333_333, 1_000_000, 3_000_000])
    }

    @Test(.needsShared("hostile/warc/gen")) func splitsOfDamagedArchives() throws {
        let folder = try Shared.require("hostile/warc/gen")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            let path = folder + "/" + name
            guard !name.hasPrefix("bomb"), !name.hasPrefix("header_1"), try bytes(of: path).count < 80_000,
                (try? Archives.sources(at: path)) != nil
            else { continue }
            try checkSplits(path, targets: [300, 1500])
        }
    }

    // MARK: quotations

    /// Members and records inside a payload are never records: read in sequence, from any window, after damage.
    @Test func quotedArchivesAreNoRecords() throws {
        let scratch = try Scratch()
        let inner = (100..<108).flatMap { Make.gzip(Make.page($0)) }
        let plain = (200..<205).flatMap { Make.page($0) }
        let quote = Make.record("http://made.test/quote", block: Make.http(inner + plain))
        // Level 0 stores the payload as it is: the magic of the inner members stands in the file.
        let pieces = [
            Make.gzip(Make.page(0)), Make.gzip(quote, level: 0), Make.gzip(Make.page(2)), Make.gzip(quote, level: 0),
            Make.gzip(Make.page(4)),
        ]
        let all = pieces.flatMap { $0 }
        let path = try scratch.write(all, "quote")
        for cut in stride(from: 0, to: all.count, by: 13) {
            let a = try Reading([source(path, .warcGzip, 0, cut, of: all.count)])
            let b = try Reading([source(path, .warcGzip, cut, all.count, of: all.count)])
            #expect((a.keys + b.keys).count == 5, "cut at \(cut)")
        }
        var broken = all
        broken[pieces[0].count + pieces[1].count - 7] ^= 1  // the quoting member's checksum
        let damaged = try Reading([source(try scratch.write(broken, "broken"), .warcGzip, 0, all.count, of: all.count)])
        #expect(damaged.keys.count == 4 && damaged.damages.map(\.fault) == [.corrupt])

        let flat = [Make.page(0), quote, Make.page(2)].flatMap { $0 }
        let reading = try Reading(path: try scratch.write(flat, "flat"))
        #expect(reading.keys.count == 3 && reading.damages.isEmpty)
    }

    @Test func quotationsInLyingRecords() throws {
        let scratch = try Scratch()
        let quote = Make.record(
            "http://made.test/quote", block: Make.http((200..<204).flatMap { Make.page($0) } + Array("and so on".utf8)))
        let text = String(decoding: quote, as: UTF8.self)
        let length = try #require(text.firstMatch(of: /Content-Length: (\d+)/))
        let count = try #require(Int(length.output.1))
        let bad = Array(text.replacing(length.output.0, with: "Content-Length: \(count - 50)", maxReplacements: 1).utf8)
        let all = [Make.page(0), bad, Make.page(2), Make.page(3)].flatMap { $0 }
        let reading = try Reading(path: try scratch.write(all, "lie"), keeping: true)
        #expect(reading.records.map(\.targetURI) == [0, 2, 3].map { "http://made.test/\($0)" })
        let cut = [Make.page(0), Array(quote.dropLast(60))].flatMap { $0 }
        let short = try Reading(path: try scratch.write(cut, "cut"))
        #expect(short.keys.count == 1 && short.damages.map(\.fault) == [.truncated])
    }

    // MARK: shapes

    /// Records cut in members without regard to where they begin, as block-wise gzip writers do.
    @Test(arguments: [50, 333, 1000, 100_000]) func recordsAcrossMembers(size: Int) throws {
        let scratch = try Scratch()
        let records = (0..<20).map { Make.page($0, size: 200 + $0 * 37) }
        let flat = records.flatMap { $0 }
        var all: [UInt8] = []
        for start in stride(from: 0, to: flat.count, by: size) {
            all += Make.gzip(Array(flat[start..<min(flat.count, start + size)]))
        }
        let path = try scratch.write(all, "blocks")
        let reading = try Reading(path: path, keeping: true)
        #expect(reading.records.map(\.targetURI) == (0..<20).map { "http://made.test/\($0)" })
        #expect(reading.damages.isEmpty)
        try checkSplits(path, targets: [1, 500, 2000])
        for record in reading.records {
            let again = try ArchiveLookup.record(
                in: try Archives.sources(at: path)[0], at: .init(offset: record.offset, ordinal: record.ordinal))
            #expect(Reading.key(again) == Reading.key(record))
        }
    }

    @Test func recordsKeepTheirBytesWhenTheyAreHeld() throws {
        let scratch = try Scratch()
        let all = (0..<6).flatMap { Make.gzip(Make.page($0, size: 5000)) }
        let path = try scratch.write(all, "held")
        let reading = try Reading(path: path, keeping: true)
        #expect(reading.records.map(Reading.key) == reading.keys)
    }

    @Test func dictionaries() throws {
        let scratch = try Scratch()
        let dictionary = (0..<8).flatMap { Make.page($0) }
        let records = (0..<9).map { Make.page($0) }
        let frames = records.flatMap { Make.zstd($0, dictionary: dictionary) }
        for content in [dictionary, Make.zstd(dictionary)] {
            let all = Make.little(0x184D_2A5D, 4) + Make.little(content.count, 4) + content + frames
            let path = try scratch.write(all, "dictionary.warc.zst")
            #expect(try Archives.sources(at: path).map(\.format) == [.warcZstd])
            #expect(try Reading(path: path).keys.count == 9)
            try checkSplits(path, targets: [200, 1000])
        }
    }
}
