import GRDB
package import Platform

extension CorpusIndex {
    /// The columns a predicate may name.
    package static let columns = CorpusSchema.documentColumns

    /// The documents for which an SQL expression over the columns of `documents` is true, in corpus order, one at a time:
    /// `words > 200 AND language = 'en'`.
    /// - Throws: `StorageError.query` when it is not such an expression, with the columns there are and the nearest name;
    ///   what `body` throws.
    package func forEachDocument(where predicate: String, _ body: (DocumentRow) throws -> Void) throws {
        do {
            try queue.read { database in
                let statement = try CorpusIndex.statement(
                    database, selecting: "*", where: predicate, suffix: "ORDER BY number")
                let rows = try Row.fetchCursor(statement)
                while let row = try rows.next() { try body(DocumentRow(row: row)) }
            }
        } catch let error as DatabaseError {
            throw StorageError(error, path: path)
        }
    }

    /// How many documents a predicate keeps.
    /// - Throws: as `forEachDocument(where:)`.
    package func count(where predicate: String) throws(StorageError) -> Int {
        try reading { database in
            let statement = try CorpusIndex.statement(database, selecting: "count(*)", where: predicate, suffix: "")
            return try Int.fetchOne(statement) ?? 0
        }
    }

    /// The documents whose text matches an FTS5 query (`dog AND "small white"`), best first.
    /// - Throws: `StorageError.query` when the index has no texts or the query is not FTS5.
    package func search(_ query: String, limit: Int) throws(StorageError) -> [DocumentRow] {
        guard try meta()["full_text"] == "1" else {
            throw .query(detail: "\(path): this corpus was made without full-text search")
        }
        do {
            return try queue.read { database in
                let sql = """
                    SELECT documents.* FROM documents_text JOIN documents ON number = documents_text.rowid
                    WHERE documents_text MATCH ? ORDER BY documents_text.rank, number LIMIT ?
                    """
                return try Row.fetchAll(database, sql: sql, arguments: [query, limit]).map(DocumentRow.init(row:))
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            throw .query(detail: "'\(query)' is not a search: \(error.message ?? "")")
        } catch {
            throw StorageError(error, path: path)
        }
    }

    /// A line comment or an open bracket in the predicate must not swallow what follows it, hence the line breaks.
    private static func statement(
        _ database: Database, selecting columns: String, where predicate: String, suffix: String
    ) throws -> Statement {
        do {
            let probe = try database.makeStatement(sql: "SELECT (\n\(predicate)\n) FROM documents")
            guard probe.columnCount == 1, probe.isReadonly else { throw StorageError.query(detail: notAnExpression) }
            return try database.makeStatement(
                sql: "SELECT \(columns) FROM documents WHERE (\n\(predicate)\n) \(suffix)")
        } catch let error as DatabaseError {
            throw StorageError.query(detail: explain(error.message ?? "", predicate))
        }
    }

    private static let notAnExpression = "the predicate must be one SQL expression over the columns of documents"

    private static func explain(_ message: String, _ predicate: String) -> String {
        let list = "the columns are \(columns.joined(separator: ", "))"
        guard let range = message.firstRange(of: "no such column: ") else {
            return "the predicate '\(predicate)' is not understood: \(message); \(list)"
        }
        let name = String(message[range.upperBound...].prefix { $0 != " " })
        let nearest = EditDistance.nearest(to: name, among: columns) ?? ""
        let hint = EditDistance.between(nearest, name) <= 3 ? "; did you mean '\(nearest)'?" : ""
        return "no column '\(name)'\(hint); \(list)"
    }
}
