import GRDB
import GRDBSQLite

/// An INSERT run many times, its values bound by SQLite's own calls straight from a row's bytes: four to five times
/// faster than boxed arguments, and the only place that goes below GRDB.
struct BulkInsert {
    private let database: Database
    private let statement: Statement
    private var column: CInt = 0

    init(_ database: Database, into table: String, columns: Int) throws {
        self.database = database
        let places = Array(repeating: "?", count: columns).joined(separator: ", ")
        statement = try database.makeStatement(sql: "INSERT INTO \(table) VALUES (\(places))")
    }

    /// Binds the next column.
    mutating func bind(_ number: Int) {
        column += 1
        sqlite3_bind_int64(statement.sqliteStatement, column, sqlite3_int64(number))
    }

    /// Binds the next column.
    mutating func bind(_ number: Double) {
        column += 1
        sqlite3_bind_double(statement.sqliteStatement, column, number)
    }

    /// Binds the next column; the bytes must live until `run`.
    mutating func bind(text: UnsafeRawBufferPointer) {
        column += 1
        // A null pointer would bind NULL, not ''.
        let start = text.baseAddress ?? UnsafeRawPointer(BulkInsert.empty.utf8Start)
        let characters = start.assumingMemoryBound(to: CChar.self)
        sqlite3_bind_text(statement.sqliteStatement, column, characters, CInt(text.count), nil)
    }

    /// Binds the next column; the bytes must live until `run`.
    mutating func bind(blob: UnsafeRawBufferPointer) {
        column += 1
        if blob.isEmpty {
            sqlite3_bind_zeroblob(statement.sqliteStatement, column, 0)
        } else {
            sqlite3_bind_blob(statement.sqliteStatement, column, blob.baseAddress, CInt(blob.count), nil)
        }
    }

    /// Binds NULL to the next column.
    mutating func bindNull() {
        column += 1
        sqlite3_bind_null(statement.sqliteStatement, column)
    }

    /// Inserts the row and makes ready for the next.
    mutating func run() throws {
        column = 0
        let code = sqlite3_step(statement.sqliteStatement)
        sqlite3_reset(statement.sqliteStatement)
        guard code == SQLITE_DONE else {
            let message = sqlite3_errmsg(database.sqliteConnection).map { String(cString: $0) }
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
        }
    }

    private static let empty: StaticString = ""
}
