import Documents
import GRDB
package import Platform

/// An index in several files: which parts of a corpus are in which, and the catalogue of them.
package enum IndexRanges {
    /// The name of the file of the `number`-th range, in `CorpusIndex.folderName`.
    package static func name(_ number: Int) -> String {
        let digits = String(number)
        return "documents-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits + ".sqlite"
    }

    /// Groups parts that follow one another: as many as have `limit` documents together, one at least.
    /// - Parameter documents: how many documents each part has.
    package static func groups(_ documents: [Int], limit: Int) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var (begin, sum) = (0, 0)
        for (index, count) in documents.enumerated() {
            // A part without documents begins no file of its own.
            if sum > 0, count > 0, sum + count > limit {
                groups.append(begin..<index)
                (begin, sum) = (index, 0)
            }
            sum += count
        }
        return groups + [begin..<documents.count]
    }
}

extension CorpusIndexBuilder {
    /// Builds the file of one group of a corpus' parts.
    /// - Parameters:
    ///   - count: how many groups there are: a file that is the whole index says what its catalogue would.
    /// - Throws: as `build`.
    package func build(
        _ parts: [Part], _ group: Range<Int>, of count: Int, _ facts: Facts
    ) throws(StorageError) {
        var facts = facts
        if count > 1 { facts.ledger = Ledger() }
        try build(Array(parts[group]), facts, from: Start(after: parts[..<group.lowerBound]))
    }

    /// Builds the catalogue of an index, whose files are in `index/` beside it.
    /// - Parameter groups: the parts that each file is made of.
    /// - Returns: what is in all of them.
    /// - Throws: as `build`; `.corrupt` when a document is in two files.
    package func buildCatalogue(
        _ parts: [Part], groups: [Range<Int>], _ facts: Facts
    ) throws(StorageError) -> CorpusManifest.Counts {
        let folder = path.dropLast(path.lastPathComponent.utf8.count) + CorpusIndex.folderName + "/"
        let ranges = groups.enumerated().map { number, group in
            let first = Start(after: parts[..<group.lowerBound]).document
            return IndexRange(first: first, count: parts[group].reduce(0) { $0 + $1.documents }) {
                () throws(StorageError) in try IndexFile(path: folder + IndexRanges.name(number))
            }
        }
        let sums = try RangeSums(ranges)
        guard sums.sharedIDs == 0 else {
            throw .corrupt(path: path, detail: "\(sums.sharedIDs) documents have the id of another")
        }
        return try make(CorpusSchema.catalogueVersion) { database in
            try load(facts, database)
            // Shards and packs alone.
            _ = try RowLoader(database: database, parts: parts, from: Start(), path: path)
            try database.execute(sql: CorpusSchema.indexes)
            try write(ranges, sums, database)
            return CorpusManifest.Counts(
                documents: parts.reduce(0) { $0 + $1.documents }, images: sums.sum("images"),
                distinctImages: sums.distinctImages, words: sums.sum("words"))
        }
    }

    private func write(_ ranges: [IndexRange], _ sums: RangeSums, _ database: Database) throws {
        try database.execute(sql: CorpusSchema.ranges)
        for (number, range) in ranges.enumerated() {
            try database.execute(
                sql: "INSERT INTO ranges VALUES (?, ?, ?, ?)",
                arguments: [number, IndexRanges.name(number), range.numbers.lowerBound, range.numbers.count])
        }
        for row in sums.rows {
            try database.execute(
                sql: "INSERT INTO distributions VALUES (?, ?, ?)", arguments: [row.name, row.value, row.count])
        }
        try database.execute(
            sql: "INSERT INTO meta VALUES ('distinct_domains', ?)", arguments: [String(sums.distinctDomains)])
    }
}
