import Annotations
import Configuration
import CorpusFiles
import Documents
import Facts
import Platform

/// Captions of a model for the images of documents: those of a record, else those that `quarry score` wrote beside it.
struct CaptionSource {
    private let corpus: Corpus
    private let model: String?
    private let isOrdered: Bool
    private var shard = -1
    private var annotations: [String: Annotation] = [:]

    /// - Throws: `PipelineError.problems` when nothing has captions, or several models have.
    init(_ corpus: Corpus, _ index: ScoredIndex, isOrdered: Bool) throws(PipelineError) {
        self.corpus = corpus
        self.isOrdered = isOrdered
        model = index.plain[.caption]
        guard model == nil else { return }
        let having = index.models.filter { $0.signals.contains(.caption) }.map(\.name)
        if having.isEmpty {
            let isInRecords = try CaptionSource.recordsHave(corpus)
            if isInRecords { return }
        }
        throw .problems([
            having.isEmpty
                ? "the corpus has no captions yet: quarry score --signals caption"
                : "several models wrote captions (\(having.joined(separator: ", "))): name one with --model"
        ])
    }

    /// Whether records have captions of their own: who writes them gives them to all, so some documents tell.
    private static func recordsHave(_ corpus: Corpus) throws(PipelineError) -> Bool {
        do {
            for number in 0..<min(1000, corpus.manifest.counts.documents) {
                guard let row = try corpus.index.document(number: number) else { return false }
                if try corpus.document(of: row).hasModelCaptions { return true }
            }
            return false
        } catch { throw PipelineError(exchange: error) }
    }

    /// Gives every image its caption, `""` where none was written.
    /// - Throws: `StorageError`.
    mutating func merge(into document: inout Document, shard: Int) throws(StorageError) {
        guard !document.hasModelCaptions else { return }
        document.hasModelCaptions = true
        guard let model else { return }
        if shard != self.shard {
            // In a fixed order shards come and go: all that was read stays.
            if !isOrdered { annotations = [:] }
            if !isOrdered || !opened.contains(shard) {
                for annotation in try ScoreFolder(corpus: corpus.folder, model: model).annotations(shard) {
                    annotations[annotation.document] = annotation
                }
                opened.insert(shard)
            }
            self.shard = shard
        }
        let captions = Dictionary(
            (annotations[document.id]?.images ?? []).map { ($0.position, $0.caption ?? "") }, uniquingKeysWith: { $1 })
        var position = -1
        document.sift { node in
            position += 1
            guard case .image(var image) = node else { return node }
            image.modelCaption = captions[position] ?? ""
            return .image(image)
        }
    }

    private var opened: Set<Int> = []
}
