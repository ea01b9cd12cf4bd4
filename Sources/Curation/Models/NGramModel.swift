import Platform

/// An n-gram language model from an ARPA file (plain or gzip) or a KenLM binary (hash tables or trie).
///
/// Binaries are mapped and read in place, an ARPA file is read into memory. Scores are those of KenLM.
package struct NGramModel: Sendable {
    private enum Storage {
        case hashed(HashedNGrams)
        case probing(KenLMProbing)
        case trie(KenLMTrie)
    }

    private let storage: Storage
    private let begin: UInt32
    private let end: UInt32

    /// Opens a model; its kind is told by its first bytes.
    /// - Throws: `ModelError`.
    package init(path: String) throws(ModelError) {
        let file: MappedFile
        do { file = try MappedFile(path: path, advice: .random) } catch { throw .unreadable(error) }
        if KenLMFile.recognizes(file.bytes) {
            let head = try KenLMFile(file)
            storage = head.kind == .probing ? .probing(try KenLMProbing(head)) : .trie(try KenLMTrie(head))
        } else {
            storage = .hashed(try ARPAReader.read(path: path))
        }
        begin = NGramModel.index("<s>", storage)
        end = NGramModel.index("</s>", storage)
    }

    /// Words in the longest n-gram.
    package var order: Int {
        switch storage {
        case .hashed(let store): store.order
        case .probing(let store): store.order
        case .trie(let store): store.order
        }
    }

    /// log10 of the probability of a sentence given as words, with the marks of its beginning and end.
    package func score(_ words: [String]) -> Double {
        let indices = words.map { NGramModel.index($0, storage) }
        return switch storage {
        case .hashed(let store): store.score(indices, begin: begin, end: end)
        case .probing(let store): store.score(indices, begin: begin, end: end)
        case .trie(let store): store.score(indices, begin: begin, end: end)
        }
    }

    private static func index(_ word: String, _ storage: Storage) -> UInt32 {
        var word = word
        return word.withUTF8 { bytes in
            switch storage {
            case .hashed(let store): store.index(of: UnsafeRawBufferPointer(bytes))
            case .probing(let store): store.index(of: UnsafeRawBufferPointer(bytes))
            case .trie(let store): store.index(of: UnsafeRawBufferPointer(bytes))
            }
        }
    }
}
