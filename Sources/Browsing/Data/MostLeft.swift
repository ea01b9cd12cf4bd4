import Annotations
import CorpusFiles
import Facts
import Platform

/// For which reason most of a document's paragraphs and pictures left it, as the drop logs tell.
enum MostLeft {
    /// By number: the reason, `""` where nothing left. What left only with something else does not count.
    static func reasons(_ corpus: Corpus, _ index: ScoredIndex, _ count: Int) throws(StorageError) -> [String] {
        var counts: [String: [String: Int]] = [:]
        let cascades = Set(Reason.allCases.filter { $0.kind == .cascade }.map(\.rawValue))
        do {
            for log in corpus.dropLogs {
                try FramedReader(path: log).lines { line in
                    guard let reason = DropLog.reason(ofLine: line), !cascades.contains(reason),
                        let document = DropLog.document(ofLine: line)
                    else { return }
                    counts[document, default: [:]][reason, default: 0] += 1
                }
            }
        } catch { throw StorageError(error, path: corpus.folder) }
        var reasons = [String](repeating: "", count: count)
        try index.forEachDocument([]) { number, id, _ in
            guard (0..<count).contains(number), let found = counts[id] else { return }
            reasons[number] = found.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
        }
        return reasons
    }
}
