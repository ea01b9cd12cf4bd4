import Foundation
import GRDB
import Platform

extension IndexFile {
    /// Counts the whole corpus: from the table of distributions, which an index has since format 1.1, else row by row.
    /// - Throws: `StorageError`.
    func statistics() throws(StorageError) -> CorpusStatistics {
        let clusters = try clusterStatistics()
        return try reading { database in
            let isCounted = try database.tableExists("distributions")
            var statistics = CorpusStatistics()
            func number(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
            statistics.shards = try number("SELECT count(*) FROM shards")
            statistics.packs = try number("SELECT count(*) FROM packs")
            statistics.distinctDomains =
                isCounted
                ? try number("SELECT value FROM meta WHERE key = 'distinct_domains'")
                : try number("SELECT count(DISTINCT domain) FROM documents")
            let shares = isCounted ? IndexFile.countedShares : IndexFile.shares
            statistics.languages = try shares(database, "language", "documents", 1000)
            statistics.domains = try shares(database, "domain", "documents", 20)
            statistics.formats = try shares(database, "format", "images", 1000)
            for (column, table) in [
                ("words", "documents"), ("images", "documents"), ("width", "images"), ("height", "images"),
            ] {
                let sql =
                    isCounted
                    ? "SELECT value, count FROM distributions WHERE name = '\(column)' ORDER BY 1"
                    : "SELECT \(column), count(*) FROM \(table) GROUP BY 1 ORDER BY 1"
                let values = try Row.fetchAll(database, sql: sql).map {
                    (value: try $0.amount(0), count: try $0.amount(1))
                }
                statistics.distributions.append(Distribution(name: column, values: values))
            }
            (statistics.clusters, statistics.clustered) = (clusters.count, clusters.documents)
            statistics.largestClusters = clusters.largest
            statistics.counts = .init(
                documents: statistics.distributions[0].count, images: statistics.distributions[1].sum,
                distinctImages: statistics.distributions[2].count, words: statistics.distributions[0].sum)
            return statistics
        }
    }

    /// Documents that stay for near-duplicates, how many those are in all, and the largest twenty. An index of an earlier
    /// version has no clusters.
    func clusterStatistics() throws(StorageError) -> (count: Int, documents: Int, largest: [ClusterRow]) {
        try reading { database in
            guard try database.tableExists("clusters") else { return (0, 0, []) }
            let sum = try Row.fetchOne(database, sql: "SELECT count(*), coalesce(sum(size), 0) FROM clusters")
            let sql = "SELECT * FROM clusters ORDER BY size DESC, document LIMIT 20"
            return (
                try sum?.amount(0) ?? 0, try sum?.amount(1) ?? 0,
                try Row.fetchAll(database, sql: sql).map { try ClusterRow(row: $0) }
            )
        }
    }

    private static func shares(
        _ database: Database, _ column: String, _ table: String, _ limit: Int
    ) throws -> [CorpusStatistics.Share] {
        let sql = "SELECT \(column), count(*) FROM \(table) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT \(limit)"
        return try Row.fetchAll(database, sql: sql).map { .init(name: try $0.text(0), count: try $0.amount(1)) }
    }

    private static func countedShares(
        _ database: Database, _ column: String, _ table: String, _ limit: Int
    ) throws -> [CorpusStatistics.Share] {
        let sql = "SELECT value, count FROM distributions WHERE name = '\(column)' ORDER BY 2 DESC, 1 LIMIT \(limit)"
        return try Row.fetchAll(database, sql: sql).map { .init(name: try $0.text(0), count: try $0.amount(1)) }
    }
}
