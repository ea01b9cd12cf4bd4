import CorpusFiles
package import Configuration
import Curation
package import Duplicates
import Platform

/// Which documents of a corpus older corpora have: by their texts, whatever images they show.
package enum KnownDocuments {
    /// A document of the new corpus that an older one has.
    package struct Known: Sendable, Equatable {
        /// Its id in the new corpus.
        package let id: String
        /// The id of the document that it is most similar to.
        package let of: String
        /// The corpus that has that one.
        package let corpus: String
        /// Their similarity.
        package let similarity: Double
    }

    /// Compares `corpus` with each of `older`; both keep their signatures beside them.
    /// - Returns: those that are known, rising by id.
    /// - Throws: `PipelineError`.
    package static func find(
        in corpus: String, against older: [String], _ options: DuplicateOptions, jobs: Int
    ) throws(PipelineError) -> [Known] {
        do {
            let corpora = ([corpus] + older).map { Corpus.resolve($0) }
            var (paths, groups): ([String], [Int]) = ([], [])
            var documents = 0
            for (group, folder) in corpora.enumerated() {
                documents += try CorpusManifest(folder: folder).files(.shard).reduce(0) { $0 + $1.lines }
                let files = try CorpusSignatures.files(of: folder)
                paths += files
                groups += [Int](repeating: group, count: files.count)
            }
            let result = try DuplicateSearch(options, jobs: jobs).run(paths, groups: groups, listsPairs: true)
            // A document that was not read would stay in the new corpus, and nobody would know.
            if let fault = result.faults.least.first {
                throw StorageError.corrupt(
                    path: paths[fault.file],
                    detail: "line \(fault.line): \(fault.problem); delete it to have it made again")
            }
            guard result.documentCount + result.repeatedIDs.count == documents else {
                let folders = corpora.map { "\($0)/\(SignatureLines.folder)" }.joined(separator: ", ")
                throw PipelineError.damaged(
                    "signatures are not of all documents: delete \(folders) to have them made again")
            }
            return known(result, names: [corpus] + older)
        } catch { throw PipelineError(scoring: error) }
    }

    private static func known(_ result: DuplicateResult, names: [String]) -> [Known] {
        var best: [String: Known] = [:]
        result.forEachPair { pair in
            // The new corpus is group 0, whose ids come before all others.
            guard pair.a.group == 0, let group = pair.b.group, group > 0 else { return }
            let id = pair.a.ungrouped.description
            if let known = best[id], known.similarity >= pair.similarity { return }
            best[id] = Known(
                id: id, of: pair.b.ungrouped.description, corpus: names[group], similarity: pair.similarity)
        }
        return best.values.sorted { $0.id < $1.id }
    }
}
