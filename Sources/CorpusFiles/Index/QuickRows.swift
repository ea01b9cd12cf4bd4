package import GRDB
import GRDBSQLite

/// The rows of a question, one at a time, their values taken by SQLite's own calls: what reads every document of a corpus
/// spends most of its time in boxed values otherwise.
package struct QuickRow: ~Copyable {
    private let statement: OpaquePointer?

    fileprivate init(_ statement: OpaquePointer?) { self.statement = statement }

    /// A whole number, 0 for NULL.
    package borrowing func integer(_ column: Int) -> Int { Int(sqlite3_column_int64(statement, CInt(column))) }

    /// A number; nil for NULL, text and bytes.
    package borrowing func number(_ column: Int) -> Double? {
        let type = sqlite3_column_type(statement, CInt(column))
        guard type == SQLITE_INTEGER || type == SQLITE_FLOAT else { return nil }
        return sqlite3_column_double(statement, CInt(column))
    }

    /// A text, `""` for NULL.
    package borrowing func text(_ column: Int) -> String {
        guard let start = sqlite3_column_text(statement, CInt(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, CInt(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }
}

extension Database {
    /// Gives every row of a question to `body`.
    /// - Throws: `DatabaseError`; what `body` throws.
    package func forEachQuickRow(_ sql: String, _ body: (borrowing QuickRow) throws -> Void) throws {
        let statement = try makeStatement(sql: sql)
        let raw = statement.sqliteStatement
        defer { sqlite3_reset(raw) }
        let row = QuickRow(raw)
        while true {
            switch sqlite3_step(raw) {
            case SQLITE_ROW: try body(row)
            case SQLITE_DONE: return
            case let code:
                let message = sqlite3_errmsg(sqliteConnection).map { String(cString: $0) }
                throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
            }
        }
    }
}
