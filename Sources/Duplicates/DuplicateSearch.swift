/// Finds near-duplicate texts in files of JSON lines.
///
/// ```swift
/// let result = try DuplicateSearch(options).run(["a.jsonl", "b.jsonl.zst"])
/// for cluster in result.clusters() { … }
/// ```
/// Texts are compared as sets of shingles; which of them are compared is told by their signatures (`MinHash`). The
/// result is the same for any number of jobs and buckets and any order of files and lines. Texts and keys lie in scratch
/// files; memory holds 13 bytes a document, 64 KiB a bucket and one bucket a thread.
package struct DuplicateSearch: Sendable {
    private let options: DuplicateOptions
    private let jobs: Int
    private let buckets: Int

    /// - Parameters:
    ///   - jobs: threads.
    ///   - buckets: parts into which the keys of all documents are divided; one is held in memory by each thread.
    package init(_ options: DuplicateOptions, jobs: Int = 1, buckets: Int = 64) {
        (self.options, self.jobs, self.buckets) = (options, max(1, jobs), max(1, buckets))
    }

    /// Reads the files and finds what is near what.
    /// - Parameters:
    ///   - groups: by file: the number of a group, whose ids are told apart from those of others (`RecordID.among`).
    ///   - listsPairs: whether `forEachPair` will be asked for.
    /// - Throws: `StorageError`, `SystemError`: a file or the scratch space (`TMPDIR`) cannot be used.
    package func run(
        _ paths: [String], groups: [Int]? = nil, listsPairs: Bool = false
    ) throws -> DuplicateResult {
        let gathered = try DuplicateReader(paths: paths, groups: groups, options: options, buckets: buckets)
            .run(jobs: jobs)
        let finder = PairFinder(
            options: options, jobs: jobs, listsPairs: listsPairs, documents: gathered.documents)
        let found = try finder.run(ids: gathered.ids, texts: gathered.texts, bands: gathered.bands)
        return try DuplicateResult(gathered, found)
    }
}
