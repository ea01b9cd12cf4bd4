import Documents
import Facts
import Foundation
import GRDB
import Platform

/// One file of an index, opened read-only: all of a corpus' documents, a range of them, or the catalogue of the ranges.
struct IndexFile: Sendable {
    /// The path it was opened by.
    let path: String
    /// `PRAGMA user_version`.
    let version: Int
    let queue: DatabaseQueue

    /// Opens the file.
    /// - Parameter versions: those that it may have.
    /// - Throws: `StorageError.system` when it is not there; `.corrupt` for an empty file (SQLite would take it for an
    ///   empty database) and for anything that is not an index of Quarry; `.version` for another version; `.database`
    ///   when another program holds it locked.
    init(path: String, versions: Set<Int> = [CorpusSchema.version]) throws(StorageError) {
        self.path = path
        let (size, kind) = try wrapping { () throws(SystemError) in
            (try Files.size(path), try Files.kindIfThere(path))
        }
        guard kind == .file else { throw .corrupt(path: path, detail: "it is no file") }
        guard size > 0 else { throw .corrupt(path: path, detail: "it is empty: the index was never finished") }
        do {
            queue = try DatabaseQueue(path: path, configuration: ForeignDatabase.configuration())
            let (application, version) = try queue.read { database in
                try ForeignDatabase.check(database)
                return (
                    try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0,
                    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                )
            }
            guard application == CorpusSchema.application else {
                throw StorageError.corrupt(path: path, detail: "a database, but not an index of Quarry")
            }
            guard versions.contains(version) else {
                throw StorageError.version(path: path, found: "\(version)", expected: "\(CorpusSchema.version)")
            }
            self.version = version
        } catch {
            throw StorageError(error, path: path)
        }
    }

    /// Work on the database, with its errors as ours.
    func reading<T>(_ body: (Database) throws -> T) throws(StorageError) -> T {
        QuestionLimit.begin()
        do { return try queue.read(body) } catch { throw StorageError(error, path: path) }
    }

    /// The values of `meta`: `format`, `tool`, `pipeline_sha256`, `full_text`.
    /// - Throws: `StorageError`.
    func meta() throws(StorageError) -> [String: String] {
        try reading { database in
            var values: [String: String] = [:]
            for row in try Row.fetchAll(database, sql: "SELECT key, value FROM meta") {
                values[try row.text(0)] = try row.text(1)
            }
            return values
        }
    }

    /// Names of the shards, in order.
    /// - Throws: `StorageError`.
    func shards() throws(StorageError) -> [(name: String, first: Int, documents: Int)] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT name, first, documents FROM shards ORDER BY shard")
                .map { (try $0.text(0), try $0.amount(1), try $0.amount(2)) }
        }
    }

    /// The least and the largest number of a document; 0 and -1 where there is none.
    func numbers() throws(StorageError) -> (first: Int, last: Int) {
        try reading { database in
            let sql = """
                SELECT coalesce((SELECT min(number) FROM documents), 0), coalesce((SELECT max(number) FROM documents), -1)
                """
            guard let row = try Row.fetchOne(database, sql: sql) else { return (0, -1) }
            return (try row.number(0), try row.number(1))
        }
    }

    /// Names of the packs, in order.
    /// - Throws: `StorageError`.
    func packs() throws(StorageError) -> [String] {
        try reading { try String.fetchAll($0, sql: "SELECT name FROM packs ORDER BY pack") }
    }

    /// The whole run's ledger, as the index has it.
    /// - Throws: `StorageError.corrupt` for a unit or reason this program does not know.
    func ledger() throws(StorageError) -> Ledger {
        try reading { database in
            var ledger = Ledger()
            for row in try Row.fetchAll(database, sql: "SELECT unit, born, written FROM accounts") {
                let name = try row.text(0)
                guard let unit = Unit(rawValue: name) else {
                    throw StorageError.corrupt(path: path, detail: "an account of '\(name)'")
                }
                ledger.born(unit, try row.amount(1))
                ledger.written(unit, try row.amount(2))
            }
            for row in try Row.fetchAll(database, sql: "SELECT reason, count FROM drops") {
                let name = try row.text(0)
                guard let reason = Reason(rawValue: name) else {
                    throw StorageError.corrupt(path: path, detail: "the reason '\(name)' is not known")
                }
                ledger.dropped(reason, try row.amount(1))
            }
            return ledger
        }
    }

    /// Occurrences whose document or image is not in the index; 0 in a sound one.
    /// - Throws: `StorageError`.
    func looseEnds() throws(StorageError) -> Int {
        try reading { database in
            let sql = """
                SELECT count(*) FROM occurrences WHERE document NOT IN (SELECT id FROM documents)
                OR (image != x'' AND image NOT IN (SELECT sha256 FROM images))
                """
            return try Int.fetchOne(database, sql: sql) ?? 0
        }
    }

    /// Images of which some details are known and others not, or that no picture can have; 0 in a sound index.
    /// - Throws: `StorageError`.
    func impossibleImages() throws(StorageError) -> Int {
        try reading { database in
            let sql = """
                SELECT count(*) FROM images WHERE coalesce(nsfw NOT BETWEEN 0 AND 1, 0) OR NOT (
                  (mode IS NULL AND coalesce(frames, orientation, icc, color, entropy, sharpness, nsfw) IS NULL)
                  OR coalesce(mode != '' AND frames >= 1 AND orientation BETWEEN 1 AND 8 AND icc IN (0, 1)
                    AND color GLOB '#*' AND length(color) = 7 AND entropy BETWEEN 0 AND 8 AND sharpness >= 0, 0))
                """
            return try Int.fetchOne(database, sql: sql) ?? 0
        }
    }

    /// Images whose bytes lie in a pack.
    /// - Throws: `StorageError`.
    func packedImages() throws(StorageError) -> Int {
        try reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM images WHERE pack >= 0") ?? 0 }
    }

    /// Whether the database's own structure is sound (`PRAGMA integrity_check`).
    /// - Returns: what SQLite finds wrong, empty when nothing is.
    /// - Throws: `StorageError`.
    func problems() throws(StorageError) -> [String] {
        try reading { try String.fetchAll($0, sql: "PRAGMA integrity_check(20)") }.filter { $0 != "ok" }
    }
}
