import Exchange
import Facts
import GRDB
import Platform

/// Loads the tables of documents, images and occurrences from the merged rows of the parts.
struct RowLoader {
    private let database: Database
    private let parts: [CorpusIndexBuilder.Part]
    private let path: String
    private let start: CorpusIndexBuilder.Start
    /// By part: index in the corpus of its first shard and pack.
    private var firstShard: [Int] = []
    private var firstPack: [Int] = []
    /// By shard: number of its first document, and how many it has.
    private var shards: [(first: Int, documents: Int)] = []
    private(set) var counts = CorpusManifest.Counts()

    /// - Parameter start: where in the corpus the parts begin.
    init(
        database: Database, parts: [CorpusIndexBuilder.Part], from start: CorpusIndexBuilder.Start, path: String
    ) throws {
        self.database = database
        self.parts = parts
        self.path = path
        self.start = start
        var next = start
        for part in parts {
            firstShard.append(next.shard)
            firstPack.append(next.pack)
            for shard in part.shards {
                try database.execute(
                    sql: "INSERT INTO shards VALUES (?, ?, ?, ?)",
                    arguments: [next.shard, shard.name, next.document, shard.documents])
                shards.append((next.document, shard.documents))
                next.shard += 1
                next.document += shard.documents
            }
            for name in part.packs {
                try database.execute(
                    sql: "INSERT INTO packs VALUES (?, ?)", arguments: [next.pack, name.lastPathComponent])
                next.pack += 1
            }
        }
    }

    mutating func load() throws {
        try loadDocuments()
        try loadImages()
        try loadOccurrences()
        try loadClusters()
        let expected = shards.reduce(0) { $0 + $1.documents }
        guard counts.documents == expected else {
            throw StorageError.corrupt(path: path, detail: "\(counts.documents) rows for \(expected) documents")
        }
    }

    private mutating func loadDocuments() throws {
        var insert = try BulkInsert(database, into: "documents", columns: CorpusSchema.documentColumns.count)
        var merger = try merger(.documents)
        var last: ArraySlice<UInt8> = []
        while let (_, payload) = try merger.next() {
            let key = payload.prefix(10)
            guard key != last else {
                throw StorageError.corrupt(path: path, detail: "two documents have the id \(Hex.encode(key))")
            }
            last = key
            try payload.withUnsafeBytes { try loadDocument($0, part: merger.source, &insert) }
        }
    }

    private mutating func loadDocument(
        _ payload: UnsafeRawBufferPointer, part: Int, _ insert: inout BulkInsert
    ) throws {
        var row = RowUnpacker(payload, after: 10)
        let (shard, line) = (row.number() + firstShard[part], row.number())
        let known = shard - start.shard
        guard shards.indices.contains(known), (0..<shards[known].documents).contains(line) else {
            throw StorageError.corrupt(path: parts[part].rows, detail: "a row of line \(line) in shard \(shard)")
        }
        insert.bind(blob: UnsafeRawBufferPointer(rebasing: payload[..<10]))
        insert.bind(shards[known].first + line)
        insert.bind(shard)
        let (frameOffset, frameLength, _) = (row.number(), row.number(), row.number())
        for number in [frameOffset, frameLength, row.number(), row.number()] { insert.bind(number) }
        let images = row.number()
        for _ in 0..<5 { insert.bind(text: row.text()) }
        for field in TextProfile.counts {
            let count = row.number()
            insert.bind(count)
            if field.name == "words" { counts.words += count }
        }
        insert.bind(images)
        for field in TextProfile.ratios { row.bind(field.kind, &insert) }
        guard row.isSound else { throw cutOff(part) }
        try insert.run()
        counts.documents += 1
        counts.images += images
    }

    private func cutOff(_ part: Int) -> StorageError {
        .corrupt(path: parts[part].rows, detail: "a row is cut off")
    }

    /// An image that several parts packed is found in the first of their packs; one that none packed has pack -1.
    private mutating func loadImages() throws {
        var insert = try BulkInsert(database, into: "images", columns: 4 + CorpusSchema.imageFields.count)
        var merger = try merger(.images)
        var image = PendingImage(key: [])
        while let (_, payload) = try merger.next() {
            let key = Array(payload.prefix(32))
            if key != image.key {
                try write(image, &insert)
                image = PendingImage(key: key)
            }
            guard image.add(payload, firstPack: firstPack[merger.source]) else { throw cutOff(merger.source) }
        }
        try write(image, &insert)
    }

    private mutating func write(_ image: PendingImage, _ insert: inout BulkInsert) throws {
        guard !image.key.isEmpty else { return }
        guard !image.signals.isEmpty else {
            throw StorageError.corrupt(
                path: path, detail: "image \(Hex.encode(image.key)) is packed, but no document shows it")
        }
        counts.distinctImages += 1
        let place = image.place ?? PackPlace(pack: -1, bytes: ByteRange(offset: 0, length: 0))
        try image.signals.withUnsafeBytes { bytes in
            insert.bind(blob: UnsafeRawBufferPointer(rebasing: bytes[..<32]))
            for number in [place.pack, place.bytes.offset, place.bytes.length] { insert.bind(number) }
            var row = RowUnpacker(bytes, after: PendingImage.head)
            for field in CorpusSchema.imageFields {
                if row.isKnown() {
                    row.bind(field.kind, &insert)
                } else if field.isRecorded {
                    insert.bind(blob: UnsafeRawBufferPointer(start: nil, count: 0))
                } else {
                    insert.bindNull()
                }
            }
            guard row.isSound else { throw StorageError.corrupt(path: path, detail: "a row is cut off") }
            try insert.run()
        }
    }

    private func loadOccurrences() throws {
        var insert = try BulkInsert(database, into: "occurrences", columns: 4)
        var merger = try merger(.occurrences)
        while let (_, payload) = try merger.next() {
            try payload.withUnsafeBytes { bytes in
                var row = RowUnpacker(bytes, after: 10)
                insert.bind(blob: UnsafeRawBufferPointer(rebasing: bytes[..<10]))
                insert.bind(row.position())
                insert.bind(blob: row.text())
                insert.bind(text: row.text())
                guard row.isSound else { throw cutOff(merger.source) }
                try insert.run()
            }
        }
    }

    private func loadClusters() throws {
        var insert = try BulkInsert(database, into: "clusters", columns: 6)
        var merger = try merger(.clusters)
        while let (_, payload) = try merger.next() {
            try payload.withUnsafeBytes { bytes in
                var row = RowUnpacker(bytes, after: 10)
                insert.bind(blob: UnsafeRawBufferPointer(rebasing: bytes[..<10]))
                insert.bind(row.number())
                for _ in 0..<2 { insert.bind(text: row.text()) }
                insert.bind(row.number())
                insert.bind(text: row.text())
                guard row.isSound else { throw cutOff(merger.source) }
                try insert.run()
            }
        }
    }

    private func merger(_ bucket: IndexBucket) throws -> SortedMerger {
        try SortedMerger(paths: parts.map(\.rows), bucket: bucket.rawValue)
    }
}

/// The rows of one image, as they come one after the other.
private struct PendingImage {
    /// Bytes before what a row says: the key and the row's kind.
    static let head = 33

    let key: [UInt8]
    /// The row of what was measured on it; empty until it comes.
    private(set) var signals: [UInt8] = []
    private(set) var place: PackPlace?

    init(key: [UInt8]) { self.key = key }

    /// Whether the row was sound.
    mutating func add(_ payload: [UInt8], firstPack: Int) -> Bool {
        guard payload.count >= PendingImage.head, let kind = ImageRowKind(rawValue: payload[PendingImage.head - 1])
        else { return false }
        switch kind {
        case .signals:
            if signals.isEmpty { signals = payload }
            return true
        case .place:
            return payload.withUnsafeBytes { bytes in
                var row = RowUnpacker(bytes, after: PendingImage.head)
                let found = PackPlace(
                    pack: row.number() + firstPack, bytes: ByteRange(offset: row.number(), length: row.number()))
                if place.map({ (found.pack, found.bytes.offset) < ($0.pack, $0.bytes.offset) }) ?? true {
                    place = found
                }
                return row.isSound
            }
        }
    }
}
