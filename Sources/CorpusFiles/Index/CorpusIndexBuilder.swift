package import Documents
import Facts
import Glibc
import GRDB
package import Platform

/// Builds `index.sqlite` from the sorted rows of all parts: each table is loaded once, in the order of its key, and the
/// other indexes are made afterwards. The file appears when it is complete; the same rows give the same bytes.
package struct CorpusIndexBuilder: Sendable {
    /// What one part gave: its rows, and the files they speak of.
    package struct Part: Sendable {
        /// Path of its rows (`IndexRowWriter`).
        package var rows: String
        /// Its shards: where they are, what the corpus calls them, how many documents are in each. A row's `shard` is an
        /// index in it.
        package var shards: [(path: String, name: String, documents: Int)] = []
        /// Names of its packs; a row's `pack` is an index in it.
        package var packs: [String]

        /// A part whose shards have their final names.
        package init(rows: String, shards: [(path: String, documents: Int)], packs: [String]) {
            self.rows = rows
            self.shards = shards.map { ($0.path, $0.path.lastPathComponent, $0.documents) }
            self.packs = packs
        }

        /// How many documents it has.
        package var documents: Int { shards.reduce(0) { $0 + $1.documents } }
    }

    /// Where in the corpus parts begin: the numbers of their first shard, pack and document.
    package struct Start: Sendable, Equatable {
        package var shard = 0, pack = 0, document = 0

        /// The corpus' beginning.
        package init() {}

        /// Behind some parts.
        package init(after parts: some Sequence<Part>) {
            for part in parts {
                shard += part.shards.count
                pack += part.packs.count
                document += part.documents
            }
        }
    }

    /// What the index says of the whole corpus.
    package struct Facts: Sendable {
        /// The whole run's ledger.
        package var ledger: Ledger
        /// Version of the program.
        package var tool: String
        /// SHA-256 of the resolved pipeline.
        package var pipelineSHA256: String
        /// Version of the corpus' format.
        package var format: String

        /// Facts of a corpus.
        package init(ledger: Ledger, tool: String = "", pipelineSHA256: String = "", format: String = "1.0") {
            self.ledger = ledger
            self.format = format
            self.tool = tool
            self.pipelineSHA256 = pipelineSHA256
        }
    }

    let path: String
    private let fullText: Bool

    /// A builder of the index at `path`.
    /// - Parameter fullText: whether the texts can be searched afterwards (about as large as the compressed shards).
    package init(path: String, fullText: Bool = true) {
        self.path = path
        self.fullText = fullText
    }

    /// Builds the index of some parts. Shards and packs are numbered through them in order.
    /// - Parameter start: where in the corpus they begin.
    /// - Returns: what is in it.
    /// - Throws: `StorageError.corrupt` for damaged rows or shards, two documents of one id, rows that do not fill the
    ///   shards; `.database`, `.system` when the file cannot be made.
    @discardableResult
    package func build(
        _ parts: [Part], _ facts: Facts, from start: Start = Start()
    ) throws(StorageError) -> CorpusManifest.Counts {
        try make(CorpusSchema.version) { database in
            try load(facts, database)
            var loader = try RowLoader(database: database, parts: parts, from: start, path: path)
            try loader.load()
            try database.execute(sql: CorpusSchema.indexes)
            try database.execute(sql: CorpusSchema.distributions)
            if fullText {
                let shards = parts.flatMap { $0.shards.map(\.path) }
                try FullTextLoader.load(shards, first: start.document, database)
            }
            return loader.counts
        }
    }

    /// Makes the file of tables that `fill` fills; it appears when it is complete.
    func make<T>(_ version: Int, _ fill: (Database) throws -> T) throws(StorageError) -> T {
        let temporary = "\(path).tmp.\(getpid())"
        do {
            try Files.remove(temporary)
            let result = try fillFile(temporary, version, fill)
            try Durable.sync(temporary)
            try Files.move(temporary, to: path)
            return result
        } catch {
            // Before anything else sets errno, which is all that SQLite leaves of why a file cannot be opened.
            let told = failure(error)
            try? Files.remove(temporary)
            throw told
        }
    }

    private func fillFile<T>(_ file: String, _ version: Int, _ fill: (Database) throws -> T) throws -> T {
        // Large tables are sorted in files: beside this one there is room, and a worker may write nowhere else.
        setenv("SQLITE_TMPDIR", String(path.dropLast(path.lastPathComponent.utf8.count)), 0)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
                    PRAGMA application_id = \(CorpusSchema.application); PRAGMA user_version = \(version);
                    """)
        }
        try Durable.create(file)
        let queue = try DatabaseQueue(path: file, configuration: configuration)
        let result = try queue.write { database in
            try database.execute(sql: CorpusSchema.tables)
            return try fill(database)
        }
        try queue.close()
        return result
    }

    private func failure(_ error: any Error) -> StorageError {
        if let error = error as? DatabaseError, [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            // This file was made a moment ago: what cannot be read back is the disk's fault.
            return .system(SystemError("write", path: path, code: EIO))
        }
        return StorageError(error, path: path)
    }

    func load(_ facts: Facts, _ database: Database) throws {
        let meta = [
            ("format", facts.format), ("full_text", fullText ? "1" : "0"),
            ("pipeline_sha256", facts.pipelineSHA256), ("tool", facts.tool),
        ]
        for (key, value) in meta {
            try database.execute(sql: "INSERT INTO meta VALUES (?, ?)", arguments: [key, value])
        }
        for unit in Unit.allCases {
            let account = facts.ledger[unit]
            try database.execute(
                sql: "INSERT INTO accounts VALUES (?, ?, ?)", arguments: [unit.rawValue, account.born, account.written])
            for (reason, count) in account.sortedReasons {
                try database.execute(
                    sql: "INSERT INTO drops VALUES (?, ?, ?)", arguments: [unit.rawValue, reason.rawValue, count])
            }
        }
    }
}
