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
        /// Its shards under their final paths, with how many documents are in each; a row's `shard` is an index in it.
        package var shards: [(path: String, documents: Int)]
        /// Names of its packs; a row's `pack` is an index in it.
        package var packs: [String]

        /// A part.
        package init(rows: String, shards: [(path: String, documents: Int)], packs: [String]) {
            self.rows = rows
            self.shards = shards
            self.packs = packs
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

    private let path: String
    private let fullText: Bool

    /// A builder of the index at `path`.
    /// - Parameter fullText: whether the texts can be searched afterwards (about as large as the compressed shards).
    package init(path: String, fullText: Bool = true) {
        self.path = path
        self.fullText = fullText
    }

    /// Builds the index. Shards and packs are numbered through the parts in order.
    /// - Returns: what is in it.
    /// - Throws: `StorageError.corrupt` for damaged rows or shards, two documents of one id, rows that do not fill the
    ///   shards; `.database`, `.system` when the file cannot be made.
    package func build(_ parts: [Part], _ facts: Facts) throws(StorageError) -> CorpusManifest.Counts {
        let temporary = "\(path).tmp.\(getpid())"
        do {
            try Files.remove(temporary)
            defer { try? Files.remove(temporary) }
            let counts = try load(parts, facts, into: temporary)
            try Durable.sync(temporary)
            try Files.move(temporary, to: path)
            return counts
        } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            // This file was made a moment ago: what cannot be read back is the disk's fault.
            throw .system(SystemError("write", path: path, code: EIO))
        } catch {
            throw StorageError(error, path: path)
        }
    }

    private func load(_ parts: [Part], _ facts: Facts, into temporary: String) throws -> CorpusManifest.Counts {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;
                    PRAGMA application_id = \(CorpusSchema.application); PRAGMA user_version = \(CorpusSchema.version);
                    """)
        }
        let queue = try DatabaseQueue(path: temporary, configuration: configuration)
        let counts = try queue.write { database in
            try database.execute(sql: CorpusSchema.tables)
            try load(facts, database)
            var loader = try RowLoader(database: database, parts: parts, path: path)
            try loader.load()
            try database.execute(sql: CorpusSchema.indexes)
            try database.execute(sql: CorpusSchema.distributions)
            if fullText { try FullTextLoader.load(parts.flatMap { $0.shards.map(\.path) }, database) }
            return loader.counts
        }
        try queue.close()
        return counts
    }

    private func load(_ facts: Facts, _ database: Database) throws {
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
