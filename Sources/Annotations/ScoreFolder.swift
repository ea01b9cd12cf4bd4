package import CorpusFiles
import JSON
package import Platform

/// The annotations of one model beside a corpus: `scores/<name>/`, a file and a seal a shard.
///
/// A shard's file appears whole; its seal (`shard-00000.sealed`) follows and says what the file is, which shard it was
/// made for and by whom. A file without a seal that fits it does not count.
package struct ScoreFolder: Sendable {
    /// The folder of all annotations in a corpus.
    package static let folderName = "scores"

    /// The path of the model's folder.
    package let path: String

    /// The annotations of `model` in the corpus in `corpus`; nothing is made or read yet.
    package init(corpus: String, model: String) { path = "\(corpus)/\(Self.folderName)/\(model)" }

    /// Annotations in a folder of their own that belong to no corpus yet.
    package init(path: String) { self.path = path }

    /// Writes annotations that wait for the digest of their shard.
    package func rest(_ annotations: [Annotation]) throws(StorageError) {
        try wrapping { () throws(SystemError) in try Files.makeFolder(path) }
        _ = try write(annotations, to: file(0))
    }

    /// Reads what `rest` wrote.
    package func resting() throws(StorageError) -> [Annotation] {
        var found: [Annotation] = []
        try forEachAnnotation(0) { found.append($0) }
        return found
    }

    /// The names of the models that have annotations in a corpus, sorted.
    /// - Throws: `StorageError.system`.
    package static func models(corpus: String) throws(StorageError) -> [String] {
        let folder = corpus + "/" + folderName
        return try wrapping { () throws(SystemError) in
            guard try Files.kindIfThere(folder) == .folder else { return [] }
            var models: [String] = []
            for name in try Files.list(folder) where ScoreModel.isName(name) {
                if try Files.kindIfThere(folder + "/" + name) == .folder { models.append(name) }
            }
            return models
        }
    }

    /// The path of a shard's annotations.
    package func file(_ shard: Int) -> String { "\(path)/\(Self.stem(shard)).jsonl.zst" }
    /// The path of their seal.
    package func seal(_ shard: Int) -> String { "\(path)/\(Self.stem(shard)).sealed" }

    private static func stem(_ shard: Int) -> String {
        let digits = String(shard)
        return "shard-" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }

    /// The seals that are there, by shard.
    /// - Throws: `StorageError.corrupt` for one that cannot be read; `.system`.
    package func seals() throws(StorageError) -> [(shard: Int, seal: ScoreSeal)] {
        var found: [(shard: Int, seal: ScoreSeal)] = []
        let names = try wrapping { () throws(SystemError) in
            try Files.kindIfThere(path) == .folder ? try Files.list(path) : []
        }
        for name in names where name.hasPrefix("shard-") && name.hasSuffix(".sealed") {
            guard let shard = Int(name.dropFirst(6).dropLast(7)) else { continue }
            found.append((shard, try ScoreSeal(path: path + "/" + name)))
        }
        return found.sorted { $0.shard < $1.shard }
    }

    /// Whether the file of a shard is as its seal says, by size and SHA-256.
    /// - Throws: `StorageError.system`.
    package func isSound(_ shard: Int, _ seal: ScoreSeal) throws(StorageError) -> Bool {
        let file = file(shard)
        return try wrapping { () throws(SystemError) in
            guard try Files.kindIfThere(file) == .file else { return false }
            guard try Files.size(file) == seal.bytes else { return false }
            return try SHA256.hash(file: file).hex == seal.sha256
        }
    }

    /// The annotations of a shard, in the order of its documents; none when there is no sealed file.
    /// - Throws: `StorageError.corrupt` for a damaged file.
    package func annotations(_ shard: Int) throws(StorageError) -> [Annotation] {
        let kind = try wrapping { () throws(SystemError) in try Files.kindIfThere(seal(shard)) }
        guard kind != nil else { return [] }
        guard try isSound(shard, try ScoreSeal(path: seal(shard))) else { return [] }
        var found: [Annotation] = []
        try forEachAnnotation(shard) { found.append($0) }
        return found
    }

    /// Gives each annotation of a shard's file to `body`.
    /// - Throws: `StorageError.corrupt` for a damaged file; what `body` throws, as storage's.
    package func forEachAnnotation(_ shard: Int, _ body: (Annotation) throws -> Void) throws(StorageError) {
        let file = file(shard)
        do {
            var number = 0
            try FramedReader(path: file).lines { line in
                number += 1
                let annotation: Annotation
                do { annotation = try Annotation(JSONValue(parsing: Array(line))) } catch {
                    throw StorageError.corrupt(path: file, detail: "line \(number) is not an annotation: \(error)")
                }
                try body(annotation)
            }
        } catch { throw StorageError(error, path: file) }
    }

    /// The annotation of one document, with the seal of the file it stands in; nil when there is none.
    /// - Throws: `StorageError.corrupt` for a damaged file.
    package func annotation(
        of document: String, shard: Int
    ) throws(StorageError) -> (annotation: Annotation, seal: ScoreSeal)? {
        guard Files.exists(seal(shard)), Files.exists(file(shard)) else { return nil }
        let seal = try ScoreSeal(path: seal(shard))
        let key = Array("{\"document\":\"\(document)\"".utf8)
        var found: Annotation?
        do {
            try FramedReader(path: file(shard)).lines { line in
                guard found == nil, line.count > key.count, line.prefix(key.count).elementsEqual(key) else { return }
                found = try Annotation(JSONValue(parsing: Array(line)))
            }
        } catch { throw StorageError(error, path: file(shard)) }
        return found.map { ($0, seal) }
    }

    /// Writes a shard's annotations and seals them.
    /// - Throws: `StorageError.system`; then the shard has no annotations or the ones it had.
    package func write(
        _ annotations: [Annotation], shard: Int, model: ScoreModel, of file: CorpusManifest.File
    ) throws(StorageError) {
        try wrapping { () throws(SystemError) in try Files.makeFolder(path) }
        let summary = try write(annotations, to: self.file(shard))
        let seal = ScoreSeal(model: model, of: file, summary, problems: annotations.count { !$0.problem.isEmpty })
        try seal.write(to: self.seal(shard))
    }

    private func write(_ annotations: [Annotation], to path: String) throws(StorageError) -> FileSummary {
        var writer = try FramedWriter(path: path)
        var json = JSONWriter()
        for annotation in annotations {
            json.reset()
            annotation.write(to: &json)
            _ = try writer.append(line: json.bytes)
        }
        return try writer.commit()
    }
}
