import Exchange
import GRDB
import Platform

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
        guard shards.indices.contains(shard), (0..<shards[shard].documents).contains(line) else {
            throw StorageError.corrupt(path: parts[part].rows, detail: "a row of line \(line) in shard \(shard)")
        }
        insert.bind(blob: UnsafeRawBufferPointer(rebasing: payload[..<10]))
        insert.bind(shards[shard].first + line)
        insert.bind(shard)
        let (frameOffset, frameLength, _) = (row.number(), row.number(), row.number())
        for number in [frameOffset, frameLength, row.number(), row.number()] { insert.bind(number) }
        let (images, words) = (row.number(), row.number())
        for _ in 0..<5 { insert.bind(text: row.text()) }
        insert.bind(words)
        insert.bind(images)
        for _ in 0..<8 { insert.bind(row.ratio()) }
        guard row.isSound else { throw cutOff(part) }
        try insert.run()
        counts.documents += 1
        counts.images += images
        counts.words += words
    }

    private func cutOff(_ part: Int) -> StorageError {
        .corrupt(path: parts[part].rows, detail: "a row is cut off")
    }

    /// An image that several parts packed is found in the first of their packs; one that none packed has pack -1.
    private mutating func loadImages() throws {
        var insert = try BulkInsert(database, into: "images", columns: 8 + CorpusSchema.imageDetails.count)
        var merger = try merger(.images)
        var image = PendingImage(key: [])
        while let (_, payload) = try merger.next() {
            let key = Array(payload.prefix(32))
            if key != image.key {
                try write(image, &insert)
                image = PendingImage(key: key)
            }
            let isSound = payload.withUnsafeBytes { image.add($0, firstPack: firstPack[merger.source]) }
            guard isSound else { throw cutOff(merger.source) }
        }
        try write(image, &insert)
    }

    private mutating func write(_ image: PendingImage, _ insert: inout BulkInsert) throws {
        guard !image.key.isEmpty else { return }
        guard let signals = image.signals else {
            throw StorageError.corrupt(
                path: path, detail: "image \(Hex.encode(image.key)) is packed, but no document shows it")
        }
        counts.distinctImages += 1
        let place = image.place ?? PackPlace(pack: -1, bytes: ByteRange(offset: 0, length: 0))
        try image.key.withUnsafeBytes { key in
            insert.bind(blob: key)
            for number in [place.pack, place.bytes.offset, place.bytes.length] { insert.bind(number) }
            try signals.format.withUnsafeBytes { format in
                insert.bind(text: format)
                insert.bind(signals.width)
                insert.bind(signals.height)
                try signals.phash.withUnsafeBytes { phash in
                    insert.bind(blob: phash)
                    if let details = signals.details { return try details.insert(&insert) }
                    for _ in CorpusSchema.imageDetails { insert.bindNull() }
                    try insert.run()
                }
            }
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

    private func merger(_ bucket: IndexBucket) throws -> SortedMerger {
        try SortedMerger(paths: parts.map(\.rows), bucket: bucket.rawValue)
    }
}

/// The rows of one image, as they come one after the other.
private struct PendingImage {
    /// What was measured on it.
    struct Signals {
        let width: Int
        let height: Int
        let phash: [UInt8]
        let format: [UInt8]
        let details: Details?
    }

    /// The columns after `phash`.
    struct Details {
        let mode: [UInt8]
        let numbers: [Int]
        let color: [UInt8]
        let ratios: [Double]

        init?(_ row: inout RowUnpacker) {
            let frames = row.number()
            guard frames > 0 else { return nil }
            numbers = [frames, row.number(), row.number()]
            (mode, color) = (Array(row.text()), Array(row.text()))
            ratios = [row.ratio(), row.ratio(), row.ratio()]
        }

        /// Binds the columns and inserts the row, while the texts live.
        func insert(_ insert: inout BulkInsert) throws {
            try mode.withUnsafeBytes { mode in
                insert.bind(text: mode)
                for number in numbers { insert.bind(number) }
                try color.withUnsafeBytes { color in
                    insert.bind(text: color)
                    for ratio in ratios { if ratio < 0 { insert.bindNull() } else { insert.bind(ratio) } }
                    try insert.run()
                }
            }
        }
    }

    let key: [UInt8]
    private(set) var signals: Signals?
    private(set) var place: PackPlace?

    init(key: [UInt8]) { self.key = key }

    /// Whether the row was sound.
    mutating func add(_ payload: UnsafeRawBufferPointer, firstPack: Int) -> Bool {
        guard payload.count > 32, let kind = ImageRowKind(rawValue: payload[32]) else { return false }
        var row = RowUnpacker(payload, after: 33)
        switch kind {
        case .signals where signals != nil: return true
        case .signals:
            signals = Signals(
                width: row.number(), height: row.number(), phash: Array(row.text()), format: Array(row.text()),
                details: Details(&row))
        case .place:
            let found = PackPlace(
                pack: row.number() + firstPack, bytes: ByteRange(offset: row.number(), length: row.number()))
            if let place, (place.pack, place.bytes.offset) <= (found.pack, found.bytes.offset) { break }
            place = found
        }
        return row.isSound
    }
}
