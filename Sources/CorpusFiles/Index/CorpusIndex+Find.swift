import Facts
package import Platform

// Documents and images of all files.
extension CorpusIndex {
    /// The columns a predicate may name.
    package static let columns = CorpusSchema.documentColumns
    /// More matches than this are not ranked: the first so many in the order of the corpus are.
    package static let rankedMatches = IndexFile.rankedMatches

    // MARK: Documents

    /// The documents whose id begins with `prefix` (hexadecimal digits), at most `limit`, by id.
    /// - Throws: `StorageError.query` when `prefix` is not 1 to 20 hexadecimal digits.
    package func documents(idPrefix prefix: String, limit: Int = 5) throws(StorageError) -> [DocumentRow] {
        let found = try each { file throws(StorageError) in try file.documents(idPrefix: prefix, limit: limit) }
        return Array(found.flatMap(\.self).sorted { $0.id < $1.id }.prefix(limit))
    }

    /// The documents of a page, by capture date.
    /// - Throws: `StorageError`.
    package func documents(url: String) throws(StorageError) -> [DocumentRow] {
        try each { file throws(StorageError) in try file.documents(url: url) }.flatMap(\.self)
            .sorted { ($0.captured, $0.id) < ($1.captured, $1.id) }
    }

    /// The document at a place of the corpus, nil past its end.
    /// - Throws: `StorageError`.
    package func document(number: Int) throws(StorageError) -> DocumentRow? {
        try file(of: number)?.document(number: number)
    }

    /// The rows of some documents, in the order asked for; numbers that there are not are left out.
    /// - Throws: `StorageError`.
    package func documents(numbers: [Int]) throws(StorageError) -> [DocumentRow] {
        if ranges.count == 1 { return try ranges[0].file().documents(numbers: numbers) }
        var rows: [DocumentRow] = []
        for number in numbers { rows += try document(number: number).map { [$0] } ?? [] }
        return rows
    }

    /// A document short enough to be shown whole: the first with an image, else the first.
    func example() throws(StorageError) -> DocumentRow? {
        let found = try each { file throws(StorageError) in try file.example() }.compactMap(\.self)
        return found.first { $0.images > 0 } ?? found.first
    }

    /// All documents in corpus order, one at a time.
    /// - Throws: `StorageError`; what `body` throws.
    package func forEachDocument(_ body: (DocumentRow) throws -> Void) throws {
        for range in ranges { try range.file().forEachDocument(body) }
    }

    // MARK: Images

    /// The images whose SHA-256 begins with `prefix` (hexadecimal digits), at most `limit`, each where it was packed first.
    /// - Throws: `StorageError.query` when `prefix` is not 1 to 64 hexadecimal digits.
    package func images(sha256Prefix prefix: String, limit: Int = 5) throws(StorageError) -> [ImageRow] {
        if ranges.count == 1 { return try ranges[0].file().images(sha256Prefix: prefix, limit: limit) }
        let found = try each { file throws(StorageError) in try file.images(sha256Prefix: prefix, limit: limit) }
        return Array(ImageRow.distinct(found.flatMap(\.self)).prefix(limit))
    }

    /// All images by SHA-256, one at a time.
    /// - Throws: `StorageError`; what `body` throws.
    package func forEachImage(_ body: (ImageRow) throws -> Void) throws {
        if ranges.count == 1 { return try ranges[0].file().forEachImage(body) }
        for byte in UInt8.min...UInt8.max { try ranges.distinctImages(firstByte: byte).forEach(body) }
    }

    /// Where an image is shown, by document and position, at most `limit`.
    /// - Throws: `StorageError.query` when `sha256` is not 64 hexadecimal digits.
    package func occurrences(ofImage sha256: String, limit: Int = 100) throws(StorageError) -> [OccurrenceRow] {
        let found = try each { file throws(StorageError) in try file.occurrences(ofImage: sha256, limit: limit) }
        return Array(
            found.flatMap(\.self).sorted { ($0.document, $0.position) < ($1.document, $1.position) }.prefix(limit))
    }

    /// Where an image is shown by a URL, at most `limit`; reads every occurrence.
    /// - Throws: `StorageError`.
    package func occurrences(ofURL url: String, limit: Int = 100) throws(StorageError) -> [OccurrenceRow] {
        let found = try each { file throws(StorageError) in try file.occurrences(ofURL: url, limit: limit) }
        return Array(found.flatMap(\.self).prefix(limit))
    }

    /// The images of a document, in reading order.
    /// - Throws: `StorageError.query` when `id` is not 20 hexadecimal digits.
    package func occurrences(inDocument id: String) throws(StorageError) -> [OccurrenceRow] {
        for range in ranges {
            let found = try range.file().occurrences(inDocument: id)
            if !found.isEmpty { return found }
        }
        return []
    }

    // MARK: Predicates

    /// The documents for which an SQL expression over the columns of `documents` is true, in corpus order, one at a time:
    /// `words > 200 AND language = 'en'`.
    /// - Throws: `StorageError.query` when it is not such an expression, with the columns there are and the nearest name;
    ///   what `body` throws.
    package func forEachDocument(where predicate: String, _ body: (DocumentRow) throws -> Void) throws {
        try check(predicate)
        for range in ranges { try range.file().forEachDocument(where: predicate, body) }
    }

    /// How many documents a predicate keeps.
    /// - Throws: as `forEachDocument(where:)`.
    package func count(where predicate: String) throws(StorageError) -> Int {
        try check(predicate)
        return try sum { file throws(StorageError) in try file.count(where: predicate) }
    }

    /// The numbers of all documents for which a predicate is true, rising.
    /// - Throws: as `forEachDocument(where:)`.
    package func numbers(where predicate: String) throws(StorageError) -> [Int] {
        try check(predicate)
        return try each { file throws(StorageError) in try file.numbers(where: predicate) }.flatMap(\.self)
    }

    /// Whether a document of a number makes a predicate true.
    /// - Throws: as `forEachDocument(where:)`.
    package func holds(_ predicate: String, numbers: [Int]) throws(StorageError) -> [Bool] {
        try check(predicate)
        if ranges.count == 1 { return try ranges[0].file().holds(predicate, numbers: numbers) }
        var answers: [Bool] = []
        for number in numbers { answers += try file(of: number)?.holds(predicate, numbers: [number]) ?? [false] }
        return answers
    }

    // MARK: Words

    /// The best documents for an FTS5 expression, at most `limit`, best first and then by number. How rare a word is, each
    /// file of an index knows of its own documents.
    /// - Parameter predicate: an SQL expression over the columns of `documents` that must be true as well.
    /// - Throws: `StorageError.query` when the index has no texts, the expression is not FTS5 or the predicate not SQL.
    package func ranked(
        _ expression: String, where predicate: String? = nil, limit: Int
    ) throws(StorageError) -> [SearchHit] {
        if let predicate { try check(predicate) }
        let hits = try each { file throws(StorageError) in
            try file.ranked(expression, where: predicate, limit: limit)
        }
        return Array(hits.flatMap(\.self).sorted { ($0.rank, $0.number) < ($1.rank, $1.number) }.prefix(limit))
    }

    /// The numbers of all documents that match an FTS5 expression, rising.
    /// - Throws: as `ranked(_:where:limit:)`.
    package func matches(_ expression: String) throws(StorageError) -> [Int] {
        try each { file throws(StorageError) in try file.matches(expression) }.flatMap(\.self)
    }

    /// Whether any document matches an FTS5 expression.
    /// - Throws: as `ranked(_:where:limit:)`.
    package func isAnywhere(_ expression: String) throws(StorageError) -> Bool {
        for range in ranges where try range.file().isAnywhere(expression) { return true }
        return false
    }

    /// Whether a document matches an FTS5 expression.
    /// - Throws: as `ranked(_:where:limit:)`.
    package func isMatch(_ expression: String, number: Int) throws(StorageError) -> Bool {
        try file(of: number)?.isMatch(expression, number: number) ?? false
    }

    /// How many documents match an FTS5 expression; counting ends one beyond `rankedMatches`.
    /// - Throws: as `ranked(_:where:limit:)`.
    package func matchCount(_ expression: String) throws(StorageError) -> Int {
        min(try sum { file throws(StorageError) in try file.matchCount(expression) }, CorpusIndex.rankedMatches + 1)
    }
}

extension ImageRow {
    /// Each image once, by SHA-256: of several rows that which was packed first.
    static func distinct(_ rows: [ImageRow]) -> [ImageRow] {
        let places = rows.map { $0.pack < 0 ? (Int.max, 0) : ($0.pack, $0.offset) }
        let order = rows.indices.sorted {
            (rows[$0].signals.sha256, places[$0].0, places[$0].1) < (
                rows[$1].signals.sha256, places[$1].0, places[$1].1
            )
        }
        var found: [ImageRow] = []
        for index in order where found.last?.signals.sha256 != rows[index].signals.sha256 { found.append(rows[index]) }
        return found
    }
}
