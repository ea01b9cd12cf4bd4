package import Configuration
package import Duplicates
import Imaging
import Platform
import Runs

/// The texts and pictures of benchmarks as one list.
package enum BenchmarkLists {
    /// The list of files and folders: pictures by their bytes and looks, everything else as texts. A folder is everything
    /// in it, at any depth, in the order of the names.
    /// - Throws: `HashListError`, `SystemError`.
    package static func list(_ paths: [String], ngram: Int) throws -> HashList {
        var list = HashList(ngram: ngram)
        for path in paths { try add(path, to: &list) }
        return list
    }

    /// What a pipeline looks for.
    /// - Throws: `PipelineError.problems` when a file of it cannot be used.
    package static func decontaminator(_ config: DecontaminateConfig) throws(PipelineError) -> Decontaminator {
        do {
            let list = try list(config.texts + config.images, ngram: config.ngram)
            return Decontaminator(list, distance: config.distance)
        } catch {
            throw .problems(["'decontaminate': \(error)"])
        }
    }

    private static func add(_ path: String, to list: inout HashList) throws {
        if Files.isFolder(path) {
            for name in try Files.list(path) { try add(path + "/" + name, to: &list) }
            return
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let bytes = try Files.read(path)
        if let facts = bytes.withUnsafeBytes({ try? ImageProbe.measure($0) }) {
            let hash = facts.perceptualHash
            list.add(sha256: facts.digest.hex, phash: PerceptualHash.isFlat(hash) ? nil : hash, item: name)
        } else {
            list.add(try BenchmarkTexts.list(path, ngram: list.ngram))
        }
    }
}
