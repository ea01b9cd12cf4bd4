import Annotations
import CorpusFiles
import Documents
import Exchange
import Facts
import JSON
import Platform

extension FuzzTarget {
    /// The files of a corpus that somebody else made, and those that phases send each other.
    static let corpora = [
        FuzzTarget(
            "shard", seeds: try shards(),
            found: ["../shared/hostile/storage", "../shared/hostile/compression/zstd-golden"]
        ) { bytes in
            let reader = try FramedReader(path: InputFile.path(of: bytes))
            try reader.forEachPlacedLine { line, place in
                let again = surely { try reader.line(at: place) }
                expect(again == line, "another line at its place")
            }
            try DropLog.read(reader.path) { touched &+= $0.document.utf8.count }
        },
        FuzzTarget("tar", seeds: try tars()) { bytes in
            let reader = try TarReader(path: InputFile.path(of: bytes))
            for member in reader.members { touched &+= try reader.bytes(of: member).count }
        },
        FuzzTarget("json", seeds: [line, manifest], found: ["../shared/hostile/model"]) { bytes in
            let value = try JSONValue(parsing: bytes)
            let again = surely { try JSONValue(parsing: value.written) }
            expect(again == value, "another value when it is read again")
            _ = try JSONValue(parsing: bytes, leniently: true)
        },
        FuzzTarget("record", seeds: [line, workingLine]) { bytes in
            let json = try JSONValue(parsing: bytes)
            // A record is written without U+0000.
            let isWhole = !bytes.contains(utf8("\\u0000"))
            if let document = try? DocumentCoder.read(json) {
                let again = surely { try DocumentCoder.read(document.written(DocumentCoder.write)) }
                expect(again == document || !isWhole, "another document when it is read again")
            }
            if let document = try? WorkingCoder.read(json) {
                let again = surely { try WorkingCoder.read(document.written(WorkingCoder.write)) }
                expect(again == document || !isWhole, "another document when it is read again")
            }
            _ = (Drop(json), Ledger(json), try? Annotation(json))
        },
        FuzzTarget("manifest", seeds: [manifest]) { bytes in
            for bytes in [bytes, try signed(JSONValue(parsing: bytes))] {
                _ = try InputFile.path(of: bytes, name: CorpusManifest.fileName)
                guard let read = try? CorpusManifest(folder: InputFile.folder) else { continue }
                touched &+= read.absent(from: InputFile.folder).count + read.pipelineSHA256.utf8.count
                let again = surely {
                    try read.write(to: InputFile.folder)
                    return try CorpusManifest(folder: InputFile.folder)
                }
                expect(again == read, "another manifest when it is read again")
            }
        },
        FuzzTarget("exchange", seeds: try exchanges()) { bytes in
            try readExchange(bytes)
            try readExchange(sealed(bytes))
        },
    ]

    private static func readExchange(_ bytes: [UInt8]) throws {
        var merger = try SortedMerger(paths: [InputFile.path(of: bytes)], bucket: 0, memory: 1 << 16)
        while let (key, payload) = try merger.next() {
            var reader = PayloadReader(payload)
            touched &+= reader.integer() &+ Int(truncatingIfNeeded: reader.key() ^ key) &+ reader.text().utf8.count
            touched &+= reader.rest().count
        }
    }

    /// A manifest with the digests of its pipeline and of itself that fit: no mutation finds those by itself.
    private static func signed(_ json: JSONValue) throws -> [UInt8] {
        let pipeline = json["pipeline"]?["text"]?.string ?? ""
        var members = (json.members ?? []).filter { $0.key != "sha256" && $0.key != "pipeline" }
        members.append(
            .init(
                key: "pipeline",
                value: .members(["text": .string(pipeline), "sha256": .string(SHA256.hash(pipeline).hex)])))
        members.append(.init(key: "sha256", value: .string(SHA256.hash(JSONValue.object(members).written).hex)))
        return JSONValue.object(members).written
    }

    /// A file of one bucket with these bytes as its entries, and checksums that fit: no mutation finds those by itself.
    private static func sealed(_ entries: [UInt8]) -> [UInt8] {
        func hash(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes { XXH3.hash($0) } }
        var line: [UInt8] = []
        line.append(littleEndian: UInt64(0))
        line.append(littleEndian: UInt64(entries.count))
        line.append(littleEndian: UInt64(entries.last ?? 0))
        // One block of `XXH3Stream`.
        let sum = entries.isEmpty ? 0 : entries.withUnsafeBytes { XXH3.hash($0, seed: 1) }
        line.append(littleEndian: sum ^ hash(line))
        var footer: [UInt8] = []
        footer.append(littleEndian: UInt32(1))
        footer.append(littleEndian: UInt32(0x324E_5251))
        footer.append(littleEndian: hash(footer))
        return entries + line + footer
    }

    private static func exchanges() throws -> [[UInt8]] {
        let path = InputFile.folder + "/seed"
        var writer = SortedWriter(path: path, buckets: 2)
        var payload = PayloadWriter()
        payload.append(7)
        payload.append(UInt64(8))
        payload.append("a bear")
        for key in [UInt64(3), 1, 2] { try writer.append(bucket: 0, key: key, payload: payload.bytes) }
        _ = try writer.commit()
        let file = try Files.read(path)
        // Entries alone, as `sealed` takes them: a key, a length, the payload; then how many there are.
        return [file, Array(file.prefix(3 * (12 + payload.bytes.count))) + [3], []]
    }

    private static func shards() throws -> [[UInt8]] {
        try [(1 << 17, line), (16, utf8(#"{"reason":"page.empty","document":"d"}"#))].map { frame, text in
            let path = InputFile.folder + "/seed"
            var writer = try FramedWriter(path: path, frameBytes: frame)
            for _ in 0..<3 { try writer.append(line: text) }
            _ = try writer.commit()
            return try Files.read(path)
        }
    }

    private static func tars() throws -> [[UInt8]] {
        let path = InputFile.folder + "/seed"
        var writer = try TarWriter(path: path)
        for (name, text) in [("0001.json", #"{"text": "a bear"}"#), ("0001.txt", "a bear"), ("a/0002.jpg", "x")] {
            _ = try writer.append(name: name, bytes: utf8(text))
        }
        _ = try writer.commit()
        return [try Files.read(path)]
    }
}

/// Seeds of records.
extension FuzzTarget {
    private static let document: Document = {
        var image = ImageNode(ordinal: 1, url: "https://example.org/a.jpg", alt: "a bear", caption: "Its cub")
        image.signals = ImageSignals(
            sha256: SHA256.hash("a").hex, phash: "c3d4b16a09f7e580", width: 640, height: 480, format: "jpeg")
        let text = TextNode(paragraphs: [Paragraph(ordinal: 0, text: "A bear walks.\nIt sleeps.")])
        var document = Document(
            id: "d0000000000000000001", url: "https://example.org/",
            nodes: [.text(text), .image(image), .divide(ordinal: 2)],
            provenance: Provenance(archive: "x.warc.gz", offset: 5, length: 6, license: "CC-BY"))
        (document.captured, document.language, document.title) = ("20230131081522", "en", "One")
        document.profile.words = 5
        return document
    }()

    static let line = (try? document.written(DocumentCoder.write).written) ?? []
    private static let workingLine = (try? document.written(WorkingCoder.write).written) ?? []

    static let manifest: [UInt8] = {
        var manifest = CorpusManifest(tool: "0.1.0", pipeline: "extract:\n  dialect: quarry\n")
        manifest.inputs = [.init(name: "x.warc.gz", bytes: 5, sha256: SHA256.hash("x").hex)]
        manifest.read = .init(bytes: 5, xxh3: "0123456789abcdef")
        manifest.limits = [.init("line_bytes", 100)]
        manifest.missingBounds = ["files"]
        manifest.counts = .init(documents: 1, images: 2, distinctImages: 1, words: 7)
        manifest.ledger.born(.document, 2)
        manifest.ledger.written(.document)
        manifest.ledger.dropped(.documentTooFewWords)
        let shard = FileSummary(name: "shards/shard-00000.jsonl.zst", bytes: 9, lines: 1, sha256: SHA256.hash("y").hex)
        manifest.files = [.init(shard.name, .shard, shard)]
        try? manifest.write(to: InputFile.folder)
        return (try? Files.read(InputFile.folder + "/" + CorpusManifest.fileName)) ?? []
    }()
}

extension JSONValue {
    /// Its text.
    var written: [UInt8] {
        var json = JSONWriter()
        write(to: &json)
        return json.bytes
    }
}

extension Document {
    /// The JSON that a coder writes.
    fileprivate func written(_ write: (Document, inout JSONWriter) -> Void) throws -> JSONValue {
        var json = JSONWriter()
        write(self, &json)
        return try JSONValue(parsing: json.bytes)
    }
}
