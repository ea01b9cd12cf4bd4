import Facts
import Foundation
import GRDB
import Platform

extension IndexFile {
    /// What is wrong with rows whatever the shards say: rows that are too many, of types that a reader refuses, or that tell of
    /// others what these do not. Reads every row.
    /// - Parameters:
    ///   - counts: what the corpus has.
    ///   - packs: how many packs it has.
    /// - Returns: a sentence each, without the index' name; empty for a sound one.
    /// - Throws: `StorageError`; `.corrupt` for a row that no reader takes.
    func strangeRows(
        _ counts: CorpusManifest.Counts, packs: Int
    ) throws -> [String] {
        var found: [String] = []
        func expect(_ condition: Bool, _ detail: String) { if !condition { found.append(detail) } }
        var rows = (documents: 0, domains: 0, images: 0, places: 0)
        try forEachRow("SELECT url, domain FROM documents") { row in
            rows.documents += 1
            if try row.text(1) != DocumentRow.domain(of: row.text(0)) { rows.domains += 1 }
        }
        try forEachImage { image in
            rows.images += 1
            if !(-1..<packs).contains(image.pack) { rows.places += 1 }
        }
        expect(rows.documents == counts.documents, "\(rows.documents) rows of \(counts.documents) documents")
        expect(rows.images == counts.distinctImages, "\(rows.images) rows of \(counts.distinctImages) images")
        expect(rows.domains == 0, "\(rows.domains) documents with the domain of another URL")
        expect(rows.places == 0, "\(rows.places) images in packs that the corpus has not")
        let distributions = try strangeDistributions()
        expect(distributions == 0, "\(distributions) values of its distributions are counted otherwise in its rows")
        let clusters = try strangeClusters()
        expect(clusters == 0, "\(clusters) clusters of documents that it has not")
        let texts = try searchableTexts()
        expect(texts ?? counts.documents == counts.documents, "full text of \(texts ?? 0) documents")
        return found
    }

    /// How many values the table has that the rows do not give, and the other way round. An index before 1.1 has no table.
    private func strangeDistributions() throws(StorageError) -> Int {
        try reading { database in
            guard try database.tableExists("distributions") else { return 0 }
            let queries = CorpusSchema.distributionQueries.map { "SELECT * FROM (\($0))" }
            let counted = "SELECT * FROM (\(queries.joined(separator: " UNION ALL ")))"
            let told = "SELECT name, value, count FROM distributions"
            // Numbers are equal to no text and no blob here.
            let sql = """
                SELECT (SELECT count(*) FROM (\(told) EXCEPT \(counted))) + (SELECT count(*) FROM (\(counted) EXCEPT \(told)))
                  + (SELECT count(*) FROM meta WHERE key = 'distinct_domains'
                     AND value != CAST((SELECT count(DISTINCT domain) FROM documents) AS TEXT))
                """
            return try Int.fetchOne(database, sql: sql) ?? 0
        }
    }

    private func strangeClusters() throws -> Int {
        guard try reading({ try $0.tableExists("clusters") }) else { return 0 }
        try forEachRow("SELECT * FROM clusters") { _ = try ClusterRow(row: $0) }
        return try reading { database in
            let sql = "SELECT count(*) FROM clusters WHERE document NOT IN (SELECT id FROM documents)"
            return try Int.fetchOne(database, sql: sql) ?? 0
        }
    }

    /// How many documents can be searched; every list of the full text is read for it. nil where there is none.
    private func searchableTexts() throws(StorageError) -> Int? {
        QuestionLimit.begin()
        do {
            // Readers may make temporary tables, not a queue that only reads.
            return try queue.inDatabase { database in
                guard try database.tableExists("documents_text") else { return nil }
                try database.execute(
                    sql: "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, documents_text, row)")
                defer { try? database.execute(sql: "DROP TABLE temp.words") }
                _ = try Int.fetchOne(database, sql: "SELECT sum(cnt) FROM temp.words")
                return try Int.fetchOne(database, sql: "SELECT count(*) FROM documents_text_docsize")
            }
        } catch { throw StorageError(error, path: path) }
    }
}
