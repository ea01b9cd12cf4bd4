package import Documents
package import Platform

// What the catalogue knows of the whole corpus, and what its ranges say together.
extension CorpusIndex {
    /// The values of `meta`: `format`, `tool`, `pipeline_sha256`, `full_text`, `distinct_domains`.
    /// - Throws: `StorageError`.
    package func meta() throws(StorageError) -> [String: String] { try catalogue.meta() }

    /// Names of the shards, in order.
    /// - Throws: `StorageError`.
    package func shards() throws(StorageError) -> [(name: String, first: Int, documents: Int)] {
        try catalogue.shards()
    }

    /// Names of the packs, in order.
    /// - Throws: `StorageError`.
    package func packs() throws(StorageError) -> [String] { try catalogue.packs() }

    /// The whole run's ledger, as the index has it.
    /// - Throws: `StorageError.corrupt` for a unit or reason this program does not know.
    package func ledger() throws(StorageError) -> Ledger { try catalogue.ledger() }

    /// How many documents there are.
    /// - Throws: `StorageError`.
    package func documentCount() throws(StorageError) -> Int { try catalogue.documentCount() }

    /// The least and the largest number of a document; 0 and -1 where there is none.
    func numbers() throws(StorageError) -> (first: Int, last: Int) {
        guard isCatalogue else { return try catalogue.numbers() }
        return (0, (ranges.last?.numbers.upperBound ?? 0) - 1)
    }

    /// Counts the whole corpus: from the table of distributions, which an index has since format 1.1, else row by row.
    /// - Throws: `StorageError`.
    package func statistics() throws(StorageError) -> CorpusStatistics {
        var statistics = try catalogue.statistics()
        guard isCatalogue else { return statistics }
        for clusters in try each({ file throws(StorageError) in try file.clusterStatistics() }) {
            statistics.clusters += clusters.count
            statistics.clustered += clusters.documents
            statistics.largestClusters += clusters.largest
        }
        statistics.largestClusters.sort { ($1.size, $0.document) < ($0.size, $1.document) }
        statistics.largestClusters = Array(statistics.largestClusters.prefix(20))
        return statistics
    }

    /// The languages of all documents, by number.
    /// - Throws: `StorageError`.
    package func languages() throws(StorageError) -> [String] {
        try each { file throws(StorageError) in try file.languages() }.flatMap(\.self)
    }

    /// The ids of all documents, by number.
    /// - Throws: `StorageError`.
    package func ids() throws(StorageError) -> [String] {
        try each { file throws(StorageError) in try file.ids() }.flatMap(\.self)
    }

    /// The years of the oldest and the newest capture; nil when none is known.
    /// - Throws: `StorageError`.
    package func capturedYears() throws(StorageError) -> (first: String, last: String)? {
        let years = try each { file throws(StorageError) in try file.capturedYears() }.compactMap(\.self)
        guard let first = years.map(\.first).min(), let last = years.map(\.last).max() else { return nil }
        return (first, last)
    }

    /// The formats of the pictures of each of `count` documents, by number: `jpeg`, `jpeg png`, `""`.
    /// - Throws: `StorageError`.
    package func formats(_ count: Int) throws(StorageError) -> [String] {
        var sets = [Set<String>](repeating: [], count: count)
        _ = try each { file throws(StorageError) in try file.collectFormats(in: &sets) }
        return sets.map { $0.sorted().joined(separator: " ") }
    }

    // MARK: What a verification asks

    /// Occurrences whose document or image is not in the index; 0 in a sound one.
    /// - Throws: `StorageError`.
    package func looseEnds() throws(StorageError) -> Int {
        try sum { file throws(StorageError) in try file.looseEnds() }
    }

    /// Images of which some details are known and others not, or that no picture can have; 0 in a sound index.
    /// - Throws: `StorageError`.
    package func impossibleImages() throws(StorageError) -> Int {
        try sum { file throws(StorageError) in try file.impossibleImages() }
    }

    /// Images whose bytes lie in a pack.
    /// - Throws: `StorageError`.
    package func packedImages() throws(StorageError) -> Int {
        guard isCatalogue else { return try catalogue.packedImages() }
        return try RangeSums(ranges).packedImages
    }

    /// Whether the databases' own structure is sound (`PRAGMA integrity_check`).
    /// - Returns: what SQLite finds wrong, empty when nothing is.
    /// - Throws: `StorageError`.
    package func problems() throws(StorageError) -> [String] {
        let ranges = try each { file throws(StorageError) in try file.problems() }.flatMap(\.self)
        return isCatalogue ? try catalogue.problems() + ranges : ranges
    }

    /// What is wrong with rows whatever the shards say: rows that are too many, of types that a reader refuses, or that tell of
    /// others what these do not. Reads every row.
    /// - Parameters:
    ///   - counts: what the corpus has.
    ///   - packs: how many packs it has.
    /// - Returns: a sentence each, without the index' name; empty for a sound one.
    /// - Throws: `StorageError`; `.corrupt` for a row that no reader takes.
    package func strangeRows(_ counts: CorpusManifest.Counts, packs: Int) throws -> [String] {
        guard isCatalogue else { return try catalogue.strangeRows(counts, packs: packs) }
        var found: [String] = []
        let sums = try RangeSums(ranges)
        for range in ranges {
            let file = try range.file()
            let images = try file.imageCount()
            let own = CorpusManifest.Counts(documents: range.numbers.count, distinctImages: images)
            found += try file.strangeRows(own, packs: packs)
        }
        if sums.distinctImages != counts.distinctImages {
            found.append("rows of \(sums.distinctImages) images of \(counts.distinctImages)")
        }
        if sums.sharedIDs != 0 { found.append("\(sums.sharedIDs) documents that are in two files") }
        let strange = try sums.differences(from: catalogue)
        if strange != 0 { found.append("\(strange) values of its distributions are counted otherwise in its rows") }
        return found
    }
}
