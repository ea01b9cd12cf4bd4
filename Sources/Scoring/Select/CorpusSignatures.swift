import Configuration
import CorpusFiles
import Curation
import Documents
import JSON
import Platform
import Runs

/// Makes the `SignatureLines` of a corpus.
enum CorpusSignatures {
    /// The signatures of a corpus, made when they are not there; where the corpus cannot be written to, its shards.
    /// - Throws: `StorageError`, `PipelineError.interrupted`.
    static func files(of corpus: String) throws -> [String] {
        let manifest = try CorpusManifest(folder: corpus)
        let digest = try SHA256.hash(file: corpus + "/" + CorpusManifest.fileName)
        let path = corpus + "/" + SignatureLines.file(of: digest)
        if Files.exists(path) { return [path] }
        let shards = manifest.files(.shard).map { corpus + "/" + $0.path }
        do {
            try Files.makeFolder(corpus + "/" + SignatureLines.folder)
            try write(shards, to: path)
        } catch StorageError.system, is SystemError {
            return shards
        }
        return [path]
    }

    private static func write(_ shards: [String], to path: String) throws {
        var file = try FramedWriter(path: path)
        var lines = SignatureLines()
        for shard in shards {
            try FramedReader(path: shard).lines { line in
                if Interrupts.isRaised { throw PipelineError.interrupted }
                try file.append(line: lines.line(DocumentCoder.read(JSONValue(parsing: Array(line)))))
            }
        }
        _ = try file.commit()
    }
}
