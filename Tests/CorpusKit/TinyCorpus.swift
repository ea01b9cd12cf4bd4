package import CorpusFiles
package import Documents
package import Facts
import JSON
import Platform

/// A small corpus on disk with everything a real one has: two parts, three shards, two packs (one image in both), drops.
package struct TinyCorpus {
    /// Where it is.
    package let folder: String
    /// Its documents, in order.
    package let documents: [Document]
    /// Its images' bytes.
    package let images: [[UInt8]]
    /// Its manifest.
    package let manifest: CorpusManifest

    /// What it dropped.
    package static let drops = [
        Drop(.pageEmpty, detail: "0 nodes", document: "00000000000000000bad", url: "https://example.org/empty"),
        Drop(
            .imageTooSmall, detail: "width 20 < 150", document: "d0000000000000000000", url: "http://i/x.png",
            ordinal: 9),
        Drop(.paragraphTooFewWords, detail: "2 < 4", document: "30000000000000000001", url: "", ordinal: 3),
        Drop(.documentTooFewWords, detail: "3 < 10", document: "00000000000000000bee", url: "https://example.org/few"),
        Drop(.recordNotHTML, detail: "image/png", url: "https://example.org/a.png", ordinal: 512),
    ]

    /// Documents 0..<count; document n has n % 3 images out of three.
    package static func documents(_ count: Int, images: [ImageSignals]) -> [Document] {
        (0..<count).map { number in
            let tail = String(number, radix: 16)
            let paragraph = Paragraph(ordinal: 0, text: "Document \(number) tells of a small white dog named Idéfix.")
            var nodes: [Node] = [.text(TextNode(paragraphs: [paragraph]))]
            for place in 0..<number % 3 {
                let url = "https://images.example.net/\(number)/\(place).jpg"
                var image = ImageNode(ordinal: place + 1, url: url, alt: "picture \(place)", caption: "")
                image.signals = images[(number + place) % images.count]
                nodes.append(.image(image))
            }
            let page = "https://www.Example.org:8080/page/\(number)?q=\"1\""
            let place = Provenance(archive: "crawl.warc.gz", offset: number * 1000, length: 900)
            // Ids run against the order of the corpus, so that nothing rests on both being the same.
            let id = ["d", "3", "a"][number % 3] + String(repeating: "0", count: 19 - tail.count) + tail
            var document = Document(id: id, url: page, nodes: nodes, provenance: place)
            document.captured = "20230131081522"
            document.language = number % 4 == 0 ? "" : "en"
            document.title = "Page \(number)"
            document.profile.words = 9 + number
            document.profile.stopWords = 0.25
            return document
        }
    }

    /// Writes it in `folder`.
    /// - Parameters:
    ///   - pictures: bytes of its three images; without them some that no decoder takes.
    ///   - indexDocuments: documents that a file of its index has at most; a part has two thirds of all, the other a third.
    package init(
        in folder: String, count: Int = 24, fullText: Bool = true, withRows: Bool = true, pictures: [[UInt8]]? = nil,
        indexDocuments: Int = .max
    ) throws {
        self.folder = folder
        let pictures =
            pictures ?? (0..<3).map { number in [UInt8](repeating: UInt8(number), count: 100 + 600 * number) }
        let signals = pictures.enumerated().map { number, bytes in
            ImageSignals(
                sha256: SHA256.hash(bytes).hex, phash: "c3d4b16a09f7e58\(number)", width: 640 + number, height: 480,
                format: number == 1 ? "png" : "jpeg")
        }
        let documents = Self.documents(count, images: signals)
        self.documents = documents
        images = pictures
        for name in ["shards", "images", "drops", "work"] { try Files.makeFolder(folder + "/" + name) }
        var manifest = CorpusManifest(tool: "0.0.1", pipeline: "extract:\n  dialect: quarry\n")
        manifest.inputs = [.init(name: "crawl.warc.gz", bytes: 24_000, sha256: SHA256.hash("crawl").hex)]
        manifest.limits = [.init("line_bytes", 1_000_000)]
        var parts: [CorpusIndexBuilder.Part] = []
        let cut = count * 2 / 3
        for (part, range) in [0..<cut, cut..<count].enumerated() {
            let packed = part == 0 ? [0, 1, 2] : [2]
            let contents = packed.map { (signals[$0], pictures[$0]) }
            parts.append(try Self.write(documents[range], part, contents, folder, &manifest))
        }
        try Self.writeDrops(to: folder, &manifest)
        manifest.ledger.born(.document, count + 2)
        manifest.ledger.written(.document, count)
        let shown = documents.reduce(0) { $0 + $1.imageCount }
        manifest.ledger.born(.image, shown + 1)
        manifest.ledger.written(.image, shown)
        manifest.ledger.born(.paragraph, count + 1)
        manifest.ledger.written(.paragraph, count)
        manifest.ledger.born(.record, count + 3)
        manifest.ledger.written(.record, count + 2)
        let paths = [CorpusManifest.File.Kind.shard, .pack, .drops].map { manifest.files($0).map(\.path) }
        var seal = CorpusSeal(
            folder: folder, manifest: manifest, shards: paths[0], packs: paths[1], drops: paths[2])
        if withRows { seal.parts = parts }
        seal.fullText = fullText
        seal.indexDocuments = indexDocuments
        seal.facts.prettyName = "Tiny \"corpus\""
        seal.report = { _, title in "<!doctype html><title>A report of \(title)</title>\n" }
        self.manifest = try seal.seal()
    }

    /// Two shards in part 0, one in part 1.
    private static func write(
        _ documents: ArraySlice<Document>, _ part: Int, _ packed: [(ImageSignals, [UInt8])], _ folder: String,
        _ manifest: inout CorpusManifest
    ) throws -> CorpusIndexBuilder.Part {
        var rows = IndexRowWriter(path: "\(folder)/work/\(part).rows")
        var shards: [(path: String, documents: Int)] = []
        let middle = documents.startIndex + documents.count / 2
        let pieces = part == 0 ? [documents[..<middle], documents[middle...]] : [documents]
        for (shard, piece) in pieces.enumerated() {
            let name = "shards/shard-0000\(part * 2 + shard).jsonl.zst"
            var writer = try FramedWriter(path: folder + "/" + name, frameBytes: 2000)
            var json = JSONWriter()
            var places: [LineLocation] = []
            for document in piece {
                json.reset()
                DocumentCoder.write(document, to: &json)
                places.append(try writer.append(line: json.bytes))
            }
            let summary = try writer.commit()
            for (line, document) in piece.enumerated() {
                let row = try DocumentRow(document, shard: shard, line: line, at: places[line], in: summary.frames)
                try rows.append(row, of: document)
            }
            shards.append((folder + "/" + name, piece.count))
            manifest.files.append(.init(name, .shard, summary))
        }
        let name = "images/images-0000\(part).tar"
        var pack = try TarWriter(path: folder + "/" + name)
        for (signals, bytes) in packed {
            let place = try pack.append(name: Corpus.memberName(signals), bytes: bytes)
            try rows.append(image: signals.sha256, at: PackPlace(pack: 0, bytes: place))
        }
        manifest.files.append(.init(name, .pack, try pack.commit()))
        _ = try rows.commit()
        return .init(rows: "\(folder)/work/\(part).rows", shards: shards, packs: [name])
    }

    private static func writeDrops(to folder: String, _ manifest: inout CorpusManifest) throws {
        let name = "drops/extract-00000.jsonl.zst"
        var log = try DropLog.Writer(path: folder + "/" + name)
        for drop in drops {
            try log.append(drop)
            manifest.ledger.dropped(drop.reason)
        }
        manifest.files.append(.init(name, .drops, try log.commit()))
    }
}

extension TinyCorpus {
    /// A corpus of these texts alone, a document each, in `folder`.
    package static func ofTexts(_ texts: [String], in folder: String, language: String = "") throws -> Corpus {
        let documents = texts.enumerated().map { number, text in
            let paragraphs = text.split(separator: "\n\n").map(String.init).enumerated().map {
                Paragraph(ordinal: $0.offset, text: $0.element)
            }
            let id = SHA256.hash("\(number)").hex.prefix(20)
            var document = Document(
                id: String(id), url: "https://example.org/\(number)", nodes: [.text(TextNode(paragraphs: paragraphs))])
            document.language = language
            document.profile.words = text.split(separator: " ").count
            return document
        }
        return try of(documents, in: folder)
    }

    /// A corpus of these documents, in one shard, without packs and drop logs, in `folder`.
    package static func of(_ documents: [Document], in folder: String) throws -> Corpus {
        try Files.makeFolder(folder + "/shards")
        let shard = "shards/shard-00000.jsonl.zst"
        var writer = try FramedWriter(path: folder + "/" + shard)
        var json = JSONWriter()
        for document in documents {
            json.reset()
            DocumentCoder.write(document, to: &json)
            try writer.append(line: json.bytes)
        }
        var manifest = CorpusManifest(tool: "0.0.1", pipeline: "")
        manifest.files = [.init(shard, .shard, try writer.commit())]
        for (unit, count) in [
            (Unit.document, documents.count), (.record, documents.count),
            (.image, documents.reduce(0) { $0 + $1.imageCount }),
            (.paragraph, documents.reduce(0) { $0 + $1.paragraphCount }),
        ] {
            manifest.ledger.born(unit, count)
            manifest.ledger.written(unit, count)
        }
        _ = try CorpusSeal(folder: folder, manifest: manifest, shards: [shard], packs: [], drops: []).seal()
        return try Corpus(folder: folder)
    }

    /// A corpus of texts with a log of documents that left, two of three for one reason.
    package static func ofTexts(_ texts: [String], dropping dropped: [String], in folder: String) throws -> Corpus {
        var manifest = try ofTexts(texts, in: folder).manifest
        try Files.makeFolder(folder + "/drops")
        var log = try DropLog.Writer(path: folder + "/drops/judge-00000.jsonl.zst")
        for (number, text) in dropped.enumerated() {
            var drop = Drop(
                number % 3 == 0 ? .documentNoImage : .documentTooFewWords, document: "gone\(number)",
                url: "http://gone.example/\(number)")
            drop.text = text
            try log.append(drop)
            try log.append(Drop(.imageTooSmall, document: "gone\(number)"))
            manifest.ledger.born(.document, 1)
            manifest.ledger.dropped(drop.reason)
            manifest.ledger.born(.image, 1)
            manifest.ledger.dropped(.imageTooSmall)
        }
        manifest.files.append(.init("drops/judge-00000.jsonl.zst", .drops, try log.commit()))
        try manifest.write(to: folder)
        return try Corpus(folder: folder)
    }
}
