import Annotations
import CorpusFiles
import Platform

extension Verification {
    /// The annotations: every sealed file is as it was sealed, and speaks of a shard of this corpus.
    mutating func checkScores(_ manifest: CorpusManifest, _ folder: String) {
        let shards = manifest.files(.shard)
        do {
            for model in try ScoreFolder.models(corpus: folder) {
                let scores = ScoreFolder(corpus: folder, model: model)
                for (shard, seal) in try scores.seals() {
                    let path = String(scores.file(shard).dropFirst(folder.utf8.count + 1))
                    checked.files += 1
                    checked.bytes += seal.bytes
                    guard shards.indices.contains(shard), shards[shard].sha256 == seal.shardSHA256 else {
                        report(path, "annotations of another shard than the corpus has")
                        continue
                    }
                    if try !scores.isSound(shard, seal) {
                        report(path, "not as it was sealed; delete it and its seal, and score the shard again")
                    }
                }
            }
        } catch { report(ScoreFolder.folderName, "\(error)", in: folder) }
    }
}
