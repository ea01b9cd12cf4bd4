import CorpusFiles
import Documents
import JSON
import Platform

/// The documents of a corpus, as they lie or in a fixed order.
struct DocumentWalk {
    let corpus: Corpus
    let order: DocumentOrder?

    /// Gives every document with its number and the index of its shard to `body`.
    /// - Throws: `StorageError` for a damaged corpus; what `body` throws.
    func forEach(_ body: (Document, _ number: Int, _ shard: Int) throws -> Void) throws {
        if let order { return try ordered(order, body) }
        var number = 0
        for (shard, file) in corpus.manifest.files(.shard).enumerated() {
            try FramedReader(path: corpus.folder + "/" + file.path).lines { line in
                try body(try DocumentCoder.read(JSONValue(parsing: Array(line))), number, shard)
                number += 1
            }
        }
    }

    private func ordered(_ order: DocumentOrder, _ body: (Document, Int, Int) throws -> Void) throws {
        for start in stride(from: 0, to: order.count, by: 8192) {
            for number in try order.numbers(start..<min(order.count, start + 8192)) {
                guard let row = try corpus.index.document(number: number) else {
                    throw StorageError.corrupt(path: order.path, detail: "the corpus has no document \(number)")
                }
                try body(try corpus.document(of: row), number, row.shard)
            }
        }
    }
}
