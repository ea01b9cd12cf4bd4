import Foundation
import GRDB
import Platform
import Records

/// Loads the tables of documents, images and occurrences from the merged rows of the parts.
struct RowLoader {
    private let database: Database
    private let parts: [CorpusIndexBuilder.Part]
    private let path: String
    /// By part: index in the corpus of its first shard and pack.
    private var firstShard: [Int] = []
    private var firstPack: [Int] = []
    /// By shard: number of its first document, and how many it has.
    private var shards: [(first: Int, documents: Int)] = []
    private(set) var counts = CorpusManifest.Counts()

    init(database: Database, parts: [CorpusIndexBuilder.Part], path: String) throws {
        self.database = database
        self.parts = parts
        self.path = path
        var packs = 0
        var documents = 0
        for part in parts {
            firstShard.append(shards.count)
            firstPack.append(packs)
            for shard in part.shards {
                try database.execute(
                    sql: "INSERT INTO shards VALUES (?, ?, ?, ?)",
                    arguments: [shards.count, shard.path.lastPathComponent, documents, shard.documents])
                shards.append((documents, shard.documents))
                documents += shard.documents
            }
            for name in part.packs {
                try database.execute(
                    sql: "INSERT INTO packs VALUES (?, ?)", arguments: [packs, name.lastPathComponent])
                packs += 1
            }
        }
    }

    mutating func load() throws {
        try loadDocuments()
        try loadImages()
        try loadOccurrences()
        let expected = shards.reduce(0) { $0 + $1.documents }
        guard counts.documents == expected else {
            throw StorageError.corrupt(path: path, detail: "\(counts.documents) rows for \(expected) documents")
        }
    }

    private mutating func loadDocuments() throws {
        let places = CorpusSchema.documentColumns.map { _ in "?" }.joined(separator: ", ")
        let insert = try database.makeStatement(
            sql: "INSERT INTO documents (\(CorpusSchema.documentColumns.joined(separator: ", "))) VALUES (\(places))")
        var merger = try merger(.documents)
        var last: ArraySlice<UInt8> = []
        while let (_, payload) = try merger.next() {
            let key = payload.prefix(10)
            guard key != last else {
                throw StorageError.corrupt(path: path, detail: "two documents have the id \(Hex.encode(key))")
            }
            last = key
            try insert.execute(arguments: try arguments(ofDocument: payload, part: merger.source))
        }
    }

    private mutating func arguments(ofDocument payload: [UInt8], part: Int) throws -> StatementArguments {
        var row = RowUnpacker(payload, after: 10)
        let shard = row.number() + firstShard[part]
        let line = row.number()
        let (frameOffset, frameLength, _) = (row.number(), row.number(), row.number())
        let (offset, length, images, words) = (row.number(), row.number(), row.number(), row.number())
        let (url, captured, language, title) = (row.text(), row.text(), row.text(), row.text())
        var values: [(any DatabaseValueConvertible)?] = []
        values.reserveCapacity(CorpusSchema.documentColumns.count)
        guard shards.indices.contains(shard), (0..<shards[shard].documents).contains(line) else {
            throw StorageError.corrupt(path: parts[part].rows, detail: "a row of line \(line) in shard \(shard)")
        }
        values += [
            Data(payload.prefix(10)), shards[shard].first + line, shard, frameOffset, frameLength, offset, length,
        ]
        values += [url, captured, language, title, DocumentRow.domain(of: url), words, images]
        for _ in 0..<8 { values.append(row.ratio()) }
        guard row.isSound else { throw StorageError.corrupt(path: parts[part].rows, detail: "a row is cut off") }
        counts.documents += 1
        counts.images += images
        counts.words += words
        return StatementArguments(values)
    }

    /// An image that several parts packed is found in the first of their packs; one that none packed has pack -1.
    private mutating func loadImages() throws {
        let insert = try database.makeStatement(sql: "INSERT INTO images VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        var merger = try merger(.images)
        var image = PendingImage(key: [])
        while let (_, payload) = try merger.next() {
            let key = Array(payload.prefix(32))
            if key != image.key {
                try write(image, insert)
                image = PendingImage(key: key)
            }
            guard image.add(payload, firstPack: firstPack[merger.source]) else {
                throw StorageError.corrupt(path: parts[merger.source].rows, detail: "a row is cut off")
            }
        }
        try write(image, insert)
    }

    private mutating func write(_ image: PendingImage, _ insert: Statement) throws {
        guard !image.key.isEmpty else { return }
        guard let signals = image.signals else {
            throw StorageError.corrupt(
                path: path, detail: "image \(Hex.encode(image.key)) is packed, but no document shows it")
        }
        counts.distinctImages += 1
        let place = image.place ?? PackPlace(pack: -1, offset: 0, length: 0)
        try insert.execute(arguments: [
            Data(image.key), place.pack, place.offset, place.length, signals.format, signals.width, signals.height,
            Data(Hex.decode(signals.phash) ?? []),
        ])
    }

    private func loadOccurrences() throws {
        let insert = try database.makeStatement(sql: "INSERT INTO occurrences VALUES (?, ?, ?, ?)")
        var merger = try merger(.occurrences)
        while let (_, payload) = try merger.next() {
            var row = RowUnpacker(payload, after: 10)
            let (position, image, url) = (row.position(), row.text(), row.text())
            guard row.isSound, let sha256 = Hex.decode(image) else {
                throw StorageError.corrupt(path: parts[merger.source].rows, detail: "a row is cut off")
            }
            try insert.execute(arguments: [Data(payload.prefix(10)), position, Data(sha256), url])
        }
    }

    private func merger(_ bucket: IndexBucket) throws -> RunMerger {
        try RunMerger(paths: parts.map(\.rows), bucket: bucket.rawValue)
    }
}

/// The rows of one image, as they come one after the other.
private struct PendingImage {
    let key: [UInt8]
    private(set) var signals: ImageSignals?
    private(set) var place: PackPlace?

    init(key: [UInt8]) { self.key = key }

    /// Whether the row was sound.
    mutating func add(_ payload: [UInt8], firstPack: Int) -> Bool {
        guard payload.count > 32, let kind = ImageRowKind(rawValue: payload[32]) else { return false }
        var row = RowUnpacker(payload, after: 33)
        switch kind {
        case .signals where signals != nil: return true
        case .signals:
            let (width, height, phash, format) = (row.number(), row.number(), row.text(), row.text())
            signals = ImageSignals(sha256: "", phash: phash, width: width, height: height, format: format)
        case .place:
            let found = PackPlace(pack: row.number() + firstPack, offset: row.number(), length: row.number())
            if let place, (place.pack, place.offset) <= (found.pack, found.offset) { break }
            place = found
        }
        return row.isSound
    }
}
