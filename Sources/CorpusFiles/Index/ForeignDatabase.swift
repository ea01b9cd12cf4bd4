package import GRDB
import GRDBSQLite
package import Platform
import Synchronization

/// How a database is opened that somebody else may have made: it is read and nothing in it is trusted.
package enum ForeignDatabase {
    /// Read-only; functions and tables that a schema could misuse are off, and a question ends when it is told to.
    package static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(2)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;")
            let connection = database.sqliteConnection
            // A row of an index has one URL and one title; a segment of its full text is smaller too.
            sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, largestValue)
            sqlite3_progress_handler(connection, 20_000, { _ in QuestionLimit.isOver ? 1 : 0 }, nil)
        }
        return configuration
    }

    /// Bytes of a value.
    private static let largestValue: Int32 = 64 << 20

    /// Refuses a database with anything in its schema that computes: an index has tables alone.
    /// - Throws: `StorageError.corrupt`.
    package static func check(_ database: Database, schema: String = "main", path: String = "") throws {
        let sql = "SELECT count(*) FROM \(schema).sqlite_master WHERE type NOT IN ('table', 'index')"
        guard try Int.fetchOne(database, sql: sql) == 0 else {
            throw StorageError.corrupt(path: path, detail: "it has views or triggers, which an index has not")
        }
    }
}

/// When a question to a database ends, for the whole process: after so many seconds inside SQLite, whatever the verb does
/// with each row, or when the process is told to stop.
package enum QuestionLimit {
    private struct State {
        var limit: Duration?
        var isStopped: @Sendable () -> Bool = { false }
        var last = ContinuousClock.now
        var spent = Duration.zero
        /// Questions that are asked of several files, and begin once.
        var joined = 0
    }

    private static let state = Mutex(State())
    /// Between two looks SQLite does 20,000 steps, a few milliseconds; what is longer was spent outside.
    private static let longestStep = Duration.milliseconds(50)

    /// Gives every question so many seconds; 0: as many as it takes.
    package static func set(seconds: Double) {
        state.withLock { $0.limit = seconds > 0 ? .seconds(seconds) : nil }
    }

    /// Lets every question end as soon as `isStopped` says so.
    package static func stop(when isStopped: @escaping @Sendable () -> Bool) {
        state.withLock { $0.isStopped = isStopped }
    }

    /// A question begins.
    package static func begin() {
        state.withLock { if $0.joined == 0 { ($0.last, $0.spent) = (.now, .zero) } }
    }

    /// Takes all that `body` asks for one question.
    static func asOne<T>(_ body: () throws(StorageError) -> T) throws(StorageError) -> T {
        begin()
        state.withLock { $0.joined += 1 }
        defer { state.withLock { $0.joined -= 1 } }
        return try body()
    }

    /// Whether the question is to end.
    static var isOver: Bool {
        state.withLock { state in
            let now = ContinuousClock.now
            state.spent += min(now - state.last, longestStep)
            state.last = now
            return state.isStopped() || state.limit.map { state.spent > $0 } ?? false
        }
    }
}

/// GRDB's own subscripts end the process when a column has another type than it should.
extension Row {
    /// A value of any type.
    /// - Throws: `StorageError.corrupt` when the column has none of that type.
    package func get<Value: DatabaseValueConvertible>(_ column: Int) throws(StorageError) -> Value {
        try Row.read(column < count ? self[column] as DatabaseValue : .null, "\(column)")
    }

    /// A value of any type.
    /// - Throws: `StorageError.corrupt` when there is no such column, or it has none of that type.
    package func get<Value: DatabaseValueConvertible>(_ column: String) throws(StorageError) -> Value {
        try Row.read((self[column] as DatabaseValue?) ?? .null, column)
    }

    package func text(_ column: Int) throws(StorageError) -> String { try get(column) }
    package func number(_ column: Int) throws(StorageError) -> Int { try get(column) }

    /// A count or a size: not negative, and small enough for sums of many.
    package func amount(_ column: Int) throws(StorageError) -> Int { try Row.amount(get(column), "\(column)") }
    /// A count or a size: not negative, and small enough for sums of many.
    package func amount(_ column: String) throws(StorageError) -> Int { try Row.amount(get(column), column) }

    private static func read<Value: DatabaseValueConvertible>(
        _ value: DatabaseValue, _ column: String
    ) throws(StorageError) -> Value {
        guard let value = Value.fromDatabaseValue(value) else {
            throw .corrupt(path: "index", detail: "the column \(column) has a value of another type")
        }
        return value
    }

    private static func amount(_ value: Int, _ column: String) throws(StorageError) -> Int {
        guard (0...1 << 42).contains(value) else {
            throw .corrupt(path: "index", detail: "the column \(column) says \(value)")
        }
        return value
    }
}
