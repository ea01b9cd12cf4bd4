import GRDB
import Platform

/// A document that a search found.
package struct SearchHit: Sendable, Equatable {
    /// Its number in the corpus.
    package let number: Int
    /// BM25 as FTS5 has it, the title four times as heavy as the body: below 0, the best is the least.
    package let rank: Double
}

extension IndexFile {
    /// More matches than this are not ranked: the first so many in the order of the corpus are.
    static let rankedMatches = 20_000

    /// The best documents for an FTS5 expression, at most `limit`, best first and then by number.
    /// - Parameter predicate: an SQL expression over the columns of `documents` that must be true as well.
    /// - Throws: `StorageError.query` when the index has no texts, the expression is not FTS5 or the predicate not SQL.
    func ranked(
        _ expression: String, where predicate: String? = nil, limit: Int
    ) throws(StorageError) -> [SearchHit] {
        try searching(expression) { database in
            // Two words that stand on every page would be ranked for seconds; what is not asked for is not ranked.
            let matching = """
                SELECT rowid AS number, bm25(documents_text, 4.0, 1.0, 1.0) AS score FROM documents_text
                WHERE documents_text MATCH ? LIMIT \(IndexFile.rankedMatches)
                """
            guard let predicate else {
                let sql = "SELECT number, score FROM (\(matching)) ORDER BY score, number LIMIT ?"
                return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: [expression, limit])
            }
            try IndexFile.check(database, predicate)
            let sql = """
                SELECT found.number, score FROM (
                  SELECT rowid AS number, bm25(documents_text, 4.0, 1.0, 1.0) AS score FROM documents_text
                  WHERE documents_text MATCH ?) AS found JOIN documents ON documents.number = found.number
                WHERE (\n\(predicate)\n) ORDER BY score, found.number LIMIT ?
                """
            return try Row.fetchAll(database, sql: sql, arguments: [expression, limit])
        }.map { row throws(StorageError) in SearchHit(number: try row.amount(0), rank: try row.get(1)) }
    }

    /// The numbers of all documents that match an FTS5 expression, rising.
    /// - Throws: as `ranked(_:where:limit:)`.
    func matches(_ expression: String) throws(StorageError) -> [Int] {
        try searching(expression) { database in
            let sql = "SELECT rowid FROM documents_text WHERE documents_text MATCH ? ORDER BY rowid"
            return try Int.fetchAll(database.cachedStatement(sql: sql), arguments: [expression])
        }
    }

    /// Whether any document matches an FTS5 expression.
    /// - Throws: as `ranked(_:where:limit:)`.
    func isAnywhere(_ expression: String) throws(StorageError) -> Bool {
        try searching(expression) { database in
            let sql = "SELECT 1 FROM documents_text WHERE documents_text MATCH ? LIMIT 1"
            return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [expression]) != nil
        }
    }

    /// Whether a document matches an FTS5 expression.
    /// - Throws: as `ranked(_:where:limit:)`.
    func isMatch(_ expression: String, number: Int) throws(StorageError) -> Bool {
        try searching(expression) { database in
            let sql = "SELECT 1 FROM documents_text WHERE documents_text MATCH ? AND rowid = ?"
            return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [expression, number]) != nil
        }
    }

    /// How many documents match an FTS5 expression; counting ends one beyond `rankedMatches`.
    /// - Throws: as `ranked(_:where:limit:)`.
    func matchCount(_ expression: String) throws(StorageError) -> Int {
        try searching(expression) { database in
            let sql = """
                SELECT count(*) FROM (SELECT 1 FROM documents_text WHERE documents_text MATCH ?
                LIMIT \(IndexFile.rankedMatches + 1))
                """
            return try Int.fetchOne(database.cachedStatement(sql: sql), arguments: [expression]) ?? 0
        }
    }

    /// The rows of some documents, in the order asked for; numbers that there are not are left out.
    /// - Throws: `StorageError`.
    func documents(numbers: [Int]) throws(StorageError) -> [DocumentRow] {
        try reading { database in
            let statement = try database.cachedStatement(sql: "SELECT * FROM documents WHERE number = ?")
            return try numbers.compactMap { try Row.fetchOne(statement, arguments: [$0]).map(DocumentRow.init(row:)) }
        }
    }

    /// Whether a document of a number makes a predicate true.
    /// - Throws: `StorageError.query` for what is not an expression over the columns of `documents`.
    func holds(_ predicate: String, numbers: [Int]) throws(StorageError) -> [Bool] {
        try reading { database in
            try IndexFile.check(database, predicate)
            let statement = try database.cachedStatement(
                sql: "SELECT (\n\(predicate)\n) IS TRUE FROM documents WHERE number = ?")
            return try numbers.map { try Int.fetchOne(statement, arguments: [$0]) == 1 }
        }
    }

    /// The numbers of all documents for which a predicate is true, rising.
    /// - Throws: as `holds(_:numbers:)`.
    func numbers(where predicate: String) throws(StorageError) -> [Int] {
        try reading { database in
            try IndexFile.check(database, predicate)
            return try Int.fetchAll(
                database, sql: "SELECT number FROM documents WHERE (\n\(predicate)\n) ORDER BY number")
        }
    }

    /// How many documents there are.
    /// - Throws: `StorageError`.
    func documentCount() throws(StorageError) -> Int {
        try reading { try Int.fetchOne($0, sql: "SELECT coalesce(sum(documents), 0) FROM shards") ?? 0 }
    }

    /// The languages of all documents, by number.
    /// - Throws: `StorageError`.
    func languages() throws(StorageError) -> [String] {
        try reading { try String.fetchAll($0, sql: "SELECT language FROM documents ORDER BY number") }
    }

    /// The years of the oldest and the newest capture; nil when none is known.
    /// - Throws: `StorageError`.
    func capturedYears() throws(StorageError) -> (first: String, last: String)? {
        try reading { database in
            let sql = "SELECT min(captured), max(captured) FROM documents WHERE captured != ''"
            guard let row = try Row.fetchOne(database, sql: sql), !row.hasNull(atIndex: 0)
            else { return nil }
            let (first, last) = (try row.text(0), try row.text(1))
            return (String(first.prefix(4)), String(last.prefix(4)))
        }
    }

    /// Adds the formats of the pictures of each document to the set of its number.
    /// - Throws: `StorageError`.
    func collectFormats(in sets: inout [Set<String>]) throws(StorageError) {
        try reading { database in
            let sql = """
                SELECT DISTINCT d.number, i.format FROM occurrences o JOIN images i ON i.sha256 = o.image
                JOIN documents d ON d.id = o.document
                """
            try database.forEachQuickRow(sql) { row in
                let number = row.integer(0)
                if sets.indices.contains(number) { sets[number].insert(row.text(1)) }
            }
        }
    }

    /// The ids of all documents, by number.
    /// - Throws: `StorageError`.
    func ids() throws(StorageError) -> [String] {
        try reading { try String.fetchAll($0, sql: "SELECT lower(hex(id)) FROM documents ORDER BY number") }
    }

    private func searching<T>(_ expression: String, _ body: (Database) throws -> T) throws(StorageError) -> T {
        guard try meta()["full_text"] == "1" else {
            throw .query(detail: "\(path): this corpus was made without full-text search")
        }
        QuestionLimit.begin()
        do { return try queue.read(body) } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            throw .query(detail: "'\(expression)' is not a search: \(error.message ?? "")")
        } catch {
            throw StorageError(error, path: path)
        }
    }

    /// A predicate must be one reading expression over the columns.
    private static func check(_ database: Database, _ predicate: String) throws {
        _ = try statement(database, selecting: "number", where: predicate, suffix: "")
    }
}
