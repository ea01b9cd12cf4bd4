import Annotations
import CorpusFiles
import Platform

/// Annotations of a corpus on their way into the corpus that is selected from it: what was measured on a document that did
/// not change is never measured again.
final class ScoreCarrier {
    private let source: String
    private let folder: String
    private let models: [String]
    /// Of the source's shard that is being read, by model and document.
    private var current: [String: [String: Annotation]] = [:]
    private var settings: [String: ScoreModel] = [:]
    private var carried: [Key: [Annotation]] = [:]
    private var files: [Key: String] = [:]

    private struct Key: Hashable, Comparable {
        let model: String
        let shard: Int

        static func < (left: Key, right: Key) -> Bool { (left.model, left.shard) < (right.model, right.shard) }
    }

    /// - Parameter folder: where files wait until the new shards have their digests.
    init(source: String, folder: String) throws(StorageError) {
        (self.source, self.folder) = (source, folder)
        models = try ScoreFolder.models(corpus: source)
    }

    /// Reads the annotations of a shard of the source.
    func open(shard: Int) throws(StorageError) {
        for model in models {
            let scores = ScoreFolder(corpus: source, model: model)
            let annotations = try scores.annotations(shard)
            if !annotations.isEmpty { settings[model] = try ScoreSeal(path: scores.seal(shard)).model }
            current[model] = Dictionary(annotations.map { ($0.document, $0) }, uniquingKeysWith: { $1 })
        }
    }

    /// What a model said of a document of the open shard.
    func annotation(_ document: String, model: String) -> Annotation? { current[model]?[document] }

    /// Notes that a document, unchanged, is now in a shard of the new corpus.
    func carry(_ document: String, to shard: Int) throws(StorageError) {
        for model in models {
            guard let annotation = current[model]?[document] else { continue }
            for key in carried.keys where key.model == model && key.shard != shard { try rest(key) }
            carried[Key(model: model, shard: shard), default: []].append(annotation)
        }
    }

    /// Seals what was carried beside the shards of the new corpus.
    func seal(corpus: String, _ manifest: CorpusManifest) throws(StorageError) {
        for key in carried.keys.sorted() { try rest(key) }
        let shards = manifest.files(.shard)
        for key in files.keys.sorted() where shards.indices.contains(key.shard) {
            guard let path = files[key], let model = settings[key.model] else { continue }
            let resting = ScoreFolder(path: path)
            try ScoreFolder(corpus: corpus, model: key.model)
                .write(try resting.resting(), shard: key.shard, model: model, of: shards[key.shard])
        }
        if !files.isEmpty { _ = try ScoreIndexBuilder.refresh(corpus, manifest) }
    }

    /// Puts the annotations of a finished shard on disk.
    private func rest(_ key: Key) throws(StorageError) {
        guard let annotations = carried.removeValue(forKey: key) else { return }
        let path = "\(folder)/\(key.model)-\(key.shard)"
        try ScoreFolder(path: path).rest(annotations)
        files[key] = path
    }
}
