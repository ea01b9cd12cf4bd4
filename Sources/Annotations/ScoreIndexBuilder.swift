package import CorpusFiles
import Facts
import Foundation
import Glibc
import GRDB
import JSON
package import Platform

/// Builds `scores/scores.sqlite` from the sealed annotations of all models: the index of the annotations, which can be
/// thrown away and made again. (`index.sqlite` is sealed with the corpus and never changes.)
package enum ScoreIndexBuilder {
    /// The file's name in `scores/`.
    package static let fileName = "scores.sqlite"
    static let version = 2

    /// Tables; `documents` and `images` are filled in shard order and indexed afterwards.
    static let tables = """
        CREATE TABLE sources (
          path TEXT PRIMARY KEY,          -- 'idefics-emoji/shard-00000.jsonl.zst'
          sha256 TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE models (
          model INTEGER PRIMARY KEY,      -- from 0, by name
          name TEXT NOT NULL,
          settings TEXT NOT NULL,         -- JSON: checkpoint, dtype, question …
          signals TEXT NOT NULL           -- those that any annotation has: 'image-gain perplexity'
        );

        CREATE TABLE documents (
          document BLOB NOT NULL,         -- documents.id of index.sqlite
          model INTEGER NOT NULL,
          tokens INTEGER NOT NULL,
        \(columns(ScoreSignal.numbers))
          problem TEXT NOT NULL
        );

        CREATE TABLE images (
          document BLOB NOT NULL,
          position INTEGER NOT NULL,      -- occurrences.position of index.sqlite
          model INTEGER NOT NULL,
        \(columns(imageNumbers))
          caption TEXT,
          problem TEXT NOT NULL
        );

        """

    private static let imageNumbers = ScoreSignal.numbers.filter(\.isOfImages)

    private static func columns(_ signals: [ScoreSignal]) -> String {
        signals.map { "  \($0.column) REAL," }.joined(separator: "\n")
    }

    static let indexes = """
        CREATE UNIQUE INDEX documents_document ON documents (document, model);
        CREATE UNIQUE INDEX images_document ON images (document, position, model);
        """

    /// The sealed files that the index of a corpus must speak of: path in `scores/` and SHA-256. A seal that another
    /// version of the shard was annotated under does not count.
    static func sources(_ corpus: String, _ manifest: CorpusManifest) throws(StorageError) -> [ScoreSource] {
        let shards = manifest.files(.shard)
        var found: [ScoreSource] = []
        for model in try ScoreFolder.models(corpus: corpus) {
            let folder = ScoreFolder(corpus: corpus, model: model)
            for (shard, seal) in try folder.seals() where shards.indices.contains(shard) {
                guard seal.shardSHA256 == shards[shard].sha256 else { continue }
                found.append(ScoreSource(folder: folder, shard: shard, seal: seal))
            }
        }
        return found
    }

    /// Makes the index anew when it does not speak of just the sealed files.
    /// - Returns: its path, nil when nothing was scored.
    /// - Throws: `StorageError.corrupt` for annotations that are not as they were sealed; `.system`, `.database`.
    package static func refresh(_ corpus: String, _ manifest: CorpusManifest) throws(StorageError) -> String? {
        let sources = try sources(corpus, manifest)
        guard !sources.isEmpty else { return nil }
        let path = "\(corpus)/\(ScoreFolder.folderName)/\(fileName)"
        if isFresh(path, sources) { return path }
        for source in sources where try !source.folder.isSound(source.shard, source.seal) {
            throw .corrupt(
                path: source.folder.file(source.shard),
                detail: "not as it was sealed; delete it and its seal, and score the shard again")
        }
        do {
            let temporary = try temporary(beside: path)
            defer { try? Files.remove(temporary) }
            try build(sources, into: temporary)
            try Durable.sync(temporary)
            try Files.move(temporary, to: path)
        } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            // This file was made a moment ago: what cannot be read back is the disk's fault.
            throw .system(SystemError("write", path: path, code: EIO))
        } catch { throw StorageError(error, path: path) }
        return path
    }

    /// Where this process makes the index. What processes of this machine that were killed made there is removed; others may
    /// be at work on another machine.
    private static func temporary(beside path: String) throws(SystemError) -> String {
        var room = [CChar](repeating: 0, count: 256)
        gethostname(&room, room.count - 1)
        let machine = String(decoding: room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let (folder, prefix) = (path.dropLast(fileName.utf8.count), "\(fileName).tmp.\(machine)-")
        for name in try Files.list(String(folder)) where name.hasPrefix(prefix) {
            guard let process = Int32(name.dropFirst(prefix.count)) else { continue }
            if process == getpid() || kill(process, 0) != 0 && errno == ESRCH { try Files.remove(folder + name) }
        }
        return "\(folder)\(prefix)\(getpid())"
    }

    /// Whether the index, where it is of just the sealed files and so is not made again, says what they say.
    /// - Parameter temporary: where one may be made to compare with; removed.
    /// - Throws: `StorageError.corrupt` for annotations that cannot be read, and for an index that readers refuse.
    package static func isHonest(
        _ corpus: String, _ manifest: CorpusManifest, temporary: String
    ) throws(StorageError) -> Bool {
        let sources = try sources(corpus, manifest)
        let path = "\(corpus)/\(ScoreFolder.folderName)/\(fileName)"
        guard isFresh(path, sources) else { return true }
        do {
            defer { try? Files.remove(temporary) }
            try build(sources, into: temporary)
            var configuration = ForeignDatabase.configuration()
            configuration.prepareDatabase {
                try $0.execute(sql: "ATTACH DATABASE ? AS made", arguments: [temporary])
            }
            return try DatabaseQueue(path: path, configuration: configuration).read { database in
                try ForeignDatabase.check(database, path: path)
                return try ["sources", "models", "documents", "images"].allSatisfy { table in
                    let (told, made) = ("SELECT * FROM main.\(table)", "SELECT * FROM made.\(table)")
                    let sql = "SELECT EXISTS (\(told) EXCEPT \(made)) OR EXISTS (\(made) EXCEPT \(told))"
                    return try Bool.fetchOne(database, sql: sql) == false
                }
            }
        } catch { throw StorageError(error, path: path) }
    }

    private static func isFresh(_ path: String, _ sources: [ScoreSource]) -> Bool {
        guard Files.isOwnFile(path),
            let queue = try? DatabaseQueue(path: path, configuration: ForeignDatabase.configuration())
        else { return false }
        let known = try? queue.read { database -> [String: String]? in
            guard try Int.fetchOne(database, sql: "PRAGMA user_version") == version else { return nil }
            let rows = try Row.fetchAll(database, sql: "SELECT path, sha256 FROM sources")
            return Dictionary(try rows.map { (try $0.text(0), try $0.text(1)) }, uniquingKeysWith: { $1 })
        }
        return known == Dictionary(uniqueKeysWithValues: sources.map { ($0.name, $0.seal.sha256) })
    }

    private static func build(_ sources: [ScoreSource], into path: String) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(
                sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA user_version = \(version);")
        }
        try Durable.create(path)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { database in
            try database.execute(sql: tables)
            let names = Set(sources.map(\.seal.model.name)).sorted()
            for (number, name) in names.enumerated() {
                var signals: Set<ScoreSignal> = []
                for source in sources where source.seal.model.name == name {
                    try load(source, model: number, &signals, database)
                }
                let settings = sources.last { $0.seal.model.name == name }.map(\.settings) ?? "{}"
                let list = ScoreSignal.allCases.filter(signals.contains).map(\.rawValue).joined(separator: " ")
                try database.execute(
                    sql: "INSERT INTO models VALUES (?, ?, ?, ?)", arguments: [number, name, settings, list])
            }
            try database.execute(sql: indexes)
        }
        try queue.close()
    }

    private static func load(
        _ source: ScoreSource, model: Int, _ signals: inout Set<ScoreSignal>, _ database: Database
    ) throws {
        try database.execute(
            sql: "INSERT INTO sources VALUES (?, ?)", arguments: [source.name, source.seal.sha256])
        let documents = try insertion("documents", ScoreSignal.numbers.count + 4, database)
        let images = try insertion("images", imageNumbers.count + 5, database)
        try source.folder.forEachAnnotation(source.shard) { annotation in
            guard let id = Hex.decode(annotation.document), id.count == 10 else {
                throw StorageError.corrupt(
                    path: source.folder.file(source.shard), detail: "'\(annotation.document)' is not an id")
            }
            signals.formUnion(annotation.signals.keys)
            let key = Data(id)
            let values = annotation.values
            let numbers = ScoreSignal.numbers.map { values[$0] as (any DatabaseValueConvertible)? }
            try documents.execute(
                arguments: StatementArguments([key, model, annotation.tokens] + numbers + [annotation.problem]))
            for image in annotation.images {
                let numbers = imageNumbers.map { image.values[$0] as (any DatabaseValueConvertible)? }
                try images.execute(
                    arguments: StatementArguments(
                        [key, image.position, model] + numbers + [image.caption, image.problem]))
            }
        }
    }

    private static func insertion(_ table: String, _ columns: Int, _ database: Database) throws -> Statement {
        let places = Array(repeating: "?", count: columns).joined(separator: ", ")
        return try database.makeStatement(sql: "INSERT INTO \(table) VALUES (\(places))")
    }
}

/// A sealed file of annotations.
struct ScoreSource {
    let folder: ScoreFolder
    let shard: Int
    let seal: ScoreSeal

    /// Its path in `scores/`.
    var name: String { "\(seal.model.name)/\(folder.file(shard).lastPathComponent)" }

    var settings: String {
        var json = JSONWriter()
        seal.model.write(to: &json)
        return json.text
    }
}
