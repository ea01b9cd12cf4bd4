/// A matrix of a fastText model: plain floats, or rows of product-quantised codes with a quantised norm.
struct FastTextMatrix: Sendable {
    /// The elements.
    enum Values: Sendable {
        case dense([Float])
        case quantized(Quantized)
    }

    /// Codes into centroids: `parts` codes a row, each the index of a centroid for `width` columns (the last part may
    /// be narrower).
    struct Quantized: Sendable {
        let codes: [UInt8]
        let rows: ProductQuantizer
        /// Codes of the rows' norms with their quantiser, when rows were normalised.
        let norms: (codes: [UInt8], quantizer: ProductQuantizer)?
    }

    let rows: Int
    let columns: Int
    let values: Values

    init(_ reader: inout ModelReader, isQuantized: Bool) throws(ModelError) {
        let hasNorms = isQuantized ? try reader.byte() != 0 : false
        rows = try reader.long(most: 1 << 32)
        columns = try reader.long(most: 1 << 16)
        guard isQuantized else {
            values = .dense(try reader.floats(rows * columns))
            return
        }
        let codes = try reader.take(try reader.integer())
        let quantizer = try ProductQuantizer(&reader)
        guard codes.count == rows * quantizer.parts, quantizer.dimension == columns else {
            throw reader.fault("its codes do not fit its rows")
        }
        var norms: (codes: [UInt8], quantizer: ProductQuantizer)?
        if hasNorms {
            norms = (Array(try reader.take(rows)), try ProductQuantizer(&reader))
        }
        values = .quantized(Quantized(codes: Array(codes), rows: quantizer, norms: norms))
    }

    /// Adds a row to a vector; a row that is not there adds nothing.
    func add(row: Int, to vector: inout [Float]) {
        guard row >= 0, row < rows else { return }
        switch values {
        case .dense(let floats):
            for at in 0..<columns { vector[at] += floats[row * columns + at] }
        case .quantized(let quantized):
            let norm = quantized.norms.map { $0.quantizer.centroids[Int($0.codes[row])] } ?? 1
            let quantizer = quantized.rows
            for part in 0..<quantizer.parts {
                let code = Int(quantized.codes[row * quantizer.parts + part])
                let (start, width) = quantizer.centroid(part, code)
                for at in 0..<width { vector[part * quantizer.width + at] += norm * quantizer.centroids[start + at] }
            }
        }
    }
}

/// Centroids of a product quantiser: 256 for each part of a row.
struct ProductQuantizer: Sendable {
    let dimension: Int
    let parts: Int
    let width: Int
    let lastWidth: Int
    let centroids: [Float]

    init(_ reader: inout ModelReader) throws(ModelError) {
        dimension = try reader.integer()
        parts = try reader.integer()
        width = try reader.integer()
        lastWidth = try reader.integer()
        guard parts > 0, width > 0, (1...width).contains(lastWidth), (parts - 1) * width + lastWidth == dimension,
            dimension <= 1 << 16
        else { throw reader.fault("an impossible quantiser") }
        centroids = try reader.floats(dimension * 256)
    }

    /// Where the centroid of a code begins, and its columns.
    func centroid(_ part: Int, _ code: Int) -> (start: Int, width: Int) {
        part == parts - 1
            ? (part * 256 * width + code * lastWidth, lastWidth) : ((part * 256 + code) * width, width)
    }
}
