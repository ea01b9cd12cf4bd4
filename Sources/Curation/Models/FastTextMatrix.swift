/// A matrix of a fastText model as plain floats, row by row; product-quantised rows are decoded when it is read.
struct FastTextMatrix: Sendable {
    let rows: Int
    let columns: Int
    let values: [Float]

    init(_ reader: inout ModelReader, isQuantized: Bool) throws(ModelError) {
        let hasNorms = isQuantized ? try reader.byte() != 0 : false
        rows = try reader.long(most: 1 << 32)
        columns = try reader.long(most: 1 << 16)
        guard isQuantized else {
            values = try reader.floats(rows * columns)
            return
        }
        let codes = try reader.take(try reader.integer())
        let quantizer = try ProductQuantizer(&reader)
        guard codes.count == rows * quantizer.parts, quantizer.dimension == columns else {
            throw reader.fault("its codes do not fit its rows")
        }
        var norms = [Float](repeating: 1, count: rows)
        if hasNorms {
            let codes = try reader.take(rows)
            let quantizer = try ProductQuantizer(&reader)
            norms = codes.map { quantizer.centroids[Int($0)] }
        }
        values = quantizer.decode(codes, norms: norms)
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

    /// The rows of codes, each times its norm.
    func decode(_ codes: ArraySlice<UInt8>, norms: [Float]) -> [Float] {
        var values: [Float] = []
        values.reserveCapacity(norms.count * dimension)
        for (row, norm) in norms.enumerated() {
            for part in 0..<parts {
                let (start, width) = centroid(part, Int(codes[codes.startIndex + row * parts + part]))
                for at in start..<start + width { values.append(norm * centroids[at]) }
            }
        }
        return values
    }

    /// Where the centroid of a code begins, and its columns.
    private func centroid(_ part: Int, _ code: Int) -> (start: Int, width: Int) {
        part == parts - 1
            ? (part * 256 * width + code * lastWidth, lastWidth) : ((part * 256 + code) * width, width)
    }
}
