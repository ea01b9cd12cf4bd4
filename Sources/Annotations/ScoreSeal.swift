import CorpusFiles
import JSON
package import Platform

/// What a sealed file of annotations is, which shard it speaks of, and who made it.
package struct ScoreSeal: Sendable, Equatable {
    /// Who annotated.
    package let model: ScoreModel
    /// The shard's path in the corpus and the SHA-256 it had.
    package let shard: String, shardSHA256: String
    /// The file: its size, its annotations, and its SHA-256.
    package let bytes: Int, lines: Int, sha256: String
    /// Annotations without values because something was wrong with the document.
    package let problems: Int

    init(model: ScoreModel, of shard: CorpusManifest.File, _ summary: FileSummary, problems: Int) {
        self.model = model
        self.shard = shard.path
        shardSHA256 = shard.sha256
        (bytes, lines, sha256) = (summary.bytes, summary.lines, summary.sha256)
        self.problems = problems
    }

    func write(to path: String) throws(StorageError) {
        var json = JSONWriter()
        json.object { json in
            json.member("format", "quarry-scores-1")
            json.key("model")
            model.write(to: &json)
            json.member("shard", shard)
            json.member("shard_sha256", shardSHA256)
            json.member("bytes", bytes)
            json.member("lines", lines)
            json.member("sha256", sha256)
            json.member("problems", problems)
        }
        json.newline()
        let text = json.bytes
        try wrapping { () throws(SystemError) in try Files.write(text, to: path) }
    }

    /// Reads a seal.
    /// - Throws: `StorageError.corrupt` when it is none; `.system`.
    package init(path: String) throws(StorageError) {
        let text = try wrapping { () throws(SystemError) in try Files.read(path) }
        do {
            let json = try JSONValue(parsing: text)
            guard json["format"]?.string == "quarry-scores-1", let model = json["model"] else {
                throw ManifestError("format")
            }
            self.model = try ScoreModel(model)
            shard = try json.text("shard")
            shardSHA256 = try json.text("shard_sha256")
            (bytes, lines, sha256) = (try json.number("bytes"), try json.number("lines"), try json.text("sha256"))
            problems = try json.number("problems")
        } catch { throw .corrupt(path: path, detail: "not a seal: \(error); delete it and score the shard again") }
    }
}
