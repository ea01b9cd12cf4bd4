import Documents
import Facts
import Platform
import TestKit
import Testing

@testable import CorpusFiles

/// Rows as bytes, and what is left of bytes that are no rows.
@Suite struct RowPackerTests {
    private func unpacking<T>(_ bytes: [UInt8], after key: Int = 0, _ body: (inout RowUnpacker) throws -> T) rethrows
        -> T
    {
        try bytes.withUnsafeBytes {
            var unpacker = RowUnpacker($0, after: key)
            return try body(&unpacker)
        }
    }

    private func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test("a document's row has its numbers, its texts and its signals in their order") func document() throws {
        var document = Document(id: String(repeating: "0", count: 20), url: "https://www.A.org/x", nodes: [])
        (document.captured, document.language, document.title) = ("20230131081522", "en", "\u{E9}")
        document.profile.words = 77
        document.profile.stopWords = 0.25
        let row = try DocumentRow(
            document, shard: 3, line: 4, at: .init(frame: 1, offset: 5, length: 6),
            in: [.init(offset: 0, compressed: 1, decompressed: 2), .init(offset: 7, compressed: 8, decompressed: 9)])
        var packer = RowPacker()
        packer.pack(row)
        packer.pack(row)
        unpacking(packer.bytes) { unpacker in
            #expect((0..<8).map { _ in unpacker.number() } == [3, 4, 7, 8, 9, 5, 6, 0])
            let texts = (0..<5).map { _ in text(unpacker.text()) }
            #expect(texts == ["https://www.A.org/x", "20230131081522", "en", "\u{E9}", "a.org"])
            let counts = TextProfile.counts.map { ($0.name, unpacker.number()) }
            #expect(counts.filter { $0.1 != 0 }.map(\.0) == ["words"])
            let ratios = TextProfile.ratios.map { ($0.name, unpacker.ratio()) }
            #expect(ratios.first { $0.1 == 0.25 } != nil)
            #expect(unpacker.isSound)
            #expect(unpacker.number() == 0 && !unpacker.isSound)
        }
    }

    @Test("a place of an image says its kind first") func place() {
        var packer = RowPacker()
        packer.pack(PackPlace(pack: 2, bytes: ByteRange(offset: 512, length: 7)))
        #expect(packer.bytes.count == 25 && packer.bytes[0] == 1)
        unpacking(packer.bytes, after: 1) { unpacker in
            #expect([unpacker.number(), unpacker.number(), unpacker.number()] == [2, 512, 7] && unpacker.isSound)
        }
    }

    @Test("of an image what is unknown takes one byte, what is known its value") func signals() {
        var packer = RowPacker()
        packer.pack(
            ImageSignals(
                sha256: String(repeating: "ab", count: 32), phash: "0102030405060708", width: 640, height: 480,
                format: "png"))
        #expect(packer.bytes[0] == 0)
        unpacking(packer.bytes, after: 1) { unpacker in
            #expect(unpacker.isKnown() && text(unpacker.text()) == "png")
            #expect(unpacker.isKnown() && unpacker.number() == 640)
            #expect(unpacker.isKnown() && unpacker.number() == 480)
            #expect(unpacker.isKnown() && Array(unpacker.text()) == [1, 2, 3, 4, 5, 6, 7, 8])
            #expect(CorpusSchema.imageDetails.allSatisfy { _ in !unpacker.isKnown() } && unpacker.isSound)
            _ = unpacker.isKnown()
            #expect(!unpacker.isSound)
        }
        packer.pack(
            ImageSignals(sha256: String(repeating: "ab", count: 32), phash: "", width: 0, height: 0, format: ""))
        unpacking(packer.bytes, after: 1) { unpacker in
            #expect(
                text(
                    {
                        _ = unpacker.isKnown(); return unpacker.text()
                    }()) == "")
        }
    }

    @Test("occurrences of a document sort by position, also beyond what one byte holds") func occurrences() {
        func packed(_ position: Int, image: String = "") -> [UInt8] {
            var packer = RowPacker()
            packer.pack(OccurrenceRow(document: "", position: position, image: image, url: "u"))
            return packer.bytes
        }
        let rows = [300, 2, 256, 1, 65_536].map { packed($0) }.sorted { $0.lexicographicallyPrecedes($1) }
        #expect(rows.map { unpacking($0) { $0.position() } } == [1, 2, 256, 300, 65_536])
        let image = String(repeating: "0f", count: 32)
        unpacking(packed(9, image: image)) { unpacker in
            #expect(unpacker.position() == 9 && Array(unpacker.text()) == [UInt8](repeating: 15, count: 32))
            #expect(text(unpacker.text()) == "u" && unpacker.isSound)
        }
    }

    @Test("a cluster has size, dates, number of domains and the domains") func clusters() {
        let cluster = ClusterRow(document: "0a", size: 5, first: "f", last: "l", domainCount: 12, domains: "a.b c.d")
        #expect(cluster.domains == ["a.b", "c.d"])
        var packer = RowPacker()
        packer.pack(cluster)
        unpacking(packer.bytes) { unpacker in
            #expect(unpacker.number() == 5 && text(unpacker.text()) == "f" && text(unpacker.text()) == "l")
            #expect(unpacker.number() == 12 && text(unpacker.text()) == "a.b c.d" && unpacker.isSound)
        }
    }

    @Test("bytes that end early give zeros and empty texts, and say so") func cut() {
        unpacking([1, 0, 0, 0, 0, 0, 0, 0]) { #expect($0.number() == 1 && $0.isSound) }
        unpacking([1, 0, 0, 0, 0, 0, 0]) { #expect($0.number() == 0 && !$0.isSound) }
        unpacking([2, 0, 0, 0, 0x61, 0x62]) { #expect(text($0.text()) == "ab" && $0.isSound) }
        unpacking([3, 0, 0, 0, 0x61, 0x62]) { #expect(text($0.text()) == "" && !$0.isSound) }
        unpacking([0xFF, 0xFF, 0xFF, 0xFF]) { #expect(text($0.text()) == "" && !$0.isSound) }
        unpacking([]) { #expect(!$0.isKnown() && !$0.isSound) }
        let negative = [UInt8](repeating: 0xFF, count: 8)
        unpacking(negative) { #expect($0.number() == -1) }
    }

    // MARK: What rows are made of

    @Test("a row is made for an id of 20 digits in a frame that there is") func rows() {
        func fault(_ digits: Int, frame: Int) -> String {
            let document = Document(id: String(repeating: "0", count: digits), url: "", nodes: [])
            return words {
                _ = try DocumentRow(
                    document, shard: 0, line: 0, at: .init(frame: frame, offset: 0, length: 1),
                    in: [.init(offset: 0, compressed: 1, decompressed: 2)])
            }
        }
        #expect(fault(20, frame: 0) == "")
        #expect(fault(20, frame: 1).contains("in frame 1") && fault(20, frame: -1) != "")
        #expect(fault(19, frame: 0) != "" && fault(21, frame: 0) != "")
    }

    @Test("of several rows of an image the one packed first is kept, one without bytes last of all") func distinct() {
        func row(_ digest: String, _ pack: Int, _ offset: Int) -> ImageRow {
            ImageRow(
                pack: pack, offset: offset, length: 1,
                signals: ImageSignals(
                    sha256: String(repeating: digest, count: 32), phash: "", width: 1, height: 1, format: "png"))
        }
        let rows = [
            row("02", -1, 0), row("01", 1, 0), row("01", 0, 900), row("01", 0, 512), row("02", 7, 3), row("03", -1, 0),
        ]
        let kept = ImageRow.distinct(rows)
        #expect(kept.map(\.pack) == [0, 7, -1] && kept.map(\.offset) == [512, 3, 0])
        #expect(ImageRow.distinct(rows.reversed()) == kept && ImageRow.distinct([]).isEmpty)
    }

    @Test("a record's near-duplicates are a cluster where it says how many") func clusterOfRecord() {
        func cluster(_ extra: String) -> ClusterRow? {
            var document = Document(id: "0a", url: "", nodes: [])
            document.extra = extra
            return ClusterRow(of: document)
        }
        let found = cluster(
            #"{"near_duplicates":{"size":3,"first":"1","last":"2","domain_count":4,"domains":["a",5,"b"]}}"#)
        #expect(found == ClusterRow(document: "0a", size: 3, first: "1", last: "2", domainCount: 4, domains: "a b"))
        #expect(
            cluster(#"{"near_duplicates":{"size":3}}"#)
                == ClusterRow(document: "0a", size: 3, first: "", last: "", domainCount: 0, domains: ""))
        #expect(
            cluster(#"{"near_duplicates":{}}"#) == nil && cluster("{near_duplicates") == nil && cluster("{}") == nil)
        #expect(cluster(#"{"a":"near_duplicates"}"#) == nil)
    }

    @Test("parts are counted through: shards, packs and documents") func start() {
        let parts = [
            CorpusIndexBuilder.Part(rows: "", shards: [("x/a", 3), ("x/b", 4)], packs: ["p"]),
            CorpusIndexBuilder.Part(rows: "", shards: [("x/c", 0)], packs: ["q", "r"]),
        ]
        let start = CorpusIndexBuilder.Start(after: parts)
        #expect(start.shard == 3 && start.pack == 3 && start.document == 7)
        #expect(CorpusIndexBuilder.Start(after: parts[..<0]) == CorpusIndexBuilder.Start())
        #expect(parts[0].documents == 7 && parts[0].shards.map(\.name) == ["a", "b"])
    }

    @Test("files of ranges have five digits at least") func names() {
        #expect(IndexRanges.name(0) == "documents-00000.sqlite" && IndexRanges.name(99_999) == "documents-99999.sqlite")
    }
}
