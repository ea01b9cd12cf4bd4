import Glibc
package import CorpusFiles
import Platform

/// Documents as vectors of what they speak of: weighted words, reduced to 64 directions by a randomised SVD, length 1.
///
/// Source: TF-IDF with sublinear counts (Salton and Buckley 1988); latent semantic analysis (Deerwester et al. 1990); the
/// SVD after Halko, Martinsson, Tropp 2011, algorithm 4.4 with three power iterations.
package enum WordVectors {
    private static let dimensions = 64, spare = 8, powers = 3

    /// The vectors of all documents of a corpus, a row a document in the order of the corpus, and behind them those of what
    /// it dropped.
    /// - Throws: `MapError`.
    package static func make(
        _ corpus: Corpus, dropped: DroppedDocuments? = nil, _ counts: WordCounts, _ parallel: Parallel
    ) throws(MapError) -> VectorTable {
        let matrix = SparseMatrix(counts)
        let basis = Basis(matrix, directions: dimensions, spare: spare, powers: powers, parallel)
        let kept = try mapping { try corpus.index.documentCount() }
        let total = kept + (dropped?.count ?? 0)
        let table = VectorTable(rows: total, dimensions: dimensions)
        if counts.numbers.count == total {
            matrix.multiply(basis.projection, width: dimensions, into: table, parallel)
        } else {
            let weights = (0..<WordCounts.buckets).map(counts.weight)
            try DocumentTexts(corpus).forEachFrame(parallel, spelling: false, where: { _ in true }) { frame in
                for row in frame { basis.project(row, weights, into: table.row(row.number)) }
            }
            try dropped?.forEachWords(first: kept, spelling: false) { row in
                basis.project(row, weights, into: table.row(row.number))
            }
        }
        table.normalize()
        return table
    }
}

/// Weighted words of documents by rows, and the same by columns.
final class SparseMatrix: Sendable {
    let rows: Int
    private let starts: [Int], columns: [UInt32], values: [Float]
    private let columnStarts: [Int], rowsOfColumn: [Int32], columnValues: [Float]

    init(_ counts: WordCounts) {
        rows = counts.numbers.count
        let weights = (0..<WordCounts.buckets).map(counts.weight)
        var values = [Float](repeating: 0, count: counts.columns.count)
        for row in 0..<rows {
            let range = counts.starts[row]..<counts.starts[row + 1]
            var square: Float = 0
            for place in range {
                values[place] = (1 + log(counts.counts[place])) * weights[Int(counts.columns[place])]
                square += values[place] * values[place]
            }
            let scale = square > 0 ? 1 / square.squareRoot() : 0
            for place in range { values[place] *= scale }
        }
        (starts, columns, self.values) = (counts.starts, counts.columns, values)
        var ends = [Int](repeating: 0, count: WordCounts.buckets + 1)
        for column in columns { ends[Int(column) + 1] += 1 }
        for column in 0..<WordCounts.buckets { ends[column + 1] += ends[column] }
        columnStarts = ends
        var rowsOfColumn = [Int32](repeating: 0, count: columns.count)
        var columnValues = [Float](repeating: 0, count: columns.count)
        for row in 0..<rows {
            for place in starts[row]..<starts[row + 1] {
                let next = ends[Int(columns[place])]
                rowsOfColumn[next] = Int32(row)
                columnValues[next] = values[place]
                ends[Int(columns[place])] += 1
            }
        }
        (self.rowsOfColumn, self.columnValues) = (rowsOfColumn, columnValues)
    }

    /// (rows, width) = this times (buckets, width).
    func multiply(_ right: Room<Float>, width: Int, into table: VectorTable, _ parallel: Parallel) {
        parallel.forEach(rows, grain: 512) { range in
            for row in range {
                let out = table.row(row)
                for place in self.starts[row]..<self.starts[row + 1] {
                    let (value, line) = (self.values[place], right.base + Int(self.columns[place]) * width)
                    for column in 0..<width { out[column] += value * line[column] }
                }
            }
        }
    }

    /// (rows, width) = this times (buckets, width).
    func multiply(_ right: Room<Float>, width: Int, _ parallel: Parallel) -> Room<Float> {
        let result = Room<Float>(rows * width, filledWith: 0)
        parallel.forEach(rows, grain: 512) { range in
            for row in range {
                let out = result.base + row * width
                for place in self.starts[row]..<self.starts[row + 1] {
                    let (value, line) = (self.values[place], right.base + Int(self.columns[place]) * width)
                    for column in 0..<width { out[column] += value * line[column] }
                }
            }
        }
        return result
    }

    /// (buckets, width) = this, transposed, times (rows, width).
    func multiplyTransposed(_ right: Room<Float>, width: Int, _ parallel: Parallel) -> Room<Float> {
        let result = Room<Float>(WordCounts.buckets * width, filledWith: 0)
        parallel.forEach(WordCounts.buckets, grain: 512) { range in
            for bucket in range {
                let out = result.base + bucket * width
                for place in self.columnStarts[bucket]..<self.columnStarts[bucket + 1] {
                    let (value, line) = (self.columnValues[place], right.base + Int(self.rowsOfColumn[place]) * width)
                    for column in 0..<width { out[column] += value * line[column] }
                }
            }
        }
        return result
    }
}

/// The directions in which documents differ most by their words.
struct Basis {
    /// (buckets, directions): a row of weighted words times this is a document's vector.
    let projection: Room<Float>
    private let directions: Int

    init(_ matrix: SparseMatrix, directions: Int, spare: Int, powers: Int, _ parallel: Parallel) {
        self.directions = directions
        let width = directions + spare
        let start = Room<Float>(WordCounts.buckets * width, filledWith: 0)
        var random = SplitMix64(seed: 1)
        for place in 0..<start.count { start[place] = random.next() & 1 == 0 ? 1 : -1 }
        var range = matrix.multiply(start, width: width, parallel)
        Orthogonal.normalize(range, rows: matrix.rows, width: width, parallel)
        for _ in 0..<powers {
            let words = matrix.multiplyTransposed(range, width: width, parallel)
            Orthogonal.normalize(words, rows: WordCounts.buckets, width: width, parallel)
            range = matrix.multiply(words, width: width, parallel)
            Orthogonal.normalize(range, rows: matrix.rows, width: width, parallel)
        }
        // B = QᵀA has few rows: the eigenvectors of BBᵀ turn it into the singular vectors.
        let words = matrix.multiplyTransposed(range, width: width, parallel)
        let gram = Orthogonal.gram(words, rows: WordCounts.buckets, width: width, parallel)
        let eigen = Jacobi(gram, size: width)
        let projection = Room<Float>(WordCounts.buckets * directions, filledWith: 0)
        let turns = eigen.largest(directions).map { pair in
            let scale = pair.value > 1e-12 ? 1 / pair.value.squareRoot() : 0
            return pair.vector.map { Float($0 * scale) }
        }
        parallel.forEach(WordCounts.buckets, grain: 512) { range in
            for bucket in range {
                let line = words.base + bucket * width
                guard !Orthogonal.isZero(line, width) else { continue }
                for (direction, turn) in turns.enumerated() {
                    var sum: Float = 0
                    for column in 0..<width { sum += line[column] * turn[column] }
                    projection[bucket * directions + direction] = sum
                }
            }
        }
        self.projection = projection
    }

    /// The vector of one document.
    func project(_ row: DocumentWords, _ weights: [Float], into out: UnsafeMutablePointer<Float>) {
        for (bucket, count) in row.words {
            let value = (1 + log(count)) * weights[Int(bucket)]
            guard value > 0 else { continue }
            let line = projection.base + Int(bucket) * directions
            for column in 0..<directions { out[column] += value * line[column] }
        }
    }
}
