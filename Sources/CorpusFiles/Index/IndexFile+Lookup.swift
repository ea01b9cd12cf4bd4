import Facts
import Foundation
import GRDB
import Platform

extension IndexFile {
    /// The documents whose id begins with `prefix` (hexadecimal digits), at most `limit`, by id.
    /// - Throws: `StorageError.query` when `prefix` is not 1 to 20 hexadecimal digits.
    func documents(idPrefix prefix: String, limit: Int = 5) throws(StorageError) -> [DocumentRow] {
        let (low, high) = try IndexFile.range(prefix, digits: 20, of: "an id")
        return try documents("WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?", [low, high, limit])
    }

    /// The documents of a page, by capture date.
    /// - Throws: `StorageError`.
    func documents(url: String) throws(StorageError) -> [DocumentRow] {
        try documents("WHERE url = ? ORDER BY captured, id", [url])
    }

    /// The document at a place of the corpus, nil past its end.
    /// - Throws: `StorageError`.
    func document(number: Int) throws(StorageError) -> DocumentRow? {
        try documents("WHERE number = ?", [number]).first
    }

    /// A document short enough to be shown whole: the first with an image, else the first.
    func example() throws(StorageError) -> DocumentRow? {
        for clause in ["images > 0 AND length < 4000", "length < 4000"] {
            if let row = try documents("WHERE \(clause) ORDER BY number LIMIT 1", []).first { return row }
        }
        return nil
    }

    /// The images whose SHA-256 begins with `prefix` (hexadecimal digits), at most `limit`.
    /// - Throws: `StorageError.query` when `prefix` is not 1 to 64 hexadecimal digits.
    func images(sha256Prefix prefix: String, limit: Int = 5) throws(StorageError) -> [ImageRow] {
        let (low, high) = try IndexFile.range(prefix, digits: 64, of: "a SHA-256")
        return try reading { database in
            let sql = "SELECT * FROM images WHERE sha256 BETWEEN ? AND ? ORDER BY sha256 LIMIT ?"
            let statement = try database.cachedStatement(sql: sql)
            return try Row.fetchAll(statement, arguments: [low, high, limit]).map(ImageRow.init(row:))
        }
    }

    /// Where an image is shown, by document and position, at most `limit`.
    /// - Throws: `StorageError.query` when `sha256` is not 64 hexadecimal digits.
    func occurrences(ofImage sha256: String, limit: Int = 100) throws(StorageError) -> [OccurrenceRow] {
        let (key, _) = try IndexFile.range(sha256, digits: 64, of: "a SHA-256")
        return try occurrences("WHERE image = ? ORDER BY document, position LIMIT ?", [key, limit])
    }

    /// Where an image is shown by a URL, at most `limit`; reads every occurrence.
    /// - Throws: `StorageError`.
    func occurrences(ofURL url: String, limit: Int = 100) throws(StorageError) -> [OccurrenceRow] {
        try occurrences("WHERE url = ? LIMIT ?", [url, limit])
    }

    /// The images of a document, in reading order.
    /// - Throws: `StorageError.query` when `id` is not 20 hexadecimal digits.
    func occurrences(inDocument id: String) throws(StorageError) -> [OccurrenceRow] {
        let (key, _) = try IndexFile.range(id, digits: 20, of: "an id")
        return try occurrences("WHERE document = ? ORDER BY position", [key])
    }

    /// All documents in corpus order, one at a time.
    /// - Throws: `StorageError`; what `body` throws.
    func forEachDocument(_ body: (DocumentRow) throws -> Void) throws {
        try forEachRow("SELECT * FROM documents ORDER BY number") { try body(DocumentRow(row: $0)) }
    }

    /// All images by SHA-256, one at a time.
    /// - Throws: `StorageError`; what `body` throws.
    func forEachImage(_ body: (ImageRow) throws -> Void) throws {
        try forEachRow("SELECT * FROM images ORDER BY sha256") { try body(ImageRow(row: $0)) }
    }

    func forEachRow(_ sql: String, _ body: (Row) throws -> Void) throws {
        QuestionLimit.begin()
        do {
            try queue.read { database in
                let rows = try Row.fetchCursor(database, sql: sql)
                while let row = try rows.next() { try body(row) }
            }
        } catch let error where error is DatabaseError || error is StorageError {
            throw StorageError(error, path: path)
        }
    }

    private func occurrences(
        _ clause: String, _ arguments: StatementArguments
    ) throws(StorageError) -> [OccurrenceRow] {
        try reading { database in
            let sql = "SELECT document, position, image, url FROM occurrences \(clause)"
            return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments).map {
                OccurrenceRow(
                    document: Hex.encode(try $0.get(0) as Data), position: try $0.amount(1),
                    image: Hex.encode(try $0.get(2) as Data), url: try $0.text(3))
            }
        }
    }

    func documents(_ clause: String, _ arguments: StatementArguments) throws(StorageError) -> [DocumentRow] {
        try reading { database in
            let statement = try database.cachedStatement(sql: "SELECT * FROM documents \(clause)")
            return try Row.fetchAll(statement, arguments: arguments).map(DocumentRow.init(row:))
        }
    }

    /// The keys that begin with `prefix`: from it filled up with 0 to it filled up with f.
    private static func range(
        _ prefix: String, digits: Int, of what: String
    ) throws(StorageError) -> (low: Data, high: Data) {
        let rest = digits - prefix.utf8.count
        guard !prefix.isEmpty, rest >= 0, let low = Hex.decode(prefix + String(repeating: "0", count: rest)),
            let high = Hex.decode(prefix + String(repeating: "f", count: rest))
        else { throw .query(detail: "'\(prefix)' is not the beginning of \(what) (\(digits) hexadecimal digits)") }
        return (Data(low), Data(high))
    }
}

extension DocumentRow {
    init(row: Row) throws(StorageError) {
        id = Hex.encode(try row.get("id") as Data)
        shard = try row.amount("shard")
        number = try row.amount("number")
        frame = FrameEntry(
            offset: try row.amount("frame_offset"), compressed: try row.amount("frame_length"), decompressed: 0)
        offset = try row.amount("offset")
        length = try row.amount("length")
        url = try row.get("url")
        captured = try row.get("captured")
        language = try row.get("language")
        title = try row.get("title")
        images = try row.amount("images")
        profile = TextProfile()
        for field in TextProfile.counts + TextProfile.ratios { field.take(&profile, try row.value(of: field)) }
    }
}

extension ImageRow {
    init(row: Row) throws(StorageError) {
        pack = try row.get("pack")  // -1 for none
        offset = try row.amount("offset")
        length = try row.amount("length")
        signals = ImageSignals()
        for field in ImageSignals.fields { field.take(&signals, try row.value(of: field)) }
    }
}

extension Row {
    /// What the row has for a field; `.unknown` for NULL, for an empty digest, and where an older index lacks the column.
    fileprivate func value<Record>(of field: Field<Record>) throws(StorageError) -> FieldValue {
        // A column that is not there, and NULL.
        guard let found = self[field.name] as DatabaseValue?, !found.isNull else { return .unknown }
        switch field.kind {
        case .integer: return .integer(try amount(field.name))
        case .number: return .number(try get(field.name))
        case .text: return .text(try get(field.name))
        case .flag: return .flag(try get(field.name))
        case .digest, .hash:
            guard case .blob(let bytes) = found.storage else { break }
            if bytes.isEmpty { return .unknown }
            let value = field.kind.read(printed: .text(Hex.encode(bytes)))
            if value != .unknown { return value }
        }
        throw .corrupt(path: "index", detail: "the column \(field.name) has a value of another type")
    }
}
