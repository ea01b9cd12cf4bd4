/// Tall matrices made orthonormal, and small symmetric ones taken apart.
enum Orthogonal {
    /// Makes the columns of (rows, width) orthonormal, by Cholesky's decomposition twice; a column that depends on those
    /// before it becomes zero.
    static func normalize(_ matrix: Room<Float>, rows: Int, width: Int, _ parallel: Parallel) {
        for _ in 0..<2 {
            let inverse = inverseFactor(gram(matrix, rows: rows, width: width, parallel), width)
            parallel.forEach(rows, grain: 512) { range in
                var row = [Double](repeating: 0, count: width)
                for index in range {
                    let line = matrix.base + index * width
                    // Most buckets of words are empty.
                    guard !isZero(line, width) else { continue }
                    for column in 0..<width { row[column] = Double(line[column]) }
                    for column in 0..<width {
                        var sum = 0.0
                        for other in 0...column { sum += row[other] * inverse[column * width + other] }
                        line[column] = Float(sum)
                    }
                }
            }
        }
    }

    /// (width, width): the columns' products with each other.
    static func gram(_ matrix: Room<Float>, rows: Int, width: Int, _ parallel: Parallel) -> [Double] {
        let grain = max(512, rows / 64)
        let pieces = (rows + grain - 1) / grain
        let parts = Room<Double>(pieces * width * width, filledWith: 0)
        parallel.forEach(rows, grain: grain) { range in
            let part = parts.base + range.lowerBound / grain * width * width
            for row in range {
                let line = matrix.base + row * width
                guard !isZero(line, width) else { continue }
                for one in 0..<width where line[one] != 0 {
                    let (value, out) = (Double(line[one]), part + one * width)
                    for two in 0..<width { out[two] += value * Double(line[two]) }
                }
            }
        }
        var sum = [Double](repeating: 0, count: width * width)
        for piece in 0..<pieces { for cell in sum.indices { sum[cell] += parts[piece * width * width + cell] } }
        return sum
    }

    static func isZero(_ line: UnsafePointer<Float>, _ count: Int) -> Bool {
        var index = 0
        while index < count, line[index] == 0 { index += 1 }
        return index == count
    }

    /// The inverse of the lower factor L of a Gram matrix LLᵀ.
    private static func inverseFactor(_ gram: [Double], _ width: Int) -> [Double] {
        var factor = [Double](repeating: 0, count: width * width)
        let least = (0..<width).map { gram[$0 * width + $0] }.reduce(0, max) * 1e-12
        for row in 0..<width {
            for column in 0...row {
                var sum = gram[row * width + column]
                for inner in 0..<column { sum -= factor[row * width + inner] * factor[column * width + inner] }
                if row == column {
                    factor[row * width + row] = sum > least ? sum.squareRoot() : 0
                } else {
                    let pivot = factor[column * width + column]
                    factor[row * width + column] = pivot > 0 ? sum / pivot : 0
                }
            }
        }
        var inverse = [Double](repeating: 0, count: width * width)
        for row in 0..<width {
            let pivot = factor[row * width + row]
            guard pivot > 0 else { continue }
            inverse[row * width + row] = 1 / pivot
            for column in 0..<row {
                var sum = 0.0
                for inner in column..<row { sum += factor[row * width + inner] * inverse[inner * width + column] }
                inverse[row * width + column] = -sum / pivot
            }
        }
        return inverse
    }
}

/// Eigenvalues and vectors of a small symmetric matrix, by Jacobi's rotations.
struct Jacobi {
    private var matrix: [Double]
    private var vectors: [Double]
    private let size: Int

    /// Takes the matrix (size, size) apart.
    init(_ matrix: [Double], size: Int) {
        self.matrix = matrix
        self.size = size
        vectors = (0..<size * size).map { $0 / size == $0 % size ? 1 : 0 }
        for _ in 0..<40 where largestOffDiagonal > 1e-12 { sweep() }
    }

    /// The `count` largest eigenvalues with their vectors, the largest first; a vector's largest number is positive, so
    /// that its sign is no accident.
    func largest(_ count: Int) -> [(value: Double, vector: [Double])] {
        (0..<size).map { column in
            let vector = (0..<size).map { vectors[$0 * size + column] }
            let peak = vector.max { abs($0) < abs($1) } ?? 0
            return (matrix[column * size + column], peak < 0 ? vector.map { -$0 } : vector)
        }.sorted { $0.0 > $1.0 }.prefix(count).map { $0 }
    }

    private var largestOffDiagonal: Double {
        var most = 0.0, diagonal = 1e-300
        for row in 0..<size {
            diagonal = max(diagonal, abs(matrix[row * size + row]))
            for column in 0..<row { most = max(most, abs(matrix[row * size + column])) }
        }
        return most / diagonal
    }

    private mutating func sweep() {
        for one in 0..<size {
            for two in one + 1..<size where matrix[one * size + two] != 0 { rotate(one, two) }
        }
    }

    private mutating func rotate(_ one: Int, _ two: Int) {
        let theta = (matrix[two * size + two] - matrix[one * size + one]) / (2 * matrix[one * size + two])
        let tangent = (theta >= 0 ? 1 : -1) / (abs(theta) + (theta * theta + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        for index in 0..<size {
            let (left, right) = (matrix[index * size + one], matrix[index * size + two])
            matrix[index * size + one] = cosine * left - sine * right
            matrix[index * size + two] = sine * left + cosine * right
        }
        for index in 0..<size {
            let (upper, lower) = (matrix[one * size + index], matrix[two * size + index])
            matrix[one * size + index] = cosine * upper - sine * lower
            matrix[two * size + index] = sine * upper + cosine * lower
            let (left, right) = (vectors[index * size + one], vectors[index * size + two])
            vectors[index * size + one] = cosine * left - sine * right
            vectors[index * size + two] = sine * left + cosine * right
        }
    }
}
