import CorpusFiles
import Idefics
import Platform

/// The bytes of a corpus' pictures for scorers: in the request itself, or as files that go with this object.
final class CorpusPictures {
    private let corpus: Corpus
    private var folder: String?

    init(_ corpus: Corpus) { self.corpus = corpus }

    deinit { if let folder { try? Files.remove(folder) } }

    /// A picture by its SHA-256.
    /// - Throws: `StorageError`, `SystemError`; `IdeficsError.image` for one that the corpus does not have.
    func image(_ sha256: String, asPath: Bool) throws -> ScorerImage {
        guard let row = try corpus.index.images(sha256Prefix: sha256, limit: 1).first, row.pack >= 0 else {
            throw IdeficsError.image("the bytes of \(sha256) are not in the corpus")
        }
        let bytes = try corpus.bytes(of: row)
        guard asPath else { return .data(bytes) }
        let folder = try self.folder ?? Files.makeTemporaryFolder("quarry-pictures")
        self.folder = folder
        let path = folder + "/" + sha256
        if !Files.exists(path) { try Files.write(bytes, to: path) }
        return .path(path)
    }
}
