import Configuration
import CorpusFiles
import Curation
import Documents
import Duplicates
import JSON
import Platform
import Runs

/// The words of a corpus' documents, kept beside it so that the next corpus can be compared without reading its shards:
/// `signatures/<corpus.json's SHA-256, 16 digits>-<WordSequence.version>.jsonl.zst`, a line a document: `id`, `captured`, `images`, `characters`,
/// `words` (8 hexadecimal digits each). Nothing of the text can be read from it.
enum CorpusSignatures {
    private static let folder = "signatures"

    /// The signatures of a corpus, made when they are not there; where the corpus cannot be written to, its shards.
    /// - Throws: `StorageError`, `PipelineError.interrupted`.
    static func files(of corpus: String) throws -> [String] {
        let manifest = try CorpusManifest(folder: corpus)
        let digest = try SHA256.hash(file: corpus + "/" + CorpusManifest.fileName).hex
        let path = "\(corpus)/\(folder)/\(digest.prefix(16))-\(WordSequence.version).jsonl.zst"
        if Files.exists(path) { return [path] }
        let shards = manifest.files(.shard).map { corpus + "/" + $0.path }
        do {
            try Files.makeFolder(corpus + "/" + folder)
            try write(shards, to: path)
        } catch StorageError.system, is SystemError {
            return shards
        }
        return [path]
    }

    private static func write(_ shards: [String], to path: String) throws {
        var file = try FramedWriter(path: path)
        var sequence = WordSequence()
        var json = JSONWriter()
        for shard in shards {
            try FramedReader(path: shard).lines { line in
                if Interrupts.isRaised { throw PipelineError.interrupted }
                let document = try DocumentCoder.read(JSONValue(parsing: Array(line)))
                json.reset()
                write(document, &sequence, to: &json)
                try file.append(line: json.bytes)
            }
        }
        _ = try file.commit()
    }

    private static func write(_ document: Document, _ sequence: inout WordSequence, to json: inout JSONWriter) {
        sequence.begin()
        for case .text(let text) in document.nodes { sequence.add(text.text) }
        var words: [UInt8] = []
        for word in sequence.words { words.append(littleEndian: word) }
        json.object { json in
            json.member("id", document.id)
            json.member("captured", document.captured)
            json.member("images", document.imageCount)
            json.member("characters", sequence.characters)
            json.member("words", Hex.encode(words))
        }
    }
}
