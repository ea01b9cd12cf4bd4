package import CorpusFiles
import Dispatch
package import Facts
import Foundation
import GRDB
package import Platform
import Synchronization

/// The index of a corpus with the annotations of its models: what a predicate of `quarry select` is asked of.
///
/// Opened read-only, all files; where the index has several, each is asked and the answers are joined. A predicate is one expression over `documents` or `images`, and whatever is in it, nothing
/// can be written. A signal's plain column (`image_gain`) is that of the only model that has it, or of the model that was
/// named; `<model>_image_gain` is always there when there are several.
package struct ScoredIndex: Sendable {
    /// Columns of `documents`.
    package let documentColumns: [String]
    /// Columns of `images`: one row an occurrence.
    package let imageColumns: [String]
    /// The annotated models, by name, with the signals that each has.
    package let models: [(name: String, signals: [ScoreSignal])]
    /// The model whose signals have the plain names, by signal.
    package let plain: [ScoreSignal: String]

    /// Columns of `documents` that are numbers of a text, its images, or a model; places in files are none.
    package var numberColumns: [String] {
        let others: Set = [
            "id", "number", "shard", "frame_offset", "frame_length", "offset", "length", "url", "captured", "language",
            "title", "domain",
        ]
        return documentColumns.filter { !others.contains($0) }
    }

    let path: String
    private let index: CorpusIndex
    /// The annotations beside each file of the index.
    private let queues: [DatabaseQueue]
    private let open: @Sendable (_ path: String) throws -> DatabaseQueue
    private let views: ScoreViews

    /// Opens the index of a corpus with its annotations, which are indexed anew when they changed.
    /// - Parameters:
    ///   - model: whose signals have the plain names where several models have them.
    ///   - pending: signals that `model` is about to measure: NULL where it has no value yet, even before its first one.
    /// - Throws: `StorageError`; `.query` when there is no such model.
    package init(_ corpus: Corpus, model: String? = nil, pending: Set<ScoreSignal> = []) throws(StorageError) {
        index = corpus.index
        path = index.path
        let scores = try ScoreIndexBuilder.refresh(corpus.folder, corpus.manifest)
        var configuration = ForeignDatabase.configuration()
        configuration.prepareDatabase { database in
            guard let scores else { return }
            try database.execute(sql: "ATTACH DATABASE ? AS scores", arguments: [scores])
            try ForeignDatabase.check(database, schema: "scores", path: scores)
        }
        let open = { @Sendable [configuration] path in try DatabaseQueue(path: path, configuration: configuration) }
        self.open = open
        do {
            queues = try corpus.index.ranges.map { try open($0.path()) }
            models =
                try scores == nil
                ? []
                : queues[0].read { database in
                    try Row.fetchAll(database, sql: "SELECT name, signals FROM scores.models ORDER BY model").map {
                        (
                            try $0.text(0),
                            try $0.text(1).split(separator: " ").compactMap { ScoreSignal(name: String($0)) }
                        )
                    }
                }
        } catch { throw StorageError(error, path: path) }
        let names = models.map(\.name)
        if let model, !names.contains(model), pending.isEmpty {
            let list = names.isEmpty ? "nothing was scored yet" : "there are " + names.joined(separator: ", ")
            throw .query(detail: "no annotations of a model '\(model)': \(list)")
        }
        views = ScoreViews(models, chosen: model, pending: pending)
        documentColumns = views.documents.map(\.name)
        imageColumns = views.images.map(\.name)
        plain = views.plain
    }

    /// A further column of `documents`, by number: `quality` of a filter.
    /// - Throws: `StorageError`.
    package func attach(quality: [Int: Double]) throws(StorageError) {
        var ranges = index.ranges[...]
        try each { database in
            guard let numbers = ranges.popFirst()?.numbers else { return }
            try database.execute(
                sql: """
                    DROP TABLE IF EXISTS temp.quality;
                    CREATE TEMP TABLE quality (number INTEGER PRIMARY KEY, quality REAL NOT NULL);
                    """)
            let insert = try database.makeStatement(sql: "INSERT INTO temp.quality VALUES (?, ?)")
            for number in quality.keys.sorted() where numbers.contains(number) {
                try insert.execute(arguments: [number, quality[number]])
            }
        }
    }

    /// What a predicate says of every document.
    package struct Decisions: Sendable {
        /// By the document's number: whether it is kept.
        package var keeps: [Bool] = []
        /// Of each column of numbers that the predicate names, the values by the document's number; NaN for none.
        package var measured: [(column: String, values: [Float])] = []
        /// By the document's number: whether the predicate has no value (a signal that was not measured).
        package var lacksValue: [Bool] = []
        /// Documents for which the predicate has no value; they are not kept.
        package var undecided: Int { lacksValue.count { $0 } }
        /// How many are kept.
        package var kept: Int { keeps.count { $0 } }
    }

    /// Asks a predicate over `documents` of every document.
    /// - Throws: `StorageError.query` when it is not one expression over the columns, with the columns there are.
    package func documents(where predicate: String, withQuality: Bool = false) throws(StorageError) -> Decisions {
        try index.check(predicate)
        let total = try index.documentCount()
        var decisions = Decisions(keeps: Array(repeating: false, count: total))
        let words = Set(ScoredIndex.names(in: predicate))
        let named = columns(withQuality).filter(words.contains)
        decisions.lacksValue = decisions.keeps
        decisions.measured = named.map { ($0, Array(repeating: .nan, count: total)) }
        try each { database in
            let sql = views.sql(withQuality: withQuality)
            try check(predicate, sql, of: "documents", columns(withQuality), database)
            let list = named.map { ", \"\($0)\"" }.joined()
            let values = "SELECT number AS n, (\n\(predicate)\n) AS value\(list) FROM documents"
            let rows = try Row.fetchCursor(
                database, sql: "\(sql) SELECT n, value IS TRUE, value IS NULL\(list) FROM (\(values))")
            while let row = try rows.next() {
                let number = try row.amount(0)
                guard number < total else {
                    throw StorageError.corrupt(path: path, detail: "a document has the number \(number) of \(total)")
                }
                if try row.number(1) == 1 { decisions.keeps[number] = true }
                if try row.number(2) == 1 { decisions.lacksValue[number] = true }
                for index in named.indices {
                    if let value = Self.number(row[index + 3]) {
                        decisions.measured[index].values[number] = Float(value)
                    }
                }
            }
        }
        return decisions
    }

    /// What a predicate over `documents` keeps, in numbers.
    package struct Tally: Sendable, Equatable {
        /// Documents, and the occurrences of images in them.
        package var documents = 0, images = 0
        /// Of those that are kept.
        package var kept = 0, keptImages = 0, words = 0
        /// Documents for which the predicate has no value.
        package var undecided = 0

        fileprivate mutating func add(_ other: Tally) {
            documents += other.documents
            images += other.images
            kept += other.kept
            keptImages += other.keptImages
            words += other.words
            undecided += other.undecided
        }
    }

    /// Counts what a predicate over `documents` keeps, in one pass over the index, both halves at once.
    /// - Throws: as `documents(where:)`.
    package func tally(where predicate: String, withQuality: Bool = false) throws(StorageError) -> Tally {
        try index.check(predicate)
        var tally = Tally()
        for whole in try each({ database in
            try check(
                predicate, views.sql(withQuality: withQuality), of: "documents", columns(withQuality), database)
            return try ScoredIndex.whole(database)
        }) {
            tally.add(whole)
        }
        for part in try tallyParts(predicate, withQuality) { tally.add(part) }
        return tally
    }

    /// What is kept of each file, or of each half of the only one, all at once.
    private func tallyParts(_ predicate: String, _ withQuality: Bool) throws(StorageError) -> [Tally] {
        // Ids are digests, so half of them begin below 80. A filter's column is known to one connection alone, and a question
        // within the question must see all documents.
        if withQuality || predicate.lowercased().contains("select") {
            return try each { try ScoredIndex.kept($0, views.sql(withQuality: withQuality), predicate) }
        }
        let conditions = queues.count > 1 ? [""] : [" WHERE d.id < x'80'", " WHERE d.id >= x'80'"]
        let paths = try index.ranges.map { range throws(StorageError) in try range.path() }
        let parts = paths.flatMap { path in conditions.map { (path: path, condition: $0) } }
        QuestionLimit.begin()
        let counted = Mutex<[Result<Tally, StorageError>]>([])
        DispatchQueue.concurrentPerform(iterations: parts.count) { number in
            let result = Result { () throws(StorageError) in
                let sql = views.sql(withQuality: false, part: parts[number].condition)
                do { return try open(parts[number].path).read { try ScoredIndex.kept($0, sql, predicate) } } catch {
                    throw StorageError(error, path: path)
                }
            }
            counted.withLock { $0.append(result) }
        }
        return try counted.withLock { $0 }.map { result throws(StorageError) in try result.get() }
    }

    /// All documents and images, as an index counts them since format 1.1; else row by row.
    private static func whole(_ database: Database) throws -> Tally {
        let isCounted = try database.tableExists("distributions")
        let sql =
            isCounted
            ? "SELECT total(count), total(value * count) FROM main.distributions WHERE name = 'images'"
            : "SELECT total(1), total(images) FROM main.documents"
        guard let row = try Row.fetchOne(database, sql: sql) else { return Tally() }
        func number(_ column: Int) -> Int { Int(exactly: (row[column] as Double).rounded()) ?? 0 }
        return Tally(documents: number(0), images: number(1))
    }

    /// Only what the predicate does not refuse is added up: most of the time goes into looking at values.
    private static func kept(_ database: Database, _ sql: String, _ predicate: String) throws -> Tally {
        let row = try Row.fetchOne(
            database,
            sql: """
                \(sql) SELECT count(*), total(value IS NULL), total(images), total(words),
                total(CASE WHEN value IS NULL THEN images END), total(CASE WHEN value IS NULL THEN words END)
                FROM (SELECT images, words, (\n\(predicate)\n) AS value FROM documents) WHERE value IS NOT FALSE
                """)
        guard let row else { return Tally() }
        // total() gives a float, which holds every count below 2^53.
        func number(_ column: Int) -> Int { Int(exactly: (row[column] as Double).rounded()) ?? 0 }
        var tally = Tally()
        tally.undecided = number(1)
        tally.kept = (row[0] as Int) - tally.undecided
        (tally.keptImages, tally.words) = (number(2) - number(4), number(3) - number(5))
        return tally
    }

    /// The occurrences of images that a predicate over `images` does not keep: positions by number of the document.
    /// - Throws: as `documents(where:)`.
    package func imagesLost(where predicate: String) throws(StorageError) -> [Int: [Int]] {
        try index.check(predicate)
        var lost: [Int: [Int]] = [:]
        try each { database in
            let sql = views.sql(withQuality: false)
            try check(predicate, sql, of: "images", imageColumns, database)
            let rows = try Row.fetchCursor(
                database, sql: "\(sql) SELECT number, position FROM images WHERE (\n\(predicate)\n) IS NOT TRUE")
            while let row = try rows.next() {
                lost[try row.amount(0), default: []].append(try row.amount(1))
            }
        }
        return lost
    }

    /// Numbers of the documents that show an image for which a predicate over `images` has no value.
    /// - Throws: as `documents(where:)`.
    package func documentsWithUndecidedImages(where predicate: String) throws(StorageError) -> Set<Int> {
        try index.check(predicate)
        return try each { database in
            let sql = views.sql(withQuality: false)
            try check(predicate, sql, of: "images", imageColumns, database)
            let rows = "SELECT DISTINCT number FROM images WHERE (\n\(predicate)\n) IS NULL"
            return try Int.fetchSet(database, sql: "\(sql) \(rows)")
        }.reduce(into: []) { $0.formUnion($1) }
    }

    /// The values of a column, ascending, and how many rows have none.
    /// - Throws: `StorageError.query` when there is no such column of numbers.
    package func values(of column: String, ofImages: Bool = false) throws(StorageError) -> (sorted: [Double], none: Int)
    {
        let name = column.replacingOccurrences(of: "-", with: "_")
        let table = ofImages ? "images" : "documents"
        let known = ofImages ? imageColumns : documentColumns
        guard known.contains(name) else { throw unknown(name, known, of: table) }
        var result: (sorted: [Double], none: Int) = ([], 0)
        try each { database in
            let rows = try Row.fetchCursor(
                database, sql: "\(views.sql(withQuality: false)) SELECT \"\(name)\" FROM \(table)")
            while let row = try rows.next() {
                switch (row[0] as DatabaseValue).storage {
                case .null: result.none += 1
                case .int64(let value): result.sorted.append(Double(value))
                case .double(let value): result.sorted.append(value)
                case .string, .blob: throw StorageError.query(detail: "'\(name)' is not a number")
                }
            }
        }
        result.sorted.sort()
        return result
    }

    /// Rows of some columns for every document, in no order: features of a filter. Nil where there is no value.
    /// - Throws: `StorageError.query` for a column that is not there; what `body` throws.
    package func forEachDocument(
        _ columns: [String], _ body: (_ number: Int, _ id: String, _ values: [Double?]) throws -> Void
    ) throws(StorageError) {
        try forEachDocument(["id"] + columns, every: 1) { number, row in
            try body(number, row.text(1), columns.indices.map { row.number($0 + 2) })
        }
    }

    /// Every `step`th document, in no order: its number, and a row with the columns from place 1 on.
    /// - Throws: as the other; what `body` throws.
    package func forEachDocument(
        _ columns: [String], every step: Int, _ body: (_ number: Int, _ row: borrowing QuickRow) throws -> Void
    ) throws(StorageError) {
        for name in columns where !documentColumns.contains(name) {
            throw unknown(name, documentColumns, of: "documents")
        }
        try each { database in
            let list = (["number"] + columns).map { "\"\($0)\"" }.joined(separator: ", ")
            let some = step > 1 ? " WHERE number % \(step) = 0" : ""
            // In the order of the table: by number each row would be looked for on its own.
            try database.forEachQuickRow("\(views.sql(withQuality: false)) SELECT \(list) FROM documents\(some)") {
                row in
                try body(row.integer(0), row)
            }
        }
    }

    private static func number(_ value: DatabaseValue) -> Double? {
        switch value.storage {
        case .int64(let number): Double(number)
        case .double(let number): number
        case .null, .string, .blob: nil
        }
    }

    /// What can be names of columns in an expression.
    package static func names(in predicate: String) -> [String] {
        predicate.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) && $0 != "_" }.map(String.init)
    }

    // MARK: Faults

    private func columns(_ withQuality: Bool) -> [String] { documentColumns + (withQuality ? ["quality"] : []) }

    /// What each file answers to one question, in the order of the corpus.
    @discardableResult
    private func each<T>(_ body: (Database) throws -> T) throws(StorageError) -> [T] {
        QuestionLimit.begin()
        do { return try queues.map { try $0.inDatabase(body) } } catch { throw StorageError(error, path: path) }
    }

    /// A line comment or an open bracket in the predicate must not swallow what follows it, hence the line breaks.
    private func check(
        _ predicate: String, _ sql: String, of table: String, _ known: [String], _ database: Database
    ) throws {
        do {
            let probe = try database.makeStatement(sql: "\(sql) SELECT (\n\(predicate)\n) FROM \(table)")
            let filter = try database.makeStatement(sql: "\(sql) SELECT 1 FROM \(table) WHERE (\n\(predicate)\n)")
            guard probe.columnCount == 1, probe.isReadonly, filter.isReadonly else {
                throw StorageError.query(
                    detail: "the predicate must be one SQL expression over the columns of \(table)")
            }
        } catch let error as DatabaseError {
            throw explain(error.message ?? "", predicate, table, known)
        }
    }

    private func explain(_ message: String, _ predicate: String, _ table: String, _ known: [String]) -> StorageError {
        if let range = message.firstRange(of: "no such column: ") {
            let name = String(message[range.upperBound...].prefix { $0 != " " })
            return unknown(name, known, of: table)
        }
        let list = "the columns are \(known.joined(separator: ", "))"
        let words = predicate.uppercased().split { !$0.isLetter }.map(String.init)
        let verbs: Set = [
            "INSERT", "UPDATE", "DELETE", "DROP", "CREATE", "ALTER", "ATTACH", "DETACH", "PRAGMA", "VACUUM", "REINDEX",
            "REPLACE",
        ]
        if let verb = words.first(where: verbs.contains) {
            return .query(
                detail: "a predicate only reads: '\(verb)' is refused and nothing was changed; "
                    + "it is one SQL expression over \(table), and \(list)")
        }
        return .query(detail: "the predicate '\(predicate)' is not understood: \(message); \(list)")
    }

    private func unknown(_ name: String, _ known: [String], of table: String) -> StorageError {
        let list = "the columns of \(table) are \(known.joined(separator: ", "))"
        let bare = name.split(separator: ".").last.map(String.init) ?? name
        if let signal = ScoreSignal(name: bare), signal.isNumber {
            let having = models.filter { $0.signals.contains(signal) }.map(\.name)
            return .query(
                detail: having.count > 1
                    ? "several models have '\(bare)' (\(having.joined(separator: ", "))): name one with --model; \(list)"
                    : "'\(bare)' was not measured: quarry score --signals \(signal.rawValue); \(list)")
        }
        if bare == "quality" {
            return .query(
                detail: "'quality' is what a filter says: give one with --filter (quarry train-filter); \(list)")
        }
        let hint = Nearest.name(bare, among: known).map { "; did you mean '\($0)'?" } ?? ""
        return .query(detail: "no column '\(bare)'\(hint); \(list)")
    }
}
