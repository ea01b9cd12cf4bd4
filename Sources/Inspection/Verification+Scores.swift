import Annotations
import CorpusFiles
import Curation
import Documents
import JSON
import Platform

// What lies beside a corpus and is read with it.
extension Verification {
    /// The annotations: every sealed file is as it was sealed, speaks of documents of its shard of this corpus, and the index of
    /// them says the same.
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
                    guard try scores.isSound(shard, seal) else {
                        report(path, "not as it was sealed; delete it and its seal, and score the shard again")
                        continue
                    }
                    checkAnnotations(scores, shard, of: shards[shard], path, folder)
                }
            }
            let index = ScoreFolder.folderName + "/" + ScoreIndexBuilder.fileName
            let temporary = try Files.makeTemporaryFolder("quarry-verify")
            defer { try? Files.remove(temporary) }
            if try !ScoreIndexBuilder.isHonest(folder, manifest, temporary: temporary + "/scores.sqlite") {
                report(index, "it says something else than the annotations; delete it, and it is made again")
            }
        } catch { report(ScoreFolder.folderName, "\(error)", in: folder) }
    }

    /// Every annotation is of a document of the shard, in the order of the documents.
    private mutating func checkAnnotations(
        _ scores: ScoreFolder, _ shard: Int, of file: CorpusManifest.File, _ path: String, _ folder: String
    ) {
        do {
            var annotated: [String] = []
            try scores.forEachAnnotation(shard) { annotated.append($0.document) }
            var next = annotated[...]
            try FramedReader(path: folder + "/" + file.path).lines { line in
                guard let id = next.first else { return }
                let document = try DocumentCoder.read(JSONValue(parsing: Array(line)))
                if document.id == id { next.removeFirst() }
            }
            if let id = next.first { report(path, "an annotation of '\(id)', which is not in its place in the shard") }
        } catch { report(path, "\(error)", in: folder) }
    }

    /// The signatures that are read in the place of the shards: they are those of the shards.
    mutating func checkSignatures(_ manifest: CorpusManifest, _ folder: String, _ sound: Set<String>) {
        let shards = manifest.files(.shard)
        guard let digest = try? SHA256.hash(file: folder + "/" + CorpusManifest.fileName),
            case let path = SignatureLines.file(of: digest), Files.exists(folder + "/" + path),
            shards.allSatisfy({ sound.contains($0.path) })
        else { return }
        checked.files += 1
        do {
            checked.bytes += try Files.size(folder + "/" + path)
            var told = SHA256()
            var made = SHA256()
            try FramedReader(path: folder + "/" + path).lines {
                told.update($0)
                told.update([0x0A])
            }
            var lines = SignatureLines()
            for shard in shards {
                try FramedReader(path: folder + "/" + shard.path).lines { line in
                    made.update(lines.line(try DocumentCoder.read(JSONValue(parsing: Array(line)))) + [0x0A])
                }
            }
            if told.finish() != made.finish() {
                report(path, "it has other words than the documents; delete it, and it is made again")
            }
        } catch { report(path, "\(error)", in: folder) }
    }
}
