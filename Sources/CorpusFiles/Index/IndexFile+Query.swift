import GRDB
import Platform

extension IndexFile {
    /// The columns a predicate may name.
    static let columns = CorpusSchema.documentColumns

    /// The documents for which an SQL expression over the columns of `documents` is true, in corpus order, one at a time:
    /// `words > 200 AND language = 'en'`.
    /// - Throws: `StorageError.query` when it is not such an expression, with the columns there are and the nearest name;
    ///   what `body` throws.
    func forEachDocument(where predicate: String, _ body: (DocumentRow) throws -> Void) throws {
        QuestionLimit.begin()
        do {
            try queue.read { database in
                let statement = try IndexFile.statement(
                    database, selecting: "*", where: predicate, suffix: "ORDER BY number")
                let rows = try Row.fetchCursor(statement)
                while let row = try rows.next() { try body(DocumentRow(row: row)) }
            }
        } catch let error where error is DatabaseError || error is StorageError {
            throw StorageError(error, path: path)
        }
    }

    /// How many documents a predicate keeps.
    /// - Throws: as `forEachDocument(where:)`.
    func count(where predicate: String) throws(StorageError) -> Int {
        try reading { database in
            let statement = try IndexFile.statement(database, selecting: "count(*)", where: predicate, suffix: "")
            return try Int.fetchOne(statement) ?? 0
        }
    }

    /// A line comment or an open bracket in the predicate must not swallow what follows it, hence the line breaks.
    static func statement(
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
        let hint = Nearest.name(name, among: columns).map { "; did you mean '\($0)'?" } ?? ""
        return "no column '\(name)'\(hint); \(list)"
    }
}
