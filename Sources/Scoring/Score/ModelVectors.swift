package import CorpusFiles
import Documents
import Facts
package import Idefics
import JSON
import Platform

/// Documents as a model sees them: the decoder's states over the beginning of the text beside what the vision tower makes
/// of the first pictures. For a map of what pages show and speak of, in any language that the model knows.
package enum ModelVectors {
    /// Tokens of a text, and pictures, that are looked at.
    private static let tokens = 256, pictures = 4
    /// Characters of a text that are cut into tokens at most.
    private static let letters = 4000
    /// Numbers of either half at most; more are mixed down.
    private static let width = 128

    /// A row a document, in the order of the corpus.
    /// - Throws: `IdeficsError`, `StorageError`.
    package static func make(
        _ corpus: Corpus, _ model: IdeficsModel, progress: (String) -> Void = { _ in }
    ) throws -> [[Float]] {
        var texts: [[Float]] = []
        var images: [[Float]] = []
        let store = PictureFeatures(corpus, model)
        for file in corpus.manifest.files(.shard) {
            try FramedReader(path: corpus.folder + "/" + file.path).lines { line in
                let document = try DocumentCoder.read(JSONValue(parsing: Array(line)))
                texts.append(try text(of: document, model))
                images.append(try store.mean(of: document))
                if texts.count % 100 == 0 { progress("\(texts.count) documents seen by the model") }
            }
        }
        let (left, right) = (Half(texts, width: width, seed: 1), Half(images, width: width, seed: 2))
        return texts.indices.map { left.rows[$0] + right.rows[$0] }
    }

    private static func text(of document: Document, _ model: IdeficsModel) throws -> [Float] {
        let text = String((document.title + "\n\n" + document.text).prefix(letters))
        guard text.contains(where: { !$0.isWhitespace }) else { return [] }
        let prompt = try model.prompts.document([.text(text)]).prefix(tokens)
        return try model.textFeatures(of: [prompt])[0]
    }

    /// Means of pictures, each picture looked at once while it is remembered.
    private final class PictureFeatures {
        private let corpus: Corpus
        private let model: IdeficsModel
        private var known: [String: [Float]] = [:]
        private static let remembered = 20_000

        init(_ corpus: Corpus, _ model: IdeficsModel) { (self.corpus, self.model) = (corpus, model) }

        func mean(of document: Document) throws -> [Float] {
            var sum: [Float] = []
            for sha256 in document.images.prefix(ModelVectors.pictures).compactMap(\.signals?.sha256)
            where !sha256.isEmpty {
                let row = try feature(sha256)
                guard !row.isEmpty else { continue }
                sum = sum.isEmpty ? row : zip(sum, row).map { $0 + $1 }
            }
            return sum
        }

        /// Empty for a picture that the corpus has not, or that the model cannot read.
        private func feature(_ sha256: String) throws -> [Float] {
            if let row = known[sha256] { return row }
            if known.count >= Self.remembered { known.removeAll() }
            guard let place = try corpus.index.images(sha256Prefix: sha256, limit: 1).first, place.pack >= 0 else {
                return []
            }
            var row: [Float] = []
            do {
                let picture = try model.images.prepare(encoded: corpus.bytes(of: place))
                row = try model.features(of: [picture]).first ?? []
            } catch let error as IdeficsError {
                guard case .image = error else { throw error }
            }
            known[sha256] = row
            return row
        }
    }

    /// One half of the vectors: about their mean (what all have in common tells nothing), of length 1; zeros where there is
    /// none.
    private struct Half {
        let rows: [[Float]]

        init(_ rows: [[Float]], width: Int, seed: UInt64) {
            let columns = rows.map(\.count).max() ?? 0
            let mixed = columns <= width ? rows : Half.mixed(rows, columns, width, seed)
            let size = min(columns, width)
            var mean = [Float](repeating: 0, count: size)
            let there = mixed.filter { !$0.isEmpty }
            for row in there { for column in 0..<size { mean[column] += row[column] / Float(there.count) } }
            self.rows = mixed.map { row in
                guard !row.isEmpty else { return [Float](repeating: 0, count: size) }
                let centred = zip(row, mean).map { $0 - $1 }
                let length = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
                return length > 1e-6 ? centred.map { $0 / length } : centred.map { _ in 0 }
            }
        }

        /// Sums with random signs: distances stay about as they are (Achlioptas 2003).
        private static func mixed(_ rows: [[Float]], _ columns: Int, _ width: Int, _ seed: UInt64) -> [[Float]] {
            var random = SplitMix64(seed: seed)
            let signs = (0..<columns).map { _ in (0..<width).map { _ in random.next() & 1 == 0 ? Float(1) : -1 } }
            return rows.map { row in
                guard !row.isEmpty else { return [] }
                var out = [Float](repeating: 0, count: width)
                for (value, line) in zip(row, signs) { for column in 0..<width { out[column] += value * line[column] } }
                return out
            }
        }
    }
}
